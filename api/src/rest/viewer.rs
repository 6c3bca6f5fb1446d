//! Whoever is asking, as the service sees them.
//!
//! Invariant: it shows what was proved by the credential of this very request.

use crate::{caller::Caller, problem::Problem, rest::json};
use actix_web::{HttpResponse, get};
use domain::{
    Ctx,
    actor::{Actor, Principal},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Whoever is asking.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ViewerView {
    /// ANONYMOUS, MEMBER or OPERATOR.
    #[schema(max_length = 20)]
    kind: &'static str,
    /// Id of your account or API key, if you act by one of this service.
    #[schema(max_length = 64)]
    id: Option<String>,
    /// Id of the organisation for which you act.
    #[schema(max_length = 64)]
    tenant: Option<String>,
    /// Its name.
    #[schema(max_length = 300)]
    tenant_name: Option<String>,
    /// What you may do there: READER, EDITOR, PUBLISHER or ADMIN.
    #[schema(max_length = 20)]
    role: Option<&'static str>,
    /// What your token or key is good for, separated by spaces.
    #[schema(max_length = 300)]
    scope: String,
    /// Short names of the networks to which your organisation belongs today.
    #[schema(max_items = 1000)]
    networks: Vec<String>,
}

/// Who you are to the service.
#[utoipa::path(tag = "Identity", responses(
        (status = 200, description = "What your credential says.", body = ViewerView),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/me")]
pub async fn me(Caller(ctx): Caller) -> HttpResponse {
    json::answer(&view(&ctx))
}

fn view(ctx: &Ctx) -> ViewerView {
    let reference = ctx.reference();
    let (kind, member) = match ctx.actor() {
        Actor::Anonymous => ("ANONYMOUS", None),
        Actor::Member(member) => ("MEMBER", Some(member)),
        Actor::Operator(_) => ("OPERATOR", None),
    };
    let tenant = member.and_then(|member| reference.tenants.find(&member.tenant));
    let networks = member.into_iter().flat_map(|member| &member.networks);
    let networks = networks.filter_map(|id| reference.networks.find(id));
    ViewerView {
        kind,
        id: ctx.actor().principal().and_then(shown),
        tenant: tenant.map(|tenant| tenant.id.to_string()),
        tenant_name: tenant.map(|tenant| tenant.name.clone()),
        role: member.map(|member| member.role.word()),
        scope: member
            .map(|member| member.scopes.words())
            .unwrap_or_default(),
        networks: networks.map(|network| network.slug.clone()).collect(),
    }
}

fn shown(principal: &Principal) -> Option<String> {
    match principal {
        Principal::Account(id, _) => Some(id.to_string()),
        Principal::Credential(id) => Some(id.to_string()),
        Principal::Foreign(..) | Principal::CommandLine | Principal::Service => None,
    }
}
