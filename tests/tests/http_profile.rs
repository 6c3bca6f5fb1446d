//! The edition of GraphQL over HTTP that an installation chooses (`graphql_http_profile`).
//!
//! Invariant: only statuses differ; an answer says the same in both, and a request that is not executed has no `data`.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{Answer, Backend, Service, demo, set_up};
use reqwest::Method;
use serde_json::{Value, json};

const MODERN: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

/// A request, and its status in the edition of 2025 and in the draft, to readers of the modern media type.
struct Row {
    what: &'static str,
    body: String,
    known: u16,
    draft: u16,
}

fn row(what: &'static str, body: impl ToString, known: u16, draft: u16) -> Row {
    Row {
        what,
        body: body.to_string(),
        known,
        draft,
    }
}

/// What cannot be read, and what is right.
fn unreadable() -> Vec<Row> {
    vec![
        row(
            "what is right",
            json!({ "query": "{ __typename }" }),
            200,
            200,
        ),
        row("no JSON", "UNSINN", 400, 400),
        row("half of JSON", "{\"query\":", 400, 400),
        row(
            "a misspelt member",
            json!({ "qeury": "{ __typename }" }),
            400,
            400,
        ),
        row(
            "a list of variables",
            json!({ "query": "{ __typename }", "variables": [7] }),
            400,
            400,
        ),
        row(
            "a document that is a number",
            json!({ "query": 7 }),
            400,
            400,
        ),
        row("half of a document", json!({ "query": "{" }), 400, 400),
        row("no document", json!({ "query": "" }), 400, 400),
    ]
}

/// What can be read and does not fit the schema.
fn unfit() -> Vec<Row> {
    let cities = "query Q($n: Int!) { cities(first: $n) { nodes { ags } } } query R { __typename }";
    let named = |name: Value, variables: Value| json!({ "query": cities, "operationName": name, "variables": variables });
    vec![
        row(
            "a field that is not there",
            json!({ "query": "{ gibtEsNicht }" }),
            400,
            422,
        ),
        row(
            "an argument of another type",
            json!({ "query": "{ cities(first: \"zwölf\") { nodes { ags } } }" }),
            400,
            422,
        ),
        row(
            "a fragment in a circle",
            json!({ "query": "{ ...F } fragment F on Query { ...F }" }),
            400,
            422,
        ),
        row(
            "which operation is not said",
            named(Value::Null, json!({ "n": 1 })),
            400,
            422,
        ),
        row(
            "an operation that is not there",
            named(json!("S"), json!({ "n": 1 })),
            400,
            422,
        ),
        row(
            "no value for a variable",
            named(json!("Q"), json!({})),
            400,
            422,
        ),
        row(
            "another value for a variable",
            named(json!("Q"), json!({ "n": "zwölf" })),
            400,
            422,
        ),
        row(
            "a value for a variable",
            named(json!("Q"), json!({ "n": 1 })),
            200,
            200,
        ),
    ]
}

/// What has a status of its own.
fn others() -> Vec<Row> {
    let unknown = format!("sha256:{}", "0".repeat(64));
    vec![
        row(
            "too deep",
            json!({ "query": format!("{{ {}id{} }}", "a { ".repeat(40), " }".repeat(40)) }),
            400,
            422,
        ),
        row(
            "too many aliases",
            json!({ "query": format!("{{ {} }}", (0..60).map(|n| format!("a{n}: __typename ")).collect::<String>()) }),
            400,
            422,
        ),
        row(
            "a document that nobody registered",
            json!({ "documentId": unknown }),
            404,
            404,
        ),
        row(
            "incomplete data",
            json!({ "query": "{ __typename projects(after: \"x\") { nodes { id } } }" }),
            200,
            294,
        ),
        row(
            "a body that is too large",
            json!({ "query": " ".repeat(400_000) }),
            413,
            413,
        ),
    ]
}

async fn post(service: &Service, accept: &str, body: &str) -> Answer {
    let request = service.request(Method::POST, "/graphql");
    let request = request
        .header("Content-Type", JSON)
        .header("Accept", accept);
    service.send(request.body(body.to_owned())).await
}

fn is_refused(answer: &Answer) -> bool {
    let body = answer.json();
    body.get("errors").is_some() && body.get("data").is_none()
}

#[tokio::test]
async fn the_draft_differs_in_statuses_only() {
    let known = demo(Backend::Sqlite).unwrap();
    let settings = vec![("graphql_http_profile", "2026-draft".to_owned())];
    let draft = set_up(Backend::Sqlite, settings).unwrap();
    for Row {
        what,
        body,
        known: before,
        draft: after,
    } in unreadable().into_iter().chain(unfit()).chain(others())
    {
        let (older, newer) = (
            post(known, MODERN, &body).await,
            post(draft, MODERN, &body).await,
        );
        assert_eq!(
            (older.status, newer.status),
            (before, after),
            "{what}: {}",
            newer.body
        );
        assert_eq!(older.body, newer.body, "{what}");
        assert_eq!(is_refused(&newer), ![200, 294].contains(&after), "{what}");

        let (older, newer) = (
            post(known, JSON, &body).await,
            post(draft, JSON, &body).await,
        );
        assert_eq!(
            (older.status, &older.body),
            (newer.status, &newer.body),
            "{what}, as JSON"
        );
    }
}

#[tokio::test]
async fn in_the_draft_methods_and_media_types_are_refused_as_before() {
    let settings = vec![("graphql_http_profile", "2026-draft".to_owned())];
    let service = set_up(Backend::Sqlite, settings).unwrap();
    let query = json!({ "query": "{ __typename }" }).to_string();
    let deleted = service
        .send(service.request(Method::DELETE, "/graphql"))
        .await;
    assert_eq!(
        (deleted.status, deleted.header("allow")),
        (405, "GET, POST")
    );
    let changed = service.read("/graphql?query=mutation%7Bnoop%7D").await;
    assert_eq!((changed.status, changed.header("allow")), (405, "POST"));
    let plain = service
        .request(Method::POST, "/graphql")
        .header("Content-Type", "text/plain");
    assert_eq!(service.send(plain.body(query.clone())).await.status, 415);
    assert_eq!(post(service, "image/png", &query).await.status, 406);
}
