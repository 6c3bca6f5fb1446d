//! Rings that are refused: those that would expose their members, and those that mean nothing.
//!
//! Invariant: after a refusal there is no ring.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{CREATE, TERMS, ids, others};
use crate::{
    desk::{COLOGNE, Desk, KARLSRUHE, ask, code, data, text},
    harness::Backend,
    tenancy::on_both,
};
use domain::{Ctx, actor::Role, id::TenantId};
use serde_json::{Value, json};

on_both!(a_ring_of_too_few_is_refused);
on_both!(a_ring_that_means_nothing_is_refused);
on_both!(who_may_not_found_rings_is_refused);

/// Six cities that may be asked.
fn six(desk: &Desk) -> Vec<String> {
    let six: Vec<_> = others(desk).into_iter().take(6).collect();
    ids(desk, &six)
}

/// A ring that would be made, but for what is different about it.
fn with(six: &[String], ring: &Value, rest: &Value) -> Value {
    let mut whole = json!({ "indicators": ["bikes_per_1000"], "terms": TERMS, "invite": six });
    let all = whole.as_object_mut().unwrap();
    all.extend(ring.as_object().unwrap().clone());
    let mut input = json!({ "name": "Ring", "network": "kora", "of": { "ring": whole } });
    let all = input.as_object_mut().unwrap();
    all.extend(rest.as_object().unwrap().clone());
    json!({ "input": input })
}

async fn no_ring_is_made(moderator: &Ctx) {
    let rings = "{ peerGroups(filter: { kind: [RING] }) { nodes { name } } }";
    let rings = data(moderator, rings, json!({})).await;
    let nodes = rings.pointer("/peerGroups/nodes").and_then(Value::as_array);
    assert_eq!(nodes.unwrap().len(), 1, "that of the demo: {rings}");
}

async fn a_ring_of_too_few_is_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let six = six(&desk);
    let four: Vec<_> = six.iter().take(4).cloned().collect();
    let input = with(&six, &json!({ "invite": four }), &json!({}));
    let few = ask(&moderator, CREATE, input).await;
    assert_eq!(code(&few), "BAD_USER_INPUT");
    assert!(
        text(&few, "/errors/0/message").contains("MIN_CONTRIBUTORS"),
        "{few}"
    );
    no_ring_is_made(&moderator).await;
}

async fn a_ring_that_means_nothing_is_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let six = six(&desk);
    let one_more = |id: String| six.iter().take(5).cloned().chain([id]).collect::<Vec<_>>();
    let nothing = TenantId(uuid::Uuid::now_v7()).to_string();
    let office = desk
        .store
        .reference()
        .tenants
        .all()
        .iter()
        .find(|one| one.city_ags.is_none())
        .unwrap()
        .id;
    for (ring, rest) in [
        (
            json!({ "invite": one_more(desk.tenant(COLOGNE).to_string()) }),
            json!({}),
        ),
        (
            json!({ "invite": one_more(desk.tenant(KARLSRUHE).to_string()) }),
            json!({}),
        ),
        (json!({ "invite": one_more(office.to_string()) }), json!({})),
        (json!({ "invite": one_more(nothing) }), json!({})),
        (
            json!({ "invite": one_more("niemand".to_owned()) }),
            json!({}),
        ),
        (
            json!({ "invite": one_more(six.first().unwrap().clone()) }),
            json!({}),
        ),
        (json!({ "indicators": [] }), json!({})),
        (json!({ "indicators": ["gibt-es-nicht"] }), json!({})),
        (
            json!({ "indicators": ["bikes_per_1000", "bikes_per_1000"] }),
            json!({}),
        ),
        (json!({ "terms": " " }), json!({})),
        (json!({ "terms": "ä".repeat(20_001) }), json!({})),
        (json!({ "resultsVisibility": "TENANT" }), json!({})),
        (json!({}), json!({ "visibility": "PUBLIC" })),
        (json!({}), json!({ "network": null })),
    ] {
        let answer = ask(&moderator, CREATE, with(&six, &ring, &rest)).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{ring} {rest}: {answer}");
    }
    no_ring_is_made(&moderator).await;
}

async fn who_may_not_found_rings_is_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let six = six(&desk);
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.member(KARLSRUHE, Role::Editor), "FORBIDDEN"),
        (desk.member(COLOGNE, Role::Admin), "FORBIDDEN"),
    ] {
        let answer = ask(&ctx, CREATE, with(&six, &json!({}), &json!({}))).await;
        assert_eq!(code(&answer), expected, "{answer}");
    }
    no_ring_is_made(&moderator).await;
}
