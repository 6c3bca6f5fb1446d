//! Offers and requests of expertise: their life, who sees them, and what is refused.
//!
//! Invariant: after a refusal nothing is different; who reads one is what its visibility says, on both databases.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod matching;
mod rest;
mod walls;

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, plan, project, text},
    harness::Backend,
    tenancy::on_both,
};
use chrono::{Days, NaiveDate, TimeDelta};
use domain::{Ctx, actor::Role, clock::Clock};
use serde_json::{Value, json};

on_both!(one_is_made_changed_released_and_taken_back);
on_both!(named_readers_see_what_is_shared_with_them);
on_both!(its_last_day_passes);
on_both!(lists_are_narrowed);
on_both!(what_cannot_be_is_refused);

const CREATE: &str = "mutation($input: CreateExpertiseInput!) { createExpertise(input: $input) { expertise { id version } } }";
const EDIT: &str = "mutation($input: EditExpertiseInput!) { editExpertise(input: $input) { expertise { version topic description
    capacity capacityLabel(locale: DE) kindLabel(locale: EN) until project { code } barriers { code } } } }";
const PUBLISH: &str = "mutation($input: PublishExpertiseInput!) { publishExpertise(input: $input) { expertise { version visibility } } }";
const RETIRE: &str =
    "mutation($input: RetireExpertiseInput!) { retireExpertise(input: $input) { version } }";
const RESTORE: &str = "mutation($input: RestoreExpertiseInput!) { restoreExpertise(input: $input) { expertise { version } } }";

/// An offer or request that would do, but for some changes.
fn with(ctx: &Ctx, changes: Value) -> Value {
    let mut one = json!({ "network": "kora", "kind": "REQUEST", "topic": "Ämterübergreifende Steuerungsrunde für Straßenräume",
        "description": "Wie wird sie besetzt, und wer lädt ein?", "barriers": ["H5"], "capacity": "VISIT",
        "contact": "rad@stadt.example", "until": ctx.now().date_naive() + Days::new(30) });
    if let (Some(one), Value::Object(changes)) = (one.as_object_mut(), changes) {
        one.extend(changes);
    }
    one
}

/// A new one, with its id.
async fn made(ctx: &Ctx, changes: Value) -> String {
    let input = json!({ "input": with(ctx, changes) });
    text(
        &data(ctx, CREATE, input).await,
        "/createExpertise/expertise/id",
    )
}

async fn published(ctx: &Ctx, id: &str, version: i32, visibility: &str, readers: Value) {
    let input = json!({ "expertise": id, "expectedVersion": version, "visibility": visibility, "readers": readers });
    let done = data(ctx, PUBLISH, json!({ "input": input })).await;
    assert_eq!(
        text(&done, "/publishExpertise/expertise/visibility"),
        visibility
    );
}

/// What somebody sees of one.
async fn seen(ctx: &Ctx, id: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Expertise { topic contact version isOpen tenant { name }
        city { ags } network { slug } } } }";
    let answer = data(ctx, query, json!({ "id": id })).await;
    answer.get("node").cloned().unwrap()
}

/// What the feed says to somebody of one.
async fn told(ctx: &Ctx, id: &str) -> Vec<String> {
    let query = "{ changes(first: 100, kind: [EXPERTISE]) { nodes { subjectId action kind } } }";
    let answer = data(ctx, query, json!({})).await;
    let nodes = answer.pointer("/changes/nodes").and_then(Value::as_array);
    let own = nodes
        .unwrap()
        .iter()
        .filter(|node| text(node, "/subjectId") == id);
    own.map(|node| text(node, "/action")).collect()
}

