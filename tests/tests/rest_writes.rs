//! Writing over REST: the twins of the mutations, and versions in entity tags.
//!
//! Invariant: REST refuses and accepts what the graph does, with the same words.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod bodies;
mod client;

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, text},
    harness::{self, Backend},
    tenancy::on_both,
};
use actix_web::http::Method;
use client::{place, plan, read, send, write};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(a_plan_and_its_project_live_and_are_retired);
on_both!(versions_are_held_by_entity_tags);
on_both!(the_operator_founds_and_admits);

async fn a_plan_and_its_project_live_and_are_retired(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let admin = desk.member(AACHEN, Role::Admin);
    let made = plan(&admin).await;
    let plan = place(&made);
    assert_eq!(
        made.json.pointer("/city"),
        Some(&json!(AACHEN)),
        "that of the credentials"
    );
    let body = json!({ "code": "AC-1", "sequenceNo": 1, "workingTitle": "Radvorrang", "actionField": "A", "visibility": "PUBLIC",
        "ownNote": "heikel", "contact": "rad@stadt.example", "sources": ["https://example.org/rad"],
        "subProjects": [{ "number": 1, "title": "Süd" }], "items": [{ "kind": "IDEA", "text": "Test", "subProject": 1 }],
        "barriers": [{ "barrier": "H1", "role": "BLOCKED_BY" }] });
    let made = write(
        &admin,
        (Method::POST, &format!("{plan}/projects")),
        "",
        body,
    )
    .await;
    let project = place(&made);
    for (pointer, expected) in [
        ("/version", json!(1)),
        ("/actionField", json!("A")),
        ("/items/0/subProject", json!(1)),
        ("/barriers/0/basis", json!("EDITORIAL")),
        ("/ownNote", json!("heikel")),
        ("/contactVisibility", json!("NETWORK")),
    ] {
        assert_eq!(made.json.pointer(pointer), Some(&expected), "{pointer}");
    }
    assert_eq!(read(&admin, &project).await.json, made.json);
    let tag = read(&admin, &plan).await.header("etag").to_owned();
    let published = write(
        &admin,
        (Method::POST, &format!("{plan}/publish")),
        &tag,
        json!({ "visibility": "PUBLIC" }),
    )
    .await;
    assert_eq!(
        (published.status, published.json.pointer("/visibility")),
        (200, Some(&json!("PUBLIC")))
    );
    let seen = read(&desk.nobody(), &project).await;
    assert_eq!(
        seen.json.pointer("/workingTitle"),
        Some(&json!("Radvorrang"))
    );
    for hidden in ["/ownNote", "/contact"] {
        assert_eq!(seen.json.pointer(hidden), Some(&Value::Null), "{hidden}");
    }
    let retired = send(
        &admin,
        (Method::DELETE, &project),
        &[("if-match", "\"2\"")],
        String::new(),
    )
    .await;
    assert_eq!(
        (retired.status, retired.json.pointer("/version")),
        (200, Some(&json!(3)))
    );
    assert_eq!(
        read(&admin, &project).await.refusal(),
        (404, "NOT_FOUND".to_owned())
    );
    let feed = read(
        &desk.nobody(),
        &format!(
            "/changes?kind=PROJECT&city={AACHEN}&since={}",
            urlencoded(&desk)
        ),
    )
    .await;
    let last = feed
        .json
        .pointer("/items")
        .and_then(Value::as_array)
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(
        (last.get("deleted"), last.get("id")),
        (Some(&json!(true)), retired.json.get("id"))
    );
    let tag = retired.header("etag").to_owned();
    let back = send(
        &admin,
        (Method::POST, &format!("{project}/restore")),
        &[("if-match", &tag)],
        String::new(),
    )
    .await;
    assert_eq!(
        (back.status, back.json.pointer("/version")),
        (200, Some(&json!(4)))
    );
    let tag = back.header("etag").to_owned();
    let narrowed = write(
        &admin,
        (Method::POST, &format!("{project}/publish")),
        &tag,
        json!({ "visibility": "TENANT" }),
    )
    .await;
    assert_eq!(narrowed.status, 200);
    assert_eq!(read(&desk.nobody(), &project).await.status, 404);
}

