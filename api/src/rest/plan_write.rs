//! Creating and changing action plans.
//!
//! Invariant: the same use cases as in GraphQL; a plan belongs to the organisation of the credentials and is for its
//! municipality, no body says otherwise.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::{JsonBody, nullable},
        plan::{PlanView, one},
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        release::{PublishBody, RetiredView, release},
        version::IfMatch,
        word::{PlanStatus, Visibility},
    },
};
use actix_web::{HttpResponse, delete, http::StatusCode, patch, post, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result, Work,
    id::{NetworkId, PlanId},
    mistake::Mistakes,
    network,
    plan::{self, EditPlan, NewPlan},
    value::PlanStatus as DomainPlanStatus,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new action plan of your organisation.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreatePlanBody {
    /// The network in which it stands, by its short name; your organisation belongs to it.
    #[schema(value_type = String, required = true, max_length = 40)]
    network: Option<String>,
    /// Title.
    #[schema(value_type = String, required = true, min_length = 1, max_length = 300)]
    title: Option<String>,
    /// Where it stands; DRAFT if not given.
    status: Option<PlanStatus>,
    /// How its projects were chosen.
    #[schema(min_length = 1, max_length = 20000)]
    selection_method: Option<String>,
    /// Where it is published: a web address.
    #[schema(min_length = 1, max_length = 2000)]
    source_url: Option<String>,
    /// Who may read it; TENANT if not given. To name readers (SHARED), publish it afterwards.
    visibility: Option<Visibility>,
    /// Not before this moment, except for your own organisation.
    embargo_until: Option<DateTime<Utc>>,
}

/// What is to be different about a plan; what is not given stays as it is.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditPlanBody {
    /// Title.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 300)]
    title: Option<String>,
    /// Where it stands.
    #[schema(value_type = PlanStatus, required = false)]
    status: Option<PlanStatus>,
    /// How its projects were chosen; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000)]
    #[serde(default, deserialize_with = "nullable")]
    selection_method: Option<Option<String>>,
    /// Where it is published: a web address; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000)]
    #[serde(default, deserialize_with = "nullable")]
    source_url: Option<Option<String>>,
}

fn new_plan(ctx: &Ctx, body: &JsonBody) -> Result<NewPlan> {
    let mut mistakes = Mistakes::default();
    let body: CreatePlanBody = body.read(&mut mistakes)?;
    let slug = body.network.unwrap_or_default();
    let network = mistakes.take(network::by_slug(ctx, "network", &slug))?;
    let new = NewPlan {
        // Where there is none, that is a mistake, and the plan is refused below.
        network: network.unwrap_or(NetworkId(uuid::Uuid::nil())),
        city_ags: None,
        title: body.title.unwrap_or_default(),
        status: body.status.map_or(DomainPlanStatus::Draft, Into::into),
        selection_method: body.selection_method,
        source_url: body.source_url,
        release: release(body.visibility, body.embargo_until),
    };
    new.check(&mut mistakes);
    mistakes.finish().map(|()| new)
}

fn changes(body: &JsonBody) -> Result<EditPlan> {
    let mut mistakes = Mistakes::default();
    let body: EditPlanBody = body.read(&mut mistakes)?;
    let change = EditPlan {
        title: body.title,
        status: body.status.map(Into::into),
        selection_method: body.selection_method,
        source_url: body.source_url,
    };
    change.check(&mut mistakes);
    mistakes.finish().map(|()| change)
}

async fn answer(ctx: &Ctx, status: StatusCode, id: PlanId) -> Result<HttpResponse> {
    let place = format!("plans/{id}");
    Ok(answer::written(ctx, status, &place, one(ctx, id).await?))
}

/// Creates an action plan of your organisation.
#[utoipa::path(operation_id = "createPlan", tag = "Plans", request_body = CreatePlanBody, responses(
        (status = 201, description = "Created; `Location` says where.", body = PlanView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/plans")]
pub async fn create(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_plan(&ctx, &body)?;
        let network = new.network;
        let job = async |work: &Work<'_>| plan::create(work, new).await;
        let id = ctx.write("plan.create", network, job).await?;
        answer(&ctx, StatusCode::CREATED, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes an action plan of your organisation; who may read it stays as it is.
#[utoipa::path(operation_id = "editPlan", tag = "Plans", request_body = EditPlanBody,
    params(
        ("id" = String, Path, description = "Global id, such as plan_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the plan, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = PlanView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[patch("/plans/{id}")]
pub async fn edit(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, change) = (query::id(&id)?, changes(&body)?);
        let job = async |work: &Work<'_>| plan::edit(work, id, version, change).await;
        ctx.write("plan.edit", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes who may read an action plan of your organisation, and with it its projects.
#[utoipa::path(operation_id = "publishPlan", tag = "Plans", request_body = PublishBody,
    params(
        ("id" = String, Path, description = "Global id, such as plan_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the plan, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = PlanView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/plans/{id}/publish")]
pub async fn publish(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, (release, readers)) = (query::id(&id)?, body.release()?);
        let job = async |work: &Work<'_>| plan::publish(work, id, version, release, &readers).await;
        ctx.write("plan.publish", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes an action plan of your organisation out of use, with its projects; it can be restored.
#[utoipa::path(operation_id = "retirePlan", tag = "Plans",
    params(
        ("id" = String, Path, description = "Global id, such as plan_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the plan, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Retired.", body = RetiredView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[delete("/plans/{id}")]
pub async fn retire(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id: PlanId = query::id(&id)?;
        let job = async |work: &Work<'_>| plan::retire(work, id, version).await;
        let version = ctx.write("plan.retire", id, job).await?;
        let retired = RetiredView::of(id, version);
        Ok(answer::written(&ctx, StatusCode::OK, "", Some(retired)))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Brings a retired action plan back, with the projects that were retired together with it.
#[utoipa::path(operation_id = "restorePlan", tag = "Plans",
    params(
        ("id" = String, Path, description = "Global id, such as plan_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The version that retiring answered, in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Restored.", body = PlanView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/plans/{id}/restore")]
pub async fn restore(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| plan::restore(work, id, version).await;
        ctx.write("plan.restore", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
