//! Offers and requests over REST: the same as in the graph, with tags and places of mistakes.
//!
//! Invariant: what is read can be changed with the tag that came with it.

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, text},
    harness::Backend,
    rest_writes::client::{place, read, write},
    tenancy::on_both,
};
use actix_web::http::Method;
use chrono::Days;
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(one_is_written_read_and_matched);
on_both!(a_body_is_told_all_its_mistakes);

fn body(ctx: &Ctx) -> Value {
    json!({ "network": "kora", "kind": "OFFER", "topic": "Bürgerbegehren übernehmen", "barriers": ["H1", "H12"],
        "capacity": "CALL", "contact": "rad@stadt.example", "until": ctx.now().date_naive() + Days::new(9) })
}

async fn one_is_written_read_and_matched(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(KARLSRUHE, Role::Publisher);
    let made = write(&owner, (Method::POST, "/expertise"), "", body(&owner)).await;
    let path = place(&made);
    let one = read(&owner, &path).await;
    assert_eq!((one.status, one.header("etag")), (200, made.header("etag")));
    for (pointer, expected) in [
        ("/kindLabel", json!("Offer")),
        ("/capacityLabel", json!("A conversation of an hour")),
        ("/barriers", json!(["H1", "H12"])),
        ("/city", json!(KARLSRUHE)),
        ("/contactVisibility", json!("NETWORK")),
        ("/isOpen", json!(true)),
        ("/visibility", json!("TENANT")),
        ("/description", Value::Null),
    ] {
        assert_eq!(one.json.pointer(pointer), Some(&expected), "{:#}", one.json);
    }
    let edit = json!({ "description": "Vom Begehren zum Ratsbeschluss.", "barriers": ["H1"], "contact": null });
    let changed = write(&owner, (Method::PATCH, &path), one.header("etag"), edit).await;
    assert_eq!(
        (changed.status, changed.json.get("contact")),
        (200, Some(&Value::Null))
    );
    assert_eq!(
        write(
            &owner,
            (Method::PATCH, &path),
            one.header("etag"),
            json!({})
        )
        .await
        .status,
        412
    );
    assert_eq!(
        write(&owner, (Method::PATCH, &path), "", json!({}))
            .await
            .status,
        428
    );
    let release = format!("{path}/publish");
    let released = write(
        &owner,
        (Method::POST, &release),
        changed.header("etag"),
        json!({ "visibility": "PUBLIC" }),
    )
    .await;
    assert_eq!(released.status, 200, "{:#}", released.json);
    it_is_matched(&desk, &owner, &released.json).await;
    it_comes_and_goes(&owner, &path, released.header("etag")).await;
}

async fn it_is_matched(desk: &Desk, owner: &Ctx, released: &Value) {
    let asks = desk.member(AACHEN, Role::Publisher);
    let mut request = body(&asks);
    request
        .as_object_mut()
        .unwrap()
        .insert("kind".to_owned(), json!("REQUEST"));
    let request = place(&write(&asks, (Method::POST, "/expertise"), "", request).await);
    let found = read(&asks, &format!("{request}/matches?limit=1")).await;
    assert_eq!(
        found.json.pointer("/items/0/expertise/id"),
        released.get("id"),
        "{:#}",
        found.json
    );
    assert_eq!(
        found.json.pointer("/items/0/sharedBarriers"),
        Some(&json!(["H1"]))
    );
    assert_eq!(
        read(&asks, &format!("{request}/matches?limit=21"))
            .await
            .status,
        400
    );
    assert_eq!(read(owner, &format!("{request}/matches")).await.status, 404);
    let listed = read(
        &desk.nobody(),
        "/expertise?kind=OFFER&barrier=H1&isOpen=true&network=kora",
    )
    .await;
    let items = listed
        .json
        .pointer("/items")
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(items.len(), 1, "{:#}", listed.json);
}

async fn it_comes_and_goes(owner: &Ctx, path: &str, tag: &str) {
    let retired = write(owner, (Method::DELETE, path), tag, Value::Null).await;
    assert_eq!((retired.status, read(owner, path).await.status), (200, 404));
    let restore = format!("{path}/restore");
    let restored = write(owner, (Method::POST, &restore), "\"4\"", Value::Null).await;
    assert_eq!(
        (restored.status, read(owner, path).await.status),
        (200, 200)
    );
}

async fn a_body_is_told_all_its_mistakes(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let wrong = json!({ "network": "nirgends", "kind": "TRADE", "topic": "", "barriers": ["Ü"], "until": "morgen",
        "project": "plan_01h455vb4pex5vsknk084sn02q", "city": "05334002" });
    let refused = write(&owner, (Method::POST, "/expertise"), "", wrong).await;
    assert_eq!(refused.status, 400);
    let errors = refused
        .json
        .get("errors")
        .and_then(Value::as_array)
        .unwrap();
    let told: Vec<_> = errors.iter().map(|one| text(one, "/path")).collect();
    for member in [
        "network", "kind", "topic", "barriers", "until", "project", "city", "capacity",
    ] {
        assert!(
            told.iter().any(|path| path.contains(member)),
            "{member}: {told:?}"
        );
    }
    assert_eq!(read(&owner, "/expertise?kind=TRADE").await.status, 400);
    assert_eq!(read(&owner, "/expertise?text=Rad").await.status, 400);
    assert_eq!(
        read(&owner, "/expertise/plan_01h455vb4pex5vsknk084sn02q")
            .await
            .status,
        404
    );
}