/// A minute ago, for an address.
fn urlencoded(desk: &Desk) -> String {
    let since = desk.store.clock().now() - chrono::TimeDelta::minutes(1);
    since.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

async fn versions_are_held_by_entity_tags(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let admin = desk.member(AACHEN, Role::Admin);
    let made = plan(&admin).await;
    let plan = place(&made);
    let german = send(
        &admin,
        (Method::GET, &plan),
        &[("accept-language", "de")],
        String::new(),
    )
    .await;
    let tag = german.header("etag").to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    let known = send(
        &admin,
        (Method::GET, &plan),
        &[("if-none-match", &tag)],
        String::new(),
    )
    .await;
    assert_eq!(known.status, 304);
    let edit = async |tag: &str, title: &str| {
        write(
            &admin,
            (Method::PATCH, &plan),
            tag,
            json!({ "title": title }),
        )
        .await
    };
    assert_eq!(
        edit("", "x").await.refusal(),
        (428, "VERSION_REQUIRED".to_owned())
    );
    assert_eq!(
        edit("*", "x").await.refusal(),
        (428, "VERSION_REQUIRED".to_owned())
    );
    assert_eq!(
        edit("7", "x").await.refusal(),
        (400, "BAD_USER_INPUT".to_owned())
    );
    assert_eq!(
        edit("\"2\"", "x").await.refusal(),
        (412, "STALE_VERSION".to_owned())
    );
    assert_eq!(
        read(&admin, &plan).await.header("etag"),
        tag,
        "what was refused changed nothing"
    );
    let changed = edit(&tag, "Neu").await;
    assert_eq!(
        (changed.status, changed.json.pointer("/title")),
        (200, Some(&json!("Neu")))
    );
    assert_eq!(
        read(&admin, &plan).await.header("etag"),
        changed.header("etag")
    );
    assert_eq!(
        edit(&tag, "Zu spät").await.refusal(),
        (412, "STALE_VERSION".to_owned())
    );
    assert_eq!(
        edit("W/\"2-00\"", "Durch einen Vermittler").await.status,
        200
    );
    for (who, ctx, expected) in [
        ("nobody", desk.nobody(), (401, "UNAUTHENTICATED")),
        (
            "a partner",
            desk.member(KARLSRUHE, Role::Admin),
            (404, "NOT_FOUND"),
        ),
        (
            "a reader",
            desk.member(AACHEN, Role::Reader),
            (403, "FORBIDDEN"),
        ),
    ] {
        let refused = write(
            &ctx,
            (Method::PATCH, &plan),
            "\"3\"",
            json!({ "title": "x" }),
        )
        .await
        .refusal();
        assert_eq!(refused, (expected.0, expected.1.to_owned()), "{who}");
    }
}

async fn the_operator_founds_and_admits(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let operator = desk.operator();
    let network = write(
        &operator,
        (Method::POST, "/networks"),
        "",
        json!({ "slug": "neu", "nameDe": "Neues Netz" }),
    )
    .await;
    assert_eq!(
        (network.status, network.json.pointer("/slug")),
        (201, Some(&json!("neu")))
    );
    let tenant = write(
        &operator,
        (Method::POST, "/tenants"),
        "",
        json!({ "municipality": "05315000" }),
    )
    .await;
    assert_eq!(
        (tenant.status, tenant.json.pointer("/name")),
        (201, Some(&json!("Köln")))
    );
    let join = json!({ "network": "neu", "tenant": tenant.json.get("id"), "role": "NETWORK_CITY", "since": "2024-01-01" });
    let member = write(&operator, (Method::POST, "/memberships"), "", join.clone()).await;
    assert_eq!(
        (member.status, member.json.pointer("/until")),
        (201, Some(&Value::Null))
    );
    let path = format!("/memberships/{}/end", text(&member.json, "/id"));
    let ended = write(
        &operator,
        (Method::POST, &path),
        member.header("etag"),
        json!({ "until": "2024-12-31" }),
    )
    .await;
    assert_eq!(
        (ended.status, ended.json.pointer("/until")),
        (200, Some(&json!("2024-12-31")))
    );
    for (path, body) in [
        ("/networks", json!({ "slug": "fremd", "nameDe": "x" })),
        ("/tenants", json!({ "municipality": "05913000" })),
        ("/memberships", join),
    ] {
        let admin = desk.member(AACHEN, Role::Admin);
        let refused = write(&admin, (Method::POST, path), "", body)
            .await
            .refusal();
        assert_eq!(refused, (403, "FORBIDDEN".to_owned()), "{path}");
    }
    let both = json!({ "municipality": "05913000", "coordination": "Büro" });
    let refused = write(&operator, (Method::POST, "/tenants"), "", both)
        .await
        .refusal();
    assert_eq!(refused, (400, "BAD_USER_INPUT".to_owned()));
}

/// The service as it runs: nobody in particular changes nothing, whatever they send.
#[tokio::test]
async fn nobody_in_particular_changes_nothing() {
    let service = harness::demo(Backend::Sqlite).unwrap();
    let answer = service
        .query(
            "mutation { createNetwork(input: { slug: \"x\", nameDe: \"x\" }) { network { id } } }",
        )
        .await;
    assert_eq!(
        harness::errors(&answer),
        [(
            "UNAUTHENTICATED".to_owned(),
            "[\"createNetwork\"]".to_owned()
        )]
    );
    let feed = service.read("/api/v1/changes?kind=PROJECT&limit=2").await;
    assert_eq!(feed.status, 200, "{}", feed.body);
    let next = feed.header("link").to_owned();
    assert!(
        next.contains("after=") && next.ends_with("rel=\"next\""),
        "{next}"
    );
    for (path, argument) in [
        ("/api/v1/changes?kind=HAUS", "kind"),
        ("/api/v1/changes?since=gestern", "since"),
    ] {
        let refused = service.read(path).await;
        assert_eq!(refused.status, 400, "{}", refused.body);
        assert!(refused.body.contains(argument), "{}", refused.body);
    }
}
