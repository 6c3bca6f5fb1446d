//! Bodies that are wrong.
//!
//! Invariant: everything that is wrong with a body is told at once, with its place.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::client::{Answer, place, plan, send, write};
use crate::{
    desk::{AACHEN, Desk, text},
    harness::Backend,
};
use actix_web::http::Method;
use domain::actor::Role;
use serde_json::{Value, json};

/// Place and code of every mistake.
fn mistakes(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(
        answer.refusal(),
        (400, "BAD_USER_INPUT".to_owned()),
        "{:#}",
        answer.json
    );
    let errors = answer
        .json
        .pointer("/errors")
        .and_then(Value::as_array)
        .unwrap();
    let mut all: Vec<_> = errors
        .iter()
        .map(|one| (text(one, "/path"), text(one, "/code")))
        .collect();
    all.sort_unstable();
    all
}

#[actix_web::test]
async fn every_mistake_of_a_body_is_told_at_once() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = place(&plan(&admin).await);
    let path = format!("{plan}/projects");
    let body = json!({ "code": "ä", "sequenceNo": "eins", "status": "DONE", "tenant": "tenant_x", "revision": 7, "isDelayed": 1,
        "startYear": 20240, "summary": ["x"], "embargoUntil": "morgen", "phase": null, "subProjects": [],
        "items": [{ "kind": "IDEA", "text": "gut" }, { "text": 1, "size": 2 }], "sources": ["ftp://example.org"] });
    let answer = write(&admin, (Method::POST, &path), "", body).await;
    let expected = [
        ("code", "INVALID"),
        ("embargoUntil", "WRONG_TYPE"),
        ("isDelayed", "WRONG_TYPE"),
        ("items[1].kind", "REQUIRED"),
        ("items[1].size", "UNKNOWN_MEMBER"),
        ("items[1].text", "WRONG_TYPE"),
        ("revision", "UNKNOWN_MEMBER"),
        ("sequenceNo", "WRONG_TYPE"),
        ("sources[0]", "INVALID"),
        ("startYear", "OUT_OF_BOUNDS"),
        ("status", "UNKNOWN_VALUE"),
        ("summary", "WRONG_TYPE"),
        ("tenant", "UNKNOWN_MEMBER"),
        ("workingTitle", "REQUIRED"),
    ];
    let expected = expected.map(|(path, code)| (path.to_owned(), code.to_owned()));
    assert_eq!(mistakes(&answer), expected);
    let good = json!({ "code": "AC-1", "sequenceNo": 1, "workingTitle": "Gut" });
    let made = write(&admin, (Method::POST, &path), "", good).await;
    let project = place(&made);
    let null = write(
        &admin,
        (Method::PATCH, &project),
        "\"1\"",
        json!({ "workingTitle": null, "items": [] }),
    )
    .await;
    assert_eq!(mistakes(&null).first().unwrap().0, "subProjects");
}

#[actix_web::test]
async fn only_json_of_bounded_size_is_read() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    let admin = desk.member(AACHEN, Role::Admin);
    let large = json!({ "network": "kora", "title": "x".repeat(300_000) }).to_string();
    let json = ("content-type", "application/json");
    for (headers, body, expected) in [
        (vec![], "{}", (415, "UNSUPPORTED_MEDIA_TYPE")),
        (
            vec![("content-type", "text/plain")],
            "{}",
            (415, "UNSUPPORTED_MEDIA_TYPE"),
        ),
        (
            vec![json, ("content-encoding", "gzip")],
            "{}",
            (415, "UNSUPPORTED_MEDIA_TYPE"),
        ),
        (vec![json], large.as_str(), (413, "PAYLOAD_TOO_LARGE")),
        (vec![json], "{\"title\":", (400, "BAD_USER_INPUT")),
        (vec![json], "[]", (400, "BAD_USER_INPUT")),
        (vec![json], "null", (400, "BAD_USER_INPUT")),
        (vec![json], "{}", (400, "BAD_USER_INPUT")),
    ] {
        let answer = send(&admin, (Method::POST, "/plans"), &headers, body.to_owned()).await;
        assert_eq!(
            answer.refusal(),
            (expected.0, expected.1.to_owned()),
            "{headers:?} {:.40}",
            body
        );
    }
}
