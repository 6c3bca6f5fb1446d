//! Peer groups that are kept: their life, who sees them, and what they come to.
//!
//! Invariant: until it is released a group exists for its tenant only.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod frozen;
mod network;
mod refused;
mod rest;

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, demo, on_both_databases, people::Caller},
    tenancy::on_both,
};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(a_group_is_made_and_changed_unseen);
on_both!(a_group_is_released_and_taken_back);

const CREATE: &str = "mutation($input: CreatePeerGroupInput!) { createPeerGroup(input: $input) { peerGroup { id version } } }";
const CHANGE: &str = "mutation($input: ChangePeerGroupInput!) { changePeerGroup(input: $input) { peerGroup { version name description } } }";
const PUBLISH: &str = "mutation($input: PublishPeerGroupInput!) { publishPeerGroup(input: $input) { peerGroup { version visibility } } }";
const RETIRE: &str =
    "mutation($input: RetirePeerGroupInput!) { retirePeerGroup(input: $input) { version } }";
const RESTORE: &str = "mutation($input: RestorePeerGroupInput!) { restorePeerGroup(input: $input) { peerGroup { version } } }";

async fn made(ctx: &Ctx, of: Value) -> String {
    let input = json!({ "name": "Straßen & „Größe“", "network": "kora", "of": of });
    let made = data(ctx, CREATE, json!({ "input": input })).await;
    text(&made, "/createPeerGroup/peerGroup/id")
}

/// A change of a group at a version.
fn at(id: &str, version: i32, members: Value) -> Value {
    let mut input = json!({ "peerGroup": id, "expectedVersion": version });
    if let (Some(input), Value::Object(members)) = (input.as_object_mut(), members) {
        input.extend(members);
    }
    json!({ "input": input })
}

/// What somebody sees of a group.
async fn seen(ctx: &Ctx, id: &str) -> Value {
    let query = "query($id: ID!) { peerGroup(id: $id) { name kind kindLabel(locale: DE) terms termsVersion resultsVisibility
        rule { state sizeClass } neighbours { city } ring { state } network { slug } tenant { name }
        peers { count cities(first: 100) { nodes { ags } } } } node(id: $id) { id } }";
    let answer = data(ctx, query, json!({ "id": id })).await;
    let group = answer.get("peerGroup").cloned().unwrap();
    assert_eq!(group.is_null(), answer.get("node").unwrap().is_null());
    group
}

/// The cities of a group for a year.
async fn cities(ctx: &Ctx, id: &str, year: Value) -> Vec<String> {
    let query = "query($id: ID!, $year: Int) { peers(of: { group: $id }, year: $year) { cities(first: 100) { nodes { ags } } } }";
    let answer = data(ctx, query, json!({ "id": id, "year": year })).await;
    let nodes = answer.pointer("/peers/cities/nodes");
    let nodes = nodes.and_then(Value::as_array).unwrap().iter();
    nodes.map(|node| text(node, "/ags")).collect()
}

/// What the feed says to somebody of a group, as it is now: a context knows nothing of what came after it.
async fn told(desk: &Desk, ctx: &Ctx, id: &str) -> Vec<String> {
    let ctx = &Ctx::new(&desk.store, ctx.actor().clone(), ctx.language());
    let query = "{ changes(first: 100, kind: [PEER_GROUP]) { nodes { subjectId action } } }";
    let answer = data(ctx, query, json!({})).await;
    let nodes = answer.pointer("/changes/nodes").and_then(Value::as_array);
    let nodes = nodes.unwrap().iter();
    let own = nodes.filter(|node| text(node, "/subjectId") == id);
    own.map(|node| text(node, "/action")).collect()
}

/// Gives a new group another name and Aachen alone; it is of version 2 after it.
async fn renew(ctx: &Ctx, id: &str) {
    let members = json!({ "name": "Neu", "description": "Wofür", "of": { "cities": [AACHEN] } });
    data(ctx, CHANGE, at(id, 1, members)).await;
}

async fn a_group_is_made_and_changed_unseen(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let editor = desk.member(AACHEN, Role::Editor);
    let (partner, nobody) = (desk.member(KARLSRUHE, Role::Reader), desk.nobody());
    let stranger = desk.member(COLOGNE, Role::Reader);
    let id = made(&editor, json!({ "cities": [KARLSRUHE, AACHEN] })).await;
    for ctx in [&partner, &nobody, &stranger, &desk.operator()] {
        assert!(seen(ctx, &id).await.is_null() && told(&desk, ctx, &id).await.is_empty());
        let peers = "query($id: ID!) { peers(of: { group: $id }) { count } }";
        let answer = ask(ctx, peers, json!({ "id": id })).await;
        assert_eq!(code(&answer), "NOT_FOUND");
    }
    let own = seen(&editor, &id).await;
    let expected = json!({ "name": "Straßen & „Größe“", "kind": "AD_HOC", "kindLabel": "Ausgewählte Kommunen", "terms": null,
        "termsVersion": null, "resultsVisibility": null, "rule": null, "neighbours": null, "ring": null,
        "network": { "slug": "kora" }, "tenant": own.get("tenant"),
        "peers": { "count": 2, "cities": { "nodes": [{ "ags": AACHEN }, { "ags": KARLSRUHE }] } } });
    assert_eq!(own, expected);
    let stale = ask(&editor, CHANGE, at(&id, 7, json!({ "name": "x" }))).await;
    assert_eq!(code(&stale), "STALE_VERSION");
    renew(&editor, &id).await;
    assert_eq!(cities(&editor, &id, Value::Null).await, [AACHEN]);
}

