//! Similar projects as a planner asks for them: of a project, of a description, narrowed, page by page, with reasons.
//!
//! Invariant: REST and GraphQL answer the same question alike.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::text,
    harness::{Service, demo, on_both_databases},
};
use serde_json::{Value, json};

const REASONS: &str = "project { id code city { ags } } score
    components { name weight value contribution explanation }
    sharedTerms sharedConcepts { notation label ownWords otherWords } explanation";

/// The id of a project by its code.
async fn id_of(service: &Service, code: &str) -> String {
    let query = format!("{{ projects(filter: {{ code: [{code:?}] }}) {{ nodes {{ id }} }} }}");
    let data = service.query(&query).await.data();
    let id = data.pointer("/projects/nodes/0/id").and_then(Value::as_str);
    id.unwrap_or_else(|| panic!("no {code}")).to_owned()
}

/// What is similar to a project, with other arguments.
async fn similar(service: &Service, id: &str, arguments: &str) -> Value {
    let query = format!(
        "{{ project(id: {id:?}) {{ similar({arguments}) {{ nodes {{ {REASONS} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"
    );
    let data = service.query(&query).await.data();
    data.pointer("/project/similar").cloned().unwrap()
}

fn nodes(page: &Value) -> &Vec<Value> {
    page.get("nodes").and_then(Value::as_array).unwrap()
}

fn codes(page: &Value) -> Vec<String> {
    nodes(page)
        .iter()
        .map(|node| text(node, "/project/code"))
        .collect()
}

fn number(value: &Value, member: &str) -> f64 {
    value.get(member).and_then(Value::as_f64).unwrap()
}

/// The score is the sum of its parts, each of which is weight times value.
fn check_sum(node: &Value) {
    let components = node.get("components").and_then(Value::as_array).unwrap();
    let product = |one: &Value| number(one, "weight") * number(one, "value");
    for one in components {
        assert!(
            (product(one) - number(one, "contribution")).abs() < 1e-3,
            "{one}"
        );
    }
    let sum: f64 = components
        .iter()
        .map(|one| number(one, "contribution"))
        .sum();
    assert!((sum - number(node, "score")).abs() < 1e-3, "{node:#}");
}

/// Texts that nobody should have to fear: the beginning of an answer or of a clear refusal.
fn hostile() -> Vec<(String, bool)> {
    let bad = |text: &str| (text.to_owned(), false);
    let good = |text: &str| (text.to_owned(), true);
    vec![
        bad(""),
        bad("   \n\t"),
        bad("🚲🚲🚲"),
        bad("\" * ( ) : ^ ~ - +"),
        (("Radverkehr ").repeat(10_000), false),
        (("ä").repeat(19_000), true),
        good("und oder der die das"),
        good("Radverkehr\" OR title:* AND (NOT x~2)^4 \\"),
        good("' ; DROP TABLE project; --"),
        good("велосипед 自転車 🚲 bicyclette"),
        good("e"),
    ]
}

