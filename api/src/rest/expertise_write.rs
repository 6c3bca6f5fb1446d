//! Creating and changing offers and requests of expertise.
//!
//! Invariant: the same use cases as in GraphQL; they belong to the organisation of the credentials, no body says otherwise.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::{JsonBody, nullable},
        expertise::{ExpertiseView, one},
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        release::{PublishBody, RetiredView, release},
        version::IfMatch,
        word::{ExpertiseCapacity, ExpertiseKind, Visibility},
    },
};
use actix_web::{HttpResponse, delete, http::StatusCode, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Ctx, Result, Work,
    expertise::{self, EditExpertise, NewExpertise},
    id::{ExpertiseId, NetworkId, ProjectId},
    mistake::Mistakes,
    network,
    value::ExpertiseKind as DomainKind,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new offer (Angebot) or request (Gesuch) of your organisation.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateExpertiseBody {
    /// The network in which it stands, by its short name; your organisation belongs to it.
    #[schema(value_type = String, required = true, max_length = 40)]
    network: Option<String>,
    /// Whether expertise is offered or looked for.
    #[schema(value_type = ExpertiseKind, required = true)]
    kind: Option<ExpertiseKind>,
    /// What about, in short.
    #[schema(value_type = String, required = true, min_length = 1, max_length = 200)]
    topic: Option<String>,
    /// What about, in detail.
    #[schema(min_length = 1, max_length = 2000)]
    description: Option<String>,
    /// Barriers (Hemmnisse) that it is about, by code such as H7.
    #[schema(max_items = 5)]
    barriers: Option<Vec<String>>,
    /// The project of yours, in the same network, in which the experience was gained or for which it is looked for (id).
    #[schema(max_length = 64)]
    project: Option<String>,
    /// How much time is offered or looked for.
    #[schema(value_type = ExpertiseCapacity, required = true)]
    capacity: Option<ExpertiseCapacity>,
    /// Whom to ask: the address of a role, not of a person.
    #[schema(min_length = 1, max_length = 300)]
    contact: Option<String>,
    /// Who sees the contact: TENANT, NETWORK or PUBLIC; NETWORK if not given.
    contact_visibility: Option<Visibility>,
    /// The last day on which it is open: from today to three years from now.
    #[schema(value_type = NaiveDate, required = true)]
    until: Option<NaiveDate>,
    /// Who may read it; TENANT if not given. To name readers (SHARED), publish it afterwards.
    visibility: Option<Visibility>,
    /// Not before this moment, except for your own organisation.
    embargo_until: Option<DateTime<Utc>>,
}

/// What is to be different about an offer or request; what is not given stays as it is.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditExpertiseBody {
    /// What about, in short.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 200)]
    topic: Option<String>,
    /// What about, in detail; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000)]
    #[serde(default, deserialize_with = "nullable")]
    description: Option<Option<String>>,
    /// Barriers that it is about, by code; they take the place of those that are there.
    #[schema(value_type = Vec<String>, required = false, max_items = 5)]
    barriers: Option<Vec<String>>,
    /// The project of yours that it is about (id); null empties it.
    #[schema(value_type = Option<String>, max_length = 64)]
    #[serde(default, deserialize_with = "nullable")]
    project: Option<Option<String>>,
    /// How much time is offered or looked for.
    #[schema(value_type = ExpertiseCapacity, required = false)]
    capacity: Option<ExpertiseCapacity>,
    /// Whom to ask: the address of a role, not of a person; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    #[serde(default, deserialize_with = "nullable")]
    contact: Option<Option<String>>,
    /// Who sees the contact: TENANT, NETWORK or PUBLIC.
    #[schema(value_type = Visibility, required = false)]
    contact_visibility: Option<Visibility>,
    /// The last day on which it is open: from today to three years from now.
    #[schema(value_type = NaiveDate, required = false)]
    until: Option<NaiveDate>,
}

