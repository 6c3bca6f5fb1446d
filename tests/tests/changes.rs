//! The change feed: what a reader learns of records that they could read before or can read now.
//!
//! Invariant: whoever keeps a copy by the feed has exactly what they may read, no less and no more.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, plan, project, publish, text},
    harness::Backend,
    tenancy::on_both,
};
use chrono::{DateTime, Utc};
use domain::{Ctx, actor::Role, clock::Clock};
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both!(each_reader_is_told_what_a_change_is_to_them);
on_both!(an_embargo_opens_in_the_feed);
on_both!(an_embargo_that_is_lifted_or_withdrawn_opens_once_or_never);
on_both!(pages_follow_each_other_and_go_on_later);
on_both!(a_portal_keeps_its_copy_by_the_feed);
on_both!(nothing_is_missed_while_others_write);

const CHANGES: &str =
    "query($after: String, $first: Int, $since: DateTime, $kind: [ChangeKind!], $city: [String!]) {
    changes(after: $after, first: $first, since: $since, kind: $kind, city: $city) {
        nodes { id at kind subjectId action isDeleted } pageInfo { hasNextPage endCursor } } }";

/// Where the feed ends for somebody now.
pub async fn end(ctx: &Ctx) -> Value {
    walk(ctx, Value::Null).await.1
}

/// All entries behind a place in the feed, page by page, and where it ends.
async fn walk(ctx: &Ctx, mut after: Value) -> (Vec<Value>, Value) {
    let mut entries = Vec::new();
    loop {
        let page = page(ctx, json!({ "after": after, "first": 100 })).await;
        let next = page.pointer("/pageInfo/endCursor").cloned().unwrap();
        if next.is_null() {
            return (entries, after);
        }
        let nodes = page.pointer("/nodes").and_then(Value::as_array);
        entries.extend(nodes.unwrap().iter().cloned());
        after = next;
    }
}

async fn page(ctx: &Ctx, variables: Value) -> Value {
    let answer = data(ctx, CHANGES, variables).await;
    answer.pointer("/changes").cloned().unwrap()
}

/// What happened to a record behind a place in the feed.
pub async fn actions(ctx: &Ctx, after: &Value, subject: &str) -> Vec<String> {
    let (entries, _) = walk(ctx, after.clone()).await;
    let of_subject = entries
        .iter()
        .filter(|node| text(node, "/subjectId") == subject);
    of_subject.map(|node| text(node, "/action")).collect()
}

/// All that a reader of Aachen was told of a record.
async fn told_at_home(desk: &Desk, subject: &str) -> Vec<String> {
    actions(&desk.member(AACHEN, Role::Reader), &Value::Null, subject).await
}

/// All that everybody was told of a record.
async fn told_in_public(desk: &Desk, subject: &str) -> Vec<String> {
    actions(&desk.nobody(), &Value::Null, subject).await
}

/// Publishes a plan in turn for nobody, the network, named readers, everybody, and retires it.
async fn each_reader_is_told_what_a_change_is_to_them(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let owner = desk.member(AACHEN, Role::Admin);
    let plan = plan(&owner).await;
    let readers = [
        desk.member(AACHEN, Role::Reader),
        desk.member(KARLSRUHE, Role::Reader),
        desk.member(COLOGNE, Role::Reader),
        desk.nobody(),
    ];
    let cologne = desk.tenant(COLOGNE).to_string();
    let stranger_only = json!([cologne]);
    for (version, (visibility, named, expected)) in (1..).zip([
        ("NETWORK", Value::Null, ["UPDATED", "CREATED", "", ""]),
        (
            "SHARED",
            stranger_only,
            ["UPDATED", "DELETED", "CREATED", ""],
        ),
        (
            "PUBLIC",
            Value::Null,
            ["UPDATED", "CREATED", "DELETED CREATED", "CREATED"],
        ),
        (
            "PUBLIC",
            Value::Null,
            ["UPDATED", "UPDATED", "UPDATED", "UPDATED"],
        ),
        (
            "TENANT",
            Value::Null,
            ["UPDATED", "DELETED", "DELETED", "DELETED"],
        ),
    ]) {
        let mut before = Vec::new();
        for reader in &readers {
            before.push(end(&again(&desk, reader)).await);
        }
        let input = json!({ "plan": plan, "expectedVersion": version, "visibility": visibility, "readers": named });
        publish(&owner, "Plan", input).await;
        for ((reader, before), expected) in readers.iter().zip(before).zip(expected) {
            let told = actions(&again(&desk, reader), &before, &plan).await;
            assert_eq!(
                told.join(" "),
                expected,
                "{visibility} to {:?}",
                reader.actor()
            );
        }
    }
}

