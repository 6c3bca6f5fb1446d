//! The id of what somebody keeps to themself and an id of nothing get the same answer, to the byte, in every place that
//! takes one (ISO-4).
//!
//! Invariant: both answers are compared whole: status, body and every header that does not tell the time or the request.

use super::{graph, hidden::Hidden, inputs, rest};
use crate::harness::{
    Answer, Service, alone, on_both_databases,
    people::{AACHEN, Caller, KARLSRUHE},
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};

/// Everybody to whom it does not exist.
const OUTSIDERS: [Caller; 5] = [
    Caller::Anonymous,
    Caller::City(KARLSRUHE, Role::Editor),
    Caller::City(KARLSRUHE, Role::Admin),
    Caller::Coordinator,
    Caller::KeyWithoutScope,
];

/// Headers that differ between any two answers.
const OWN: [&str; 3] = ["date", "x-request-id", "content-length"];

/// An answer without the ids that were asked for.
fn told(answer: &Answer, hidden: &Hidden) -> String {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !OWN.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    let mut body = answer.body.clone();
    for id in hidden.all() {
        body = body.replace(id, "ID");
    }
    format!("{} {headers:?} {body}", answer.status)
}

/// What everything that takes an id tells a caller about these.
async fn everything(service: &Service, caller: Caller, hidden: &Hidden) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let operations = rest::operations();
    for (operation, of) in rest::ROWS {
        let id = of.id(hidden);
        if hidden.all().contains(&id.as_str()) {
            let wants_version = operations.get(operation).copied().unwrap();
            let answer = rest::ask(service, caller, (operation, &id, wants_version)).await;
            all.push((operation.to_owned(), told(&answer, hidden)));
        }
    }
    for (document, variables) in documents(hidden) {
        let answer = graph::ask(service, caller, &document, &variables).await;
        all.push((document, told(&answer, hidden)));
    }
    all
}

fn documents(hidden: &Hidden) -> Vec<(String, Value)> {
    let mut documents: Vec<_> = inputs::inputs(hidden)
        .iter()
        .filter(|(_, input)| hidden.all().iter().any(|id| input.to_string().contains(id)))
        .map(|(name, input)| graph::operation(name, input))
        .collect();
    for id in hidden.all() {
        let node = "query($id: ID!) { node(id: $id) { id } project(id: $id) { id } plan(id: $id) { id } transferLink(id: $id) { id } }";
        documents.push((node.to_owned(), json!({ "id": id })));
        let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }";
        documents.push((nodes.to_owned(), json!({ "ids": [id, id] })));
        let entities =
            "query($keys: [_Any!]!) { _entities(representations: $keys) { __typename } }";
        let keys = ["City", "Indicator", "Project"]
            .map(|kind| json!({ "__typename": kind, "id": id, "ags": id }));
        documents.push((entities.to_owned(), json!({ "keys": keys })));
    }
    documents
}

on_both_databases! { service from alone;
    async fn an_id_of_others_is_an_id_of_nothing() {
        let hidden = Hidden::make(service).await;
        let twin = hidden.twin();
        let mut compared = 0;
        for caller in OUTSIDERS {
            let real = everything(service, caller, &hidden).await;
            let nothing = everything(service, caller, &twin).await;
            for ((place, real), (_, nothing)) in real.iter().zip(&nothing) {
                assert_eq!(real, nothing, "{caller:?} at {place}");
                compared += 1;
            }
        }
        assert!(compared > 150, "{compared} places");
        let own = service.token(Role::Admin, AACHEN);
        for path in [format!("/api/v1/projects/{}", hidden.project), format!("/api/v1/plans/{}", hidden.plan)] {
            let answer = service.call(&own, Method::GET, &path, None).await;
            assert_eq!((answer.status, answer.header("etag").is_empty()), (200, false), "it is still there: {}", answer.body);
        }
    }
}