async fn one_is_made_changed_released_and_taken_back(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let (partner, nobody) = (desk.member(KARLSRUHE, Role::Reader), desk.nobody());
    let plan = plan(&owner).await;
    project(&owner, &plan, "AC-1").await;
    let project = project(&owner, &plan, "AC-2").await;
    let id = made(&owner, json!({ "project": project })).await;
    assert!(seen(&partner, &id).await.is_null() && seen(&nobody, &id).await.is_null());
    let own = seen(&owner, &id).await;
    assert_eq!(text(&own, "/city/ags"), AACHEN);
    assert_eq!(text(&own, "/network/slug"), "kora");

    let edit = json!({ "expertise": id, "expectedVersion": 1, "topic": "Straße „neu“ denken – ẞ", "description": null,
        "barriers": ["H7", "H12"], "capacity": "MENTORING" });
    let stale = json!({ "input": { "expertise": id, "expectedVersion": 7, "topic": "x" } });
    assert_eq!(code(&ask(&owner, EDIT, stale).await), "STALE_VERSION");
    let edited = data(&owner, EDIT, json!({ "input": edit })).await;
    let edited = edited.pointer("/editExpertise/expertise").unwrap();
    let expected = json!({ "version": 2, "topic": "Straße „neu“ denken – ẞ", "description": null, "capacity": "MENTORING",
        "capacityLabel": "Begleitung über Monate", "kindLabel": "Request", "until": owner.now().date_naive() + Days::new(30),
        "project": { "code": "AC-2" }, "barriers": [{ "code": "H7" }, { "code": "H12" }] });
    assert_eq!(*edited, expected);

    published(&owner, &id, 2, "NETWORK", Value::Null).await;
    assert_eq!(
        text(&seen(&partner, &id).await, "/contact"),
        "rad@stadt.example"
    );
    assert!(seen(&nobody, &id).await.is_null());
    published(&owner, &id, 3, "PUBLIC", Value::Null).await;
    let public = seen(&nobody, &id).await;
    assert_eq!(
        public.get("contact"),
        Some(&Value::Null),
        "the network only"
    );
    let embargo = json!({ "expertise": id, "expectedVersion": 4, "visibility": "PUBLIC",
        "embargoUntil": owner.now() + TimeDelta::days(1) });
    data(&owner, PUBLISH, json!({ "input": embargo })).await;
    assert!(seen(&partner, &id).await.is_null() && !seen(&owner, &id).await.is_null());
    published(&owner, &id, 5, "PUBLIC", Value::Null).await;

    let at = |version: i32| json!({ "input": { "expertise": id, "expectedVersion": version } });
    data(&owner, RETIRE, at(6)).await;
    assert!(seen(&owner, &id).await.is_null() && seen(&nobody, &id).await.is_null());
    data(&owner, RESTORE, at(7)).await;
    assert_eq!(seen(&nobody, &id).await.get("version"), Some(&json!(8)));
    let actions = ["CREATED", "DELETED", "CREATED", "DELETED", "CREATED"];
    assert_eq!(told(&desk.nobody(), &id).await, actions);
}

async fn named_readers_see_what_is_shared_with_them(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let owner = desk.member(AACHEN, Role::Publisher);
    let (partner, stranger) = (
        desk.member(KARLSRUHE, Role::Reader),
        desk.member(COLOGNE, Role::Reader),
    );
    let id = made(&owner, json!({ "contactVisibility": "TENANT" })).await;
    let cologne = json!([desk.tenant(COLOGNE).to_string()]);
    published(&owner, &id, 1, "SHARED", cologne).await;
    assert!(seen(&partner, &id).await.is_null());
    let shared = seen(&stranger, &id).await;
    assert_eq!(shared.get("contact"), Some(&Value::Null));
    published(&owner, &id, 2, "TENANT", Value::Null).await;
    assert!(seen(&stranger, &id).await.is_null());
    let stranger = desk.member(COLOGNE, Role::Reader);
    assert_eq!(told(&stranger, &id).await, ["DELETED"]);
}

async fn its_last_day_passes(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let today = owner.now().date_naive();
    let id = made(&owner, json!({ "until": today, "visibility": "PUBLIC" })).await;
    assert_eq!(seen(&owner, &id).await.get("isOpen"), Some(&json!(true)));
    let tomorrow = owner.now() + TimeDelta::days(1);
    let later = desk.at(Clock::Stopped(tomorrow)).await;
    let nobody = later.nobody();
    let passed = seen(&nobody, &id).await;
    assert_eq!(
        passed.get("isOpen"),
        Some(&json!(false)),
        "it stays readable"
    );
    let query = "query($open: Boolean!) { expertise(first: 100, filter: { isOpen: $open }) { nodes { id } } }";
    for (is_open, is_there) in [(true, false), (false, true)] {
        let listed = data(&nobody, query, json!({ "open": is_open })).await;
        assert_eq!(listed.to_string().contains(&id), is_there, "{listed}");
    }
    // What has passed can be opened again.
    let owner = later.member(AACHEN, Role::Publisher);
    let edit = json!({ "expertise": id, "expectedVersion": 1, "until": tomorrow.date_naive() });
    data(&owner, EDIT, json!({ "input": edit })).await;
    assert_eq!(seen(&owner, &id).await.get("isOpen"), Some(&json!(true)));
}

