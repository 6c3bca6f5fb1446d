//! Writing through the graph: what a tenant's people can do with plans and projects, and the operator with networks.
//!
//! Invariant: what a mutation answers is what a query answers afterwards.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{
        AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, plan, project, publish, state, text,
        whole_project,
    },
    harness::Backend,
    tenancy::on_both,
};
use domain::{
    Ctx,
    actor::Role,
    id::ProjectId,
    project::{self as project_use, EditProject},
};
use sea_orm::Statement;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

on_both!(a_plan_is_written_read_published_and_retired);
on_both!(fifty_writers_lose_nothing);
on_both!(a_payload_is_read_like_a_query);
on_both!(a_plan_is_imported_from_its_text);
on_both!(the_operator_founds_networks_and_admits_tenants);

const EVERYTHING: &str = "fragment All on Project { id code version workingTitle status actionField { code }
    contact contactVisibility costBand ownNote visibility
    subProjects { nodes { number title } } items { nodes { kind text visibility certainty subProject { number } } }
    barriers { nodes { role basis note barrier { code } } } sources { nodes { url } } }";

async fn a_plan_is_written_read_published_and_retired(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let publisher = desk.member(AACHEN, Role::Publisher);
    let plan = plan(&publisher).await;
    let project = a_whole_project_is_made(&publisher, &plan).await;
    an_edit_changes_what_is_given(&desk.member(AACHEN, Role::Editor), &project).await;
    narrower_details_look_empty_to_others(&desk, &plan, &project).await;
    a_plan_takes_its_projects_along(&desk, &plan, &project).await;
}

/// Every part of it is answered; gives its id.
async fn a_whole_project_is_made(publisher: &Ctx, plan: &str) -> String {
    let create = format!(
        "mutation($input: CreateProjectInput!) {{ createProject(input: $input) {{ project {{ ...All }} }} }} {EVERYTHING}"
    );
    let made = data(publisher, &create, json!({ "input": whole_project(plan) })).await;
    for (pointer, expected) in [
        ("version", json!(1)),
        ("actionField/code", json!("A")),
        ("visibility", json!("TENANT")),
        ("contactVisibility", json!("NETWORK")),
        ("ownNote", json!("heikel")),
        ("subProjects/nodes/0/title", json!("Abschnitt Süd")),
        ("items/nodes/0/subProject/number", json!(2)),
        ("items/nodes/1/visibility", json!("TENANT")),
        ("items/nodes/0/certainty", json!("RECOGNISED")),
        ("barriers/nodes/0/barrier/code", json!("H1")),
        ("barriers/nodes/0/basis", json!("EDITORIAL")),
        ("sources/nodes/0/url", json!("https://example.org/rad")),
    ] {
        let found = made.pointer(&format!("/createProject/project/{pointer}"));
        assert_eq!(found, Some(&expected), "{pointer}");
    }
    text(&made, "/createProject/project/id")
}

/// Null empties, and what is not given stays.
async fn an_edit_changes_what_is_given(editor: &Ctx, project: &str) {
    let edit = format!(
        "mutation($input: EditProjectInput!) {{ editProject(input: $input) {{ project {{ ...All }} }} }} {EVERYTHING}"
    );
    let changes = json!({ "project": project, "expectedVersion": 1, "status": "IN_PROGRESS", "contact": null, "sources": [] });
    let made = data(editor, &edit, json!({ "input": changes })).await;
    for (pointer, expected) in [
        ("version", json!(2)),
        ("status", json!("IN_PROGRESS")),
        ("contact", Value::Null),
        ("workingTitle", json!("Radvorrang")),
        ("sources/nodes", json!([])),
        ("items/nodes/1/text", json!("Früher fragen")),
    ] {
        let found = made.pointer(&format!("/editProject/project/{pointer}"));
        assert_eq!(found, Some(&expected), "{pointer}");
    }
}

/// A project as somebody sees it, null where it is hidden.
async fn seen(ctx: &Ctx, project: &str) -> Value {
    let read = format!("query($id: ID!) {{ project(id: $id) {{ ...All }} }} {EVERYTHING}");
    let answer = data(ctx, &read, json!({ "id": project })).await;
    answer.pointer("/project").cloned().unwrap()
}

/// What others see of a published project: details that are narrower look as if they had no value.
async fn narrower_details_look_empty_to_others(desk: &Desk, plan: &str, project: &str) {
    assert_eq!(seen(&desk.nobody(), project).await, Value::Null);
    publish(
        &desk.member(AACHEN, Role::Publisher),
        "Plan",
        json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" }),
    )
    .await;
    let public = seen(&desk.nobody(), project).await;
    let partner = seen(&desk.member(KARLSRUHE, Role::Reader), project).await;
    let own = seen(&desk.member(AACHEN, Role::Reader), project).await;
    for member in ["costBand", "ownNote"] {
        for other in [&public, &partner] {
            assert_eq!(other.get(member), Some(&Value::Null), "{member}");
        }
        assert!(own.get(member).is_some_and(Value::is_string), "{member}");
    }
    let items = |seen: &Value| {
        let nodes = seen.pointer("/items/nodes").and_then(Value::as_array);
        nodes.unwrap().len()
    };
    assert_eq!((items(&public), items(&partner), items(&own)), (1, 1, 2));
}

