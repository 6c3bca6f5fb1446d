//! Requests that are meant to cost much.
//!
//! Invariant: each is refused before a statement is made for it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{Answer, Service, alone, on_both_databases};
use reqwest::Method;
use serde_json::{Map, Value, json};

async fn send(service: &Service, body: String) -> Answer {
    let request = service.request(Method::POST, "/graphql");
    let request = request
        .header("Content-Type", "application/json")
        .header("Accept", "application/graphql-response+json");
    service.send(request.body(body)).await
}

fn document(query: &str) -> String {
    json!({ "query": query }).to_string()
}

fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// A body, its status, its code, and the limit that it passes.
fn abuses() -> Vec<(
    &'static str,
    String,
    u16,
    &'static str,
    Option<&'static str>,
)> {
    let fragments = many(10_000, |n| format!("fragment F{n} on City {{ ags }} "));
    let spreads = format!(
        "{{ cities {{ nodes {{ {} }} }} }} fragment F on City {{ ags }}",
        "...F ".repeat(10_000)
    );
    let aliases = many(5_000, |n| format!("a{n}: __typename "));
    let values: Map<String, Value> = (0..10_000)
        .map(|n| (format!("v{n}"), Value::from(n)))
        .collect();
    let few: Map<String, Value> = (0..200)
        .map(|n| (format!("v{n}"), Value::from(n)))
        .collect();
    let deep = format!(
        "{{ nodes(ids: {}{}) {{ id }} }}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let doubling = many(25, |n| {
        format!("fragment F{n} on City {{ ...F{0} ...F{0} }} ", n + 1)
    });
    let doubling =
        format!("{{ cities {{ nodes {{ ...F0 }} }} }} {doubling} fragment F25 on City {{ ags }}");
    let directives = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(250));
    let query = "{ cities { nodes { ags } } }";
    vec![
        (
            "5 MB",
            document(&" ".repeat(5_000_000)),
            413,
            "PAYLOAD_TOO_LARGE",
            None,
        ),
        (
            "10,000 fragments",
            document(&format!("{query} {fragments}")),
            413,
            "PAYLOAD_TOO_LARGE",
            None,
        ),
        (
            "10,000 spreads",
            document(&spreads),
            400,
            "LIMIT_EXCEEDED",
            Some("tokens"),
        ),
        (
            "fragments that double",
            document(&doubling),
            400,
            "LIMIT_EXCEEDED",
            Some("selections"),
        ),
        (
            "10,000 variables",
            json!({ "query": query, "variables": values }).to_string(),
            400,
            "LIMIT_EXCEEDED",
            Some("values"),
        ),
        (
            "200 variables",
            json!({ "query": query, "variables": few }).to_string(),
            400,
            "LIMIT_EXCEEDED",
            Some("variables"),
        ),
        (
            "20,000 braces",
            document(&"{".repeat(20_000)),
            400,
            "LIMIT_EXCEEDED",
            Some("brackets"),
        ),
        (
            "a deep literal",
            document(&deep),
            400,
            "LIMIT_EXCEEDED",
            Some("brackets"),
        ),
        (
            "5,000 aliases",
            document(&format!("{{ {aliases} }}")),
            400,
            "LIMIT_EXCEEDED",
            Some("tokens"),
        ),
        (
            "250 directives",
            document(&directives),
            400,
            "LIMIT_EXCEEDED",
            Some("directives"),
        ),
        ("a deep body", "[".repeat(9_000), 400, "BAD_REQUEST", None),
    ]
}

on_both_databases! { service from alone;
    async fn each_is_refused_before_anything_is_done() {
        for (name, body, status, code, limit) in abuses() {
            let (answer, statements) = service.statements_of(send(service, body)).await;
            let error = answer.json().pointer("/errors/0/extensions").cloned().unwrap_or_default();
            let part = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
            assert_eq!((answer.status, part("code").as_deref()), (status, Some(code)), "{name}: {}", answer.body);
            assert_eq!(part("limit").as_deref(), limit, "{name}");
            assert_eq!(statements, Vec::<String>::new(), "{name}");
            assert!(answer.body.len() < 1_000, "{name}: {}", answer.body);
        }
        assert!(service.query("{ cities(first: 1) { nodes { ags } } }").await.data().get("cities").is_some());
    }
}