fn new_expertise(ctx: &Ctx, body: &JsonBody) -> Result<NewExpertise> {
    let mut mistakes = Mistakes::default();
    let body: CreateExpertiseBody = body.read(&mut mistakes)?;
    let slug = body.network.unwrap_or_default();
    let network = mistakes.take(network::by_slug(ctx, "network", &slug))?;
    let new = NewExpertise {
        // Where there is none, that is a mistake, and it is refused below; so with the kind.
        network: network.unwrap_or(NetworkId(uuid::Uuid::nil())),
        kind: body.kind.map_or(DomainKind::Request, Into::into),
        release: release(body.visibility, body.embargo_until),
        content: EditExpertise {
            topic: body.topic,
            description: Some(body.description),
            barriers: body.barriers,
            project: Some(project(body.project, &mut mistakes)?),
            capacity: body.capacity.map(Into::into),
            contact: Some(body.contact),
            contact_visibility: body.contact_visibility.map(Into::into),
            until: body.until,
        },
    };
    new.check(ctx, &mut mistakes);
    mistakes.finish().map(|()| new)
}

fn changes(ctx: &Ctx, body: &JsonBody) -> Result<EditExpertise> {
    let mut mistakes = Mistakes::default();
    let body: EditExpertiseBody = body.read(&mut mistakes)?;
    let named = body.project.map(|id| project(id, &mut mistakes));
    let change = EditExpertise {
        topic: body.topic,
        description: body.description,
        barriers: body.barriers,
        project: named.transpose()?,
        capacity: body.capacity.map(Into::into),
        contact: body.contact,
        contact_visibility: body.contact_visibility.map(Into::into),
        until: body.until,
    };
    change.check(ctx, &mut mistakes);
    mistakes.finish().map(|()| change)
}

fn project(id: Option<String>, mistakes: &mut Mistakes) -> Result<Option<ProjectId>> {
    let Some(id) = id else {
        return Ok(None);
    };
    mistakes.take(query::reference("project", &id))
}

async fn answer(ctx: &Ctx, status: StatusCode, id: ExpertiseId) -> Result<HttpResponse> {
    let place = format!("expertise/{id}");
    Ok(answer::written(ctx, status, &place, one(ctx, id).await?))
}

/// Creates an offer or request of your organisation.
#[utoipa::path(operation_id = "createExpertise", tag = "Transfer", request_body = CreateExpertiseBody, responses(
        (status = 201, description = "Created; `Location` says where.", body = ExpertiseView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/expertise")]
pub async fn create(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_expertise(&ctx, &body)?;
        let network = new.network;
        let job = async |work: &Work<'_>| expertise::create(work, new).await;
        let id = ctx.write("expertise.create", network, job).await?;
        answer(&ctx, StatusCode::CREATED, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes an offer or request of your organisation; who may read it stays as it is.
#[utoipa::path(operation_id = "editExpertise", tag = "Transfer", request_body = EditExpertiseBody,
    params(
        ("id" = String, Path, description = "Global id, such as expertise_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the offer or request, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = ExpertiseView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[patch("/expertise/{id}")]
pub async fn edit(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, change) = (query::id(&id)?, changes(&ctx, &body)?);
        let job = async |work: &Work<'_>| expertise::edit(work, id, version, change).await;
        ctx.write("expertise.edit", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes who may read an offer or request of your organisation.
#[utoipa::path(operation_id = "publishExpertise", tag = "Transfer", request_body = PublishBody,
    params(
        ("id" = String, Path, description = "Global id, such as expertise_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the offer or request, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = ExpertiseView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/expertise/{id}/publish")]
pub async fn publish(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, (release, readers)) = (query::id(&id)?, body.release()?);
        let job =
            async |work: &Work<'_>| expertise::publish(work, id, version, release, &readers).await;
        ctx.write("expertise.publish", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes an offer or request of your organisation out of use; it can be restored.
#[utoipa::path(operation_id = "retireExpertise", tag = "Transfer",
    params(
        ("id" = String, Path, description = "Global id, such as expertise_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the offer or request, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Retired.", body = RetiredView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[delete("/expertise/{id}")]
pub async fn retire(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id: ExpertiseId = query::id(&id)?;
        let job = async |work: &Work<'_>| expertise::retire(work, id, version).await;
        let version = ctx.write("expertise.retire", id, job).await?;
        let retired = RetiredView::of(id, version);
        Ok(answer::written(&ctx, StatusCode::OK, "", Some(retired)))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Brings a retired offer or request back.
#[utoipa::path(operation_id = "restoreExpertise", tag = "Transfer",
    params(
        ("id" = String, Path, description = "Global id, such as expertise_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The version that retiring answered, in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Restored.", body = ExpertiseView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/expertise/{id}/restore")]
pub async fn restore(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| expertise::restore(work, id, version).await;
        ctx.write("expertise.restore", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
