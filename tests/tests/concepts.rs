//! The vocabulary of instruments, problems and actors: looked through, and taken along whole as linked data.
//!
//! Invariant: REST and GraphQL tell the same concepts.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::text,
    harness::{demo, on_both_databases},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn notations(items: &Value) -> Vec<String> {
    let items = items.as_array().unwrap().iter();
    items.map(|item| text(item, "/notation")).collect()
}

on_both_databases! { service from demo;
    async fn concepts_are_looked_through() {
        let query = "{ concepts(first: 100, filter: { kind: [PROBLEM], text: \"SPANNUNGEN\" }) { totalCount nodes { notation kind label
            answeredBy { notation } broader { notation narrower { notation } } } } }";
        let data = service.query(query).await.data();
        let nodes = data.pointer("/concepts/nodes").unwrap();
        assert!(notations(nodes).contains(&"P-civic-conflict".to_owned()), "{data:#}");
        for node in nodes.as_array().unwrap() {
            assert_eq!(text(node, "/kind"), "PROBLEM");
        }
        let rest = service.read("/api/v1/concepts?limit=100&kind=PROBLEM&text=spannungen").await.json();
        assert_eq!(notations(rest.get("items").unwrap()), notations(nodes));
        let one = service.query("{ concept(notation: \"progress-report\") { kind definition(locale: EN) phrases(locale: DE) broader { kind } } none: concept(notation: \"zauberei\") { label } }").await.data();
        assert_eq!((text(&one, "/concept/kind").as_str(), one.get("none")), ("INSTRUMENT", Some(&Value::Null)));
        assert!(!one.pointer("/concept/phrases").and_then(Value::as_array).unwrap().is_empty());
    }

    async fn what_concepts_name_narrows_a_search() {
        let query = "{ similarProjects(text: \"Bericht über den Stand der Umsetzung\", first: 5, filter: { instrument: [\"progress-report\"] }) { nodes { score } } }";
        assert!(service.query(query).await.data().pointer("/similarProjects/nodes/0").is_some());
        let wrong = service.query(&query.replace("progress-report", "zauberei")).await;
        assert!(wrong.body.contains("concepts") && wrong.body.contains("BAD_USER_INPUT"), "{}", wrong.body);
    }

    async fn the_vocabulary_is_linked_data() {
        let answer = service.read("/api/v1/vocabulary").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/ld+json"));
        let document = answer.json();
        let concepts = document.get("concepts").and_then(Value::as_array).unwrap();
        assert!(concepts.len() > 200, "{}", concepts.len());
        let ids: BTreeSet<String> = concepts.iter().map(|concept| text(concept, "/@id")).collect();
        assert_eq!(ids.len(), concepts.len());
        for concept in concepts {
            assert_eq!(text(concept, "/@id"), format!("#{}", text(concept, "/notation")));
            for place in ["/prefLabel/de", "/prefLabel/en", "/definition/de", "/definition/en"] {
                assert!(!text(concept, place).is_empty(), "{concept:#}");
            }
            let links = concept.get("answers").and_then(Value::as_array).unwrap().iter().chain(concept.get("broader"));
            for link in links {
                assert!(ids.contains(link.as_str().unwrap()), "{link} in {concept:#}");
            }
        }
        // Every name that is used is explained in the document itself.
        let context = document.get("@context").and_then(Value::as_object).unwrap();
        let names = document.as_object().unwrap().keys().chain(concepts.first().unwrap().as_object().unwrap().keys());
        for name in names.filter(|name| !name.starts_with('@')) {
            assert!(context.contains_key(name), "{name}");
        }
    }

    async fn bad_questions_get_a_clear_refusal() {
        for (question, part) in [
            ("kind=THING", "INSTRUMENT, PROBLEM, ACTOR"), ("broader=zauberei", "zauberei"), ("limit=101", "limit"),
            ("after=x", "after"), ("word=Radweg", "word"),
        ] {
            let answer = service.read(&format!("/api/v1/concepts?{question}")).await;
            assert!(answer.status == 400 && answer.body.contains(part), "{question}: {}", answer.body);
        }
        let long = json!({ "text": "ä".repeat(5_000) });
        let query = "query($text: String) { concepts(filter: { text: $text }) { nodes { notation } } }";
        let answer = service.query_with(query, &long, &[]).await;
        assert!(answer.body.contains("BAD_USER_INPUT"), "{}", answer.body);
    }
}
