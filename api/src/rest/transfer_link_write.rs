//! Proposing transfer links, changing them and taking their steps.
//!
//! Invariant: the same use cases as in GraphQL; no body says in which part somebody acts.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        transfer_body::{
            EditTransferLinkBody, LogTransferEventBody, ProposeTransferLinkBody,
            TakeTransferStepBody, changes, event, proposal, step,
        },
        transfer_link::{TransferLinkView, one},
        version::IfMatch,
    },
};
use actix_web::{HttpResponse, http::StatusCode, patch, post, web};
use domain::{Ctx, Result, Work, id::TransferLinkId, transfer_event, transfer_link};

async fn answer(ctx: &Ctx, status: StatusCode, id: TransferLinkId) -> Result<HttpResponse> {
    let place = format!("transfer-links/{id}");
    Ok(answer::written(ctx, status, &place, one(ctx, id).await?))
}

/// Proposes a transfer to both sides. What a plan only names already is taken up and keeps its history. For the sides
/// themselves and for offices that coordinate the network.
#[utoipa::path(operation_id = "proposeTransferLink", tag = "Transfer", request_body = ProposeTransferLinkBody, responses(
        (status = 201, description = "Proposed; `Location` says where.", body = TransferLinkView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/transfer-links")]
pub async fn propose(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = proposal(&ctx, &body)?;
        let network = new.network;
        let job = async |work: &Work<'_>| transfer_link::propose(work, new).await;
        let id = ctx.write("transfer_link.propose", network, job).await?;
        answer(&ctx, StatusCode::CREATED, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes what a transfer link says, narrows it to a project, sets the next step. For its parties.
#[utoipa::path(operation_id = "editTransferLink", tag = "Transfer", request_body = EditTransferLinkBody,
    params(
        ("id" = String, Path, description = "Global id, such as link_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the link, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = TransferLinkView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[patch("/transfer-links/{id}")]
pub async fn edit(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, terms) = (query::id(&id)?, changes(&ctx, &body)?);
        let job = async |work: &Work<'_>| transfer_link::edit(work, id, version, terms).await;
        ctx.write("transfer_link.edit", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes a step: proposes what was only named, agrees or takes an agreement back, goes from understanding to adapting to
/// using, completes, pauses, gives up. A step that is not possible is refused (409) with the list of those that are.
#[utoipa::path(operation_id = "takeTransferStep", tag = "Transfer", request_body = TakeTransferStepBody,
    params(
        ("id" = String, Path, description = "Global id, such as link_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the link, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "The link after the step.", body = TransferLinkView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/transfer-links/{id}/steps")]
pub async fn take(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, taken) = (query::id(&id)?, step(&body)?);
        let job = async |work: &Work<'_>| transfer_link::take(work, id, version, taken).await;
        ctx.write("transfer_link.step", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Adds to the history of a transfer link: a meeting, a note, a document, a look back. For its parties.
#[utoipa::path(operation_id = "logTransferEvent", tag = "Transfer", request_body = LogTransferEventBody,
    params(
        ("id" = String, Path, description = "Global id, such as link_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the link, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "The link with the new entry in its history.", body = TransferLinkView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/transfer-links/{id}/events")]
pub async fn log(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, event) = (query::id(&id)?, event(&ctx, &body)?);
        let job = async |work: &Work<'_>| transfer_event::log(work, id, version, event).await;
        ctx.write("transfer_link.log", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
