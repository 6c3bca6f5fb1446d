//! Peer groups that are kept: their life, who sees them, what they come to, and what is refused.
//!
//! Invariant: after a refusal nothing is different; a year that was frozen stays as it was.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod rest;

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, demo, on_both_databases, people::Caller},
    tenancy::on_both,
};
use chrono::Datelike;
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(a_group_is_made_changed_released_and_taken_back);
on_both!(a_frozen_year_stays);
on_both!(what_cannot_be_is_refused);

const CREATE: &str = "mutation($input: CreatePeerGroupInput!) { createPeerGroup(input: $input) { peerGroup { id version } } }";
const CHANGE: &str = "mutation($input: ChangePeerGroupInput!) { changePeerGroup(input: $input) { peerGroup { version name description } } }";
const PUBLISH: &str = "mutation($input: PublishPeerGroupInput!) { publishPeerGroup(input: $input) { peerGroup { version visibility } } }";
const FREEZE: &str = "mutation($input: FreezePeerGroupInput!) { freezePeerGroup(input: $input) { cities peerGroup { version } } }";
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

async fn a_group_is_made_changed_released_and_taken_back(backend: Backend) {
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
    let change = at(
        &id,
        1,
        json!({ "name": "Neu", "description": "Wofür", "of": { "cities": [AACHEN] } }),
    );
    data(&editor, CHANGE, change).await;
    assert_eq!(cities(&editor, &id, Value::Null).await, [AACHEN]);

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

async fn a_frozen_year_stays(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let list = made(&owner, json!({ "cities": [KARLSRUHE, AACHEN] })).await;
    let frozen = data(&owner, FREEZE, at(&list, 1, json!({ "year": 2024 }))).await;
    assert_eq!(frozen.pointer("/freezePeerGroup/cities"), Some(&json!(2)));
    let again = ask(&owner, FREEZE, at(&list, 2, json!({ "year": 2024 }))).await;
    assert_eq!(code(&again), "CONFLICT");
    let next = owner.now().year() + 1;
    let to_come = ask(&owner, FREEZE, at(&list, 2, json!({ "year": next }))).await;
    assert_eq!(code(&to_come), "BAD_USER_INPUT");
    data(
        &owner,
        CHANGE,
        at(&list, 2, json!({ "of": { "cities": [AACHEN] } })),
    )
    .await;
    assert_eq!(
        cities(&owner, &list, json!(2024)).await,
        [AACHEN, KARLSRUHE]
    );
    assert_eq!(cities(&owner, &list, json!(2023)).await, [AACHEN]);
    assert_eq!(cities(&owner, &list, Value::Null).await, [AACHEN]);

    // A rule: whom it lets through later is no matter for the year.
    let network = made(
        &owner,
        json!({ "rule": { "network": "kora", "state": ["05"] } }),
    )
    .await;
    let before = cities(&owner, &network, Value::Null).await;
    assert!(before.contains(&AACHEN.to_owned()) && before.iter().all(|ags| ags.starts_with("05")));
    data(&owner, FREEZE, at(&network, 1, json!({ "year": 2024 }))).await;
    data(
        &owner,
        CHANGE,
        at(
            &network,
            2,
            json!({ "of": { "rule": { "state": ["04"] } } }),
        ),
    )
    .await;
    assert_eq!(cities(&owner, &network, json!(2024)).await, before);
    assert!(
        cities(&owner, &network, Value::Null)
            .await
            .iter()
            .all(|ags| ags.starts_with("04"))
    );

    // Neighbours keep their distances.
    let figures = json!([{ "code": "population" }, { "code": "area_km2", "weight": 2 }]);
    let near = json!({ "neighbours": { "city": AACHEN, "count": 3, "figures": figures } });
    let near = made(&owner, near).await;
    let query = "query($id: ID!) { now: peers(of: { group: $id }) { frozenAt cities { nodes { ags distance } } }
        then: peers(of: { group: $id }, year: 2024) { frozenAt cities { nodes { ags distance components { code } } } } }";
    data(&owner, FREEZE, at(&near, 1, json!({ "year": 2024 }))).await;
    let both = data(&owner, query, json!({ "id": near })).await;
    assert_eq!(both.pointer("/now/frozenAt"), Some(&Value::Null));
    assert!(both.pointer("/then/frozenAt").is_some_and(Value::is_string));
    for place in 0..3 {
        for member in ["ags", "distance"] {
            let of = |year: &str| {
                both.pointer(&format!("/{year}/cities/nodes/{place}/{member}"))
                    .cloned()
            };
            assert_eq!(of("now"), of("then"), "{both:#}");
        }
    }
    // Nothing is nothing to freeze.
    let empty = made(
        &owner,
        json!({ "rule": { "state": ["11"], "sizeClass": ["BELOW_5000"] } }),
    )
    .await;
    let nothing = ask(&owner, FREEZE, at(&empty, 1, json!({ "year": 2024 }))).await;
    assert_eq!(code(&nothing), "CONFLICT");
}

