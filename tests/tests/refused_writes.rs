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
on_both!(a_write_of_others_changes_nothing);
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
    for (ctx, expected, writes) in refused(&admin, &shy, (&plan, &project)) {
        for (document, input) in writes {
            let answer = ask(ctx, document, json!({ "input": input })).await;
            assert_eq!(code(&answer), expected, "{document} {input}: {answer}");
        }
    }
    assert_eq!(state(&desk).await, before);
}

/// Whoever it is and however it is refused: what others own stays as it is.
async fn a_write_of_others_changes_nothing(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let admin = desk.member(AACHEN, Role::Admin);
    let plan = plan(&admin).await;
    let project = project(&admin, &plan, "AC-1").await;
    let publish_plan = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" });
    publish(&admin, "Plan", publish_plan).await;
    let before = state(&desk).await;
    for city in [KARLSRUHE, COLOGNE] {
        let ctx = desk.member(city, Role::Admin);
        for (document, input) in writes(&plan, &project) {
            // That it is refused is all that counts here.
            code(&ask(&ctx, document, json!({ "input": input })).await);
        }
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

/// A mutation and its input.
type Write = (&'static str, Value);

/// Writes that the owner's people could make.
fn writes(plan: &str, project: &str) -> Vec<Write> {
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

/// Writes that even the owner's people cannot make, with their codes.
fn refused<'c>(
    admin: &'c Ctx,
    shy: &'c Ctx,
    (plan, project): (&str, &str),
) -> Vec<(&'c Ctx, &'static str, Vec<Write>)> {
    let not_a_plan = json!({ "plan": project, "expectedVersion": 2, "title": "x" });
    let same_code = json!({ "plan": plan, "code": "AC-1", "sequenceNo": 3, "workingTitle": "x" });
    let network = json!({ "slug": "neu", "nameDe": "Neu" });
    let wrong_projects = wrong_projects(project);
    let wrong_plans = wrong_plans(plan, &admin_tenant(admin));
    vec![
        (admin, "STALE_VERSION", too_late(plan, project)),
        (admin, "NOT_FOUND", vec![(EDIT_PLAN, not_a_plan)]),
        (admin, "BAD_USER_INPUT", wrong_plans),
        (admin, "BAD_USER_INPUT", wrong_projects),
        (admin, "CONFLICT", vec![(CREATE_PROJECT, same_code)]),
        (admin, "FORBIDDEN", vec![(CREATE_NETWORK, network)]),
        (shy, "FORBIDDEN", publishing(plan)),
    ]
}

/// Writes that start from a version that was.
fn too_late(plan: &str, project: &str) -> Vec<Write> {
    vec![
        (
            EDIT_PLAN,
            json!({ "plan": plan, "expectedVersion": 1, "title": "x" }),
        ),
        (
            RETIRE_PROJECT,
            json!({ "project": project, "expectedVersion": 1 }),
        ),
    ]
}

/// An empty title, and readers who are missing or the owner.
fn wrong_plans(plan: &str, owner: &str) -> Vec<Write> {
    vec![
        (
            EDIT_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "title": " " }),
        ),
        (
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "SHARED" }),
        ),
        (
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "SHARED", "readers": [owner] }),
        ),
    ]
}

/// An unknown field of action, items that would go, and a text that no database keeps.
fn wrong_projects(project: &str) -> Vec<Write> {
    vec![
        (
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "actionField": "Z" }),
        ),
        (
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "items": [] }),
        ),
        (
            EDIT_PROJECT,
            json!({ "project": project, "expectedVersion": 2, "summary": "\u{0}" }),
        ),
    ]
}

/// Writes that decide who reads.
fn publishing(plan: &str) -> Vec<Write> {
    vec![
        (
            PUBLISH_PLAN,
            json!({ "plan": plan, "expectedVersion": 2, "visibility": "TENANT" }),
        ),
        (
            CREATE_PROJECT,
            json!({ "plan": plan, "code": "AC-3", "sequenceNo": 3, "workingTitle": "x", "visibility": "PUBLIC" }),
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
                    "CreatePlanInput"
                        | "CreateExpertiseInput"
                        | "CreatePeerGroupInput"
                        | "PeerRuleInput"
                        | "ImportPlanInput"
                        | "CreateMembershipInput"
                        | "ReplaceNetworkConceptsInput"
                        | "ChangeDisclosurePolicyInput"
                        | "DecideSimilarityInput"
                        | "RefitSimilarityWeightsInput"
                        | "RestoreSimilarityWeightsInput"
                        | "ProposeTransferLinkInput"
                        | "AcceptSuggestionsInput"
                        | "DeclineSuggestionsInput"
                        | "SnoozeSuggestionsInput"
                        | "DefineIndicatorInput"
                        | "RecordObservationInput"
                        | "PublishObservationInput",
                    "network"
                ) | ("CreateMembershipInput", "tenant")
                    | ("NeighboursInput", "city")
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
