//! Values are doubted and answered.
//!
//! Invariant: nobody reads what another said about the value of a third.

use super::{RECORD, REMARK, desk, done, paths, send, value};
use crate::{
    desk::{AACHEN, KARLSRUHE, code, data, text},
    harness::{Backend, people::acting_for},
    indicators::with,
    rest_writes::client::read,
    tenancy::on_both,
};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(who_may_not_doubt_is_told_so);
on_both!(values_are_doubted_and_answered);

const SHOWN: &str = "query($id: ID!) { node(id: $id) { ... on Observation { plausibility
    remarks { totalCount nodes { plausibility note tenant { name } } } } } }";

fn doubt(id: &str) -> Value {
    json!({ "observation": id, "plausibility": "CONTESTED", "note": "Im Vorjahr die Hälfte?" })
}

async fn who_may_not_doubt_is_told_so(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let (aachen, office) = (
        desk.member(AACHEN, Role::Admin),
        acting_for(&desk.store, None),
    );
    let open = with(value(2020), "visibility", json!("PUBLIC"));
    let open = text(&done(&aachen, RECORD, open).await, "/id");
    let hidden = text(&done(&aachen, RECORD, value(2021)).await, "/id");
    for (ctx, id, expected) in [
        (desk.nobody(), &open, "UNAUTHENTICATED"),
        (desk.operator(), &open, "FORBIDDEN"),
        (desk.member(KARLSRUHE, Role::Admin), &open, "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), &open, "FORBIDDEN"),
        (office.clone(), &hidden, "NOT_FOUND"),
        (desk.member(KARLSRUHE, Role::Admin), &hidden, "NOT_FOUND"),
    ] {
        assert_eq!(code(&send(&ctx, REMARK, doubt(id)).await), expected);
    }
    let silent = json!({ "observation": open, "plausibility": "CONTESTED" });
    assert_eq!(paths(&send(&office, REMARK, silent).await), ["note"]);
    let path = format!("/observations/{hidden}/remarks");
    assert_eq!(read(&desk.nobody(), &path).await.status, 404);
}

async fn values_are_doubted_and_answered(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let (aachen, office) = (
        desk.member(AACHEN, Role::Admin),
        acting_for(&desk.store, None),
    );
    let open = with(value(2020), "visibility", json!("PUBLIC"));
    let open = text(&done(&aachen, RECORD, open).await, "/id");
    let doubted = done(&office, REMARK, doubt(&open)).await;
    let expected = json!({ "plausibility": "CONTESTED", "plausibilityLabel": "Angezweifelt" });
    assert_eq!(doubted, expected);
    let found = read(&desk.nobody(), "/observations?plausibility=CONTESTED").await;
    assert_eq!(found.json.pointer("/items/0/id"), Some(&json!(open)));
    let answer = json!({ "observation": open, "plausibility": "CHECKED", "note": "Neue Wege." });
    done(&aachen, REMARK, answer).await;
    for (ctx, notes) in [
        (aachen.clone(), vec!["Im Vorjahr die Hälfte?", "Neue Wege."]),
        (office, vec!["Im Vorjahr die Hälfte?"]),
        (desk.member(KARLSRUHE, Role::Admin), vec![]),
        (desk.nobody(), vec![]),
    ] {
        let shown = data(&ctx.renewed(), SHOWN, json!({ "id": open })).await;
        assert_eq!(text(&shown, "/node/plausibility"), "CHECKED");
        let nodes = shown.pointer("/node/remarks/nodes");
        let nodes = nodes.and_then(Value::as_array).unwrap().iter();
        let found: Vec<_> = nodes.map(|one| text(one, "/note")).collect();
        assert_eq!(found, notes);
        let total = shown.pointer("/node/remarks/totalCount");
        assert_eq!(total, Some(&json!(notes.len())));
    }
    let own = read(&aachen, &format!("/observations/{open}/remarks")).await;
    let items = own.json.get("items").and_then(Value::as_array);
    assert_eq!(items.map(Vec::len), Some(2));
}
