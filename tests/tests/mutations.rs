//! Writing through the graph: what a tenant's people can do, and that nothing else changes anything.
//!
//! Invariant: after a refused write the database is what it was before, to the last version and entry of the feed.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, plan, project, publish, text},
    harness::Backend,
    tenancy::on_both,
};
use domain::{
    Ctx,
    actor::{Role, Scope},
    id::{PlanId, ProjectId, TypedId},
    project::{self as project_use, EditProject},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

on_both!(a_plan_is_written_read_published_and_retired);
on_both!(a_refused_write_changes_nothing);
on_both!(foreign_and_random_ids_are_answered_alike);
on_both!(fifty_writers_lose_nothing);
on_both!(a_payload_costs_as_many_statements_as_a_query);
on_both!(the_operator_founds_networks_and_admits_tenants);

const EVERYTHING: &str = "fragment All on Project { id code version workingTitle status actionField { code }
    contact contactVisibility costBand ownNote visibility
    subProjects { nodes { number title } } items { nodes { kind text visibility certainty subProject { number } } }
    barriers { nodes { role basis note barrier { code } } } sources { nodes { url } } }";

fn whole_project(plan: &str) -> Value {
    json!({ "plan": plan, "code": "AC-neu.1", "sequenceNo": 7, "workingTitle": "Radvorrang", "actionField": "A",
        "status": "PLANNED", "contact": "rad@stadt.example", "costBand": "UP_TO_100K", "costVisibility": "TENANT",
        "ownNote": "heikel", "visibility": "PUBLIC", "sources": ["https://example.org/rad"],
        "subProjects": [{ "number": 2, "title": "Abschnitt Süd" }],
        "items": [{ "kind": "IDEA", "text": "Testlauf", "subProject": 2 },
                  { "kind": "LESSON", "text": "Früher fragen", "visibility": "TENANT" }],
        "barriers": [{ "barrier": "H1", "role": "ADDRESSES", "note": "Anlieger" }] })
}

async fn a_plan_is_written_read_published_and_retired(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else { return };
    let (editor, publisher) = (desk.member(AACHEN, Role::Editor), desk.member(AACHEN, Role::Publisher));
    let plan = plan(&publisher).await;
    let create = format!("mutation($input: CreateProjectInput!) {{ createProject(input: $input) {{ project {{ ...All }} }} }} {EVERYTHING}");
    let made = data(&publisher, &create, json!({ "input": whole_project(&plan) })).await;
    let id = text(&made, "/createProject/project/id");
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
    let edit = format!("mutation($input: EditProjectInput!) {{ editProject(input: $input) {{ project {{ ...All }} }} }} {EVERYTHING}");
    let changes = json!({ "id": id, "expectedVersion": 1, "status": "IN_PROGRESS", "contact": null, "sources": [] });
    let made = data(&editor, &edit, json!({ "input": changes })).await;
    let project = made.pointer("/editProject/project").unwrap();
    assert_eq!(project.pointer("/version"), Some(&json!(2)));
    assert_eq!(project.pointer("/status"), Some(&json!("IN_PROGRESS")));
    assert_eq!(project.pointer("/contact"), Some(&Value::Null), "null empties");
    assert_eq!(project.pointer("/workingTitle"), Some(&json!("Radvorrang")), "what is not given stays");
    assert_eq!(project.pointer("/sources/nodes"), Some(&json!([])));
    assert_eq!(project.pointer("/items/nodes/1/text"), Some(&json!("Früher fragen")));
    published_and_retired(&desk, &plan, &id).await;
}

