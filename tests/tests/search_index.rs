//! The index behind searches: as new as the database on every copy of the service, and blind to what is not released.
//!
//! Invariant: whoever may not read a project gets the same answers, to the byte, whether it exists or not.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, data, plan, publish, text},
    harness::Backend,
    tenancy::{Fixture, on_both},
};
use chrono::TimeDelta;
use domain::{
    Ctx,
    actor::Role,
    clock::Clock,
    language::Language,
    membership,
    policy::{Action, Facts, may},
    read::{ListRequest, PageRequest, Reader, Select},
    similar_project::{self, MatchFilter},
};
use serde_json::{Value, json};

on_both!(a_write_is_found_at_once_on_every_copy);
on_both!(what_is_taken_back_is_gone_at_once_on_every_copy);
on_both!(an_embargo_opens_by_itself);
on_both!(the_end_of_a_membership_holds_at_once);
on_both!(whoever_may_read_finds_and_nobody_else);
on_both!(hidden_projects_leave_no_trace);
on_both!(an_index_that_is_built_anew_answers_the_same);

/// Words that stand in no project of the demo.
const RARE: &str = "Lastenseilbahn über den Hafenkanal mit Umladestation";

const FIND: &str = "query($text: String!) { similarProjects(text: $text, first: 50, filter: { withOwnCity: true }) {
    nodes { score explanation duplicates sharedTerms components { name value explanation } project { id code } } pageInfo { endCursor hasNextPage } } }";

const SEARCH: &str = "query($text: String!) { search(text: $text, first: 50) { totalFound isExact suggestions corrections { place { start end } instead }
    facets { kind values { code count } } plans { id title } barriers { code } cities { ags }
    nodes { score project { code } excerpts { field text marks { start end } isCutBefore isCutAfter } } } }";

async fn found(ctx: &Ctx, text: &str) -> Value {
    let answer = data(ctx, FIND, json!({ "text": text })).await;
    answer.pointer("/similarProjects").cloned().unwrap()
}

async fn finds(ctx: &Ctx, id: &str) -> bool {
    found(ctx, RARE).await.to_string().contains(id)
}

/// A project about something rare, in a plan of its own.
async fn write(owner: &Ctx) -> (String, String) {
    let plan = plan(owner).await;
    let document =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let input = json!({ "plan": plan, "code": "selten", "sequenceNo": 1, "workingTitle": RARE, "visibility": "PUBLIC",
        "items": [{ "kind": "LESSON", "text": "Seilreibungszahl", "visibility": "TENANT" }] });
    let answer = data(owner, document, json!({ "input": input })).await;
    (plan, text(&answer, "/createProject/project/id"))
}

async fn release(owner: &Ctx, plan: &str, version: i32, visibility: &str) {
    let input = json!({ "plan": plan, "expectedVersion": version, "visibility": visibility });
    publish(owner, "Plan", input).await;
}

/// Two copies of the service on one database, with a search done on each, so that both have an index.
async fn two_copies(backend: Backend) -> Option<(Desk, Desk)> {
    let here = Desk::on(backend).await?;
    let there = here.with_connections(2).await;
    found(&here.nobody(), RARE).await;
    found(&there.nobody(), RARE).await;
    Some((here, there))
}

async fn a_write_is_found_at_once_on_every_copy(backend: Backend) {
    let Some((here, there)) = two_copies(backend).await else {
        return;
    };
    let (plan, id) = write(&here.member(AACHEN, Role::Admin)).await;
    for desk in [&here, &there] {
        assert!(
            finds(&desk.member(AACHEN, Role::Reader), &id).await,
            "its own city"
        );
        assert!(
            !finds(&desk.member(KARLSRUHE, Role::Reader), &id).await,
            "not released"
        );
        assert!(!finds(&desk.nobody(), &id).await, "not released");
    }
    release(&here.member(AACHEN, Role::Admin), &plan, 1, "PUBLIC").await;
    for desk in [&here, &there] {
        assert!(finds(&desk.nobody(), &id).await);
    }
    // What only its own city may read of it finds it for nobody else.
    let lesson = found(&there.nobody(), "Seilreibungszahl").await;
    assert!(!lesson.to_string().contains(&id), "{lesson:#}");
}