on_both_databases! { service from demo;
    async fn others_are_told_with_reasons() {
        let id = id_of(service, "P002").await;
        let page = similar(service, &id, "first: 10").await;
        assert_eq!(nodes(&page).len(), 10);
        let mut before = f64::MAX;
        for node in nodes(&page) {
            check_sum(node);
            assert!(number(node, "score") <= before);
            before = number(node, "score");
            assert_ne!(node.pointer("/project/city/ags"), Some(&json!("05334002")), "its own city is left out");
        }
        let first = nodes(&page).first().unwrap();
        assert!(first.pointer("/explanation").and_then(Value::as_str).unwrap().starts_with("Dieses Vorhaben "), "{first:#}");
        assert!(!first.pointer("/sharedConcepts").and_then(Value::as_array).unwrap().is_empty(), "{first:#}");
        let english = service.query_with(
            &format!("{{ project(id: {id:?}) {{ similar(first: 1) {{ nodes {{ explanation }} }} }} }}"),
            &Value::Null,
            &[("Accept-Language", "en")],
        ).await.data();
        let text = english.pointer("/project/similar/nodes/0/explanation").and_then(Value::as_str).unwrap();
        assert!(text.starts_with("This project "), "{text}");
    }

    async fn pages_follow_each_other() {
        let id = id_of(service, "P010").await;
        let whole = codes(&similar(service, &id, "first: 12").await);
        let (mut found, mut after) = (Vec::new(), String::new());
        for _ in 0..4 {
            let page = similar(service, &id, &format!("first: 3 {after}")).await;
            found.extend(codes(&page));
            let cursor = page.pointer("/pageInfo/endCursor").and_then(Value::as_str).unwrap();
            after = format!("after: {cursor:?}");
        }
        assert_eq!(found, whole);
    }

    async fn a_filter_narrows() {
        let id = id_of(service, "P002").await;
        let page = similar(service, &id, "first: 50, filter: { state: [\"05\"], withOwnCity: true }").await;
        assert!(!nodes(&page).is_empty());
        for node in nodes(&page) {
            let ags = node.pointer("/project/city/ags").and_then(Value::as_str).unwrap();
            assert!(ags.starts_with("05"), "{ags}");
        }
        let all = codes(&similar(service, &id, "first: 100").await);
        for filter in ["isFinished: true", "barrier: [\"H7\"]", "actionField: [\"A\"]", "status: [COMPLETED]",
            "hasOutcome: true", "instrument: [\"progress-report\"]", "sizeClass: [FROM_500000]", "regiostar7: [71]"]
        {
            let few = codes(&similar(service, &id, &format!("first: 100, filter: {{ {filter} }}")).await);
            assert!(few.len() < all.len() && few.iter().all(|code| all.contains(code)), "{filter}: {few:?}");
        }
    }

    async fn a_description_finds_what_a_project_would() {
        let text = "Radentscheid: gemeinsame Vereinbarung von Stadt und Initiative, jährlicher Bericht über den Stand der Umsetzung";
        let query = "query($text: String!) { similarProjects(text: $text, first: 10) { nodes { score explanation project { id code } } } }";
        let data = service.query_with(query, &json!({ "text": text }), &[]).await.data();
        let page = data.pointer("/similarProjects").unwrap();
        assert!(codes(page).iter().any(|code| code == "P018"), "{page:#}");
        let answer = service.post("/api/v1/similar-projects?limit=10", &json!({ "text": text })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let items = answer.json().get("items").cloned().unwrap();
        let items: Vec<&Value> = items.as_array().unwrap().iter().collect();
        let rest: Vec<_> = items.iter().map(|item| item.pointer("/project/code").and_then(Value::as_str).unwrap().to_owned()).collect();
        assert_eq!(rest, codes(page));
        items.iter().for_each(|item| check_sum(item));
    }

    async fn rest_answers_as_the_graph_does() {
        let id = id_of(service, "P004").await;
        let graph = codes(&similar(service, &id, "first: 4, filter: { status: [COMPLETED, IN_PROGRESS] }").await);
        let answer = service.read(&format!("/api/v1/projects/{id}/similar?limit=4&status=COMPLETED,IN_PROGRESS")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let body = answer.json();
        let codes: Vec<_> = body.get("items").and_then(Value::as_array).unwrap().iter()
            .map(|item| item.pointer("/project/code").and_then(Value::as_str).unwrap().to_owned()).collect();
        assert_eq!(codes, graph);
        assert!(answer.header("link").contains("rel=\"next\"") && !answer.header("etag").is_empty());
        let cursor = body.pointer("/page/nextCursor").and_then(Value::as_str).unwrap();
        let next = service.read(&format!("/api/v1/projects/{id}/similar?limit=4&status=COMPLETED,IN_PROGRESS&after={cursor}")).await;
        assert_eq!(next.status, 200, "{}", next.body);
    }

    async fn bad_questions_get_an_answer_or_a_clear_refusal() {
        for (text, is_good) in hostile() {
            let answer = service.post("/api/v1/similar-projects", &json!({ "text": text })).await;
            let expected = if is_good { 200 } else { 400 };
            let shown: String = text.chars().take(40).collect();
            assert_eq!(answer.status, expected, "{shown:?}: {}", answer.body);
        }
        let id = id_of(service, "P004").await;
        for (question, part) in [
            ("after=nonsense", "after"), ("limit=101", "limit"), ("status=DONE", "COMPLETED"), ("barrier=H99", "H99"),
            ("instrument=zauberei", "zauberei"), ("finished=vielleicht", "finished"), ("region=NRW", "region"),
            ("network=nirgends", "nirgends"), ("state=99", "99"),
        ] {
            let answer = service.read(&format!("/api/v1/projects/{id}/similar?{question}")).await;
            assert!(answer.status == 400 && answer.body.contains(part), "{question}: {} {}", answer.status, answer.body);
        }
        for body in [json!({ "text": "Radverkehr", "wer": "ich" }), json!({}), json!({ "text": 7 }), json!([])] {
            let answer = service.post("/api/v1/similar-projects", &body).await;
            assert_eq!(answer.status, 400, "{body}: {}", answer.body);
        }
    }
}
