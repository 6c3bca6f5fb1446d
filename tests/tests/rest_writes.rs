//! Writing over REST: the twins of the mutations, and versions in entity tags.
//!
//! Invariant: REST refuses and accepts what the graph does, with the same words.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod bodies;
pub mod client;

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, text},
    harness::{self, Backend},
    tenancy::on_both,
};
use actix_web::http::Method;
use client::{Answer, place, plan, read, send, write};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(a_plan_and_its_project_live_and_are_retired);
on_both!(versions_are_held_by_entity_tags);
on_both!(the_operator_founds_and_admits);

/// Makes something, or goes on from the version of a tag.
async fn post(ctx: &Ctx, path: &str, tag: &str, body: Value) -> Answer {
    write(ctx, (Method::POST, path), tag, body).await
}

/// A request with one header and no body.
async fn ask(ctx: &Ctx, request: (Method, &str), header: (&str, &str)) -> Answer {
    send(ctx, request, &[header], String::new()).await
}

/// Status and one member of an answer.
fn outcome<'a>(answer: &'a Answer, pointer: &str) -> (u16, Option<&'a Value>) {
    (answer.status, answer.json.pointer(pointer))
}

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
    let project = a_made_project_is_what_is_read(&admin, &plan).await;
    everybody_reads_what_is_published(&desk, &plan, &project).await;
    let tag = a_retired_project_is_told_as_deleted(&desk, &project).await;
    a_project_comes_back_and_is_narrowed(&desk, &project, &tag).await;
}

/// Gives its path.
async fn a_made_project_is_what_is_read(admin: &Ctx, plan: &str) -> String {
    let body = json!({ "code": "AC-1", "sequenceNo": 1, "workingTitle": "Radvorrang", "actionField": "A", "visibility": "PUBLIC",
        "ownNote": "heikel", "contact": "rad@stadt.example", "sources": ["https://example.org/rad"],
        "subProjects": [{ "number": 1, "title": "Süd" }], "items": [{ "kind": "IDEA", "text": "Test", "subProject": 1 }],
        "barriers": [{ "barrier": "H1", "role": "BLOCKED_BY" }] });
    let made = post(admin, &format!("{plan}/projects"), "", body).await;
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
    assert_eq!(read(admin, &project).await.json, made.json);
    project
}

/// Details that are narrower are left out.
async fn everybody_reads_what_is_published(desk: &Desk, plan: &str, project: &str) {
    let admin = desk.member(AACHEN, Role::Admin);
    let tag = read(&admin, plan).await.header("etag").to_owned();
    let public = json!({ "visibility": "PUBLIC" });
    let published = post(&admin, &format!("{plan}/publish"), &tag, public).await;
    assert_eq!(
        outcome(&published, "/visibility"),
        (200, Some(&json!("PUBLIC")))
    );
    let seen = read(&desk.nobody(), project).await;
    assert_eq!(
        seen.json.pointer("/workingTitle"),
        Some(&json!("Radvorrang"))
    );
    for hidden in ["/ownNote", "/contact"] {
        assert_eq!(seen.json.pointer(hidden), Some(&Value::Null), "{hidden}");
    }
}

/// Gives the tag of the version that is retired.
async fn a_retired_project_is_told_as_deleted(desk: &Desk, project: &str) -> String {
    let admin = desk.member(AACHEN, Role::Admin);
    let retired = ask(&admin, (Method::DELETE, project), ("if-match", "\"2\"")).await;
    assert_eq!(outcome(&retired, "/version"), (200, Some(&json!(3))));
    assert_eq!(
        read(&admin, project).await.refusal(),
        (404, "NOT_FOUND".to_owned())
    );
    let since = a_minute_ago(desk);
    let path = format!("/changes?kind=PROJECT&city={AACHEN}&since={since}");
    let feed = read(&desk.nobody(), &path).await;
    let items = feed.json.pointer("/items").and_then(Value::as_array);
    let last = items.unwrap().last().unwrap();
    assert_eq!(
        (last.get("deleted"), last.get("id")),
        (Some(&json!(true)), retired.json.get("id"))
    );
    retired.header("etag").to_owned()
}

async fn a_project_comes_back_and_is_narrowed(desk: &Desk, project: &str, tag: &str) {
    let admin = desk.member(AACHEN, Role::Admin);
    let restore = format!("{project}/restore");
    let back = ask(&admin, (Method::POST, &restore), ("if-match", tag)).await;
    assert_eq!(outcome(&back, "/version"), (200, Some(&json!(4))));
    let tenant = json!({ "visibility": "TENANT" });
    let publish = format!("{project}/publish");
    let narrowed = post(&admin, &publish, back.header("etag"), tenant).await;
    assert_eq!(narrowed.status, 200);
    assert_eq!(read(&desk.nobody(), project).await.status, 404);
}

