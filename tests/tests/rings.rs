//! Rings: who is asked, accepts, declines, leaves, and what each of them reads of it.
//!
//! Invariant: to whoever is not asked a ring does not exist, and whoever is out of it reads nothing more of it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod frozen;
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

on_both!(cities_join_and_leave);
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

async fn cities_join_and_leave(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, five) = founded(&desk).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let (reader, editor, publisher) = (
        desk.member(AACHEN, Role::Reader),
        desk.member(AACHEN, Role::Editor),
        desk.member(AACHEN, Role::Publisher),
    );
    let own = seen(&moderator, &id).await;
    assert_eq!(members(&own).len(), 7);
    assert_eq!(state_of(&own, KARLSRUHE).unwrap(), "ACCEPTED");
    assert_eq!(own.pointer("/ring/canPublish"), Some(&json!(false)));
    assert_eq!(text(&own, "/ring/withheld"), "MIN_CONTRIBUTORS");
    // Who is invited reads the terms and who asks, and of the others nothing.
    let invited = seen(&reader, &id).await;
    assert_eq!(text(&invited, "/terms"), TERMS);
    assert_eq!(text(&invited, "/tenant/name"), text(&own, "/tenant/name"));
    assert_eq!(
        members(&invited),
        [(AACHEN.to_owned(), "INVITED".to_owned())]
    );
    assert_eq!(invited.pointer("/ring/canPublish"), Some(&Value::Null));
    assert_eq!(invited.pointer("/ring/withheld"), Some(&Value::Null));
    assert_eq!(invited.get("peers"), Some(&Value::Null));
    let peers = "query($id: ID!) { peers(of: { group: $id }) { count } }";
    let answer = ask(&reader, peers, json!({ "id": id })).await;
    assert_eq!(code(&answer), "FORBIDDEN");

    for (ctx, version, terms, expected) in [
        (&reader, 1, 1, "FORBIDDEN"),
        (&editor, 1, 1, "FORBIDDEN"),
        (&moderator, 1, 1, "FORBIDDEN"),
        (&publisher, 9, 1, "STALE_VERSION"),
        (&publisher, 1, 2, "CONFLICT"),
    ] {
        assert_eq!(code(&accept(ctx, &id, version, terms).await), expected);
    }
    let leave = step("leaveRing");
    assert_eq!(
        code(&ask(&publisher, &leave, at(&id, 1, json!({}))).await),
        "CONFLICT"
    );
    let done = accept(&publisher, &id, 1, 1).await;
    assert_eq!(
        done.pointer("/data/acceptRing/peerGroup/ring/state"),
        Some(&json!("ACCEPTED"))
    );
    accept(&publisher, &id, 1, 1).await;
    let inside = seen(&reader, &id).await;
    assert_eq!(members(&inside).len(), 7, "members know of each other");
    assert_eq!(inside.pointer("/peers/count"), Some(&json!(2)));
    for ags in &five {
        let city = desk.member(ags, Role::Publisher);
        assert!(accept(&city, &id, 1, 1).await.get("errors").is_none());
    }
    let full = seen(&reader, &id).await;
    assert_eq!(full.pointer("/ring/canPublish"), Some(&json!(true)));
    assert_eq!(
        full.pointer("/version"),
        Some(&json!(1)),
        "answers do not count"
    );

    let left = data(&publisher, &leave, at(&id, 1, json!({}))).await;
    assert_eq!(left.pointer("/leaveRing/peerGroup"), Some(&Value::Null));
    assert!(seen(&reader, &id).await.is_null());
    assert_eq!(told(&desk, &reader, &id).await.last().unwrap(), "DELETED");
    let after = told(&desk, &reader, &id).await.len();
    let colleague = desk.member(five.first().unwrap(), Role::Reader);
    assert_eq!(
        state_of(&seen(&moderator, &id).await, AACHEN).unwrap(),
        "LEFT"
    );
    assert_eq!(
        state_of(&seen(&colleague, &id).await, AACHEN),
        None,
        "the moderator's matter"
    );
    invited_again(&desk, &id, &five).await;
    assert!(told(&desk, &reader, &id).await.len() >= after);
}

/// Aachen is asked once more and declines; another city is taken out.
async fn invited_again(desk: &Desk, id: &str, five: &[String]) {
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let publisher = desk.member(AACHEN, Role::Publisher);
    let invite = step("inviteToRing");
    let (aachen, first) = (desk.tenant(AACHEN).to_string(), five.first().unwrap());
    let again = at(id, 1, json!({ "invite": [aachen] }));
    let editor = desk.member(KARLSRUHE, Role::Editor);
    assert_eq!(
        code(&ask(&editor, &invite, again.clone()).await),
        "FORBIDDEN"
    );
    data(&moderator, &invite, again).await;
    let twice = at(id, 2, json!({ "invite": [aachen] }));
    assert_eq!(
        code(&ask(&moderator, &invite, twice).await),
        "BAD_USER_INPUT"
    );
    assert_eq!(text(&seen(&publisher, id).await, "/ring/state"), "INVITED");
    data(&publisher, &step("declineRing"), at(id, 2, json!({}))).await;
    assert!(seen(&publisher, id).await.is_null());

    let remove = step("removeFromRing");
    let member = desk.tenant(first).to_string();
    let out = |version: i32, member: &str| at(id, version, json!({ "member": member }));
    for (version, member, expected) in [
        (1, member.as_str(), "STALE_VERSION"),
        (2, &aachen, "BAD_USER_INPUT"),
        (2, &desk.tenant(KARLSRUHE).to_string(), "BAD_USER_INPUT"),
    ] {
        let answer = ask(&moderator, &remove, out(version, member)).await;
        assert_eq!(code(&answer), expected, "{answer}");
    }
    data(&moderator, &remove, out(2, &member)).await;
    let removed = desk.member(first, Role::Publisher);
    assert!(seen(&removed, id).await.is_null());
    assert_eq!(told(desk, &removed, id).await.last().unwrap(), "DELETED");
    assert_eq!(code(&accept(&removed, id, 3, 1).await), "NOT_FOUND");
    let now = seen(&moderator, id).await;
    assert_eq!(state_of(&now, first).unwrap(), "LEFT");
    assert_eq!(
        now.pointer("/ring/canPublish"),
        Some(&json!(false)),
        "five are too few"
    );
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
