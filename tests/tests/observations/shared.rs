//! Values are shown to others, and taken back.
//!
//! Invariant: whoever loses a value is told so, and what it was before is never shown to more than read it then.

use super::{CORRECT, PUBLISH, RECORD, corrected, desk, done, released, revisions, send, value};
use crate::{
    changes::{actions, end},
    desk::{AACHEN, KARLSRUHE, code, text},
    harness::{Backend, people::acting_for},
    indicators::with,
    rest_writes::client::read,
    tenancy::on_both,
};
use domain::{
    actor::Role,
    membership,
    network::{self, NewNetwork},
    value::MembershipRole,
};
use serde_json::{Value, json};

on_both!(values_are_shared_and_taken_back);
on_both!(a_value_moves_from_one_network_to_another);
on_both!(a_value_is_held_back);

const KORA: &str = r#"{ "visibility": "NETWORK", "network": "kora" }"#;
const NORD: &str = r#"{ "visibility": "NETWORK", "network": "nord" }"#;
const OWN: &str = r#"{ "visibility": "TENANT" }"#;
const OPEN: &str = r#"{ "visibility": "PUBLIC" }"#;

async fn values_are_shared_and_taken_back(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let karlsruhe = || desk.member(KARLSRUHE, Role::Reader);
    let readers = json!([desk.tenant(KARLSRUHE).to_string()]);
    let shared = with(value(2020), "visibility", json!("SHARED"));
    let shared = with(shared, "readers", readers);
    let first = text(&done(&aachen, RECORD, shared).await, "/id");
    let second = text(&done(&aachen, CORRECT, corrected(&first, 1)).await, "/id");
    let seen = revisions(&karlsruhe(), &second).await;
    assert_eq!(
        seen.pointer("/revisions/0/value"),
        Some(&json!(2.5)),
        "{seen:#}"
    );
    let office = acting_for(&desk.store, None);
    for stranger in [desk.nobody(), office.clone(), desk.operator()] {
        assert_eq!(revisions(&stranger, &second).await, Value::Null);
    }
    let published = done(&aachen, PUBLISH, released(&second, 2, KORA)).await;
    assert_eq!(published.pointer("/network/slug"), Some(&json!("kora")));
    let seen = revisions(&office, &second).await;
    assert_eq!(seen.get("value"), Some(&json!(3.0)));
    assert_eq!(
        seen.get("revisions"),
        Some(&json!([])),
        "what was for one reader stays so"
    );
    let elsewhere = send(&aachen, PUBLISH, released(&second, 2, NORD)).await;
    assert_eq!(code(&elsewhere), "BAD_USER_INPUT");

    let end = end(&karlsruhe()).await;
    done(&aachen, PUBLISH, released(&second, 2, OWN)).await;
    assert_eq!(revisions(&karlsruhe(), &second).await, Value::Null);
    assert_eq!(actions(&karlsruhe(), &end, &second).await, ["DELETED"]);
    // Nor does the history come back with a wider release than it had.
    done(&aachen, PUBLISH, released(&second, 2, OPEN)).await;
    let open = revisions(&desk.nobody(), &second).await;
    assert_eq!(open.get("value"), Some(&json!(3.0)));
    assert_eq!(open.get("revisions"), Some(&json!([])));
    let path = format!("/observations/{first}/revisions");
    assert_eq!(read(&desk.nobody(), &path).await.status, 404);
    let own = revisions(&aachen, &second).await;
    assert_eq!(own.pointer("/revisions/0/value"), Some(&json!(2.5)));
}

async fn a_value_moves_from_one_network_to_another(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let operator = desk.operator();
    let work = operator.begin().await.unwrap();
    let nord = network::create(&work, NewNetwork::named("nord")).await;
    let (tenant, since) = (desk.tenant(AACHEN), operator.now().date_naive());
    let role = MembershipRole::NetworkCity;
    membership::create(&work, nord.unwrap(), tenant, role, since)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let aachen = desk.member(AACHEN, Role::Admin);
    let id = text(&done(&aachen, RECORD, value(2020)).await, "/id");
    done(&aachen, PUBLISH, released(&id, 1, KORA)).await;
    let end = end(&desk.member(KARLSRUHE, Role::Reader)).await;
    done(&aachen, PUBLISH, released(&id, 1, NORD)).await;
    let karlsruhe = desk.member(KARLSRUHE, Role::Reader);
    assert_eq!(revisions(&karlsruhe, &id).await, Value::Null);
    assert_eq!(actions(&karlsruhe, &end, &id).await, ["DELETED"]);
}

async fn a_value_is_held_back(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let later = with(value(2021), "embargoUntil", json!("2100-01-01T00:00:00Z"));
    let later = done(&aachen, RECORD, with(later, "visibility", json!("PUBLIC"))).await;
    let id = text(&later, "/id");
    assert_eq!(revisions(&desk.nobody(), &id).await, Value::Null);
    assert_ne!(revisions(&aachen, &id).await, Value::Null);
}