/// Its projects go when it is retired and come back when it is restored.
async fn a_plan_takes_its_projects_along(desk: &Desk, plan: &str, project: &str) {
    let publisher = desk.member(AACHEN, Role::Publisher);
    let input = |version: i32| json!({ "input": { "plan": plan, "expectedVersion": version } });
    let retire =
        "mutation($input: RetirePlanInput!) { retirePlan(input: $input) { plan version } }";
    let retired = data(&publisher, retire, input(2)).await;
    assert_eq!(retired.pointer("/retirePlan/version"), Some(&json!(3)));
    let own = seen(&desk.member(AACHEN, Role::Reader), project).await;
    assert_eq!(own, Value::Null);
    let restore =
        "mutation($input: RestorePlanInput!) { restorePlan(input: $input) { plan { version } } }";
    let back = data(&publisher, restore, input(3)).await;
    assert_eq!(back.pointer("/restorePlan/plan/version"), Some(&json!(4)));
    let public = seen(&desk.nobody(), project).await;
    assert_ne!(public, Value::Null, "its projects come back with it");
}

/// CONC-1: each writer reads, changes, and reads again when it was too late; no change of another is overwritten.
async fn fifty_writers_lose_nothing(backend: Backend) {
    const WRITERS: usize = 50;
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let editor = desk.member(AACHEN, Role::Editor);
    let plan = plan(&editor).await;
    let admin = desk.member(AACHEN, Role::Admin);
    let id: ProjectId = project(&admin, &plan, "AC-1").await.parse().unwrap();
    let write = |writer: usize| {
        let desk = desk.clone();
        async move { while !add_source(&desk.member(AACHEN, Role::Editor), id, writer).await {} }
    };
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(writer)))
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let (version, mut sources) = stand(&editor, id).await;
    sources.sort_unstable();
    sources.dedup();
    assert_eq!(sources.len(), WRITERS);
    assert_eq!(usize::try_from(version).unwrap(), WRITERS + 1);
}

/// Says whether it came in time.
async fn add_source(ctx: &Ctx, id: ProjectId, writer: usize) -> bool {
    let (version, mut sources) = stand(ctx, id).await;
    sources.push(format!("https://example.org/{writer}"));
    let change = EditProject {
        sources: Some(sources),
        ..EditProject::default()
    };
    let work = ctx.begin().await.unwrap();
    match project_use::edit(&work, id, version, change).await {
        Ok(()) => work.commit().await.map(|()| true).unwrap(),
        Err(domain::Error::Stale { .. }) => work.roll_back().await.map(|()| false).unwrap(),
        Err(error) => panic!("{error}"),
    }
}

async fn stand(ctx: &Ctx, id: ProjectId) -> (i32, Vec<String>) {
    let document =
        "query($id: ID!) { project(id: $id) { version sources(first: 100) { nodes { url } } } }";
    let answer = data(ctx, document, json!({ "id": id.to_string() })).await;
    let urls = answer
        .pointer("/project/sources/nodes")
        .and_then(Value::as_array)
        .unwrap();
    let version = answer
        .pointer("/project/version")
        .and_then(Value::as_i64)
        .unwrap();
    (
        i32::try_from(version).unwrap(),
        urls.iter().map(|one| text(one, "/url")).collect(),
    )
}

async fn a_payload_is_read_like_a_query(backend: Backend) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let listener = move |statement: &Statement| kept.lock().unwrap().push(statement.sql.clone());
    let Some(desk) = Desk::watched(backend, Some(Arc::new(listener))).await else {
        return;
    };
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = plan(&admin).await;
    for code in ["AC-1", "AC-2", "AC-3"] {
        project(&admin, &plan, code).await;
    }
    let selection = "{ title city { name } projects { nodes { code items { nodes { text } }
        barriers { nodes { role barrier { label } } } } } }";
    let query = format!("query($id: ID!) {{ plan(id: $id) {selection} }}");
    seen.lock().unwrap().clear();
    let read = data(
        &desk.member(AACHEN, Role::Editor),
        &query,
        json!({ "id": plan }),
    )
    .await;
    let of_query = std::mem::take(&mut *seen.lock().unwrap());
    let mutation = format!(
        "mutation($input: EditPlanInput!) {{ editPlan(input: $input) {{ plan {selection} }} }}"
    );
    let input = json!({ "plan": plan, "expectedVersion": 1, "status": "CLOSED" });
    let written = data(
        &desk.member(AACHEN, Role::Editor),
        &mutation,
        json!({ "input": input }),
    )
    .await;
    assert_eq!(written.pointer("/editPlan/plan"), read.pointer("/plan"));
    let of_mutation = std::mem::take(&mut *seen.lock().unwrap());
    assert!(of_query.len() >= 4, "{of_query:#?}");
    assert!(
        of_mutation.ends_with(&of_query),
        "{of_mutation:#?} {of_query:#?}"
    );
}

