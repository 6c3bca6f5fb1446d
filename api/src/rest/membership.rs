//! Memberships (Mitgliedschaften) of organisations in networks.
//!
//! Invariant: only whoever runs the service decides who belongs to a network.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        version::IfMatch,
        word::MembershipRole,
    },
};
use actix_web::{HttpResponse, http::StatusCode, post, web};
use chrono::NaiveDate;
use domain::{
    Ctx, Result, Work,
    id::{MembershipId, NetworkId, TenantId},
    membership,
    mistake::Mistakes,
    network,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new membership.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateMembershipBody {
    /// The network, by its short name.
    #[schema(value_type = String, required = true, max_length = 40)]
    network: Option<String>,
    /// The organisation, by its global id.
    #[schema(value_type = String, required = true, max_length = 64)]
    tenant: Option<String>,
    /// As what it takes part.
    #[schema(value_type = MembershipRole, required = true)]
    role: Option<MembershipRole>,
    /// First day; today if not given.
    since: Option<NaiveDate>,
}

/// The end of a membership.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndMembershipBody {
    /// Last day: from the next one on the organisation no longer sees what the network shares.
    #[schema(value_type = NaiveDate, required = true)]
    until: Option<NaiveDate>,
}

/// A membership.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// Network (slug).
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Organisation (id).
    #[schema(max_length = 64)]
    tenant: String,
    /// As what it takes part.
    #[schema(max_length = 24)]
    role: String,
    /// First day.
    since: NaiveDate,
    /// Last day, open if none.
    until: Option<NaiveDate>,
    /// Counts changes.
    version: i32,
}

struct NewMembership {
    network: NetworkId,
    tenant: TenantId,
    role: domain::value::MembershipRole,
    since: NaiveDate,
}

fn new_membership(ctx: &Ctx, body: &JsonBody) -> Result<NewMembership> {
    let mut mistakes = Mistakes::default();
    let body: CreateMembershipBody = body.read(&mut mistakes)?;
    let (slug, tenant) = (
        body.network.unwrap_or_default(),
        body.tenant.unwrap_or_default(),
    );
    let network = mistakes.take(network::by_slug(ctx, "network", &slug))?;
    let tenant = mistakes.take(query::reference("tenant", &tenant))?;
    mistakes.finish()?;
    match (network, tenant, body.role) {
        (Some(network), Some(tenant), Some(role)) => Ok(NewMembership {
            network,
            tenant,
            role: role.into(),
            since: body.since.unwrap_or(ctx.now().date_naive()),
        }),
        _ => Err(domain::Error::Internal(
            "a body without mistakes lacks a member".to_owned(),
        )),
    }
}

fn last_day(body: &JsonBody) -> Result<NaiveDate> {
    let mut mistakes = Mistakes::default();
    let body: EndMembershipBody = body.read(&mut mistakes)?;
    mistakes.finish()?;
    Ok(body.until.unwrap_or_default())
}

fn answer(ctx: &Ctx, status: StatusCode, id: MembershipId) -> HttpResponse {
    let ctx = ctx.renewed();
    let networks = &ctx.reference().networks;
    let shown = ctx.reference().memberships.find(&id).map(|record| {
        let network = networks.find(&record.network_id);
        let view = MembershipView {
            id: id.to_string(),
            network: network.map(|network| network.slug.clone()),
            tenant: record.tenant_id.to_string(),
            role: record.role.word().to_owned(),
            since: record.since,
            until: record.until,
            version: record.revision,
        };
        (view, record.revision)
    });
    answer::written(&ctx, status, &format!("memberships/{id}"), shown)
}

/// Makes an organisation a member of a network. For whoever runs the service.
#[utoipa::path(operation_id = "createMembership", tag = "Networks", request_body = CreateMembershipBody, responses(
        (status = 201, description = "Created.", body = MembershipView, headers(("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/memberships")]
pub async fn create(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_membership(&ctx, &body)?;
        let (network, tenant) = (new.network, new.tenant);
        let job = async |work: &Work<'_>| {
            membership::create(work, network, tenant, new.role, new.since).await
        };
        let id = ctx.write("membership.create", tenant, job).await?;
        Ok(answer(&ctx, StatusCode::CREATED, id))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Ends a membership with a day. For whoever runs the service.
#[utoipa::path(operation_id = "endMembership", tag = "Networks", request_body = EndMembershipBody,
    params(
        ("id" = String, Path, description = "Global id, such as membership_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the membership, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = MembershipView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/memberships/{id}/end")]
pub async fn end(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, until) = (query::id(&id)?, last_day(&body)?);
        let job = async |work: &Work<'_>| membership::end_by_id(work, id, version, until).await;
        ctx.write("membership.end", id, job).await?;
        Ok(answer(&ctx, StatusCode::OK, id))
    };
    done.await.map_err(query::refuse(&ctx))
}
