//! Rings: what is agreed on in them, and what each city reads of it.
//!
//! Invariant: to whoever is not asked a ring does not exist, and whoever is out of it reads nothing more of it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod frozen;
mod joining;
mod refused;
mod rest;

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, people::acting_for},
    tenancy::on_both,
};
use domain::{
    Ctx,
    actor::Role,
    id::{PeerGroupId, TenantId},
    peer_group,
};
use serde_json::{Value, json};

on_both!(what_was_agreed_is_asked_anew);
on_both!(who_is_not_asked_learns_nothing);

const CREATE: &str = "mutation($input: CreatePeerGroupInput!) { createPeerGroup(input: $input) { peerGroup { id version } } }";
const TERMS: &str = "Vertrauliches bleibt vertraulich – auch Ämter, Größen & „Ränge“.";

/// A step in a ring: its mutation, with what is to be known of the ring after it.
fn step(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    format!(
        "mutation($input: {}{rest}Input!) {{ {name}(input: $input) {{ peerGroup {{ version termsVersion ring {{ state canPublish }} }} }} }}",
        first.to_uppercase()
    )
}

fn at(id: &str, version: i32, members: Value) -> Value {
    let mut input = json!({ "peerGroup": id, "expectedVersion": version });
    if let (Some(input), Value::Object(members)) = (input.as_object_mut(), members) {
        input.extend(members);
    }
    json!({ "input": input })
}

/// Cities of the network besides Aachen and Karlsruhe.
fn others(desk: &Desk) -> Vec<String> {
    let reference = desk.store.reference();
    let cities = reference.tenant_cities().map(|city| city.ags.clone());
    cities
        .filter(|ags| ![AACHEN, KARLSRUHE, COLOGNE].contains(&ags.as_str()))
        .collect()
}

fn ids(desk: &Desk, cities: &[String]) -> Vec<String> {
    let id = |ags: &String| desk.tenant(ags).to_string();
    cities.iter().map(id).collect()
}

/// A ring that Karlsruhe moderates, with Aachen and five others invited: its id, and who the five are.
async fn founded(desk: &Desk) -> (String, Vec<String>) {
    let five: Vec<String> = others(desk).into_iter().take(5).collect();
    let mut invite = ids(desk, &five);
    invite.push(desk.tenant(AACHEN).to_string());
    let ring = json!({ "indicators": ["cycling_staff_fte", "bikes_per_1000"], "terms": TERMS, "invite": invite });
    let input = json!({ "name": "Vergleichsring Süd", "network": "kora", "of": { "ring": ring } });
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let made = data(&moderator, CREATE, json!({ "input": input })).await;
    (text(&made, "/createPeerGroup/peerGroup/id"), five)
}

async fn seen(ctx: &Ctx, id: &str) -> Value {
    let query = "query($id: ID!) { peerGroup(id: $id) { name kind terms termsVersion resultsVisibility visibility version
        tenant { name } peers { count } ring { state canPublish withheld indicators members { ags state organisation
        termsVersion decidedAt } } } }";
    let answer = data(ctx, query, json!({ "id": id })).await;
    answer.get("peerGroup").cloned().unwrap()
}

/// Who belongs to it as somebody sees it: key and state.
fn members(seen: &Value) -> Vec<(String, String)> {
    let members = seen.pointer("/ring/members").and_then(Value::as_array);
    let members = members.unwrap().iter();
    members
        .map(|one| (text(one, "/ags"), text(one, "/state")))
        .collect()
}

