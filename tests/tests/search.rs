//! Full-text search as somebody types: inflections, compounds, spellings, mistakes, excerpts, facets, suggestions.
//!
//! Invariant: REST and GraphQL answer the same question alike.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::text,
    harness::{Service, demo, on_both_databases},
};
use serde_json::{Value, json};

const QUERY: &str = "query($text: String!, $first: Int, $after: String, $filter: MatchFilter) {
    search(text: $text, first: $first, after: $after, filter: $filter) {
        totalFound isExact suggestions corrections { place { start end } instead } facets { kind values { code label count } } barriers { code } cities { name }
        plans { id title } pageInfo { hasNextPage endCursor }
        nodes { score project { code workingTitle } excerpts { field text marks { start end } } } } }";

async fn search(service: &Service, variables: Value) -> Value {
    let data = service.query_with(QUERY, &variables, &[]).await.data();
    data.pointer("/search").cloned().unwrap()
}

fn list<'v>(value: &'v Value, pointer: &str) -> &'v Vec<Value> {
    value.pointer(pointer).and_then(Value::as_array).unwrap()
}

fn codes(found: &Value) -> Vec<String> {
    list(found, "/nodes")
        .iter()
        .map(|node| text(node, "/project/code"))
        .collect()
}

fn titles(found: &Value) -> String {
    let nodes = list(found, "/nodes").iter();
    nodes
        .map(|node| text(node, "/project/workingTitle"))
        .collect::<Vec<_>>()
        .join("\n")
}

