//! A language model that takes part: what it is sent, what it adds, and that nothing depends on it.
//!
//! Invariant: the model hears what everybody may read and nothing else, and a bounded number of times where it fails.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod failure;
mod model;

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, data, plan, publish, text},
    harness::{self, Backend},
    privacy::dump::Dump,
    tenancy::on_both,
};
use api::{
    config::{Config, EmbeddingSettings, Sources},
    embedding::embedder,
};
use chrono::TimeDelta;
use domain::{
    Ctx,
    actor::Role,
    clock::Clock,
    embedding::Embedder,
    privacy::{self, Retention},
};
use model::{LanguageModel, Mood};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

on_both!(only_what_everybody_may_read_is_sent);
on_both!(what_was_made_is_not_asked_for_again);
on_both!(meaning_is_a_component_with_its_reason);
on_both!(what_nobody_needs_any_more_is_removed);
on_both!(the_service_asks_by_itself_and_says_no_secret);

const KEY: &str = "sk-geheim-0123456789";

const SIMILAR: &str = "query($id: ID!) { project(id: $id) { similar(first: 30, filter: { withOwnCity: true }) {
    nodes { score explanation components { name label(locale: DE) weight value contribution explanation(locale: DE) }
        project { id code } } } } }";

/// The settings that an installation would have.
fn arguments(model: &LanguageModel) -> Vec<(&'static str, String)> {
    vec![
        ("embedding_endpoint", format!("{}/", model.url)),
        ("embedding_model", "stadt-1".to_owned()),
        ("embedding_key", KEY.to_owned()),
        ("embedding_batch", "20".to_owned()),
    ]
}

fn settings(model: &LanguageModel) -> EmbeddingSettings {
    let arguments = arguments(model).into_iter();
    let sources = arguments.fold(Sources::default(), |sources, (key, value)| {
        sources.with_argument(key, value)
    });
    Config::load(&sources).unwrap().embedding.unwrap()
}

fn embedder_of(desk: &Desk, model: &LanguageModel) -> Embedder {
    embedder(&settings(model), &desk.store).unwrap()
}

/// Another copy of the service on the same database, or the same after a restart.
async fn copy(desk: &Desk) -> Desk {
    desk.with_connections(4).await
}

/// A project about something, in a plan of its own that nobody else reads yet.
async fn write(owner: &Ctx, title: &str) -> (String, String) {
    let plan = plan(owner).await;
    let document =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let input = json!({ "plan": plan, "code": "kanari", "sequenceNo": 1, "workingTitle": title, "visibility": "PUBLIC",
        "ownNote": "Notizkanari", "contact": "Kontaktkanari", "overallGoal": "Sicher fahren",
        "subProjects": [{ "number": 1, "title": "Abschnitt Nord" }],
        "items": [{ "kind": "MEASURE", "text": "Offenmessung" },
                  { "kind": "MEASURE", "text": "Stadtkanari", "visibility": "TENANT" },
                  { "kind": "IDEA", "text": "Netzkanari", "visibility": "NETWORK" }] });
    let answer = data(owner, document, json!({ "input": input })).await;
    (plan, text(&answer, "/createProject/project/id"))
}

async fn release(owner: &Ctx, plan: &str, version: i32, visibility: &str) {
    let input = json!({ "plan": plan, "expectedVersion": version, "visibility": visibility });
    publish(owner, "Plan", input).await;
}

async fn similar(ctx: &Ctx, id: &str) -> Vec<Value> {
    let answer = data(ctx, SIMILAR, json!({ "id": id })).await;
    let nodes = answer.pointer("/project/similar/nodes").unwrap();
    nodes.as_array().unwrap().clone()
}

/// The component of meaning of each similar project, as far as it has one.
fn meanings(nodes: &[Value]) -> Vec<Value> {
    let components = nodes
        .iter()
        .filter_map(|node| node.get("components")?.as_array());
    let is_meaning = |one: &&Value| one.get("name") == Some(&json!("meaning"));
    components.flatten().filter(is_meaning).cloned().collect()
}

/// The id of a public project by its code.
async fn id_of(ctx: &Ctx, code: &str) -> String {
    let query = "query($code: String!) { projects(filter: { code: [$code] }) { nodes { id } } }";
    let answer = data(ctx, query, json!({ "code": code })).await;
    text(&answer, "/projects/nodes/0/id")
}

async fn public_projects(desk: &Desk) -> usize {
    let query = "{ projects(first: 1) { totalCount } }";
    let answer = data(&desk.nobody(), query, json!({})).await;
    let total = answer.pointer("/projects/totalCount").cloned();
    usize::try_from(total.unwrap().as_u64().unwrap()).unwrap()
}

