//! Requests that are meant to cost much.
//!
//! Invariant: each is refused before a statement is made for it.

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

/// What it is, its body, its status, its code, and the limit that it passes.
type Abuse = (
    &'static str,
    String,
    u16,
    &'static str,
    Option<&'static str>,
);

/// What passes a limit of its document.
const fn over(what: &'static str, body: String, limit: &'static str) -> Abuse {
    (what, body, 400, "LIMIT_EXCEEDED", Some(limit))
}

/// What is not read to its end.
const fn large(what: &'static str, body: String) -> Abuse {
    (what, body, 413, "PAYLOAD_TOO_LARGE", None)
}

/// So many variables.
fn values(count: usize) -> Map<String, Value> {
    (0..count)
        .map(|n| (format!("v{n}"), Value::from(n)))
        .collect()
}

fn abuses() -> Vec<Abuse> {
    let query = "{ cities { nodes { ags } } }";
    let cities = |what: &str| format!("{{ cities {{ nodes {{ {what} }} }} }}");
    let variables = |count| json!({ "query": query, "variables": values(count) }).to_string();
    let fragments = many(10_000, |n| format!("fragment F{n} on City {{ ags }} "));
    let spreads = cities(&"...F ".repeat(10_000)) + " fragment F on City { ags }";
    let aliases = many(5_000, |n| format!("a{n}: __typename "));
    let (opens, closes) = ("[".repeat(5_000), "]".repeat(5_000));
    let deep = format!("{{ nodes(ids: {opens}{closes}) {{ id }} }}");
    let doubled = |n| format!("fragment F{n} on City {{ ...F{0} ...F{0} }} ", n + 1);
    let doubling = cities("...F0") + &many(25, doubled) + "fragment F25 on City { ags }";
    let directives = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(250));
    let aliases = document(&format!("{{ {aliases} }}"));
    vec![
        large("5 MB", document(&" ".repeat(5_000_000))),
        large(
            "10,000 fragments",
            document(&format!("{query} {fragments}")),
        ),
        over("10,000 spreads", document(&spreads), "tokens"),
        over("fragments that double", document(&doubling), "selections"),
        over("10,000 variables", variables(10_000), "values"),
        over("200 variables", variables(200), "variables"),
        over("20,000 braces", document(&"{".repeat(20_000)), "brackets"),
        over("a deep literal", document(&deep), "brackets"),
        over("5,000 aliases", aliases, "tokens"),
        over("250 directives", document(&directives), "directives"),
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
