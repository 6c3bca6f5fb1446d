//! Values that count so few persons that others might recognise them.
//!
//! Invariant: whoever entered such a value is warned wherever they see it, and nobody else is.

use super::done;
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, data, text},
    harness::Backend,
    rest_writes::client::{place, read, write},
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(whoever_enters_few_persons_is_warned);
on_both!(rest_warns_likewise);

const RECORD: &str =
    "mutation($input: RecordObservationInput!) { recordObservation(input: $input) {
    observation { id revision warnings(locale: DE) } } }";
const CORRECT: &str =
    "mutation($input: CorrectObservationInput!) { correctObservation(input: $input) {
    observation { id revision warnings } } }";
const PUBLISH: &str =
    "mutation($input: PublishObservationInput!) { publishObservation(input: $input) {
    observation { id revision warnings } } }";

fn injured(year: i32, value: f64, visibility: &str) -> Value {
    json!({ "indicator": "cyclists_injured", "year": year, "value": value, "visibility": visibility, "source": "Polizei" })
}

/// What somebody is warned of; the texts are one or none.
fn warned(observation: &Value) -> Option<&str> {
    let all = observation.get("warnings").and_then(Value::as_array);
    let all = all.map(Vec::as_slice).unwrap_or_default();
    assert!(all.len() <= 1, "{all:?}");
    all.first().and_then(Value::as_str)
}

async fn seen(ctx: &Ctx, id: &str) -> Value {
    let document = "query($id: ID!) { node(id: $id) { ... on Observation { value warnings } } }";
    let found = data(&ctx.renewed(), document, json!({ "id": id })).await;
    found.get("node").cloned().unwrap()
}

async fn whoever_enters_few_persons_is_warned(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Publisher);
    let made = done(&aachen, RECORD, injured(1960, 2.0, "PUBLIC")).await;
    let text_of = warned(&made).unwrap().to_owned();
    assert!(text_of.contains("drei Personen"), "{text_of}");
    let id = text(&made, "/id");
    assert!(warned(&seen(&aachen, &id).await).is_some());
    for other in [desk.member(KARLSRUHE, Role::Admin), desk.nobody()] {
        assert_eq!(
            seen(&other, &id).await,
            json!({ "value": 2.0, "warnings": [] })
        );
    }
    for (year, value, visibility) in [
        (1961, 2.0, "TENANT"),
        (1962, 3.0, "PUBLIC"),
        (1963, 0.0, "PUBLIC"),
    ] {
        let made = done(&aachen, RECORD, injured(year, value, visibility)).await;
        assert_eq!(warned(&made), None, "{value} {visibility}");
    }
    let killed = json!({ "indicator": "bike_accidents", "year": 1960, "value": 2, "visibility": "PUBLIC", "source": "Polizei" });
    let of_accidents = done(&aachen, RECORD, killed).await;
    assert_eq!(warned(&of_accidents), None, "accidents are no persons");

    let figure = |value: f64| json!({ "observation": id, "expectedVersion": 1, "value": value, "source": "Polizei" });
    let fewer = done(&aachen, CORRECT, figure(1.0)).await;
    assert!(warned(&fewer).unwrap().contains("three persons"));
    let more = json!({ "observation": fewer.get("id"), "expectedVersion": 2, "value": 12, "source": "Polizei" });
    assert_eq!(warned(&done(&aachen, CORRECT, more).await), None);

    // Releasing one that was for oneself is the moment to think of it.
    let own = done(&aachen, RECORD, injured(1964, 1.0, "TENANT")).await;
    let open =
        json!({ "observation": own.get("id"), "expectedVersion": 1, "visibility": "PUBLIC" });
    assert!(warned(&done(&aachen, PUBLISH, open).await).is_some());
}

async fn rest_warns_likewise(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Publisher);
    let post = (Method::POST, "/observations");
    let made = write(&aachen, post, "", injured(1960, 2.0, "PUBLIC")).await;
    assert!(warned(&made.json).is_some(), "{:#}", made.json);
    let path = place(&made);
    let body = json!({ "value": 1, "source": "Polizei" });
    let corrected = write(&aachen, (Method::PUT, &path), made.header("etag"), body).await;
    assert_eq!(corrected.status, 200, "{:#}", corrected.json);
    assert!(warned(&corrected.json).is_some());
    let now = format!("/observations/{}", text(&corrected.json, "/id"));
    let other = read(&desk.nobody(), &now).await;
    let nothing = json!([]);
    assert_eq!(
        (other.status, other.json.get("warnings")),
        (200, Some(&nothing))
    );
}