/// What others see of a project: details that are narrower look as if they had no value.
async fn published_and_retired(desk: &Desk, plan: &str, project: &str) {
    let publisher = desk.member(AACHEN, Role::Publisher);
    let read = format!("query($id: ID!) {{ project(id: $id) {{ ...All }} }} {EVERYTHING}");
    let seen = async |ctx: &Ctx| {
        let answer = data(ctx, &read, json!({ "id": project })).await;
        answer.pointer("/project").cloned().unwrap()
    };
    assert_eq!(seen(&desk.nobody()).await, Value::Null);
    publish(&publisher, "Plan", json!({ "id": plan, "expectedVersion": 1, "visibility": "PUBLIC" })).await;
    let (public, partner, own) = (
        seen(&desk.nobody()).await,
        seen(&desk.member(KARLSRUHE, Role::Reader)).await,
        seen(&desk.member(AACHEN, Role::Reader)).await,
    );
    for (member, seen_by) in [("costBand", [&public, &partner]), ("ownNote", [&public, &partner])] {
        assert!(seen_by.iter().all(|seen| seen.get(member) == Some(&Value::Null)), "{member}");
        assert!(own.get(member).is_some_and(Value::is_string), "{member}");
    }
    let items = |seen: &Value| seen.pointer("/items/nodes").and_then(Value::as_array).unwrap().len();
    assert_eq!((items(&public), items(&partner), items(&own)), (1, 1, 2));
    let retire = "mutation($input: VersionInput!) { retirePlan(input: $input) { id version } }";
    let retired = data(&publisher, retire, json!({ "input": { "id": plan, "expectedVersion": 2 } })).await;
    assert_eq!(retired.pointer("/retirePlan/version"), Some(&json!(3)));
    assert_eq!(seen(&desk.member(AACHEN, Role::Reader)).await, Value::Null);
    let restore = "mutation($input: VersionInput!) { restorePlan(input: $input) { plan { version } } }";
    let back = data(&publisher, restore, json!({ "input": { "id": plan, "expectedVersion": 3 } })).await;
    assert_eq!(back.pointer("/restorePlan/plan/version"), Some(&json!(4)));
    assert_ne!(seen(&desk.nobody()).await, Value::Null, "its projects come back with it");
}

/// Everything that a write could change, as its owner and the feed show it.
async fn state(desk: &Desk) -> Value {
    let document = "{ networks(first: 100) { nodes { id } } tenants(first: 100) { nodes { id } }
        plans(first: 100) { nodes { id version title visibility } }
        projects(last: 100, orderBy: { field: UPDATED_AT }) { totalCount nodes { id version workingTitle visibility
            items { nodes { text } } barriers { nodes { role } } sources { nodes { url } } } }
        changes(first: 1, kind: [PLAN, PROJECT, NETWORK, TENANT, MEMBERSHIP]) { totalCount } }";
    data(&desk.member(AACHEN, Role::Admin), document, json!({})).await
}

async fn a_refused_write_changes_nothing(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else { return };
    desk.admit(COLOGNE).await;
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = plan(&admin).await;
    let project = project(&admin, &plan, "AC-1").await;
    publish(&admin, "Plan", json!({ "id": plan, "expectedVersion": 1, "visibility": "PUBLIC" })).await;
    let before = state(&desk).await;
    let no_publishing = [Scope::ReadContent, Scope::WriteContent].into_iter().collect();
    let writers = [
        ("nobody", desk.nobody(), "UNAUTHENTICATED"),
        ("the operator", desk.operator(), "FORBIDDEN"),
        ("a partner", desk.member(KARLSRUHE, Role::Admin), "FORBIDDEN"),
        ("a stranger", desk.member(COLOGNE, Role::Admin), "FORBIDDEN"),
        ("a reader", desk.member(AACHEN, Role::Reader), "FORBIDDEN"),
    ];
    for (who, ctx, expected) in &writers {
        for (document, input) in writes(&plan, &project) {
            let answer = ask(ctx, document, json!({ "input": input })).await;
            assert_eq!(code(&answer), *expected, "{who}: {document}: {answer}");
        }
    }
    let shy = desk.with_scopes(AACHEN, Role::Admin, no_publishing);
    for (ctx, document, input, expected) in refused(&admin, &shy, (&plan, &project)) {
        let answer = ask(ctx, document, json!({ "input": input })).await;
        assert_eq!(code(&answer), expected, "{document} {input}: {answer}");
    }
    assert_eq!(state(&desk).await, before);
}

const EDIT_PLAN: &str = "mutation($input: EditPlanInput!) { editPlan(input: $input) { plan { id } } }";
const PUBLISH_PLAN: &str = "mutation($input: PublishInput!) { publishPlan(input: $input) { plan { id } } }";
const RETIRE_PLAN: &str = "mutation($input: VersionInput!) { retirePlan(input: $input) { id } }";
const CREATE_PROJECT: &str = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
const EDIT_PROJECT: &str = "mutation($input: EditProjectInput!) { editProject(input: $input) { project { id } } }";
const PUBLISH_PROJECT: &str = "mutation($input: PublishInput!) { publishProject(input: $input) { project { id } } }";
const RETIRE_PROJECT: &str = "mutation($input: VersionInput!) { retireProject(input: $input) { id } }";
const CREATE_NETWORK: &str = "mutation($input: CreateNetworkInput!) { createNetwork(input: $input) { network { id } } }";

