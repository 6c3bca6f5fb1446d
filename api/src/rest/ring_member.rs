//! Who belongs to a ring (Vergleichsring): invitations, and what cities answer.
//!
//! Invariant: the same use cases as in GraphQL; no body says for whom a city's own organisation answers.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        peer_group::{PeerGroupView, one},
        query,
        refusals::ChangeRefusals,
        version::IfMatch,
    },
};
use actix_web::{HttpResponse, http::StatusCode, post, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result, Work,
    id::{PeerGroupId, TenantId},
    label,
    mistake::Mistakes,
    peer_group::{Membership, RingView as DomainRing},
    ring_member,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What makes a peer group a ring (Vergleichsring).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RingView {
    /// What your own organisation answered: INVITED, ACCEPTED, DECLINED or LEFT; none where it moderates and is no city.
    #[schema(max_length = 24)]
    state: Option<&'static str>,
    /// Who is invited or belongs to it, by AGS, as far as you may know it.
    #[schema(max_items = 1000)]
    members: Vec<RingMemberView>,
    /// Indicators that are compared (codes).
    #[schema(max_items = 100)]
    indicators: Vec<String>,
    /// Whether enough cities accepted for comparisons to be published; none for those who are only invited.
    can_publish: Option<bool>,
    /// Why nothing can be published, where that is so.
    #[schema(max_length = 24)]
    withheld: Option<&'static str>,
}

/// A city that was invited to a ring, and what it answered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RingMemberView {
    /// Its organisation (id).
    #[schema(max_length = 64)]
    organisation: String,
    /// AGS.
    #[schema(max_length = 8)]
    ags: String,
    /// Name.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// What it answered.
    #[schema(max_length = 24)]
    state: &'static str,
    /// The same in words.
    #[schema(max_length = 100)]
    state_label: String,
    /// The version of the terms that it accepted last.
    terms_version: Option<i32>,
    /// When it was invited.
    invited_at: DateTime<Utc>,
    /// When it answered, or left.
    decided_at: Option<DateTime<Utc>>,
}

impl RingView {
    /// As its reader sees it.
    pub fn of(ctx: &Ctx, ring: &DomainRing) -> Self {
        let indicators = ring.indicators.iter();
        Self {
            state: ring.state.map(|state| state.word()),
            members: ring.members.iter().map(|one| member(ctx, one)).collect(),
            indicators: indicators.map(|one| one.code.clone()).collect(),
            can_publish: ring.can_publish,
            withheld: ring.withheld.map(|reason| reason.word()),
        }
    }
}

fn member(ctx: &Ctx, of: &Membership) -> RingMemberView {
    let city = ctx.reference().cities.find(&of.city_ags);
    RingMemberView {
        organisation: of.member_id.to_string(),
        ags: of.city_ags.clone(),
        name: city.map(|city| city.display_name.clone()),
        state: of.state.word(),
        state_label: label::ring_state(of.state).text(ctx.language()).to_owned(),
        terms_version: of.terms_version,
        invited_at: of.invited_at,
        decided_at: of.decided_at,
    }
}

/// Who is to be invited.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InviteToRingBody {
    /// Organisations of municipalities of the network (ids).
    #[schema(value_type = Vec<String>, required = true, max_items = 100)]
    invite: Option<Vec<String>>,
}

/// Who is to be taken out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveFromRingBody {
    /// The organisation (id).
    #[schema(value_type = String, required = true, max_length = 64)]
    member: Option<String>,
}

/// Which terms are accepted.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptRingBody {
    /// The version of the terms that you have read.
    #[schema(value_type = i32, required = true)]
    terms_version: Option<i32>,
}

/// The organisations that a body names at a place.
///
/// # Errors
/// What else is wrong than the ids themselves.
pub fn organisations(
    path: &str,
    ids: Option<Vec<String>>,
    mistakes: &mut Mistakes,
) -> Result<Vec<TenantId>> {
    let mut found: Vec<TenantId> = Vec::new();
    for (at, text) in ids.iter().flatten().enumerate() {
        let path = format!("{path}[{at}]");
        found.extend(mistakes.take(query::reference::<TenantId>(&path, text))?);
    }
    Ok(found)
}

async fn answer(ctx: &Ctx, id: PeerGroupId) -> Result<HttpResponse> {
    let shown = one(ctx, id).await?;
    Ok(answer::written(ctx, StatusCode::OK, "", shown))
}

/// Invites municipalities of the network to a ring that your organisation moderates.
#[utoipa::path(operation_id = "inviteToRing", tag = "Figures", request_body = InviteToRingBody,
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the ring, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Invited.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/invite")]
pub async fn invite(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, mut mistakes) = (query::id(&id)?, Mistakes::default());
        let body: InviteToRingBody = body.read(&mut mistakes)?;
        let invited = organisations("invite", body.invite, &mut mistakes)?;
        mistakes.finish()?;
        let job = async |work: &Work<'_>| ring_member::invite(work, id, version, &invited).await;
        ctx.write("ring.invite", id, job).await?;
        answer(&ctx, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes a municipality out of a ring that your organisation moderates, or takes its invitation back.
#[utoipa::path(operation_id = "removeFromRing", tag = "Figures", request_body = RemoveFromRingBody,
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the ring, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Taken out.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/remove")]
pub async fn remove(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, mut mistakes) = (query::id(&id)?, Mistakes::default());
        let body: RemoveFromRingBody = body.read(&mut mistakes)?;
        let named = body.member.unwrap_or_default();
        let member = mistakes.take(query::reference::<TenantId>("member", &named))?;
        mistakes.finish()?;
        let member = member.unwrap_or(TenantId(uuid::Uuid::nil()));
        let job = async |work: &Work<'_>| ring_member::remove(work, id, version, member).await;
        ctx.write("ring.remove", id, job).await?;
        answer(&ctx, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Accepts the terms of a ring for your city: its values count in the ring's comparisons from then on.
#[utoipa::path(operation_id = "acceptRing", tag = "Figures", request_body = AcceptRingBody,
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the ring, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Accepted.", body = PeerGroupView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/accept")]
pub async fn accept(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, mut mistakes) = (query::id(&id)?, Mistakes::default());
        let body: AcceptRingBody = body.read(&mut mistakes)?;
        mistakes.finish()?;
        let terms = body.terms_version.unwrap_or_default();
        let job = async |work: &Work<'_>| ring_member::accept(work, id, version, terms).await;
        ctx.write("ring.accept", id, job).await?;
        answer(&ctx, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Declines the invitation to a ring for your city. Whoever declines reads nothing more of it: the answer has no body.
#[utoipa::path(operation_id = "declineRing", tag = "Figures",
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the ring, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Declined."),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/decline")]
pub async fn decline(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| ring_member::decline(work, id, version).await;
        ctx.write("ring.decline", id, job).await?;
        answer(&ctx, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Leaves a ring for your city. Whoever leaves reads nothing more of it: the answer has no body. What was published stays.
#[utoipa::path(operation_id = "leaveRing", tag = "Figures",
    params(
        ("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the ring, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Left."),
        ChangeRefusals,
    ))]
#[post("/peer-groups/{id}/leave")]
pub async fn leave(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| ring_member::leave(work, id, version).await;
        ctx.write("ring.leave", id, job).await?;
        answer(&ctx, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
