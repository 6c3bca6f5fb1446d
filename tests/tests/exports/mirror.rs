//! Copies that go on by the feed, exports of more rows than are held at once, and one that breaks.
//!
//! Invariant: a copy that was made by an export and followed the feed is what a new export says.

use super::{export, items, lines, many};
use crate::{
    desk::{AACHEN, KARLSRUHE, text},
    harness::{Backend, Service, alone, on_both_databases, people::Caller},
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Mirror = BTreeMap<String, Value>;

/// The collections that the copy keeps.
const KEPT: [&str; 2] = ["plans", "projects"];

async fn copied(service: &Service, who: Caller) -> (Mirror, String) {
    let (mut copy, mut place) = (Mirror::new(), None);
    for name in KEPT {
        let answer = export(service, who, name).await;
        place.get_or_insert(answer.header("staedtenetz-changes-after").to_owned());
        let rows = lines(service, who, name).await;
        copy.extend(rows.into_iter().map(|row| (text(&row, "/id"), row)));
    }
    (copy, place.unwrap())
}

/// Goes on by the feed; says how many were gone.
async fn follow(service: &Service, who: Caller, copy: &mut Mirror, mut place: String) -> usize {
    let mut gone = 0;
    loop {
        let path = format!("/api/v1/changes?limit=3&kind=PLAN,PROJECT&after={place}");
        let page = service.read_by(who, &path).await.json();
        for change in items(&page) {
            let id = text(&change, "/id");
            let list = match text(&change, "/kind").as_str() {
                "PLAN" => "plans",
                _ => "projects",
            };
            let now = service.read_by(who, &format!("/api/v1/{list}/{id}")).await;
            if change.get("deleted") == Some(&json!(true)) {
                gone += usize::from(copy.remove(&id).is_some());
            } else if now.status == 200 {
                copy.insert(id, now.json());
            }
        }
        place = text(&page, "/page/nextCursor");
        if page.pointer("/page/hasNextPage") == Some(&json!(false)) {
            return gone;
        }
    }
}

/// A change by Aachen of something as it is now.
async fn change(service: &Service, method: Method, path: &str, rest: &str, body: Value) -> Value {
    let admin = service.token(Role::Admin, AACHEN);
    let now = service.read_as(&admin, &format!("/api/v1/{path}")).await;
    let request = service
        .request(method, &format!("/api/v1/{path}{rest}"))
        .bearer_auth(&admin)
        .header("If-Match", now.header("etag"))
        .json(&body);
    let answer = service.send(request).await;
    assert!(answer.status < 300, "{path}{rest}: {}", answer.body);
    answer.json()
}

async fn made(service: &Service, path: &str, body: Value) -> String {
    let admin = service.token(Role::Admin, AACHEN);
    let path = format!("/api/v1/{path}");
    let answer = service.call(&admin, Method::POST, &path, Some(&body)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    text(&answer.json(), "/id")
}

/// A plan with three public projects.
async fn published(service: &Service, codes: &str) -> (String, Vec<String>) {
    let plan = json!({ "network": "kora", "title": "Aktionsplan", "status": "ADOPTED" });
    let plan = made(service, "plans", plan).await;
    let mut projects = Vec::new();
    for number in 1..4 {
        let project = json!({ "code": format!("{codes}-{number}"), "sequenceNo": number, "workingTitle": "Radvorrang",
            "actionField": "A", "status": "PLANNED", "visibility": "PUBLIC" });
        projects.push(made(service, &format!("plans/{plan}/projects"), project).await);
    }
    let path = format!("plans/{plan}");
    change(
        service,
        Method::POST,
        &path,
        "/publish",
        json!({ "visibility": "PUBLIC" }),
    )
    .await;
    (plan, projects)
}

on_both_databases! { service from alone;
    async fn a_copy_that_follows_the_feed_is_a_new_export() {
        let (plan, projects) = published(service, "AC").await;
        let readers = [Caller::Anonymous, Caller::City(KARLSRUHE, Role::Editor), Caller::City(AACHEN, Role::Admin)];
        let mut copies = Vec::new();
        for who in readers {
            copies.push((who, copied(service, who).await));
        }
        let [edited, narrowed, retired] = <[String; 3]>::try_from(projects).unwrap().map(|id| format!("projects/{id}"));
        change(service, Method::PATCH, &edited, "", json!({ "status": "COMPLETED", "subProjects": [], "items": [{ "kind": "IDEA", "text": "Test" }] })).await;
        change(service, Method::POST, &narrowed, "/publish", json!({ "visibility": "NETWORK" })).await;
        change(service, Method::DELETE, &retired, "", Value::Null).await;
        let fresh = json!({ "code": "AC-9", "sequenceNo": 9, "workingTitle": "Neu", "actionField": "A", "visibility": "PUBLIC" });
        made(service, &format!("plans/{plan}/projects"), fresh).await;
        let (other, _) = published(service, "DC").await;
        change(service, Method::POST, &format!("plans/{other}"), "/publish", json!({ "visibility": "TENANT" })).await;
        // Lost to the public: one that was narrowed and one that was retired; to the others only the latter.
        for ((who, (mut copy, place)), lost) in copies.into_iter().zip([2, 1, 1]) {
            let before = copy.clone();
            assert_eq!(follow(service, who, &mut copy, place).await, lost, "{who:?}");
            let (now, _) = copied(service, who).await;
            assert!(copy == now && copy != before, "{who:?}");
        }
    }
}

/// A row that cannot be read stands behind the first page: what comes is no shorter answer, but a broken connection.
#[tokio::test]
async fn an_error_in_the_middle_breaks_the_connection() {
    let service = alone(Backend::Sqlite).unwrap();
    many(service, 9).await;
    let rows = lines(service, Caller::Anonymous, "observations").await;
    assert!(rows.len() >= 900, "{}", rows.len());
    spoil(&service.database).await;
    let url = "/api/v1/exports/observations";
    let answer = service.request(Method::GET, url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(
        answer.text().await.is_err(),
        "a shorter answer came to its end"
    );
    let middle = text(rows.get(300).unwrap(), "/id");
    let behind = format!("{url}?after={middle}");
    let answer = service.request(Method::GET, &behind).send().await.unwrap();
    assert!(answer.text().await.is_err());
}

/// Makes the last observation unreadable.
#[expect(
    clippy::disallowed_methods,
    reason = "no use case writes what cannot be read"
)]
async fn spoil(database: &str) {
    use sea_orm::{ConnectionTrait, Database};
    let database = Database::connect(database).await.unwrap();
    let statements = [
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE observation SET value_kind = 'UNREADABLE' WHERE id = (SELECT MAX(id) FROM observation)",
    ];
    database
        .execute_unprepared(&statements.join(";"))
        .await
        .unwrap();
    database.close().await.unwrap();
}