async fn only_what_everybody_may_read_is_sent(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let model = LanguageModel::start();
    let mut embedder = embedder_of(&desk, &model);
    let owner = desk.member(AACHEN, Role::Admin);
    let (plan, id) = write(&owner, "Titelkanari").await;
    embedder.round(&desk.store).await.unwrap();
    let asked = model.asked();
    let texts: Vec<&String> = asked.iter().flat_map(|one| &one.texts).collect();
    assert_eq!(texts.len(), public_projects(&desk).await);
    let all = format!("{texts:?}").to_lowercase();
    assert!(
        !all.contains("kanari") && !all.contains("demo (erfunden) nur"),
        "{all}"
    );
    for one in &asked {
        assert_eq!(one.line, "POST /v1/embeddings HTTP/1.1");
        assert_eq!(one.authorization, format!("Bearer {KEY}"));
        assert_eq!(one.model, "stadt-1");
        assert!((1..=20).contains(&one.texts.len()), "{}", one.texts.len());
    }
    assert_eq!(asked.len(), texts.len().div_ceil(20), "batches are full");
    let is_short = |text: &&&String| text.chars().count() <= 2_000;
    assert_eq!(texts.iter().filter(is_short).count(), texts.len());
    // What somebody types, and what their own city's projects say, stays here.
    let words = "{ similarProjects(text: \"Tippkanari im Radverkehr\", first: 3) { nodes { score } } search(text: \"Suchkanari\") { totalFound } }";
    data(&owner, words, json!({})).await;
    similar(&owner, &id).await;
    embedder.round(&desk.store).await.unwrap();
    assert_eq!(model.texts(), Vec::<String>::new());
    // Released, it is sent, without what is narrower than it.
    release(&owner, &plan, 1, "PUBLIC").await;
    embedder.round(&desk.store).await.unwrap();
    assert_eq!(
        model.texts(),
        ["Titelkanari\nSicher fahren\nAbschnitt Nord\nOffenmessung"]
    );
    taken_back(&desk, (&owner, &plan, &id), (&model, &mut embedder)).await;
}

/// Whatever is narrower than for everybody, or not yet for everybody, is not sent.
async fn taken_back(
    desk: &Desk,
    (owner, plan, id): (&Ctx, &str, &str),
    (model, embedder): (&LanguageModel, &mut Embedder),
) {
    let mut versions = (2, 2);
    let edit = "mutation($input: EditProjectInput!) { editProject(input: $input) { project { version } } }";
    let soon = owner.now() + TimeDelta::days(1);
    for (number, release) in [
        json!({ "visibility": "NETWORK" }),
        json!({ "visibility": "SHARED", "readers": [desk.tenant(KARLSRUHE).to_string()] }),
        json!({ "visibility": "PUBLIC", "embargoUntil": soon }),
        json!({ "visibility": "TENANT" }),
    ]
    .into_iter()
    .enumerate()
    {
        let mut input = json!({ "plan": plan, "expectedVersion": versions.0 });
        let members = release.as_object().cloned().unwrap();
        input.as_object_mut().unwrap().extend(members);
        publish(owner, "Plan", input).await;
        versions.0 += 1;
        assert_eq!(
            desk.store.index().catch_up(&desk.store).await.ok(),
            Some(())
        );
        assert!(meanings(&similar(owner, id).await).is_empty(), "{release}");
        let version = "query($id: ID!) { project(id: $id) { version } }";
        let current = data(owner, version, json!({ "id": id })).await;
        versions.1 = current
            .pointer("/project/version")
            .unwrap()
            .as_i64()
            .unwrap();
        let title = format!("Titelkanari {number}");
        let input = json!({ "project": id, "expectedVersion": versions.1, "workingTitle": title });
        data(owner, edit, json!({ "input": input })).await;
        embedder.round(&desk.store).await.unwrap();
        assert_eq!(model.texts(), Vec::<String>::new(), "{release}");
    }
}

async fn what_was_made_is_not_asked_for_again(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let model = LanguageModel::start();
    let mut embedder = embedder_of(&desk, &model);
    embedder.round(&desk.store).await.unwrap();
    assert!(!model.texts().is_empty());
    embedder.round(&desk.store).await.unwrap();
    desk.store
        .index()
        .rebuild(&desk.store, &|_| {})
        .await
        .unwrap();
    let id = id_of(&desk.nobody(), "P002").await;
    assert!(!meanings(&similar(&desk.nobody(), &id).await).is_empty());
    embedder.round(&desk.store).await.unwrap();
    assert_eq!(
        model.texts(),
        Vec::<String>::new(),
        "the index is built anew"
    );
    // After a restart, also while the model is gone.
    model.set(Mood::Gone);
    let again = copy(&desk).await;
    let mut other = embedder_of(&again, &model);
    other.round(&again.store).await.unwrap();
    assert_eq!(model.texts(), Vec::<String>::new());
    let (before, after) = (
        similar(&desk.nobody(), &id).await,
        similar(&again.nobody(), &id).await,
    );
    assert_eq!(meanings(&before), meanings(&after));
    // A change that says nothing new keeps the vector; a new text is asked for, and only that.
    model.set(Mood::Good);
    let owner = desk.member(AACHEN, Role::Admin);
    let (plan, own) = write(&owner, "Radparkhaus").await;
    release(&owner, &plan, 1, "PUBLIC").await;
    embedder.round(&desk.store).await.unwrap();
    assert_eq!(model.texts().len(), 1);
    let edit = "mutation($input: EditProjectInput!) { editProject(input: $input) { project { version } } }";
    for (change, asked) in [("status", 0), ("workingTitle", 1)] {
        let version = "query($id: ID!) { project(id: $id) { version } }";
        let current = data(&owner, version, json!({ "id": own })).await;
        let value = if asked == 0 { "PLANNED" } else { "Radhaus" };
        let input = json!({ "project": own, "expectedVersion": current.pointer("/project/version"), change: value });
        data(&owner, edit, json!({ "input": input })).await;
        let nodes = similar(&desk.nobody(), &own).await;
        assert_eq!(meanings(&nodes).is_empty(), asked == 1, "{change}");
        embedder.round(&desk.store).await.unwrap();
        assert_eq!(model.texts().len(), asked, "{change}");
    }
}