async fn what_is_taken_back_is_gone_at_once_on_every_copy(backend: Backend) {
    let Some((here, there)) = two_copies(backend).await else {
        return;
    };
    let owner = here.member(AACHEN, Role::Admin);
    let (plan, id) = write(&owner).await;
    release(&owner, &plan, 1, "PUBLIC").await;
    assert!(finds(&there.nobody(), &id).await);
    release(&owner, &plan, 2, "NETWORK").await;
    assert!(!finds(&there.nobody(), &id).await);
    assert!(finds(&there.member(KARLSRUHE, Role::Reader), &id).await);
    let readers = json!({ "plan": plan, "expectedVersion": 3, "visibility": "SHARED",
        "readers": [here.tenant(KARLSRUHE).to_string()] });
    publish(&owner, "Plan", readers).await;
    let project = json!({ "project": id, "expectedVersion": 4, "visibility": "SHARED",
        "readers": [here.tenant(KARLSRUHE).to_string()] });
    publish(&owner, "Project", project).await;
    assert!(
        finds(&there.member(KARLSRUHE, Role::Reader), &id).await,
        "by name"
    );
    release(&owner, &plan, 4, "TENANT").await;
    assert!(
        !finds(&there.member(KARLSRUHE, Role::Reader), &id).await,
        "no longer by name"
    );
    assert!(finds(&there.member(AACHEN, Role::Reader), &id).await);
    let document = "mutation($input: RetirePlanInput!) { retirePlan(input: $input) { version } }";
    let input = json!({ "plan": plan, "expectedVersion": 5 });
    data(&owner, document, json!({ "input": input })).await;
    for desk in [&here, &there] {
        assert!(
            !finds(&desk.member(AACHEN, Role::Reader), &id).await,
            "retired"
        );
    }
}

async fn an_embargo_opens_by_itself(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let (plan, id) = write(&owner).await;
    let opens = owner.now() + TimeDelta::seconds(2);
    let input = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC", "embargoUntil": opens });
    publish(&owner, "Plan", input).await;
    assert!(!finds(&desk.nobody(), &id).await, "held back");
    let later = desk.at(Clock::Stopped(opens + TimeDelta::seconds(1))).await;
    // PostgreSQL has a clock of its own.
    while Clock::System.now() <= opens {
        tokio::task::yield_now().await;
    }
    assert!(finds(&later.nobody(), &id).await, "open");
    assert!(
        finds(&desk.nobody(), &id).await,
        "open, and nobody has written anything since"
    );
}

async fn the_end_of_a_membership_holds_at_once(backend: Backend) {
    let Some((here, there)) = two_copies(backend).await else {
        return;
    };
    let owner = here.member(AACHEN, Role::Admin);
    let (plan, id) = write(&owner).await;
    release(&owner, &plan, 1, "NETWORK").await;
    let reader = there.member(KARLSRUHE, Role::Reader);
    assert!(finds(&reader, &id).await);
    let operator = here.operator();
    let work = operator.begin().await.unwrap();
    let network = here.store.reference().network("kora").unwrap().id;
    let yesterday = operator.now().date_naive() - TimeDelta::days(1);
    membership::end(&work, network, here.tenant(KARLSRUHE), yesterday)
        .await
        .unwrap();
    work.commit().await.unwrap();
    assert!(
        !finds(&reader, &id).await,
        "also for a request that was admitted before"
    );
    here.admit(COLOGNE).await;
    assert!(!finds(&here.member(COLOGNE, Role::Reader), &id).await);
}

/// The index agrees with the policy for every actor, plan, project, visibility and embargo of the fixture.
async fn whoever_may_read_finds_and_nobody_else(backend: Backend) {
    let Some(fixture) = Fixture::on(backend).await else {
        return;
    };
    let now = fixture.store().clock().now();
    for (name, actor) in fixture.actors() {
        let ctx = Ctx::new(fixture.store(), actor.clone(), Language::De);
        for project in fixture.projects() {
            let list = ListRequest {
                page: PageRequest::first(5),
                matching: Some(MatchFilter {
                    with_own_city: true,
                    ..MatchFilter::default()
                }),
                ..ListRequest::default()
            };
            let reader = Reader::new(&ctx);
            let page =
                similar_project::of_text(&reader, &project.canary, &list, &Select::default()).await;
            let page = page.unwrap();
            let is_found = page
                .items
                .iter()
                .any(|item| item.node.project().unwrap().id == project.id);
            let facts = Facts {
                is_named_reader: project.is_shared_with(&actor),
                has_parties: false,
                ..project.facts
            };
            assert_eq!(
                is_found,
                may(&actor, Action::Read, &facts, now),
                "{name} and {}",
                project.canary
            );
        }
    }
}