/// In the form of an address.
fn a_minute_ago(desk: &Desk) -> String {
    let since = desk.store.clock().now() - chrono::TimeDelta::minutes(1);
    since.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

async fn versions_are_held_by_entity_tags(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = place(&plan(&admin).await);
    let tag = a_known_version_is_not_sent_again(&admin, &plan).await;
    an_edit_needs_the_version_that_is(&admin, &plan, &tag).await;
    an_edit_follows_the_version_that_is(&admin, &plan, &tag).await;
    the_right_version_does_not_help_others(&desk, &plan).await;
}

/// Gives the tag of the version.
async fn a_known_version_is_not_sent_again(admin: &Ctx, plan: &str) -> String {
    let german = ask(admin, (Method::GET, plan), ("accept-language", "de")).await;
    let tag = german.header("etag").to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    let known = ask(admin, (Method::GET, plan), ("if-none-match", &tag)).await;
    assert_eq!(known.status, 304);
    tag
}

async fn edit(ctx: &Ctx, plan: &str, tag: &str, title: &str) -> Answer {
    let body = json!({ "title": title });
    write(ctx, (Method::PATCH, plan), tag, body).await
}

async fn an_edit_needs_the_version_that_is(admin: &Ctx, plan: &str, tag: &str) {
    for (wrong, status, code) in [
        ("", 428, "VERSION_REQUIRED"),
        ("*", 428, "VERSION_REQUIRED"),
        ("7", 400, "BAD_USER_INPUT"),
        ("\"2\"", 412, "STALE_VERSION"),
    ] {
        let refused = edit(admin, plan, wrong, "x").await.refusal();
        assert_eq!(refused, (status, code.to_owned()), "{wrong}");
    }
    assert_eq!(
        read(admin, plan).await.header("etag"),
        tag,
        "what was refused changed nothing"
    );
}

async fn an_edit_follows_the_version_that_is(admin: &Ctx, plan: &str, tag: &str) {
    let changed = edit(admin, plan, tag, "Neu").await;
    assert_eq!(outcome(&changed, "/title"), (200, Some(&json!("Neu"))));
    assert_eq!(
        read(admin, plan).await.header("etag"),
        changed.header("etag")
    );
    assert_eq!(
        edit(admin, plan, tag, "Zu spät").await.refusal(),
        (412, "STALE_VERSION".to_owned())
    );
    let weak = edit(admin, plan, "W/\"2-00\"", "Durch einen Vermittler").await;
    assert_eq!(weak.status, 200);
}

async fn the_right_version_does_not_help_others(desk: &Desk, plan: &str) {
    let (partner, reader) = (
        desk.member(KARLSRUHE, Role::Admin),
        desk.member(AACHEN, Role::Reader),
    );
    for (who, ctx, status, code) in [
        ("nobody", desk.nobody(), 401, "UNAUTHENTICATED"),
        ("a partner", partner, 404, "NOT_FOUND"),
        ("a reader", reader, 403, "FORBIDDEN"),
    ] {
        let refused = edit(&ctx, plan, "\"3\"", "x").await.refusal();
        assert_eq!(refused, (status, code.to_owned()), "{who}");
    }
}

async fn the_operator_founds_and_admits(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let operator = desk.operator();
    let network = json!({ "slug": "neu", "nameDe": "Neues Netz" });
    let network = post(&operator, "/networks", "", network).await;
    assert_eq!(outcome(&network, "/slug"), (201, Some(&json!("neu"))));
    let tenant = json!({ "municipality": "05315000" });
    let tenant = post(&operator, "/tenants", "", tenant).await;
    assert_eq!(outcome(&tenant, "/name"), (201, Some(&json!("Köln"))));
    let join = json!({ "network": "neu", "tenant": tenant.json.get("id"), "role": "NETWORK_CITY", "since": "2024-01-01" });
    let member = post(&operator, "/memberships", "", join.clone()).await;
    assert_eq!(outcome(&member, "/until"), (201, Some(&Value::Null)));
    let path = format!("/memberships/{}/end", text(&member.json, "/id"));
    let until = json!({ "until": "2024-12-31" });
    let ended = post(&operator, &path, member.header("etag"), until).await;
    assert_eq!(outcome(&ended, "/until"), (200, Some(&json!("2024-12-31"))));
    an_admin_neither_founds_nor_admits(&desk, join).await;
    let both = json!({ "municipality": "05913000", "coordination": "Büro" });
    let refused = post(&operator, "/tenants", "", both).await.refusal();
    assert_eq!(refused, (400, "BAD_USER_INPUT".to_owned()));
}

async fn an_admin_neither_founds_nor_admits(desk: &Desk, join: Value) {
    for (path, body) in [
        ("/networks", json!({ "slug": "fremd", "nameDe": "x" })),
        ("/tenants", json!({ "municipality": "05913000" })),
        ("/memberships", join),
    ] {
        let admin = desk.member(AACHEN, Role::Admin);
        let refused = post(&admin, path, "", body).await.refusal();
        assert_eq!(refused, (403, "FORBIDDEN".to_owned()), "{path}");
    }
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
