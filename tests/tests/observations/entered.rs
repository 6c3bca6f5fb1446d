//! A value is entered, corrected and struck.
//!
//! Invariant: what holds is in lists and in the feed, what held before under it.

use super::{
    CORRECT, PUBLISH, RECORD, WITHDRAW, at, corrected, desk, done, merged, revisions, send, value,
};
use crate::{
    changes::{actions, end},
    desk::{AACHEN, Desk, KARLSRUHE, code, data, text},
    harness::{Backend, people::acting_for},
    indicators::{DEFINE, definition, with},
    tenancy::on_both,
};
use domain::actor::{Role, Scope};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

on_both!(a_value_is_entered_once_and_corrected);
on_both!(a_struck_value_is_still_to_be_seen);
on_both!(who_may_not_is_told_so);
on_both!(revisions_cost_one_statement);

async fn a_value_is_entered_once_and_corrected(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Publisher);
    let first = text(&done(&aachen, RECORD, value(2020)).await, "/id");
    let again = send(&aachen, RECORD, value(2020)).await;
    assert_eq!(code(&again), "CONFLICT");
    let told = again.to_string();
    assert!(
        told.contains("correctObservation") && told.contains(&first),
        "{told}"
    );
    // An aim is another value.
    done(
        &aachen,
        RECORD,
        with(value(2020), "valueKind", json!("TARGET")),
    )
    .await;
    let early = send(&aachen, CORRECT, corrected(&first, 7)).await;
    assert_eq!(code(&early), "STALE_VERSION");
    let second = done(&aachen, CORRECT, corrected(&first, 1)).await;
    assert_eq!(second.get("revision"), Some(&json!(2)));
    assert_eq!(second.get("value"), Some(&json!(3.0)));
    assert_ne!(text(&second, "/id"), first);
    let late = send(&aachen, CORRECT, corrected(&first, 1)).await;
    assert_eq!(
        code(&late),
        "STALE_VERSION",
        "the former id is known: {late}"
    );
}

async fn a_struck_value_is_still_to_be_seen(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Publisher);
    let end = end(&desk.nobody()).await;
    let public = with(value(2020), "visibility", json!("PUBLIC"));
    let first = text(&done(&aachen, RECORD, public).await, "/id");
    let second = text(&done(&aachen, CORRECT, corrected(&first, 1)).await, "/id");
    let struck = with(at(&second, 2), "reason", json!("Doppelt gezählt"));
    let struck = done(&aachen, WITHDRAW, struck).await;
    let third = text(&struck, "/id");
    assert_eq!(struck.get("value"), Some(&Value::Null));
    assert_eq!(text(&struck, "/obsStatus"), "O");
    assert_eq!(text(&struck, "/note"), "Doppelt gezählt");
    let again = with(at(&third, 3), "reason", json!("noch einmal"));
    assert_eq!(code(&send(&aachen, WITHDRAW, again).await), "CONFLICT");

    let shown = revisions(&desk.nobody(), &third).await;
    let value = |place: &str| shown.pointer(place).and_then(Value::as_f64);
    let former = ["/revisions/0/value", "/revisions/1/value"].map(value);
    assert_eq!(former, [Some(3.0), Some(2.5)], "{shown:#}");
    assert_eq!(revisions(&desk.nobody(), &first).await, Value::Null);
    let list =
        "{ observations(filter: { indicator: [\"wege\"] }) { totalCount nodes { obsStatus } } }";
    let list = data(&desk.nobody(), list, json!({})).await;
    let expected = json!({ "totalCount": 1, "nodes": [{ "obsStatus": "O" }] });
    assert_eq!(list.get("observations"), Some(&expected));
    for (id, expected) in [
        (&first, vec!["CREATED", "DELETED"]),
        (&second, vec!["CREATED", "DELETED"]),
        (&third, vec!["CREATED"]),
    ] {
        assert_eq!(actions(&desk.nobody(), &end, id).await, expected);
    }
}

async fn who_may_not_is_told_so(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let shy = [Scope::ReadContent].into_iter().collect();
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.operator(), "FORBIDDEN"),
        (acting_for(&desk.store, None), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), "FORBIDDEN"),
        (desk.with_scopes(AACHEN, Role::Admin, shy), "FORBIDDEN"),
    ] {
        assert_eq!(code(&send(&ctx, RECORD, value(2020)).await), expected);
    }
    let editor = desk.member(AACHEN, Role::Editor);
    let public = |year| with(value(year), "visibility", json!("PUBLIC"));
    assert_eq!(
        code(&send(&editor, RECORD, public(2020)).await),
        "FORBIDDEN"
    );
    let own = text(&done(&editor, RECORD, value(2020)).await, "/id");
    let release = merged(at(&own, 1), r#"{ "visibility": "PUBLIC" }"#);
    assert_eq!(code(&send(&editor, PUBLISH, release).await), "FORBIDDEN");
    let publisher = desk.member(AACHEN, Role::Publisher);
    let open = text(&done(&publisher, RECORD, public(2021)).await, "/id");
    let nothing = "observation_01jw0000000000000000000000".to_owned();
    let other = desk.member(KARLSRUHE, Role::Admin);
    for (id, expected) in [
        (own, "NOT_FOUND"),
        (open, "FORBIDDEN"),
        (nothing, "NOT_FOUND"),
    ] {
        let strike = merged(at(&id, 1), r#"{ "reason": "x" }"#);
        let release = merged(at(&id, 1), r#"{ "visibility": "PUBLIC" }"#);
        for (document, input) in [
            (CORRECT, corrected(&id, 1)),
            (WITHDRAW, strike),
            (PUBLISH, release),
        ] {
            assert_eq!(code(&send(&other, document, input.clone()).await), expected);
            let answer = send(&desk.nobody(), document, input).await;
            assert_eq!(code(&answer), "UNAUTHENTICATED");
        }
    }
}

async fn revisions_cost_one_statement(backend: Backend) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let listener = Arc::new(move |_: &sea_orm::Statement| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let Some(desk) = Desk::watched(backend, Some(listener)).await else {
        return;
    };
    data(
        &desk.operator(),
        DEFINE,
        json!({ "input": definition("wege") }),
    )
    .await;
    let aachen = desk.member(AACHEN, Role::Admin);
    for year in 2010..2016 {
        let made = done(
            &aachen,
            RECORD,
            with(value(year), "visibility", json!("PUBLIC")),
        )
        .await;
        done(&aachen, CORRECT, corrected(&text(&made, "/id"), 1)).await;
    }
    for first in [1, 6] {
        let query = format!(
            "{{ observations(first: {first}, filter: {{ indicator: [\"wege\"] }}) {{ nodes {{ year revisions {{ value }} }} }} }}"
        );
        let nobody = desk.nobody();
        count.store(0, Ordering::Relaxed);
        let found = data(&nobody, &query, json!({})).await;
        assert_eq!(count.load(Ordering::Relaxed), 2, "{first}");
        let nodes = found
            .pointer("/observations/nodes")
            .and_then(Value::as_array)
            .unwrap();
        assert!(
            nodes
                .iter()
                .all(|node| node.get("revisions") == Some(&json!([{ "value": 2.5 }]))),
            "{found:#}"
        );
        assert_eq!(nodes.len(), first);
    }
}
