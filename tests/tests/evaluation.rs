//! The ranking of similar projects held against judgements, asked of the running service.
//!
//! Invariant: a figure that falls below the committed run fails.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::text,
    harness::{Service, demo, on_both_databases},
};
use api::evaluation::{Figures, Recorded, Score, judgements};
use serde_json::Value;
use std::collections::HashMap;

fn file(name: &str) -> String {
    let path = format!("{}/evaluation/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Id and city of each public project, by code.
async fn projects(service: &Service) -> HashMap<String, (String, String)> {
    let mut all = HashMap::new();
    let mut after = String::new();
    loop {
        let query = format!(
            "{{ projects(first: 100 {after}) {{ nodes {{ id code city {{ ags }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let data = service.query(&query).await.data();
        let nodes = data.pointer("/projects/nodes").and_then(Value::as_array);
        for node in nodes.unwrap() {
            let of = (text(node, "/id"), text(node, "/city/ags"));
            all.insert(text(node, "/code"), of);
        }
        if data.pointer("/projects/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
            return all;
        }
        after = format!("after: {:?}", text(&data, "/projects/pageInfo/endCursor"));
    }
}

/// Codes of the ten projects that are most similar to one.
async fn ranking(service: &Service, id: &str) -> Vec<String> {
    let query = format!(
        "{{ project(id: {id:?}) {{ similar(first: 10) {{ nodes {{ project {{ code }} }} }} }} }}"
    );
    let data = service.query(&query).await.data();
    let nodes = data
        .pointer("/project/similar/nodes")
        .and_then(Value::as_array);
    nodes
        .unwrap()
        .iter()
        .map(|node| text(node, "/project/code"))
        .collect()
}

on_both_databases! { service from demo;
    async fn it_is_no_worse_than_recorded() {
        let projects = projects(service).await;
        let mut scores = Vec::new();
        for (question, grades) in judgements(&file("relevance.json")).unwrap() {
            let (id, home) = projects.get(&question).unwrap();
            let found = ranking(service, id).await;
            let found: Vec<f64> = found.iter().map(|code| grades.get(code).copied().unwrap_or(0.0)).collect();
            let others = grades.iter().filter(|(code, _)| projects.get(*code).unwrap().1 != *home);
            scores.push(Score::of(&found, others.map(|(_, grade)| *grade).collect()));
        }
        let figures = Figures::of(&scores);
        let recorded: Recorded = serde_json::from_str(&file("recorded.json")).unwrap();
        let (differences, is_worse) = recorded.compare(&figures);
        assert!(!is_worse, "{figures:#?} differs by {differences:?}");
        assert!(figures.ndcg.mean >= 0.8, "{figures:#?}");
    }
}
