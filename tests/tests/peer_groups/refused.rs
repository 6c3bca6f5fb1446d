//! Peer groups that are refused.
//!
//! Invariant: after a refusal nothing is different.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{CHANGE, CREATE, at, made};
use crate::{
    desk::{AACHEN, Desk, ask, code, data},
    harness::Backend,
    tenancy::on_both,
};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(groups_that_mean_nothing_are_refused);
on_both!(names_and_places_that_cannot_be_are_refused);
on_both!(who_may_not_make_groups_is_refused);
on_both!(a_group_stays_of_the_kind_that_it_is);

const COUNT: &str = "{ peerGroups(first: 100) { totalCount } changes(first: 1, kind: [PEER_GROUP]) { totalCount } }";

async fn groups_that_mean_nothing_are_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let before = data(&owner, COUNT, json!({})).await;
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
    assert_eq!(data(&owner, COUNT, json!({})).await, before);
}

async fn names_and_places_that_cannot_be_are_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let before = data(&owner, COUNT, json!({})).await;
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
    assert_eq!(data(&owner, COUNT, json!({})).await, before);
}

async fn who_may_not_make_groups_is_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let before = data(&owner, COUNT, json!({})).await;
    let input = json!({ "input": { "name": "x", "of": { "cities": [AACHEN] } } });
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.operator(), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), "FORBIDDEN"),
    ] {
        assert_eq!(code(&ask(&ctx, CREATE, input.clone()).await), expected);
    }
    assert_eq!(data(&owner, COUNT, json!({})).await, before);
}

async fn a_group_stays_of_the_kind_that_it_is(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let list = made(&owner, json!({ "cities": [AACHEN] })).await;
    let other = at(&list, 1, json!({ "of": { "rule": { "state": ["05"] } } }));
    assert_eq!(code(&ask(&owner, CHANGE, other).await), "BAD_USER_INPUT");
}
