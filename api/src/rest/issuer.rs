//! Identity providers (Identitätsanbieter) that the caller's own organisation trusts.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{json, query, session::DoneView},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web, web::Bytes};
use chrono::{DateTime, Utc};
use domain::{
    Error, Work,
    id::IssuerId,
    issuer::{self, Issuer, NewIssuer},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An identity provider that your organisation trusts, such as its own Keycloak.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuerView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// Issuer identifier, as in its tokens.
    #[schema(max_length = 300)]
    url: String,
    /// Audience that its tokens must name.
    #[schema(max_length = 200)]
    audience: String,
    /// Signature algorithms that are accepted.
    #[schema(max_items = 4)]
    algorithms: Vec<String>,
    /// Claim that holds the role.
    #[schema(max_length = 200)]
    role_claim: String,
    /// When it was trusted.
    created_at: DateTime<Utc>,
}

/// The identity providers that your organisation trusts.
#[derive(Serialize, ToSchema)]
pub struct IssuerList {
    /// All of them.
    #[schema(max_items = 1000)]
    items: Vec<IssuerView>,
}

/// An identity provider to trust.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustIssuerBody {
    /// Issuer identifier, as in its tokens.
    #[schema(max_length = 300)]
    url: String,
    /// Audience that its tokens must name.
    #[schema(max_length = 200)]
    audience: String,
    /// Signature algorithms that are accepted: ES256, EdDSA, RS256, PS256.
    #[schema(max_items = 4)]
    algorithms: Vec<String>,
    /// Claim that holds one of READER, EDITOR, PUBLISHER, ADMIN; a way such as `realm_access.roles` is possible.
    #[schema(max_length = 200)]
    role_claim: String,
}

impl From<Issuer> for IssuerView {
    fn from(row: Issuer) -> Self {
        Self {
            id: row.id.to_string(),
            url: row.url,
            audience: row.audience,
            algorithms: row.algorithms.split(' ').map(str::to_owned).collect(),
            role_claim: row.role_claim,
            created_at: row.created_at,
        }
    }
}

impl From<TrustIssuerBody> for NewIssuer {
    fn from(body: TrustIssuerBody) -> Self {
        Self {
            id: IssuerId(Work::new_id()),
            url: body.url,
            audience: body.audience,
            algorithms: body.algorithms,
            role_claim: body.role_claim,
        }
    }
}

/// The identity providers that your organisation trusts.
#[utoipa::path(tag = "Identity", operation_id = "listIdentityProviders", responses(
        (status = 200, description = "All of them.", body = IssuerList),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/identity-providers")]
pub async fn list(Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let rows = issuer::list(&ctx).await.map_err(query::refuse(&ctx))?;
    let items = rows.into_iter().map(Into::into).collect();
    Ok(json::answer(&IssuerList { items }))
}

/// Trusts an identity provider to say who may do what in your organisation. It can speak for yours only.
#[utoipa::path(tag = "Identity", operation_id = "trustIdentityProvider", request_body = TrustIssuerBody, responses(
        (status = 200, description = "Trusted.", body = IssuerView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is trusted already.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/identity-providers")]
pub async fn trust(
    request: HttpRequest,
    Caller(ctx): Caller,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let new: TrustIssuerBody = json::parse(&request, &body)?;
    let new = NewIssuer::from(new);
    let done = async {
        ctx.write("issuer.trust", new.id, async |work| {
            issuer::trust(work, new).await
        })
        .await
    };
    let row = done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&IssuerView::from(row)))
}

/// Trusts an identity provider no longer, at once.
#[utoipa::path(tag = "Identity", operation_id = "distrustIdentityProvider",
    params(("id" = String, Path, description = "Global id of the identity provider.", max_length = 64)), responses(
        (status = 200, description = "Trusted no longer.", body = DoneView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such identity provider.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[delete("/identity-providers/{id}")]
pub async fn distrust(id: web::Path<String>, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let done = async {
        let id: IssuerId = id.parse().map_err(|_| Error::NotFound("issuer"))?;
        ctx.write("issuer.distrust", id, async |work| {
            issuer::distrust(work, id).await
        })
        .await
    };
    done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&DoneView { done: true }))
}
