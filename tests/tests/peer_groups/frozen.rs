//! Years of peer groups that are frozen.
//!
//! Invariant: a year that was frozen stays as it was.

use super::{CHANGE, at, cities, made};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data},
    harness::Backend,
    tenancy::on_both,
};
use chrono::Datelike;
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(a_frozen_list_stays);
on_both!(whom_a_rule_lets_through_later_is_no_matter);
on_both!(neighbours_keep_their_distances);
on_both!(nothing_is_nothing_to_freeze);

const FREEZE: &str = "mutation($input: FreezePeerGroupInput!) { freezePeerGroup(input: $input) { cities peerGroup { version } } }";

async fn a_frozen_list_stays(backend: Backend) {
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
}

async fn whom_a_rule_lets_through_later_is_no_matter(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
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
}

async fn neighbours_keep_their_distances(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
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
}

async fn nothing_is_nothing_to_freeze(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let empty = made(
        &owner,
        json!({ "rule": { "state": ["11"], "sizeClass": ["BELOW_5000"] } }),
    )
    .await;
    let nothing = ask(&owner, FREEZE, at(&empty, 1, json!({ "year": 2024 }))).await;
    assert_eq!(code(&nothing), "CONFLICT");
}
