//! Values that a city enters: what holds, what held before, who reads either, and what is said about them.
//!
//! Invariant: nothing that was said disappears, and nobody reads of it what they could not read then.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod check;
mod entered;
mod persons;
mod remarks;
mod rest;
mod shared;

use crate::{
    desk::{Desk, ask, data, text},
    harness::Backend,
    indicators::{DEFINE, definition},
};
use domain::Ctx;
use serde_json::{Value, json};

const RECORD: &str = "mutation($input: RecordObservationInput!) { recordObservation(input: $input) { observation { id revision value visibility } } }";
const CORRECT: &str = "mutation($input: CorrectObservationInput!) { correctObservation(input: $input) { observation { id revision value } } }";
const WITHDRAW: &str = "mutation($input: WithdrawObservationInput!) { withdrawObservation(input: $input) { observation { id revision value obsStatus note } } }";
const PUBLISH: &str = "mutation($input: PublishObservationInput!) { publishObservation(input: $input) { observation { id visibility network { slug } } } }";
const REMARK: &str = "mutation($input: RemarkObservationInput!) { remarkObservation(input: $input) { observation { plausibility plausibilityLabel(locale: DE) } } }";
const REVISIONS: &str = "query($id: ID!) { node(id: $id) { ... on Observation { revision value revisions { id revision value obsStatus visibility } } } }";

/// A value of an indicator that nobody has a value of.
fn value(year: i32) -> Value {
    json!({ "indicator": "wege", "year": year, "value": 2.5, "source": "Kataster" })
}

fn at(id: &str, revision: i32) -> Value {
    json!({ "observation": id, "expectedVersion": revision })
}

async fn desk(backend: Backend) -> Option<Desk> {
    let desk = Desk::on(backend).await?;
    data(
        &desk.operator(),
        DEFINE,
        json!({ "input": definition("wege") }),
    )
    .await;
    Some(desk)
}

async fn send(ctx: &Ctx, document: &str, input: Value) -> Value {
    ask(&ctx.renewed(), document, json!({ "input": input })).await
}

async fn done(ctx: &Ctx, document: &str, input: Value) -> Value {
    let answer = data(&ctx.renewed(), document, json!({ "input": input })).await;
    let all = answer.as_object().unwrap().values().next().unwrap();
    all.get("observation").cloned().unwrap()
}

async fn revisions(ctx: &Ctx, id: &str) -> Value {
    let answer = data(&ctx.renewed(), REVISIONS, json!({ "id": id })).await;
    answer.get("node").cloned().unwrap()
}

/// The places of the mistakes of an answer.
fn paths(answer: &Value) -> Vec<String> {
    let mistakes = answer
        .pointer("/errors/0/extensions/mistakes")
        .and_then(Value::as_array);
    let mistakes = mistakes.unwrap_or_else(|| panic!("{answer:#}"));
    mistakes.iter().map(|one| text(one, "/path")).collect()
}

/// An input with what a text of JSON says; null takes a member away.
fn merged(mut input: Value, patch: &str) -> Value {
    let patch: Value = serde_json::from_str(patch).unwrap();
    let members = input.as_object_mut().unwrap();
    for (name, value) in patch.as_object().unwrap() {
        match value {
            Value::Null => members.remove(name),
            value => members.insert(name.clone(), value.clone()),
        };
    }
    input
}

/// A value that a correction takes the place of.
fn corrected(id: &str, revision: i32) -> Value {
    merged(
        at(id, revision),
        r#"{ "value": 3, "source": "Kataster, neu" }"#,
    )
}

/// Who is to read a value from now on.
fn released(id: &str, revision: i32, patch: &str) -> Value {
    merged(at(id, revision), patch)
}
