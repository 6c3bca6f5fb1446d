//! The same over REST.
//!
//! Invariant: whoever changes a value sends back what its entity tag said.

use super::{desk, value};
use crate::{
    desk::{AACHEN, KARLSRUHE, text},
    harness::Backend,
    indicators::with,
    rest_writes::client::{place, read, write},
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(a_value_is_entered_and_corrected);
on_both!(a_value_is_released_checked_and_struck);

async fn a_value_is_entered_and_corrected(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let new = with(value(2020), "visibility", json!("NETWORK"));
    let new = with(new, "network", json!("kora"));
    let post = |body: Value| write(&aachen, (Method::POST, "/observations"), "", body);
    let made = post(new).await;
    let (path, tag) = (place(&made), made.header("etag").to_owned());
    assert_eq!(
        post(value(2020)).await.refusal(),
        (409, "CONFLICT".to_owned())
    );
    let bad = json!({ "indicator": 7, "value": "viel", "year": 2020.5, "source": null, "x": 1 });
    let bad = post(bad).await;
    let errors = bad.json.get("errors").and_then(Value::as_array).unwrap();
    assert_eq!((bad.status, errors.len()), (400, 5), "{:#}", bad.json);
    let shown = read(&desk.member(KARLSRUHE, Role::Reader), &path).await;
    assert_eq!(text(&shown.json, "/network"), "kora");
    assert_eq!(shown.json.get("revision"), Some(&json!(1)));
    assert_eq!(read(&desk.nobody(), &path).await.status, 404);

    let correction = json!({ "value": 3, "source": "Kataster", "sample": 11 });
    let put = async |tag: &str| {
        let body = correction.clone();
        write(&aachen, (Method::PUT, &path), tag, body).await
    };
    assert_eq!(put("").await.status, 428);
    let corrected = put(&tag).await;
    assert_eq!(corrected.status, 200, "{:#}", corrected.json);
    assert_eq!(corrected.json.get("sample"), Some(&json!(11)));
    assert_eq!(put(&tag).await.refusal(), (412, "STALE_VERSION".to_owned()));
    assert_eq!(
        read(&aachen, &path).await.status,
        404,
        "the former id is history"
    );
    let now = format!("/observations/{}", text(&corrected.json, "/id"));
    let history = read(&aachen, &format!("{now}/revisions")).await;
    assert_eq!(history.json.pointer("/items/0/value"), Some(&json!(2.5)));
    let first = read(&aachen, &format!("{path}/revisions")).await;
    assert_eq!(
        first.json,
        json!({ "items": [] }),
        "nothing was before the first"
    );
}

async fn a_value_is_released_checked_and_struck(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let made = write(&aachen, (Method::POST, "/observations"), "", value(2020)).await;
    let path = place(&made);
    let step = async |name: &str, tag: &str, body: Value| {
        let path = format!("{path}/{name}");
        write(&aachen, (Method::POST, &path), tag, body).await
    };
    let public = step("publish", "\"1\"", json!({ "visibility": "PUBLIC" })).await;
    assert_eq!(
        text(&public.json, "/visibility"),
        "PUBLIC",
        "{:#}",
        public.json
    );
    let checked = step("remarks", "", json!({ "plausibility": "CHECKED" })).await;
    assert_eq!(
        text(&checked.json, "/plausibility"),
        "CHECKED",
        "{:#}",
        checked.json
    );
    let struck = step("withdraw", "\"1\"", json!({ "reason": "Doppelt" })).await;
    assert_eq!(text(&struck.json, "/obsStatus"), "O", "{:#}", struck.json);
    for (query, expected) in [
        ("obsStatus=O", 1),
        ("obsStatus=A", 0),
        ("confStatus=F", 1),
        ("recordedSince=2020-01-01T00:00:00Z", 1),
        ("recordedSince=2100-01-01T00:00:00Z", 0),
    ] {
        let path = format!("/observations?indicator=wege&{query}");
        let found = read(&desk.nobody(), &path).await;
        let items = found.json.get("items").and_then(Value::as_array);
        assert_eq!(items.map(Vec::len), Some(expected), "{query}");
    }
}
