//! Those for whom suggestions are, and what they ask and decide.
//!
//! Invariant: everything is read and decided through the graph.

use crate::desk::{Desk, ask, data, text};
use domain::{
    Ctx,
    actor::{Actor, Member, Principal, Role, Scopes},
    language::Language,
};
use serde_json::{Value, json};

pub const LIST: &str = "query($network: String!, $city: String, $other: String, $field: [String!], $source: [SuggestionSource!],
    $min: Float, $first: Int, $after: String) { suggestions(network: $network, city: $city, otherCity: $other, actionField: $field,
    source: $source, minScore: $min, first: $first, after: $after) {
    nodes { id score explanation german: explanation(locale: DE) sources mention sharedBarriers { code }
        components { name label weight value contribution explanation }
        adopterProject { id city { ags } actionField { code } barriers { nodes { role barrier { code } } } }
        sourceProject { id city { ags } actionField { code } barriers { nodes { role barrier { code } } } } }
    pageInfo { hasNextPage endCursor } } }";
pub const ACCEPT: &str =
    "mutation($input: AcceptSuggestionsInput!) { acceptSuggestions(input: $input) {
    links { id stage origin standing rationale adopterProject { id } sourceProject { id } } } }";
pub const DECLINE: &str = "mutation($input: DeclineSuggestionsInput!) { declineSuggestions(input: $input) { suggestions } }";
pub const SNOOZE: &str = "mutation($input: SnoozeSuggestionsInput!) { snoozeSuggestions(input: $input) { suggestions } }";

/// An editor of the office that coordinates the network of the demo.
pub fn coordinator(desk: &Desk) -> Ctx {
    let reference = desk.store.reference();
    let mut tenants = reference.tenants.all().iter();
    let tenant = tenants.find(|tenant| tenant.city_ags.is_none()).unwrap().id;
    let now = desk.store.clock().now();
    let actor = Actor::Member(Member {
        tenant,
        role: Role::Editor,
        scopes: Scopes::all(),
        networks: reference.networks_of(tenant, now),
        principal: Principal::CommandLine,
    });
    Ctx::new(&desk.store, actor, Language::En)
}

/// The suggestions for somebody that meet something.
pub async fn wanted(ctx: &Ctx, with: Value) -> Vec<Value> {
    let mut variables = json!({ "network": "kora", "first": 100 });
    let members = with.as_object().unwrap().clone();
    variables.as_object_mut().unwrap().extend(members);
    let found = data(ctx, LIST, variables).await;
    let nodes = found.pointer("/suggestions/nodes");
    nodes.and_then(Value::as_array).unwrap().clone()
}

/// All suggestions of the first page for somebody.
pub async fn list(ctx: &Ctx) -> Vec<Value> {
    wanted(ctx, json!({})).await
}

pub fn id(suggestion: &Value) -> String {
    text(suggestion, "/id")
}

pub fn ids(suggestions: &[Value]) -> Vec<String> {
    suggestions.iter().map(id).collect()
}

/// The cities of both projects.
pub fn cities(suggestion: &Value) -> [String; 2] {
    ["adopterProject", "sourceProject"].map(|end| text(suggestion, &format!("/{end}/city/ags")))
}

/// Whether somebody is told of a suggestion, on whichever page.
pub async fn is_told(ctx: &Ctx, suggestion: &str) -> bool {
    let mut variables = json!({ "network": "kora", "first": 100 });
    loop {
        let page = data(ctx, LIST, variables.clone()).await;
        let nodes = page.pointer("/suggestions/nodes").and_then(Value::as_array);
        if nodes.unwrap().iter().any(|one| id(one) == suggestion) {
            return true;
        }
        if page.pointer("/suggestions/pageInfo/hasNextPage") != Some(&json!(true)) {
            return false;
        }
        let after = text(&page, "/suggestions/pageInfo/endCursor");
        let members = variables.as_object_mut().unwrap();
        members.insert("after".to_owned(), json!(after));
    }
}

pub fn input<T: serde::Serialize>(suggestions: &[T], more: Value) -> Value {
    let mut input = json!({ "network": "kora", "suggestions": suggestions });
    let members = more.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(members);
    json!({ "input": input })
}

/// Accepts one; the link that came of it.
pub async fn accept(ctx: &Ctx, suggestion: &str) -> Value {
    let made = data(ctx, ACCEPT, input(&[suggestion], json!({}))).await;
    made.pointer("/acceptSuggestions/links/0").unwrap().clone()
}

/// Code and places of what is refused.
pub async fn refused(ctx: &Ctx, document: &str, input: Value) -> (String, Vec<String>) {
    let answer = ask(ctx, document, input).await;
    let mistakes = answer.pointer("/errors/0/extensions/mistakes");
    let mistakes = mistakes.and_then(Value::as_array);
    let paths = mistakes.into_iter().flatten();
    let paths = paths.map(|one| text(one, "/path")).collect();
    (crate::desk::code(&answer), paths)
}
