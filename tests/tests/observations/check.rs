//! What a value can be.
//!
//! Invariant: whatever cannot be is told with its place.

use super::{PUBLISH, RECORD, at, desk, done, merged, paths, send, value};
use crate::{
    desk::{AACHEN, code, data, text},
    harness::Backend,
    indicators::with,
    tenancy::on_both,
};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(what_cannot_be_is_told_with_its_place);
on_both!(what_can_be_is_taken);

/// Changes of a value that make it one that cannot be, and the place that is told.
const WRONG: [(&str, &str); 19] = [
    (r#"{ "indicator": "wegge" }"#, "indicator"),
    (r#"{ "year": 1949 }"#, "year"),
    (r#"{ "year": 2999 }"#, "year"),
    (r#"{ "value": -1 }"#, "value"),
    (r#"{ "value": 100.5 }"#, "value"),
    (r#"{ "value": 1e308 }"#, "value"),
    (r#"{ "value": null }"#, "value"),
    (r#"{ "obsStatus": "M" }"#, "value"),
    (r#"{ "numerator": 5 }"#, "denominator"),
    (r#"{ "numerator": 5, "denominator": 0 }"#, "denominator"),
    (r#"{ "numerator": 7, "denominator": 2 }"#, "value"),
    (r#"{ "sample": 9 }"#, "sample"),
    (r#"{ "sample": 0 }"#, "sample"),
    (r#"{ "source": "" }"#, "source"),
    (r#"{ "note": "\u0000" }"#, "note"),
    (r#"{ "visibility": "NETWORK" }"#, "network"),
    (r#"{ "network": "kora" }"#, "network"),
    (r#"{ "visibility": "SHARED" }"#, "readers"),
    (
        r#"{ "confStatus": "C", "visibility": "PUBLIC" }"#,
        "confStatus",
    ),
];

/// Changes of a value that make another one that can be, and what is shown.
const RIGHT: [(&str, Option<f64>); 5] = [
    (
        r#"{ "value": null, "numerator": 7, "denominator": 2 }"#,
        Some(3.5),
    ),
    (r#"{ "value": null, "obsStatus": "M", "year": 2021 }"#, None),
    (
        r#"{ "year": 2022, "sample": 9, "obsStatus": "U", "confStatus": "C" }"#,
        Some(2.5),
    ),
    (
        r#"{ "year": 2040, "valueKind": "TARGET", "value": 100 }"#,
        Some(100.0),
    ),
    (
        r#"{ "indicator": "coordination_loops", "value": -1 }"#,
        Some(-1.0),
    ),
];

async fn what_cannot_be_is_told_with_its_place(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    for (patch, place) in WRONG {
        let answer = send(&aachen, RECORD, merged(value(2020), patch)).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{patch}");
        assert_eq!(paths(&answer), [place], "{patch}");
    }
    for wrong in [0.5, 2.0] {
        let half = with(value(2023), "indicator", json!("coordination_loops"));
        let half = with(half, "value", json!(wrong));
        assert_eq!(paths(&send(&aachen, RECORD, half).await), ["value"]);
    }
}

async fn what_can_be_is_taken(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    for (patch, shown) in RIGHT {
        let made = done(&aachen, RECORD, merged(value(2020), patch)).await;
        assert_eq!(made.get("value").and_then(Value::as_f64), shown, "{patch}");
    }
    // What is confidential is released to nobody.
    let query = "{ observations(filter: { confStatus: [C] }) { nodes { id } } }";
    let hidden = data(&aachen, query, json!({})).await;
    let hidden = text(&hidden, "/observations/nodes/0/id");
    let release = with(at(&hidden, 1), "visibility", json!("PUBLIC"));
    assert_eq!(
        paths(&send(&aachen, PUBLISH, release).await),
        ["confStatus"]
    );
}
