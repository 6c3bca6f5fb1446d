//! A year of a ring that was frozen.
//!
//! Invariant: who left stays in the years that were frozen before, and reads none of them.

use super::{accept, at, founded, step};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data},
    harness::Backend,
    tenancy::on_both,
};
use domain::actor::Role;
use serde_json::json;

on_both!(a_frozen_ring_keeps_who_left);

async fn a_frozen_ring_keeps_who_left(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, _) = founded(&desk).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let publisher = desk.member(AACHEN, Role::Publisher);
    accept(&publisher, &id, 1, 1).await;
    data(
        &moderator,
        &step("freezePeerGroup"),
        at(&id, 1, json!({ "year": 2024 })),
    )
    .await;
    data(&publisher, &step("leaveRing"), at(&id, 2, json!({}))).await;
    let query = "query($id: ID!) { then: peers(of: { group: $id }, year: 2024) { count cities { nodes { ags } } }
        now: peers(of: { group: $id }, year: 2023) { cities { nodes { ags } } } }";
    let both = data(&moderator, query, json!({ "id": id })).await;
    let then = json!([{ "ags": AACHEN }, { "ags": KARLSRUHE }]);
    assert_eq!(both.pointer("/then/cities/nodes"), Some(&then));
    assert_eq!(
        both.pointer("/now/cities/nodes"),
        Some(&json!([{ "ags": KARLSRUHE }]))
    );
    let answer = ask(&publisher, query, json!({ "id": id })).await;
    assert_eq!(code(&answer), "NOT_FOUND");
}