async fn what_cannot_be_is_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let count = "{ peerGroups(first: 100) { totalCount } changes(first: 1, kind: [PEER_GROUP]) { totalCount } }";
    let before = data(&owner, count, json!({})).await;
    let types = vec![71; 21];
    let many: Vec<String> = (0..501).map(|n| format!("{n:08}")).collect();
    let figure = |code: &str, weight: i32| json!({ "code": code, "weight": weight });
    let near = |city: &str, count: i32, figures: Value| json!({ "neighbours": { "city": city, "count": count, "figures": figures } });
    let population = json!([figure("population", 1)]);
    for of in [
        json!({ "cities": [] }),
        json!({ "cities": many }),
        json!({ "cities": ["99999999"] }),
        json!({ "cities": ["'; DROP TABLE peer_group; --"] }),
        json!({ "cities": [AACHEN, AACHEN] }),
        json!({ "rule": { "regiostar7": [7] } }),
        json!({ "rule": { "state": ["17"] } }),
        json!({ "rule": { "network": "nirgendwo" } }),
        json!({ "rule": { "like": "Aachen" } }),
        json!({ "rule": { "like": "99999999" } }),
        json!({ "rule": { "regiostar7": types } }),
        near("99999999", 7, population.clone()),
        near(AACHEN, 0, population.clone()),
        near(AACHEN, 101, population.clone()),
        near(AACHEN, 7, json!([])),
        near(AACHEN, 7, json!([figure("gibt-es-nicht", 1)])),
        near(AACHEN, 7, json!([figure("population", 0)])),
        near(AACHEN, 7, json!([figure("population", 101)])),
        near(
            AACHEN,
            7,
            json!([figure("population", 1), figure("population", 2)]),
        ),
    ] {
        let peers = "query($of: PeerInput!) { peers(of: $of) { count } }";
        let answer = ask(&owner, peers, json!({ "of": of })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{of}: {answer}");
        let input = json!({ "name": "x", "of": of });
        let answer = ask(&owner, CREATE, json!({ "input": input })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{of}: {answer}");
    }
    for (input, expected) in [
        (json!({ "name": " " }), "BAD_USER_INPUT"),
        (json!({ "name": "\u{0}" }), "BAD_USER_INPUT"),
        (json!({ "name": "ä".repeat(201) }), "BAD_USER_INPUT"),
        (json!({ "description": "ä".repeat(2001) }), "BAD_USER_INPUT"),
        (json!({ "visibility": "NETWORK" }), "BAD_USER_INPUT"),
        (json!({ "visibility": "SHARED" }), "BAD_USER_INPUT"),
        (json!({ "network": "nirgendwo" }), "BAD_USER_INPUT"),
    ] {
        let mut whole = json!({ "name": "x", "of": { "cities": [AACHEN] } });
        let all = whole.as_object_mut().unwrap();
        all.extend(input.as_object().unwrap().clone());
        let answer = ask(&owner, CREATE, json!({ "input": whole })).await;
        assert_eq!(code(&answer), expected, "{input}: {answer}");
    }
    let input = json!({ "input": { "name": "x", "of": { "cities": [AACHEN] } } });
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.operator(), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), "FORBIDDEN"),
    ] {
        assert_eq!(code(&ask(&ctx, CREATE, input.clone()).await), expected);
    }
    assert_eq!(data(&owner, count, json!({})).await, before);
    // A group stays of the kind that it is.
    let list = made(&owner, json!({ "cities": [AACHEN] })).await;
    let other = at(&list, 1, json!({ "of": { "rule": { "state": ["05"] } } }));
    assert_eq!(code(&ask(&owner, CHANGE, other).await), "BAD_USER_INPUT");
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