/// Writes that the owner's people could make.
fn writes(plan: &str, project: &str) -> Vec<(&'static str, Value)> {
    let new = json!({ "plan": plan, "code": "AC-2", "sequenceNo": 2, "workingTitle": "x" });
    vec![
        (EDIT_PLAN, json!({ "id": plan, "expectedVersion": 2, "title": "x" })),
        (PUBLISH_PLAN, json!({ "id": plan, "expectedVersion": 2, "visibility": "TENANT" })),
        (RETIRE_PLAN, json!({ "id": plan, "expectedVersion": 2 })),
        (CREATE_PROJECT, new),
        (EDIT_PROJECT, json!({ "id": project, "expectedVersion": 2, "workingTitle": "x", "sources": [] })),
        (PUBLISH_PROJECT, json!({ "id": project, "expectedVersion": 2, "visibility": "TENANT" })),
        (RETIRE_PROJECT, json!({ "id": project, "expectedVersion": 2 })),
    ]
}

/// Writes that even the owner's people cannot make.
fn refused<'c>(
    admin: &'c Ctx,
    shy: &'c Ctx,
    (plan, project): (&str, &str),
) -> Vec<(&'c Ctx, &'static str, Value, &'static str)> {
    let own = json!([admin_tenant(admin)]);
    vec![
        (admin, EDIT_PLAN, json!({ "id": plan, "expectedVersion": 1, "title": "x" }), "STALE_VERSION"),
        (admin, RETIRE_PROJECT, json!({ "id": project, "expectedVersion": 1 }), "STALE_VERSION"),
        (admin, EDIT_PLAN, json!({ "id": plan, "expectedVersion": 2, "title": " " }), "BAD_USER_INPUT"),
        (admin, EDIT_PLAN, json!({ "id": project, "expectedVersion": 2, "title": "x" }), "BAD_USER_INPUT"),
        (admin, EDIT_PROJECT, json!({ "id": project, "expectedVersion": 2, "actionField": "Z" }), "BAD_USER_INPUT"),
        (admin, EDIT_PROJECT, json!({ "id": project, "expectedVersion": 2, "items": [] }), "BAD_USER_INPUT"),
        (admin, EDIT_PROJECT, json!({ "id": project, "expectedVersion": 2, "summary": "\u{0}" }), "BAD_USER_INPUT"),
        (admin, PUBLISH_PLAN, json!({ "id": plan, "expectedVersion": 2, "visibility": "SHARED" }), "BAD_USER_INPUT"),
        (admin, PUBLISH_PLAN, json!({ "id": plan, "expectedVersion": 2, "visibility": "SHARED", "readers": own }), "BAD_USER_INPUT"),
        (admin, CREATE_PROJECT, json!({ "plan": plan, "code": "AC-1", "sequenceNo": 3, "workingTitle": "x" }), "CONFLICT"),
        (admin, CREATE_NETWORK, json!({ "slug": "neu", "nameDe": "Neu" }), "FORBIDDEN"),
        (shy, PUBLISH_PLAN, json!({ "id": plan, "expectedVersion": 2, "visibility": "TENANT" }), "FORBIDDEN"),
        (shy, CREATE_PROJECT, json!({ "plan": plan, "code": "AC-3", "sequenceNo": 3, "workingTitle": "x", "visibility": "PUBLIC" }), "FORBIDDEN"),
    ]
}