on_both_databases! { service from demo;
    async fn spellings_and_compounds_find_the_same() {
        for (asked, expected) in [
            ("Fahrradstrassen", "Fahrradstraßen"),
            ("Fahradstraße", "Fahrradstraßen"),
            ("Standards für die Fahrradstraße", "Einheitliche Standards für Fahrradstraßen"),
            ("Priorisierung", "Priorisierung"),
            ("Aemteruebergreifend", "Ämterübergreifendes Agieren stärken"),
            ("Initiative einbinden", "Initiativen einbinden"),
            ("Portfolio der Projekte", "Projektportfolio"),
        ] {
            let found = search(service, json!({ "text": asked, "first": 10 })).await;
            assert!(titles(&found).contains(expected), "{asked}: {}", titles(&found));
        }
    }

    async fn what_was_probably_meant_is_told() {
        let found = search(service, json!({ "text": "Fahradstraße Rat" })).await;
        let told = list(&found, "/corrections");
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(found.pointer("/corrections/0/place"), Some(&json!({ "start": 0, "end": 12 })));
        assert!(text(&found, "/corrections/0/instead").starts_with("Fahrradstraße"), "{told:?}");
        let rest = service.read("/api/v1/search?text=Fahradstra%C3%9Fe%20Rat").await.json();
        assert_eq!(rest.get("corrections"), found.get("corrections"));
        let right = search(service, json!({ "text": "Fahrradstraße Rat" })).await;
        assert!(list(&right, "/corrections").is_empty());
    }

    async fn what_was_found_is_shown() {
        let found = search(service, json!({ "text": "Radentscheid Initiative", "first": 10 })).await;
        assert!(!list(&found, "/nodes").is_empty());
        for node in list(&found, "/nodes") {
            for excerpt in list(node, "/excerpts") {
                let shown: Vec<char> = text(excerpt, "/text").chars().collect();
                let mut before = 0;
                for mark in list(excerpt, "/marks") {
                    let at = |name: &str| usize::try_from(mark.get(name).and_then(Value::as_u64).unwrap()).unwrap();
                    assert!(before <= at("start") && at("start") < at("end") && at("end") <= shown.len(), "{excerpt:#}");
                    before = at("end");
                }
            }
        }
        let first = list(&found, "/nodes").first().unwrap();
        assert!(!list(first, "/excerpts/0/marks").is_empty(), "{first:#}");
    }

    async fn facets_count_what_was_found() {
        let found = search(service, json!({ "text": "Radentscheid", "first": 10 })).await;
        let total = found.pointer("/totalFound").and_then(Value::as_u64).unwrap();
        assert_eq!(found.pointer("/isExact"), Some(&json!(true)));
        for facet in list(&found, "/facets") {
            let counts = list(facet, "/values").iter().map(|value| value.get("count").and_then(Value::as_u64).unwrap());
            assert!(counts.sum::<u64>() <= total, "{facet:#}");
        }
        let states = list(&found, "/facets").iter().find(|facet| text(facet, "/kind") == "STATE").unwrap();
        let value = list(states, "/values").first().unwrap();
        let narrowed = json!({ "text": "Radentscheid", "first": 10, "filter": { "state": [text(value, "/code")] } });
        let narrowed = search(service, narrowed).await;
        assert_eq!(narrowed.pointer("/totalFound"), value.pointer("/count"));
    }

    async fn words_go_on_as_one_types() {
        let found = search(service, json!({ "text": "Priorit" })).await;
        let suggestions = found.pointer("/suggestions").unwrap().to_string();
        assert!(suggestions.contains("Priorisierung") || suggestions.contains("Prioritäten"), "{suggestions}");
        assert!(!list(&found, "/nodes").is_empty());
        let cities = search(service, json!({ "text": "aach" })).await;
        assert_eq!(cities.pointer("/cities/0/name"), Some(&json!("Aachen")));
        let barriers = search(service, json!({ "text": "Personal und Kompetenzen" })).await;
        assert_eq!(barriers.pointer("/barriers/0/code"), Some(&json!("H7")));
        let plans = search(service, json!({ "text": "Aktionsplan" })).await;
        assert!(!list(&plans, "/plans").is_empty());
    }

    async fn pages_follow_each_other_in_both_interfaces() {
        let whole = codes(&search(service, json!({ "text": "Radverkehr planen", "first": 9 })).await);
        let mut found = Vec::new();
        let mut after = Value::Null;
        for _ in 0..3 {
            let page = search(service, json!({ "text": "Radverkehr planen", "first": 3, "after": after })).await;
            found.extend(codes(&page));
            after = page.pointer("/pageInfo/endCursor").cloned().unwrap();
        }
        assert_eq!(found, whole);
        let answer = service.read("/api/v1/search?text=Radverkehr%20planen&limit=9").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let body = answer.json();
        let rest: Vec<String> = list(&body, "/items").iter().map(|item| text(item, "/project/code")).collect();
        assert_eq!(rest, whole);
        assert!(answer.header("link").contains("rel=\"next\""));
    }

    async fn bad_questions_get_an_answer_or_a_clear_refusal() {
        for (question, status) in [
            ("", 400), ("text=", 400), ("text=%F0%9F%9A%B2", 400), ("text=%22%20*%20(", 400), ("text=und%20oder", 400),
            ("text=title:%22Rad%22%20AND%20*", 200), ("text=e", 400), ("text=Rad&limit=101", 400), ("text=Rad&after=x", 400),
            ("text=Rad&status=DONE", 400), ("text=%D0%B2%D0%B5%D0%BB%D0%BE", 200), ("text=Rad&q=1", 400),
        ] {
            let answer = service.read(&format!("/api/v1/search?{question}")).await;
            assert_eq!(answer.status, status, "{question}: {}", answer.body);
        }
        let long = "Radverkehr".repeat(200);
        let answer = service.query_with(QUERY, &json!({ "text": long }), &[]).await;
        assert!(answer.body.contains("BAD_USER_INPUT"), "{}", answer.body);
    }

    async fn barriers_lead_to_those_who_dealt_with_them() {
        let question = "/api/v1/barrier-experiences?barrier=H7&forCity=05334002&limit=20";
        let answer = service.read(question).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let body = answer.json();
        let mut before = f64::MAX;
        assert!(!list(&body, "/items").is_empty());
        for item in list(&body, "/items") {
            let score = item.get("score").and_then(Value::as_f64).unwrap();
            let sum: f64 = list(item, "/components").iter().map(|one| one.get("contribution").and_then(Value::as_f64).unwrap()).sum();
            assert!(score <= before && (sum - score).abs() < 1e-3, "{item:#}");
            before = score;
            assert_ne!(text(item, "/project/city"), "05334002", "its own city is left out");
            for dealing in list(item, "/dealings") {
                assert_eq!(text(dealing, "/barrier"), "H7");
                assert!(["ADDRESSES", "RESOLVED"].contains(&text(dealing, "/role").as_str()), "{dealing}");
            }
        }
        let meant = service.read("/api/v1/barrier-experiences?text=Es%20fehlt%20Personal%20mit%20Kompetenzen&limit=1").await;
        assert_eq!(meant.json().pointer("/meant/0"), Some(&json!("H7")), "{}", meant.body);
        for (question, status) in [
            ("", 400), ("barrier=H99", 400), ("text=%F0%9F%9A%B2", 400), ("barrier=H7&forCity=99999999", 400),
            ("barrier=H7&forCity=Aachen", 400), ("barrier=H7&forProject=garbage", 404), ("barrier=H7&after=x", 400),
        ] {
            let answer = service.read(&format!("/api/v1/barrier-experiences?{question}")).await;
            assert_eq!(answer.status, status, "{question}: {}", answer.body);
        }
    }
}