/// The same reader a moment later.
fn again(desk: &Desk, ctx: &Ctx) -> Ctx {
    Ctx::new(&desk.store, ctx.actor().clone(), ctx.language())
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn at(desk: &Desk, day: &str) -> Desk {
    desk.at(Clock::Stopped(moment(day))).await
}

const OPENS: &str = "2098-06-01T00:00:00Z";

/// Nobody writes when an embargo opens, and yet it is told, in its place.
async fn an_embargo_opens_in_the_feed(backend: Backend) {
    // Row security goes by the clock of the database, so the embargo has to be over there.
    const OPENS: &str = "2022-06-01T00:00:00Z";
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let before = at(&desk, "2022-05-01T00:00:00Z").await;
    let owner = before.member(AACHEN, Role::Admin);
    let plan = plan(&owner).await;
    let project = project(&owner, &plan, "AC-1").await;
    let input = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC", "embargoUntil": OPENS });
    publish(&owner, "Plan", input).await;
    for id in [&plan, &project] {
        let held = told_in_public(&before, id).await;
        assert!(held.is_empty(), "{held:?}");
        assert_eq!(told_at_home(&before, id).await, ["CREATED", "UPDATED"]);
    }
    let cursor = end(&before.nobody()).await;
    let after = at(&desk, "2022-06-01T00:00:01Z").await;
    for id in [&plan, &project] {
        let told = actions(&after.nobody(), &cursor, id).await;
        assert_eq!(told, ["CREATED"], "opened for everybody");
        let own = told_at_home(&after, id).await;
        assert_eq!(own, ["CREATED", "UPDATED", "UPDATED"]);
    }
    let since = page(
        &after.nobody(),
        json!({ "since": OPENS, "kind": ["PROJECT"], "city": [AACHEN], "first": 1 }),
    )
    .await;
    assert_eq!(since.pointer("/nodes/0/at"), Some(&json!(OPENS)));
    assert_eq!(since.pointer("/nodes/0/subjectId"), Some(&json!(project)));
}

async fn an_embargo_that_is_lifted_or_withdrawn_opens_once_or_never(backend: Backend) {
    const CHANGED: [&str; 3] = ["CREATED", "UPDATED", "UPDATED"];
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let [lifted, withdrawn, moved] = plans_whose_embargo_changes(&owner).await;
    assert_eq!(
        told_at_home(&desk, &moved).await,
        CHANGED,
        "what is to come has not happened"
    );
    let then = at(&desk, "2098-12-01T00:00:00Z").await;
    assert_eq!(told_at_home(&then, &lifted).await, CHANGED);
    assert_eq!(told_at_home(&then, &withdrawn).await, CHANGED);
    assert_eq!(told_at_home(&then, &moved).await, CHANGED);
    let then = at(&desk, "2099-02-01T00:00:00Z").await;
    let own = told_at_home(&then, &moved).await;
    assert_eq!(own, ["CREATED", "UPDATED", "UPDATED", "UPDATED"]);
    assert_eq!(told_in_public(&then, &lifted).await, ["CREATED"]);
    assert!(told_in_public(&then, &withdrawn).await.is_empty());
}

/// Three plans below an embargo: that of the first is lifted, the second is withdrawn, the third opens later.
async fn plans_whose_embargo_changes(owner: &Ctx) -> [String; 3] {
    let [lifted, withdrawn, moved] = [
        embargoed_plan(owner).await,
        embargoed_plan(owner).await,
        embargoed_plan(owner).await,
    ];
    let later = "2099-01-01T00:00:00Z";
    for input in [
        json!({ "plan": lifted, "expectedVersion": 2, "visibility": "PUBLIC" }),
        json!({ "plan": withdrawn, "expectedVersion": 2, "visibility": "TENANT", "embargoUntil": OPENS }),
        json!({ "plan": moved, "expectedVersion": 2, "visibility": "PUBLIC", "embargoUntil": later }),
    ] {
        publish(owner, "Plan", input).await;
    }
    [lifted, withdrawn, moved]
}

/// A plan that everybody may read once the embargo is over.
async fn embargoed_plan(owner: &Ctx) -> String {
    let id = plan(owner).await;
    let input =
        json!({ "plan": id, "expectedVersion": 1, "visibility": "PUBLIC", "embargoUntil": OPENS });
    publish(owner, "Plan", input).await;
    id
}

async fn pages_follow_each_other_and_go_on_later(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let nobody = desk.nobody();
    let ids = async |first: u32, mut after: Value| {
        let mut ids = Vec::new();
        loop {
            let page = page(
                &nobody,
                json!({ "after": after, "first": first, "kind": ["PROJECT", "PLAN"] }),
            )
            .await;
            let nodes = page.pointer("/nodes").and_then(Value::as_array).unwrap();
            ids.extend(nodes.iter().map(|node| text(node, "/id")));
            if page.pointer("/pageInfo/hasNextPage") == Some(&json!(false)) {
                return (ids, page.pointer("/pageInfo/endCursor").cloned().unwrap());
            }
            after = page.pointer("/pageInfo/endCursor").cloned().unwrap();
        }
    };
    let (whole, last) = ids(100, Value::Null).await;
    assert!(whole.len() > 92, "{}", whole.len());
    assert_eq!(ids(7, Value::Null).await.0, whole);
    assert!(ids(7, last).await.0.is_empty());
    for (variables, place) in [
        (json!({ "after": "nonsense" }), "after"),
        (json!({ "first": 101 }), "first"),
        (json!({ "city": ["5334002"] }), "city"),
    ] {
        let refused = ask(&nobody, CHANGES, variables).await;
        assert_eq!(code(&refused), "BAD_USER_INPUT", "{place}");
    }
}

/// Acceptance query 1: public projects of a city in a field, changed since a moment, deletions included.
async fn a_portal_keeps_its_copy_by_the_feed(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let plan = plan(&owner).await;
    let [kept, retired] = [
        project(&owner, &plan, "AC-1").await,
        project(&owner, &plan, "AC-2").await,
    ];
    publish(
        &owner,
        "Plan",
        json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" }),
    )
    .await;
    let t = desk.nobody().now();
    let owner = again(&desk, &owner);
    let edit =
        "mutation($input: EditProjectInput!) { editProject(input: $input) { project { id } } }";
    data(
        &owner,
        edit,
        json!({ "input": { "project": kept, "expectedVersion": 2, "status": "COMPLETED" } }),
    )
    .await;
    let retire =
        "mutation($input: RetireProjectInput!) { retireProject(input: $input) { version } }";
    data(
        &owner,
        retire,
        json!({ "input": { "project": retired, "expectedVersion": 2 } }),
    )
    .await;
    let document = "query($t: DateTime!, $city: String!) {
        projects(filter: { city: [$city], actionField: [\"A\"], updatedSince: $t }) {
            nodes { id statusLabel(locale: DE) english: statusLabel(locale: EN) } }
        changes(since: $t, kind: [PROJECT], city: [$city]) { nodes { subjectId action isDeleted } } }";
    let answer = data(
        &desk.nobody(),
        document,
        json!({ "t": t.to_rfc3339(), "city": AACHEN }),
    )
    .await;
    let expected = json!({
        "projects": { "nodes": [{ "id": kept, "statusLabel": "Abgeschlossen", "english": "Completed" }] },
        "changes": { "nodes": [
            { "subjectId": kept, "action": "UPDATED", "isDeleted": false },
            { "subjectId": retired, "action": "DELETED", "isDeleted": true },
        ] },
    });
    assert_eq!(answer, expected);
}

/// Readers go on from cursor to cursor while others write; when all are done, they have seen every change once.
async fn nothing_is_missed_while_others_write(backend: Backend) {
    const WRITERS: usize = 12;
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let plan = plan(&owner).await;
    let start = end(&owner).await;
    let write = |writer: usize| {
        let (owner, plan) = (desk.member(AACHEN, Role::Admin), plan.clone());
        async move { project(&owner, &plan, &format!("AC-{writer}")).await }
    };
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(writer)))
        .collect();
    let (mut seen, mut after) = (Vec::new(), start);
    while seen.len() < WRITERS {
        let is_over = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let page = page(
            &desk.member(AACHEN, Role::Reader),
            json!({ "after": after, "first": 3, "kind": ["PROJECT"] }),
        )
        .await;
        let nodes = page.pointer("/nodes").and_then(Value::as_array).unwrap();
        seen.extend(nodes.iter().map(|node| text(node, "/subjectId")));
        match page.pointer("/pageInfo/endCursor") {
            Some(Value::String(cursor)) => after = json!(cursor),
            _ => assert!(!is_over, "the feed ended after {} changes", seen.len()),
        }
        tokio::task::yield_now().await;
    }
    let mut written = BTreeSet::new();
    for writer in writers {
        written.insert(writer.await.unwrap());
    }
    assert_eq!(seen.len(), WRITERS);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), written);
}