fn admin_tenant(admin: &Ctx) -> String {
    match admin.actor() {
        domain::actor::Actor::Member(member) => member.tenant.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn foreign_and_random_ids_are_answered_alike(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else { return };
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = plan(&admin).await;
    let project = project(&admin, &plan, "AC-1").await;
    let random = (
        PlanId(uuid::Uuid::now_v7()).to_string(),
        ProjectId(uuid::Uuid::now_v7()).to_string(),
    );
    let partner = desk.member(KARLSRUHE, Role::Admin);
    let foreign = writes(&plan, &project);
    for ((document, one), (_, other)) in foreign.into_iter().zip(writes(&random.0, &random.1)) {
        let one = ask(&partner, document, json!({ "input": one })).await;
        let other = ask(&partner, document, json!({ "input": other })).await;
        assert_eq!(code(&one), "NOT_FOUND", "{document}");
        assert_eq!(one.to_string(), other.to_string(), "{document}");
    }
}

/// CONC-1: each writer reads, changes, and reads again when it was too late; no change of another is overwritten.
async fn fifty_writers_lose_nothing(backend: Backend) {
    const WRITERS: usize = 50;
    let Some(desk) = Desk::on(backend).await else { return };
    let editor = desk.member(AACHEN, Role::Editor);
    let plan = plan(&editor).await;
    let admin = desk.member(AACHEN, Role::Admin);
    let id: ProjectId = project(&admin, &plan, "AC-1").await.parse().unwrap();
    let write = |writer: usize| {
        let ctx = desk.member(AACHEN, Role::Editor);
        async move {
            loop {
                let (version, sources) = stand(&ctx, id).await;
                let sources = [sources, vec![format!("https://example.org/{writer}")]].concat();
                let edit = EditProject { sources: Some(sources), ..EditProject::default() };
                let work = ctx.begin().await.unwrap();
                let done = project_use::edit(&work, id, version, edit).await;
                match work.finish(done).await {
                    Ok(()) => return,
                    Err(domain::Error::Stale { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    };
    let writers: Vec<_> = (0..WRITERS).map(|writer| tokio::spawn(write(writer))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let (version, mut sources) = stand(&editor, id).await;
    sources.sort_unstable();
    sources.dedup();
    assert_eq!(sources.len(), WRITERS);
    assert_eq!(usize::try_from(version).unwrap(), WRITERS + 1);
}

async fn stand(ctx: &Ctx, id: ProjectId) -> (i32, Vec<String>) {
    let document = "query($id: ID!) { project(id: $id) { version sources(first: 100) { nodes { url } } } }";
    let answer = data(ctx, document, json!({ "id": id.to_string() })).await;
    let urls = answer.pointer("/project/sources/nodes").and_then(Value::as_array).unwrap();
    let version = answer.pointer("/project/version").and_then(Value::as_i64).unwrap();
    (i32::try_from(version).unwrap(), urls.iter().map(|one| text(one, "/url")).collect())
}

async fn a_payload_costs_as_many_statements_as_a_query(backend: Backend) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let listener: domain::store::StatementListener = Arc::new(move |text: &str| kept.lock().unwrap().push(text.to_owned()));
    let Some(desk) = Desk::watched(backend, Some(listener)).await else { return };
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = plan(&admin).await;
    for code in ["AC-1", "AC-2", "AC-3"] {
        project(&admin, &plan, code).await;
    }
    seen.lock().unwrap().clear();
    let document = "mutation($input: EditPlanInput!) { editPlan(input: $input) { plan { title city { name }
        projects { nodes { code items { nodes { text } } barriers { nodes { role barrier { label } } } } } } } }";
    let input = json!({ "id": plan, "expectedVersion": 1, "title": "Neu" });
    data(&desk.member(AACHEN, Role::Editor), document, json!({ "input": input })).await;
    let statements = seen.lock().unwrap().clone();
    for table in ["project", "project_item", "project_barrier"] {
        let from = format!("FROM \"{table}\"");
        let count = statements.iter().filter(|text| text.starts_with("SELECT") && text.contains(&from)).count();
        // An item may be narrower than its project, which a subquery looks up in the same statement.
        assert!(count <= 1 || table == "project", "{count} of {table}: {statements:#?}");
    }
    assert!(statements.iter().filter(|text| text.starts_with("SELECT")).count() <= 8, "{statements:#?}");
}

async fn the_operator_founds_networks_and_admits_tenants(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else { return };
    let operator = desk.operator();
    // Each change of one request sees what those before it made.
    let document = r#"mutation { createNetwork(input: { slug: "neu", nameDe: "Neues Netz" }) { network { id slug } }
        createTenant(input: { organisation: { municipality: "05315000" } }) { tenant { id name kind city { ags } } } }"#;
    let made = data(&operator, document, json!({})).await;
    assert_eq!(made.pointer("/createNetwork/network/slug"), Some(&json!("neu")));
    assert_eq!(made.pointer("/createTenant/tenant/city/ags"), Some(&json!(COLOGNE)));
    let join = "mutation($input: CreateMembershipInput!) { createMembership(input: $input) {
        membership { id version until network { slug } tenant { name } } } }";
    let input = json!({ "network": "neu", "tenant": text(&made, "/createTenant/tenant/id"), "role": "NETWORK_CITY" });
    let member = data(&operator, join, json!({ "input": input })).await;
    assert_eq!(member.pointer("/createMembership/membership/network/slug"), Some(&json!("neu")));
    assert_eq!(code(&ask(&operator, join, json!({ "input": input })).await), "CONFLICT");
    let end = "mutation($input: EndMembershipInput!) { endMembership(input: $input) { membership { version until } } }";
    let id = text(&member, "/createMembership/membership/id");
    let last = |version: i32, until: &str| json!({ "input": { "id": id, "expectedVersion": version, "until": until } });
    assert_eq!(code(&ask(&operator, end, last(7, "2099-01-01")).await), "STALE_VERSION");
    assert_eq!(code(&ask(&operator, end, last(1, "1999-01-01")).await), "BAD_USER_INPUT");
    let ended = data(&operator, end, last(1, "2099-01-01")).await;
    assert_eq!(ended.pointer("/endMembership/membership/version"), Some(&json!(2)));
    let again = r#"mutation { createTenant(input: { organisation: { municipality: "00000000" } }) { tenant { id } } }"#;
    assert_eq!(code(&ask(&operator, again, json!({})).await), "BAD_USER_INPUT");
}

#[tokio::test]
async fn every_mistake_is_told_at_once() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    let admin = desk.member(AACHEN, Role::Admin);
    let mut input = whole_project(&plan(&admin).await);
    for (member, value) in [
        ("code", json!("ä b")),
        ("workingTitle", json!("")),
        ("actionField", json!("Z")),
        ("startYear", json!(2024)),
        ("endYear", json!(2020)),
        ("sources", json!(["javascript:alert(1)"])),
        ("barriers", json!([{ "barrier": "H99", "role": "ADDRESSES" }])),
        ("contactVisibility", json!("SHARED")),
        ("items", json!([{ "kind": "IDEA", "text": "x", "subProject": 9 }])),
    ] {
        input.as_object_mut().unwrap().insert(member.to_owned(), value);
    }
    let answer = ask(&admin, CREATE_PROJECT, json!({ "input": input })).await;
    let mistakes = answer.pointer("/errors/0/extensions/mistakes").and_then(Value::as_array).unwrap();
    let mut paths: Vec<_> = mistakes.iter().map(|one| text(one, "/path")).collect();
    paths.sort_unstable();
    let expected = ["actionField", "barriers[0].barrier", "code", "contactVisibility", "endYear", "items[0].subProject",
        "sources[0]", "workingTitle"];
    assert_eq!(paths, expected);
}

/// Mass assignment: whoever writes cannot say to whom it belongs, nor how old it is.
#[tokio::test]
async fn no_input_names_what_the_service_decides() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    let document = "{ __schema { types { kind name inputFields { name } } } }";
    let types = data(&desk.nobody(), document, json!({})).await;
    let mut inputs = 0;
    for one in types.pointer("/__schema/types").and_then(Value::as_array).unwrap() {
        let (kind, name) = (text(one, "/kind"), text(one, "/name"));
        if kind != "INPUT_OBJECT" || !name.ends_with("Input") {
            continue;
        }
        inputs += 1;
        for field in one.get("inputFields").and_then(Value::as_array).unwrap() {
            let field = text(field, "/name");
            let may_name = matches!((name.as_str(), field.as_str()),
                ("CreatePlanInput" | "CreateMembershipInput", "network") | ("CreateMembershipInput", "tenant"));
            let is_ours = ["tenant", "tenantId", "network", "networkId", "city", "owner", "version", "revision", "createdAt",
                "updatedAt", "deletedAt", "licence"].contains(&field.as_str());
            assert!(may_name || !is_ours, "{name}.{field}");
        }
    }
    assert!(inputs >= 12, "{inputs}");
}
