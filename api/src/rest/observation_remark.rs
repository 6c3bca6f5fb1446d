//! What is said about values: that one was checked, that it is doubted and why, the answer.
//!
//! Invariant: the same use cases as in GraphQL; nobody reads what others said to each other.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{
        answer::{self, Listing},
        body::JsonBody,
        observation::{ObservationView, one},
        query,
        refusals::CreateRefusals,
        word::Plausibility,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result, Work,
    id::ObservationId,
    mistake::Mistakes,
    observation_remark::{self, ObservationRemark},
    read::{ListRequest, PageRequest, Reader, Select},
    value,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What was said about a value.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationRemarkView {
    /// The organisation that said it (id).
    #[schema(max_length = 64)]
    tenant: String,
    /// Where the value stood from then on: UNCHECKED, CHECKED or CONTESTED.
    #[schema(max_length = 24)]
    plausibility: String,
    /// What was said.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// When it was said.
    created_at: DateTime<Utc>,
}

/// What is said about a value.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemarkObservationBody {
    /// Where it stands from then on.
    #[schema(value_type = Plausibility, required = true)]
    plausibility: Option<Plausibility>,
    /// What is said; needed where it is CONTESTED.
    #[schema(min_length = 1, max_length = 2000)]
    note: Option<String>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ObservationRemarkQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// What was said about a value, the oldest first: to whoever entered it all of it, to others what they said themselves.
#[utoipa::path(operation_id = "observationRemarks", tag = "Figures",
    params(("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64), ObservationRemarkQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<ObservationRemarkView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/observations/{id}/remarks")]
pub async fn list(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: ObservationRemarkQuery = query::parse(&request)?;
    let done = async {
        let page = query::page(query.limit, query.after)?;
        answer(&request, &ctx, query::id(&id)?, page).await
    };
    done.await.map_err(query::refuse(&ctx))
}

async fn answer(
    request: &HttpRequest,
    ctx: &Ctx,
    id: ObservationId,
    page: PageRequest,
) -> Result<HttpResponse> {
    let wanted = ListRequest {
        page,
        ..ListRequest::default()
    };
    let (reader, select) = (Reader::new(ctx), Select::all_fields());
    let page = observation_remark::of_observation(&reader, id, wanted, select).await?;
    answer::page(request, ctx, &page, view)
}

fn view(row: &ObservationRemark) -> Result<ObservationRemarkView> {
    Ok(ObservationRemarkView {
        tenant: row.author_id.to_string(),
        plausibility: row.plausibility.get()?.word().to_owned(),
        note: row.note.get()?.clone(),
        created_at: *row.created_at.get()?,
    })
}

/// Says that a value was checked, or that it is doubted and why. For whoever entered it, and for an organisation that
/// coordinates a network of theirs and may read it.
#[utoipa::path(operation_id = "remarkObservation", tag = "Figures", request_body = RemarkObservationBody,
    params(("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64)), responses(
        (status = 200, description = "The value as it stands now.", body = ObservationView, headers(("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/observations/{id}/remarks")]
pub async fn remark(
    Writer(ctx): Writer,
    id: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: RemarkObservationBody = body.read(&mut mistakes)?;
        mistakes.finish()?;
        let id: ObservationId = query::id(&id)?;
        let state = body
            .plausibility
            .map_or(value::Plausibility::Unchecked, Into::into);
        let job =
            async |work: &Work<'_>| observation_remark::remark(work, id, state, body.note).await;
        ctx.write("observation.remark", id, job).await?;
        Ok(answer::written(
            &ctx,
            StatusCode::OK,
            "",
            one(&ctx, id).await?,
        ))
    };
    done.await.map_err(query::refuse(&ctx))
}
