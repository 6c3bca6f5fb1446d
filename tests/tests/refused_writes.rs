//! Writes that are refused: by whoever may not, and of what cannot be.
//!
//! Invariant: after a refused write the database is what it was before, to the last version and entry of the feed.

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
    actor::{Role, Scope},
    id::{PlanId, ProjectId},
};
use serde_json::{Value, json};

on_both!(a_refused_write_changes_nothing);
on_both!(foreign_and_random_ids_are_answered_alike);

async fn a_refused_write_changes_nothing(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = plan(&admin).await;
    let project = project(&admin, &plan, "AC-1").await;
    publish(
        &admin,
        "Plan",
        json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" }),
    )
    .await;
    let before = state(&desk).await;
    let no_publishing = [Scope::ReadContent, Scope::WriteContent]
        .into_iter()
        .collect();
    let writers = [
        ("nobody", desk.nobody(), "UNAUTHENTICATED"),
        ("the operator", desk.operator(), "FORBIDDEN"),
        (
            "a partner",
            desk.member(KARLSRUHE, Role::Admin),
            "FORBIDDEN",
        ),
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

const EDIT_PLAN: &str =
    "mutation($input: EditPlanInput!) { editPlan(input: $input) { plan { id } } }";
const PUBLISH_PLAN: &str =
    "mutation($input: PublishPlanInput!) { publishPlan(input: $input) { plan { id } } }";
const RETIRE_PLAN: &str =
    "mutation($input: RetirePlanInput!) { retirePlan(input: $input) { version } }";
const CREATE_PROJECT: &str =
    "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
const EDIT_PROJECT: &str =
    "mutation($input: EditProjectInput!) { editProject(input: $input) { project { id } } }";
const PUBLISH_PROJECT: &str =
    "mutation($input: PublishProjectInput!) { publishProject(input: $input) { project { id } } }";
const RETIRE_PROJECT: &str =
    "mutation($input: RetireProjectInput!) { retireProject(input: $input) { version } }";
const CREATE_NETWORK: &str =
    "mutation($input: CreateNetworkInput!) { createNetwork(input: $input) { network { id } } }";

/// Writes that the owner's people could make.
fn writes(plan: &str, project: &str) -> Vec<(&'static str, Value)> {
    let new = json!({ "plan": plan, "code": "AC-2", "sequenceNo": 2, "workingTitle": "x" });
    vec![
        (
            EDIT_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "title": "x" }),
        ),
        (
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "TENANT" }),
        ),
        (RETIRE_PLAN, json!({ "plan": plan, "expectedVersion": 2 })),
        (CREATE_PROJECT, new),
        (
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "workingTitle": "x", "sources": [] }),
        ),
        (
            PUBLISH_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "visibility": "TENANT" }),
        ),
        (
            RETIRE_PROJECT,
            json!({ "project": project, "expectedVersion": 2 }),
        ),
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
        (
            admin,
            EDIT_PLAN,
            json!({ "plan": plan, "expectedVersion": 1, "title": "x" }),
            "STALE_VERSION",
        ),
        (
            admin,
            RETIRE_PROJECT,
            json!({ "project": project, "expectedVersion": 1 }),
            "STALE_VERSION",
        ),
        (
            admin,
            EDIT_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "title": " " }),
            "BAD_USER_INPUT",
        ),
        (
            admin,
            EDIT_PLAN,
            json!({ "plan": project, "expectedVersion": 2, "title": "x" }),
            "NOT_FOUND",
        ),
        (
            admin,
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "actionField": "Z" }),
            "BAD_USER_INPUT",
        ),
        (
            admin,
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "items": [] }),
            "BAD_USER_INPUT",
        ),
        (
            admin,
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "summary": "\u{0}" }),
            "BAD_USER_INPUT",
        ),
        (
            admin,
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "SHARED" }),
            "BAD_USER_INPUT",
        ),
        (
            admin,
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "SHARED", "readers": own }),
            "BAD_USER_INPUT",
        ),
        (
            admin,
            CREATE_PROJECT,
            json!({ "plan": plan, "code": "AC-1", "sequenceNo": 3, "workingTitle": "x" }),
            "CONFLICT",
        ),
        (
            admin,
            CREATE_NETWORK,
            json!({ "slug": "neu", "nameDe": "Neu" }),
            "FORBIDDEN",
        ),
        (
            shy,
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "TENANT" }),
            "FORBIDDEN",
        ),
        (
            shy,
            CREATE_PROJECT,
            json!({ "plan": plan, "code": "AC-3", "sequenceNo": 3, "workingTitle": "x", "visibility": "PUBLIC" }),
            "FORBIDDEN",
        ),
    ]
}

fn admin_tenant(admin: &Ctx) -> String {
    match admin.actor() {
        domain::actor::Actor::Member(member) => member.tenant.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn foreign_and_random_ids_are_answered_alike(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
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
        (
            "barriers",
            json!([{ "barrier": "H99", "role": "ADDRESSES" }]),
        ),
        ("contactVisibility", json!("SHARED")),
        (
            "items",
            json!([{ "kind": "IDEA", "text": "x", "subProject": 9 }]),
        ),
    ] {
        input
            .as_object_mut()
            .unwrap()
            .insert(member.to_owned(), value);
    }
    let answer = ask(&admin, CREATE_PROJECT, json!({ "input": input })).await;
    let mistakes = answer
        .pointer("/errors/0/extensions/mistakes")
        .and_then(Value::as_array)
        .unwrap();
    let mut paths: Vec<_> = mistakes.iter().map(|one| text(one, "/path")).collect();
    paths.sort_unstable();
    let expected = [
        "actionField",
        "barriers[0].barrier",
        "code",
        "contactVisibility",
        "endYear",
        "items[0].subProject",
        "sources[0]",
        "workingTitle",
    ];
    assert_eq!(paths, expected);
}

/// Mass assignment: whoever writes cannot say to whom it belongs, nor how old it is.
#[tokio::test]
async fn no_input_names_what_the_service_decides() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    let document = "{ __schema { types { kind name inputFields { name } } } }";
    let types = data(&desk.nobody(), document, json!({})).await;
    let mut inputs = 0;
    for one in types
        .pointer("/__schema/types")
        .and_then(Value::as_array)
        .unwrap()
    {
        let (kind, name) = (text(one, "/kind"), text(one, "/name"));
        if kind != "INPUT_OBJECT" || !name.ends_with("Input") {
            continue;
        }
        inputs += 1;
        for field in one.get("inputFields").and_then(Value::as_array).unwrap() {
            let field = text(field, "/name");
            let may_name = matches!(
                (name.as_str(), field.as_str()),
                (
                    "CreatePlanInput" | "ImportPlanInput" | "CreateMembershipInput",
                    "network"
                ) | ("CreateMembershipInput", "tenant")
            );
            let is_ours = [
                "tenant",
                "tenantId",
                "network",
                "networkId",
                "city",
                "owner",
                "version",
                "revision",
                "createdAt",
                "updatedAt",
                "deletedAt",
                "licence",
            ]
            .contains(&field.as_str());
            assert!(may_name || !is_ours, "{name}.{field}");
        }
    }
    assert!(inputs >= 12, "{inputs}");
}