fn state_of(seen: &Value, ags: &str) -> Option<String> {
    let members = members(seen).into_iter();
    members.filter(|one| one.0 == ags).map(|one| one.1).next()
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

async fn accept(ctx: &Ctx, id: &str, version: i32, terms: i32) -> Value {
    let terms = json!({ "termsVersion": terms });
    ask(ctx, &step("acceptRing"), at(id, version, terms)).await
}

async fn what_was_agreed_is_asked_anew(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, _) = founded(&desk).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let publisher = desk.member(AACHEN, Role::Publisher);
    accept(&publisher, &id, 1, 1).await;
    let change = step("changePeerGroup");
    // What was not agreed on can change without asking.
    data(
        &moderator,
        &change,
        at(&id, 1, json!({ "name": "Ring Südwest" })),
    )
    .await;
    assert_eq!(
        text(&seen(&publisher, &id).await, "/ring/state"),
        "ACCEPTED"
    );
    let mut version = 2;
    for of in [
        json!({ "terms": "Andere Regeln." }),
        json!({ "indicators": ["bikes_per_1000"] }),
        json!({ "resultsVisibility": "NETWORK" }),
    ] {
        let input = at(&id, version, json!({ "of": { "ring": of } }));
        let done = data(&moderator, &change, input).await;
        assert_eq!(
            done.pointer("/changePeerGroup/peerGroup/termsVersion"),
            Some(&json!(version))
        );
        version += 1;
        let asked = seen(&publisher, &id).await;
        assert_eq!(text(&asked, "/ring/state"), "INVITED", "{asked:#}");
        assert_eq!(asked.get("peers"), Some(&Value::Null));
        assert_eq!(
            code(&accept(&publisher, &id, version, version - 2).await),
            "CONFLICT"
        );
        let done = accept(&publisher, &id, version, version - 1).await;
        assert!(done.get("errors").is_none(), "{done}");
        let own = seen(&moderator, &id).await;
        assert_eq!(state_of(&own, AACHEN).unwrap(), "ACCEPTED");
        assert_eq!(own.pointer("/peers/count"), Some(&json!(2)));
    }
    let same = json!({ "of": { "ring": { "terms": "Andere Regeln." } } });
    data(&moderator, &change, at(&id, version, same)).await;
    let after = seen(&publisher, &id).await;
    assert_eq!(
        text(&after, "/ring/state"),
        "ACCEPTED",
        "nothing is different"
    );
    assert_eq!(
        after.pointer("/ring/indicators"),
        Some(&json!(["bikes_per_1000"]))
    );
    for_publication(&desk, &id).await;
}

/// What the moderator's publication starts from.
async fn for_publication(desk: &Desk, id: &str) {
    let id: PeerGroupId = id.parse().unwrap();
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let work = moderator.begin().await.unwrap();
    let ring = peer_group::ring(&work, id).await.unwrap();
    work.roll_back().await.unwrap();
    let tenants: Vec<TenantId> = ring.members.iter().map(|member| member.tenant).collect();
    assert_eq!(tenants, [desk.tenant(AACHEN), desk.tenant(KARLSRUHE)]);
    assert_eq!((ring.indicators.len(), ring.terms_version), (1, 4));
    assert!(ring.withheld.is_some());
    for ctx in [
        desk.member(AACHEN, Role::Admin),
        desk.member(KARLSRUHE, Role::Editor),
    ] {
        let work = ctx.begin().await.unwrap();
        assert!(peer_group::ring(&work, id).await.is_err());
        work.roll_back().await.unwrap();
    }
}

async fn who_is_not_asked_learns_nothing(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let (id, five) = founded(&desk).await;
    accept(&desk.member(AACHEN, Role::Publisher), &id, 1, 1).await;
    let outside = others(&desk)
        .into_iter()
        .find(|ags| !five.contains(ags))
        .unwrap();
    let nothing = PeerGroupId(uuid::Uuid::now_v7()).to_string();
    let office = acting_for(&desk.store, None);
    for ctx in [
        desk.nobody(),
        desk.operator(),
        desk.member(&outside, Role::Admin),
        desk.member(COLOGNE, Role::Admin),
        office,
    ] {
        assert!(seen(&ctx, &id).await.is_null());
        assert!(told(&desk, &ctx, &id).await.is_empty());
        let query = "query($id: ID!) { node(id: $id) { id } peers(of: { group: $id }) { count } }";
        let answers = async |document: &str, input: &dyn Fn(&str) -> Value| {
            let (one, other) = (
                ask(&ctx, document, input(&id)).await,
                ask(&ctx, document, input(&nothing)).await,
            );
            assert_eq!(one.to_string(), other.to_string(), "{document}");
        };
        answers(query, &|id: &str| json!({ "id": id })).await;
        for (name, members) in [
            ("acceptRing", json!({ "termsVersion": 1 })),
            ("declineRing", json!({})),
            ("leaveRing", json!({})),
            ("inviteToRing", json!({ "invite": [] })),
            (
                "removeFromRing",
                json!({ "member": desk.tenant(AACHEN).to_string() }),
            ),
            ("changePeerGroup", json!({ "name": "x" })),
            ("publishPeerGroup", json!({ "visibility": "PUBLIC" })),
            ("freezePeerGroup", json!({ "year": 2024 })),
        ] {
            answers(&step(name), &|id: &str| at(id, 1, members.clone())).await;
        }
        let listed =
            "{ peerGroups(first: 100, filter: { kind: [RING] }) { totalCount nodes { id } } }";
        let listed = data(&ctx, listed, json!({})).await;
        assert!(!listed.to_string().contains(&id), "{listed}");
    }
    // Even whoever belongs to it cannot give it to others.
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    for visibility in ["PUBLIC", "NETWORK", "TENANT"] {
        let input = at(&id, 1, json!({ "visibility": visibility }));
        let answer = ask(&moderator, &step("publishPeerGroup"), input).await;
        assert_eq!(code(&answer), "CONFLICT");
    }
}
