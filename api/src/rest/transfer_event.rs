//! The history of a transfer link.
//!
//! Invariant: the same use cases as in GraphQL; entries are for the parties of the link.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Ctx, Result,
    id::TransferLinkId,
    read::{ListRequest, PageRequest, Reader, Select},
    transfer_event::TransferEvent,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An entry in the history of a transfer link.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferEventView {
    /// Version of the link after it; numbers grow, but not one by one.
    number: i32,
    /// STEP, CHANGE, MEETING, NOTE, DOCUMENT or FOLLOW_UP.
    #[schema(max_length = 24)]
    kind: String,
    /// Which step was taken, where it tells of one.
    #[schema(max_length = 24)]
    step: Option<String>,
    /// How far the link had come after it.
    #[schema(max_length = 24)]
    stage: String,
    /// In which part somebody acted: ADOPTER, SOURCE or COORDINATOR.
    #[schema(max_length = 24)]
    party: String,
    /// The organisation that acted (id).
    #[schema(max_length = 64)]
    tenant: String,
    /// When it was entered.
    at: DateTime<Utc>,
    /// On which day it was.
    held_on: Option<NaiveDate>,
    /// Why, where a step has a reason.
    #[schema(max_length = 24)]
    reason: Option<String>,
    /// What came of the transfer, where it says so.
    #[schema(max_length = 24)]
    outcome: Option<String>,
    /// Who took part.
    #[schema(max_length = 4000)]
    participants: Option<String>,
    /// A note.
    #[schema(max_length = 4000)]
    note: Option<String>,
    /// Address of a document.
    #[schema(max_length = 2000)]
    document_url: Option<String>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TransferEventQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// The history of a transfer link, the oldest entry first. For its sides and for offices that coordinate the network; empty
/// for everybody else.
#[utoipa::path(operation_id = "transferEvents", tag = "Transfer",
    params(("id" = String, Path, description = "Global id, such as link_01h…", max_length = 64), TransferEventQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<TransferEventView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/transfer-links/{id}/events")]
pub async fn list(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: TransferEventQuery = query::parse(&request)?;
    let done = async {
        let page = query::page(query.limit, query.after)?;
        answer(&request, &ctx, query::id(&id)?, page).await
    };
    done.await.map_err(query::refuse(&ctx))
}

async fn answer(
    request: &HttpRequest,
    ctx: &Ctx,
    id: TransferLinkId,
    page: PageRequest,
) -> Result<HttpResponse> {
    let wanted = ListRequest {
        page,
        ..ListRequest::default()
    };
    let reader = Reader::new(ctx);
    let page = domain::transfer_event::of_link(&reader, id, wanted, Select::all_fields()).await?;
    answer::page(request, ctx, &page, view)
}

fn view(row: &TransferEvent) -> Result<TransferEventView> {
    Ok(TransferEventView {
        number: *row.number.get()?,
        kind: row.kind.get()?.word().to_owned(),
        step: row.step.get()?.map(|step| step.word().to_owned()),
        stage: row.stage.get()?.word().to_owned(),
        party: row.party.get()?.word().to_owned(),
        tenant: row.actor_id.to_string(),
        at: *row.at.get()?,
        held_on: *row.held_on.get()?,
        reason: row.reason.get()?.map(|reason| reason.word().to_owned()),
        outcome: row.outcome.get()?.map(|outcome| outcome.word().to_owned()),
        participants: row.participants.get()?.clone(),
        note: row.note.get()?.clone(),
        document_url: row.document_url.get()?.clone(),
    })
}