async fn a_group_is_released_and_taken_back(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let (editor, owner) = (
        desk.member(AACHEN, Role::Editor),
        desk.member(AACHEN, Role::Publisher),
    );
    let (partner, nobody) = (desk.member(KARLSRUHE, Role::Reader), desk.nobody());
    let stranger = desk.member(COLOGNE, Role::Reader);
    let id = made(&editor, json!({ "cities": [KARLSRUHE, AACHEN] })).await;
    renew(&editor, &id).await;
    let release = |version, visibility: &str| at(&id, version, json!({ "visibility": visibility }));
    assert_eq!(
        code(&ask(&editor, PUBLISH, release(2, "NETWORK")).await),
        "FORBIDDEN"
    );
    data(&owner, PUBLISH, release(2, "NETWORK")).await;
    assert_eq!(cities(&partner, &id, Value::Null).await, [AACHEN]);
    assert!(seen(&nobody, &id).await.is_null() && seen(&stranger, &id).await.is_null());
    // What others read is changed by who may release it.
    let change = at(&id, 3, json!({ "of": { "cities": [AACHEN, COLOGNE] } }));
    assert_eq!(
        code(&ask(&editor, CHANGE, change.clone()).await),
        "FORBIDDEN"
    );
    assert_eq!(
        code(&ask(&partner, CHANGE, change.clone()).await),
        "FORBIDDEN"
    );
    data(&owner, CHANGE, change).await;
    data(&owner, PUBLISH, release(4, "PUBLIC")).await;
    assert_eq!(cities(&nobody, &id, Value::Null).await, [COLOGNE, AACHEN]);
    assert_eq!(told(&desk, &nobody, &id).await, ["CREATED"]);
    data(&owner, RETIRE, at(&id, 5, json!({}))).await;
    assert!(seen(&owner, &id).await.is_null() && seen(&nobody, &id).await.is_null());
    assert_eq!(told(&desk, &nobody, &id).await, ["CREATED", "DELETED"]);
    assert_eq!(
        code(&ask(&editor, RESTORE, at(&id, 6, json!({}))).await),
        "FORBIDDEN"
    );
    data(&owner, RESTORE, at(&id, 6, json!({}))).await;
    assert_eq!(text(&seen(&nobody, &id).await, "/name"), "Neu");
}

on_both_databases! { service from demo;
    async fn rules_let_through_what_they_say() {
        for (rule, filter) in [
            ("sizeClass: [FROM_500000]", "sizeClass: [FROM_500000]"),
            ("regiostar7: [72], state: [\"05\"], sizeClass: [FROM_100000]", "regiostar7: [72], state: [\"05\"], sizeClass: [FROM_100000]"),
            ("", ""),
        ] {
            let query = format!("{{ peers(of: {{ rule: {{ {rule} }} }}) {{ count leftOut }} cities(first: 1, filter: {{ {filter} }}) {{ totalCount }} }}");
            let data = service.query(&query).await.data();
            let counted = data.pointer("/cities/totalCount").and_then(Value::as_i64).unwrap();
            let count = data.pointer("/peers/count").and_then(Value::as_i64).unwrap();
            // The length of a list is counted up to 10,000.
            assert_eq!(count.min(10_000), counted, "{query}");
            assert!(count > 0);
        }
        let query = "{ adfc: peers(of: { rule: { adfcClass: [ABOVE_200000] } }) { label(locale: DE) cities(first: 100) { nodes { ags } } }
            like: peers(of: { rule: { like: \"05334002\" } }) { label(locale: EN) cities(first: 100) { nodes { ags } } }
            network: peers(of: { rule: { network: \"kora\", state: [\"05\", \"06\"] } }) { label(locale: DE) cities { nodes { ags } } } }";
        let data = service.query(query).await.data();
        assert_eq!(text(&data, "/adfc/label"), "ADFC-Größenklasse über 200.000 bis 500.000 Einwohner");
        assert_eq!(text(&data, "/like/label"), "cities of the kind of region and size of Aachen");
        assert_eq!(text(&data, "/network/label"), "Nordrhein-Westfalen oder Hessen; KoRa-Städtenetzwerk");
        let has = |name: &str, ags: &str| {
            let nodes = data.pointer(&format!("/{name}/cities/nodes")).and_then(Value::as_array).unwrap();
            nodes.iter().any(|node| text(node, "/ags") == ags)
        };
        // Aachen has about 250,000 inhabitants, Cologne more than a million.
        assert!(has("adfc", AACHEN) && !has("adfc", COLOGNE));
        assert!(has("like", AACHEN) && !has("like", COLOGNE));
        assert!(has("network", AACHEN) && !has("network", KARLSRUHE) && !has("network", COLOGNE));
    }

    async fn the_demo_has_groups_for_everybody() {
        let groups = service.read("/api/v1/peer-groups").await.json();
        let items = groups.get("items").and_then(Value::as_array).unwrap();
        assert_eq!(items.len(), 4, "{groups:#}");
        assert!(items.iter().all(|item| text(item, "/visibility") == "PUBLIC" && item.pointer("/ring") == Some(&Value::Null)));
        let rings = service.read_by(Caller::City(AACHEN, Role::Reader), "/api/v1/peer-groups?kind=RING").await.json();
        assert_eq!(rings.pointer("/items/0/ring/state"), Some(&json!("ACCEPTED")));
        assert_eq!(rings.pointer("/items/0/ring/canPublish"), Some(&json!(true)));
        let broken = service.read_with("/api/v1/peer-groups", &[("Authorization", "Bearer kaputt")]).await;
        assert_eq!(broken.status, 401);
    }
}