async fn hidden_projects_leave_no_trace(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let texts = [
        RARE,
        "Radverkehr",
        "Befragung der Haushalte zur Mobilität",
        "Seilbahn",
        "priority list",
        "Lastenseilbahm",
    ];
    let ask = async |ctx: &Ctx| {
        let mut answers = Vec::new();
        for text in texts {
            answers.push(found(ctx, text).await.to_string());
            answers.push(data(ctx, SEARCH, json!({ "text": text })).await.to_string());
        }
        for text in [
            "Last",
            "Geheim",
            "Umladestation",
            "verborg",
            "Aktionspl",
            "Radverkh",
        ] {
            answers.push(data(ctx, SEARCH, json!({ "text": text })).await.to_string());
        }
        let experiences = "{ barrierExperiences(barrier: [\"H1\"], text: \"Seilbahn\", first: 50) { meant { code } nodes { score explanation project { code } } } }";
        answers.push(data(ctx, experiences, json!({})).await.to_string());
        let every = "{ projects(first: 30) { nodes { id similar(first: 5) { nodes { score explanation project { code } } } } } }";
        answers.push(data(ctx, every, json!({})).await.to_string());
        answers
    };
    let (nobody, other) = (desk.nobody(), desk.member(KARLSRUHE, Role::Reader));
    let before = (ask(&nobody).await, ask(&other).await);
    let owner = desk.member(AACHEN, Role::Admin);
    for _ in 0..3 {
        write_crowd(&owner).await;
    }
    let seen = found(&owner, RARE).await.to_string();
    assert!(
        seen.contains("verborgen-"),
        "its own city finds them: {seen}"
    );
    assert_eq!(ask(&nobody).await, before.0);
    assert_eq!(ask(&other).await, before.1);
    desk.store
        .index()
        .rebuild(&desk.store, &|_| {})
        .await
        .unwrap();
    assert_eq!(ask(&nobody).await, before.0, "built with them in it");
    assert_eq!(ask(&other).await, before.1, "built with them in it");
}

/// A plan that nobody else reads, with projects full of the words that others ask for.
async fn write_crowd(owner: &Ctx) {
    let plan = plan(owner).await;
    let document =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    for number in 1..=4 {
        let input = json!({ "plan": plan, "code": format!("verborgen-{number}-{}", plan.get(20..).unwrap()), "sequenceNo": number,
            "workingTitle": format!("{RARE} Radverkehr Befragung {number}"), "visibility": "PUBLIC",
            "summary": "Befragung der Haushalte zur Mobilität, Prioritätenliste, Lastenseilbahm Radverkher",
            "barriers": [{ "barrier": "H1", "role": "RESOLVED", "note": "Seilbahn gegen Geheimnisse" }],
            "items": [{ "kind": "MEASURE", "text": "Haushaltsbefragung Seilbahn Radverkehr Geheimvorhaben" }] });
        data(owner, document, json!({ "input": input })).await;
    }
}

async fn an_index_that_is_built_anew_answers_the_same(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    found(&owner, RARE).await;
    let (plan, id) = write(&owner).await;
    release(&owner, &plan, 1, "PUBLIC").await;
    let followed = found(&desk.nobody(), RARE).await;
    assert!(followed.to_string().contains(&id));
    desk.store
        .index()
        .rebuild(&desk.store, &|_| {})
        .await
        .unwrap();
    let built = found(&desk.nobody(), RARE).await;
    let codes = |page: &Value| -> Vec<String> {
        let nodes = page.pointer("/nodes").and_then(Value::as_array).unwrap();
        nodes
            .iter()
            .map(|node| text(node, "/project/code"))
            .collect()
    };
    assert_eq!(codes(&followed).first(), codes(&built).first());
}