async fn the_operator_founds_networks_and_admits_tenants(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let operator = desk.operator();
    // Each change of one request sees what those before it made.
    let document = r#"mutation { createNetwork(input: { slug: "neu", nameDe: "Neues Netz" }) { network { id slug } }
        createTenant(input: { organisation: { municipality: "05315000" } }) { tenant { id name kind city { ags } } } }"#;
    let made = data(&operator, document, json!({})).await;
    assert_eq!(
        made.pointer("/createNetwork/network/slug"),
        Some(&json!("neu"))
    );
    assert_eq!(
        made.pointer("/createTenant/tenant/city/ags"),
        Some(&json!(COLOGNE))
    );
    let join = "mutation($input: CreateMembershipInput!) { createMembership(input: $input) {
        membership { id version until network { slug } tenant { name } } } }";
    let input = json!({ "network": "neu", "tenant": text(&made, "/createTenant/tenant/id"), "role": "NETWORK_CITY" });
    let member = data(&operator, join, json!({ "input": input })).await;
    assert_eq!(
        member.pointer("/createMembership/membership/network/slug"),
        Some(&json!("neu"))
    );
    assert_eq!(
        code(&ask(&operator, join, json!({ "input": input })).await),
        "CONFLICT"
    );
    let end = "mutation($input: EndMembershipInput!) { endMembership(input: $input) { membership { version until } } }";
    let id = text(&member, "/createMembership/membership/id");
    let last = |version: i32, until: &str| json!({ "input": { "membership": id, "expectedVersion": version, "until": until } });
    assert_eq!(
        code(&ask(&operator, end, last(7, "2099-01-01")).await),
        "STALE_VERSION"
    );
    assert_eq!(
        code(&ask(&operator, end, last(1, "1999-01-01")).await),
        "BAD_USER_INPUT"
    );
    let ended = data(&operator, end, last(1, "2099-01-01")).await;
    assert_eq!(
        ended.pointer("/endMembership/membership/version"),
        Some(&json!(2))
    );
    let again = r#"mutation { createTenant(input: { organisation: { municipality: "00000000" } }) { tenant { id } } }"#;
    assert_eq!(
        code(&ask(&operator, again, json!({})).await),
        "BAD_USER_INPUT"
    );
}

async fn a_plan_is_imported_from_its_text(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let document = "mutation($input: ImportPlanInput!) { importPlan(input: $input) { plan { title city { ags }
        projects { nodes { workingTitle } } } report { format planChange isSameFile totals { projects }
        columns { header meaning understanding } projects { workingTitle change } findings { text } } } }";
    let content = "Nr.\tArbeitstitel\tÜbergeordnete Zielsetzung\n1\tRadstation\tMehr Rad\n2\tLastenräder\tWeniger Autos\n";
    let input = |dry: bool| json!({ "input": { "network": "kora", "fileName": "plan.tsv", "content": content, "title": "Zweiter Plan", "dryRun": dry } });
    let admin = desk.member(KARLSRUHE, Role::Admin);
    let before = state(&desk).await;
    let dry = data(&admin, document, input(true)).await;
    assert_eq!(dry.pointer("/importPlan/plan"), Some(&Value::Null));
    assert_eq!(
        dry.pointer("/importPlan/report/totals/projects"),
        Some(&json!(2))
    );
    assert_eq!(
        dry.pointer("/importPlan/report/planChange"),
        Some(&json!("NEW"))
    );
    assert_eq!(state(&desk).await, before);
    for refused in [desk.member(KARLSRUHE, Role::Reader), desk.operator()] {
        assert_eq!(
            code(&ask(&refused, document, input(false)).await),
            "FORBIDDEN"
        );
    }
    let done = data(&admin, document, input(false)).await;
    assert_eq!(
        done.pointer("/importPlan/plan/city/ags"),
        Some(&json!(KARLSRUHE))
    );
    assert_eq!(
        done.pointer("/importPlan/plan/projects/nodes/1/workingTitle"),
        Some(&json!("Lastenräder"))
    );
    let again = data(&admin, document, input(true)).await;
    assert_eq!(
        again.pointer("/importPlan/report/isSameFile"),
        Some(&json!(true))
    );
    assert_eq!(
        again.pointer("/importPlan/report/projects/0/change"),
        Some(&json!("UNCHANGED"))
    );
}
