//! Creating, changing and freezing peer groups.
//!
//! Invariant: the same use cases as in GraphQL; they belong to the organisation of the credentials, no body says otherwise.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        peer_group::{PeerGroupView, one},
        peer_group_body::{ChangePeerGroupBody, CreatePeerGroupBody},
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        release::{PublishBody, RetiredView},
        version::IfMatch,
    },
};
use actix_web::{HttpResponse, delete, http::StatusCode, patch, post, web};
use domain::{Ctx, Result, Work, id::PeerGroupId, mistake::Mistakes, peer_group};
use serde::Deserialize;
use utoipa::ToSchema;

/// The year for which the cities of a group are to be frozen.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FreezePeerGroupBody {
    /// The year: this one or one that has passed.
    #[schema(value_type = i32, required = true, minimum = 1900, maximum = 2100)]
    year: Option<i32>,
}

async fn answer(ctx: &Ctx, status: StatusCode, id: PeerGroupId) -> Result<HttpResponse> {
    let place = format!("peer-groups/{id}");
    Ok(answer::written(ctx, status, &place, one(ctx, id).await?))
}

/// Creates a peer group that your organisation keeps, or a ring that it moderates. A ring with fewer cities than the network
/// asks for is refused (MIN_CONTRIBUTORS).
#[utoipa::path(operation_id = "createPeerGroup", tag = "Figures", request_body = CreatePeerGroupBody, responses(
        (status = 201, description = "Created; `Location` says where.", body = PeerGroupView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/peer-groups")]
pub async fn create(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = body.new_peer_group(&ctx)?;
        let network = new.network.map(|network| network.to_string());
        let job = async |work: &Work<'_>| peer_group::create(work, new).await;
        let subject = network.unwrap_or_default();
        let id = ctx.write("peer_group.create", subject, job).await?;
        answer(&ctx, StatusCode::CREATED, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes a peer group of your organisation, or a ring that it moderates. Where that changes what the members of a ring
/// agreed to, they are asked again.
#[utoipa::path(operation_id = "changePeerGroup", tag = "Figures", request_body = ChangePeerGroupBody,
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the group, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[patch("/peer-groups/{id}")]
pub async fn change(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, change) = (query::id(&id)?, body.changed_peer_group()?);
        let job = async |work: &Work<'_>| peer_group::change(work, id, version, change).await;
        ctx.write("peer_group.change", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes who may read a peer group of your organisation; a ring stays among its members.
#[utoipa::path(operation_id = "publishPeerGroup", tag = "Figures", request_body = PublishBody,
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the group, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/publish")]
pub async fn publish(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, (release, readers)) = (query::id(&id)?, body.release()?);
        let job =
            async |work: &Work<'_>| peer_group::publish(work, id, version, release, &readers).await;
        ctx.write("peer_group.publish", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Freezes the cities of a peer group for a year: every comparison of that year uses them from then on. A year is frozen
/// once.
#[utoipa::path(operation_id = "freezePeerGroup", tag = "Figures", request_body = FreezePeerGroupBody,
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the group, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Frozen.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/freeze")]
pub async fn freeze(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, mut mistakes) = (query::id(&id)?, Mistakes::default());
        let body: FreezePeerGroupBody = body.read(&mut mistakes)?;
        mistakes.finish()?;
        let year = body.year.unwrap_or_default();
        let job = async |work: &Work<'_>| peer_group::freeze(work, id, version, year).await;
        ctx.write("peer_group.freeze", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes a peer group of your organisation, or a ring that it moderates, out of use; it can be restored.
#[utoipa::path(operation_id = "retirePeerGroup", tag = "Figures",
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the group, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Retired.", body = RetiredView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[delete("/peer-groups/{id}")]
pub async fn retire(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id: PeerGroupId = query::id(&id)?;
        let job = async |work: &Work<'_>| peer_group::retire(work, id, version).await;
        let version = ctx.write("peer_group.retire", id, job).await?;
        let retired = RetiredView::of(id, version);
        Ok(answer::written(&ctx, StatusCode::OK, "", Some(retired)))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Brings a retired peer group or ring back.
#[utoipa::path(operation_id = "restorePeerGroup", tag = "Figures",
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The version that retiring answered, in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Restored.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/restore")]
pub async fn restore(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| peer_group::restore(work, id, version).await;
        ctx.write("peer_group.restore", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
