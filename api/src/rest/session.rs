//! Signing in and out with a password.
//!
//! Invariant: a wrong address and a wrong password get the same answer, after the same time.

use crate::{
    caller::{self, Caller, Shared},
    identity::{Granted, SignIn},
    problem::Problem,
    rest::{json, query},
};
use actix_web::{HttpRequest, HttpResponse, post, web::Bytes};
use domain::{
    Error,
    id::TenantId,
    session::{self, Capacity},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person shows to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInBody {
    /// Address of the account.
    #[schema(max_length = 254, example = "radverkehr@stadt.example")]
    email: String,
    /// Password.
    #[schema(max_length = 1024, format = Password)]
    password: String,
    /// Id of the organisation for which to act; needed only by those who have a role in several.
    #[schema(max_length = 64)]
    tenant: Option<String>,
}

/// Tokens of a sign-in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// Send it as `Authorization: Bearer …`.
    #[schema(max_length = 8192)]
    access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 10)]
    token_type: &'static str,
    /// How many seconds the access token holds.
    #[schema(minimum = 0, maximum = 3600)]
    expires_in: i64,
    /// Good for one `POST /oauth/token` with `grant_type=refresh_token`, which gives the next pair. None for whoever runs
    /// the platform.
    #[schema(max_length = 200)]
    refresh_token: Option<String>,
    /// Id of the organisation for which you act.
    #[schema(max_length = 64)]
    tenant: Option<String>,
    /// What you may do: READER, EDITOR, PUBLISHER or ADMIN there, or OPERATOR of the platform.
    #[schema(max_length = 20)]
    role: &'static str,
}

impl From<Granted> for SignInView {
    fn from(granted: Granted) -> Self {
        let (tenant, role) = match granted.capacity {
            Capacity::Operator => (None, "OPERATOR"),
            Capacity::Member { tenant, role } => (Some(tenant.to_string()), role.word()),
        };
        Self {
            access_token: granted.access_token,
            token_type: "Bearer",
            expires_in: granted.expires_in,
            refresh_token: granted.refresh_token,
            tenant,
            role,
        }
    }
}

/// What a change of credentials did.
#[derive(Serialize, ToSchema)]
pub struct DoneView {
    /// Always true.
    pub done: bool,
}

/// Signs you in.
#[utoipa::path(tag = "Identity", request_body = SignInBody, responses(
        (status = 200, description = "Signed in.", body = SignInView),
        (status = 400, description = "The body means nothing, or you have to name an organisation; the detail says which.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Wrong address or password.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts; `Retry-After` says when to try again.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/sign-in")]
pub async fn sign_in(request: HttpRequest, body: Bytes) -> Result<HttpResponse, Problem> {
    let shown: SignInBody = json::parse(&request, &body)?;
    let (shared, ctx) = (Shared::of(&request)?, caller::context(&request)?);
    let tenant = shown.tenant.map(|id| id.parse::<TenantId>()).transpose();
    let shown = SignIn {
        email: shown.email,
        password: shown.password,
        tenant: tenant.map_err(|_| Problem::of(&unknown_tenant(), ctx.language()))?,
        address: caller::address(&request, shared.behind_proxy),
    };
    let granted = shared.identity.sign_in(&ctx, shown).await;
    let granted = granted.map_err(|error| match error {
        Error::Unauthenticated => Problem::wrong_sign_in(ctx.language()),
        error => query::refuse(&ctx)(error),
    })?;
    Ok(json::answer(&SignInView::from(granted)))
}

fn unknown_tenant() -> Error {
    Error::invalid(
        "tenant",
        "ist keine Kennung eines Mandanten (tenant_…).",
        "is no id of an organisation (tenant_…).",
    )
}

/// Ends your sign-in: its access and refresh tokens hold no longer.
#[utoipa::path(tag = "Identity", responses(
        (status = 200, description = "Signed out.", body = DoneView),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You did not sign in here.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/sign-out")]
pub async fn sign_out(Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let done = async {
        ctx.write("session.sign_out", "own", async |work| {
            session::sign_out(work).await
        })
        .await
    };
    done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&DoneView { done: true }))
}