/// The topics of a list, below a network and at the root alike.
async fn topics(ctx: &Ctx, filter: &str) -> Vec<String> {
    let query = format!(
        "{{ expertise(first: 100, filter: {{ {filter} }}, orderBy: {{ field: CREATED_AT, direction: DESC }}) {{ nodes {{ topic }} }}
            network(slug: \"kora\") {{ expertise(first: 100, filter: {{ {filter} }}, orderBy: {{ field: CREATED_AT, direction: DESC }}) {{ nodes {{ topic }} totalCount }} }} }}"
    );
    let answer = data(ctx, &query, json!({})).await;
    let nodes = answer.pointer("/expertise/nodes").unwrap();
    assert_eq!(answer.pointer("/network/expertise/nodes"), Some(nodes));
    let nodes = nodes.as_array().unwrap();
    nodes.iter().map(|node| text(node, "/topic")).collect()
}

async fn lists_are_narrowed(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let public = |kind: &str, topic: &str, barrier: &str| json!({ "kind": kind, "topic": topic, "barriers": [barrier], "visibility": "PUBLIC" });
    made(&owner, public("OFFER", "eins", "H1")).await;
    made(&owner, public("REQUEST", "zwei", "H2")).await;
    made(&owner, json!({ "topic": "drei", "barriers": ["H1"] })).await;
    let nobody = desk.nobody();
    for (ctx, filter, expected) in [
        (&nobody, "barrier: [\"H1\", \"H2\"]", vec!["zwei", "eins"]),
        (&owner, "barrier: [\"H1\"]", vec!["drei", "eins"]),
        (&nobody, "barrier: [\"H1\"], kind: [REQUEST]", vec![]),
        (&nobody, "city: [\"05334002\"], kind: [OFFER]", vec!["eins"]),
        (
            &nobody,
            "city: [\"05334002\"], not: { kind: [OFFER] }, barrier: [\"H2\"], network: \"kora\"",
            vec!["zwei"],
        ),
        (&nobody, "updatedSince: \"2999-01-01T00:00:00Z\"", vec![]),
    ] {
        assert_eq!(topics(ctx, filter).await, expected, "{filter}");
    }
    for filter in [
        "barrier: [\"H99\"]",
        "network: \"nirgends\"",
        "city: [\"Köln\"]",
    ] {
        let query = format!("{{ expertise(filter: {{ {filter} }}) {{ nodes {{ id }} }} }}");
        assert_eq!(
            code(&ask(&nobody, &query, json!({})).await),
            "BAD_USER_INPUT",
            "{filter}"
        );
    }
}

/// The places where a new one is wrong.
async fn mistakes(ctx: &Ctx, changes: Value) -> Vec<String> {
    let answer = ask(ctx, CREATE, json!({ "input": with(ctx, changes) })).await;
    assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer}");
    let mistakes = answer.pointer("/errors/0/extensions/mistakes");
    let mistakes = mistakes.and_then(Value::as_array).unwrap();
    mistakes.iter().map(|one| text(one, "/path")).collect()
}

/// What cannot be, and the place of the mistake.
fn impossible(foreign: &str, today: NaiveDate) -> Vec<(Value, &'static str)> {
    vec![
        (json!({ "topic": " " }), "topic"),
        (json!({ "topic": "ß".repeat(201) }), "topic"),
        (json!({ "topic": "Rad\u{0}" }), "topic"),
        (json!({ "description": "ä".repeat(2_001) }), "description"),
        (json!({ "contact": "x".repeat(301) }), "contact"),
        (
            json!({ "contactVisibility": "SHARED" }),
            "contactVisibility",
        ),
        (json!({ "visibility": "SHARED" }), "visibility"),
        (json!({ "until": today - Days::new(1) }), "until"),
        (json!({ "until": "9999-12-31" }), "until"),
        (
            json!({ "barriers": ["H7", "'; DROP TABLE expertise; --"] }),
            "barriers[1]",
        ),
        (json!({ "barriers": ["H7", "H7"] }), "barriers[1]"),
        (
            json!({ "barriers": ["H1", "H2", "H3", "H4", "H5", "H6"] }),
            "barriers",
        ),
        (json!({ "project": foreign }), "project"),
        (
            json!({ "project": "project_01h455vb4pex5vsknk084sn02q" }),
            "project",
        ),
        (
            json!({ "project": "plan_01h455vb4pex5vsknk084sn02q" }),
            "project",
        ),
    ]
}

async fn what_cannot_be_is_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let owner = desk.member(AACHEN, Role::Admin);
    let partner = desk.member(KARLSRUHE, Role::Admin);
    let foreign = plan(&partner).await;
    let foreign = project(&partner, &foreign, "KA-1").await;
    let today = owner.now().date_naive();
    for (changes, place) in impossible(&foreign, today) {
        assert_eq!(
            mistakes(&owner, changes.clone()).await,
            [place],
            "{changes}"
        );
    }
    let all = json!({ "topic": "", "until": "2020-01-01", "barriers": ["?"], "project": foreign });
    assert_eq!(mistakes(&owner, all).await.len(), 4);
    let kind = json!({ "input": with(&owner, json!({ "kind": "TRADE" })) });
    assert!(ask(&owner, CREATE, kind).await.get("errors").is_some());
    let offer = |changes| json!({ "input": with(&owner, changes) });
    let public = json!({ "visibility": "PUBLIC" });
    for (ctx, changes, expected) in [
        (desk.nobody(), json!({}), "UNAUTHENTICATED"),
        (desk.operator(), json!({}), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), json!({}), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Editor), public, "FORBIDDEN"),
        (desk.member(COLOGNE, Role::Admin), json!({}), "FORBIDDEN"),
    ] {
        let answer = ask(&ctx, CREATE, offer(changes)).await;
        assert_eq!(code(&answer), expected, "{answer}");
    }
    let listed = data(
        &owner,
        "{ expertise(first: 100, filter: { city: [\"05334002\"] }) { totalCount } }",
        json!({}),
    )
    .await;
    assert_eq!(
        listed.pointer("/expertise/totalCount"),
        Some(&json!(1)),
        "that of the demo"
    );
}
