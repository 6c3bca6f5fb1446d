//! The built-in issuer over HTTP: tokens (RFC 6749), taking them back (RFC 7009), keys (RFC 7517), metadata (RFC 8414).
//!
//! Invariant: requests are forms and errors have the words of the RFCs, so that every OAuth library understands them;
//! nothing that holds a secret is kept by a cache.

pub mod form;
mod refusal;
mod revocation;
mod token;

use crate::{caller::Shared, problem::Problem, rest::answer, token as credentials};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::actor::Scope;

/// Longest form: the longest token, and what is around it.
const LONGEST_FORM: usize = 2 * credentials::MAX_LENGTH;

const TOKEN: &str = "/oauth/token";
const REVOKE: &str = "/oauth/revoke";
const KEYS: &str = "/.well-known/jwks.json";
const METADATA: &str = "/.well-known/oauth-authorization-server";

/// All routes.
pub fn configure(routes: &mut web::ServiceConfig) {
    routes
        .service(
            web::scope("/oauth")
                .app_data(web::PayloadConfig::new(LONGEST_FORM))
                .route("/token", web::post().to(token::give))
                .route("/revoke", web::post().to(revocation::take_back)),
        )
        .route(KEYS, web::get().to(keys))
        .route(METADATA, web::get().to(metadata));
}

async fn keys(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let keys = Shared::of(&request)?.identity.published_keys().await;
    let keys = keys.map_err(|error| Problem::internal(&error.to_string()))?;
    Ok(answer::with_etag(
        &request,
        "application/jwk-set+json",
        keys.to_string(),
    ))
}

async fn metadata(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let issuer = Shared::of(&request)?.identity.name();
    let [token, revocation, keys] = [TOKEN, REVOKE, KEYS].map(|path| format!("{issuer}{path}"));
    let at = credentials::Endpoints {
        issuer,
        token: &token,
        revocation: &revocation,
        keys: &keys,
    };
    let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
    let document = credentials::authorization_server(at, &scopes);
    Ok(answer::with_etag(
        &request,
        "application/json",
        document.to_string(),
    ))
}