async fn meaning_is_a_component_with_its_reason(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let (_, hidden) = write(&owner, "Radverkehr im Verborgenen").await;
    let model = LanguageModel::start();
    embedder_of(&desk, &model).round(&desk.store).await.unwrap();
    let id = id_of(&desk.nobody(), "P002").await;
    let found = similar(&owner, &id).await;
    for node in &found {
        let seen = "query($id: ID!) { project(id: $id) { id } }";
        let asked = json!({ "id": node.pointer("/project/id") });
        let seen = data(&desk.nobody(), seen, asked).await;
        let is_public = seen.pointer("/project/id").is_some();
        let parts = node.get("components").and_then(Value::as_array).unwrap();
        let sum = |member: &str| -> f64 {
            let parts = parts.iter().map(|one| one.get(member).unwrap());
            parts.map(|one| one.as_f64().unwrap()).sum()
        };
        let score = node.get("score").and_then(Value::as_f64).unwrap();
        assert!((sum("contribution") - score).abs() < 1e-3, "{node:#}");
        assert!((sum("weight") - 1.0).abs() < 1e-3, "{node:#}");
        assert_eq!(parts.len(), if is_public { 11 } else { 10 }, "{node:#}");
    }
    let meanings = meanings(&found);
    assert!(meanings.len() > 20, "{found:#?}");
    let first = meanings.first().unwrap();
    assert_eq!(text(first, "/label"), "Bedeutung");
    let why = text(first, "/explanation");
    assert!(
        why.starts_with("Was die Texte nach einem Sprachmodell bedeuten; Übereinstimmung "),
        "{why}"
    );
    // Its own city sees the hidden project scored as if there were no model.
    let own = similar(&owner, &hidden).await;
    assert!(!own.is_empty());
    let plain = copy(&desk).await;
    let same = similar(&plain.member(AACHEN, Role::Admin), &hidden).await;
    assert_eq!(own, same);
}

async fn what_nobody_needs_any_more_is_removed(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let (plan, _) = write(&owner, "Radparkhaus").await;
    release(&owner, &plan, 1, "PUBLIC").await;
    let model = LanguageModel::start();
    embedder_of(&desk, &model).round(&desk.store).await.unwrap();
    let dump = Dump::of(desk.url()).await;
    let rows = async || dump.texts("SELECT 'x' FROM embedding").await.len();
    let all = rows().await;
    assert_eq!(all, public_projects(&desk).await);
    release(&owner, &plan, 2, "TENANT").await;
    let later = Clock::Stopped(desk.store.clock().now() + TimeDelta::hours(2));
    let later = desk.at(later).await;
    embedder_of(&later, &model)
        .round(&later.store)
        .await
        .unwrap();
    assert_eq!(rows().await, all - 1);
    let policy = |has_embeddings| Retention {
        sign_ins: TimeDelta::days(90),
        keys: TimeDelta::days(365),
        retired: TimeDelta::days(730),
        has_embeddings,
    };
    for (has_embeddings, left) in [(true, all - 1), (false, 0)] {
        let retired = privacy::retain(&desk.operator(), &policy(has_embeddings), false).await;
        assert_eq!(
            usize::try_from(retired.unwrap().embeddings).unwrap(),
            all - 1 - left
        );
        assert_eq!(rows().await, left);
    }
}

/// Started as an operator would, with the settings only.
async fn the_service_asks_by_itself_and_says_no_secret(backend: Backend) {
    let model = LanguageModel::start();
    let Some(service) = harness::set_up(backend, arguments(&model)) else {
        return;
    };
    let query = "{ projects(filter: { code: [\"P002\"] }) { nodes { similar(first: 3) { nodes { components { name value } } } } } }";
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = service.query(query).await.data().to_string();
        if answer.contains("\"meaning\"") {
            break;
        }
        assert!(Instant::now() < end, "{answer}");
    }
    let metrics = service.read("/metrics").await;
    assert!(!metrics.body.contains(KEY));
    let shown = format!("{:?}", settings(&model));
    assert!(!shown.contains(KEY) && shown.contains("stadt-1"), "{shown}");
}
