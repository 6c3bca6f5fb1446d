//! Who is calling, and the context for their request.
//!
//! Invariant: a handler gets the domain only through a [`Caller`]; credentials that cannot be checked are refused, never
//! ignored.

use crate::problem::Problem;
use actix_web::{
    FromRequest, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{ACCEPT_LANGUAGE, AUTHORIZATION},
    middleware::Next,
    web,
};
use domain::{Ctx, actor::Actor, language::Language, store::Store};
use std::future::{Ready, ready};

/// What the process shares.
#[derive(Clone)]
pub struct Shared {
    /// The database.
    pub store: Store,
    /// The language of readers who name none.
    pub language: Language,
}

/// The context of a request.
pub struct Caller(pub Ctx);

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(context(request).map(Caller))
    }
}

/// The context for a request: nobody in particular, as long as the service knows no credentials.
///
/// # Errors
/// `INTERNAL` where the application was put together wrongly.
pub fn context(request: &HttpRequest) -> Result<Ctx, Problem> {
    let shared = request.app_data::<web::Data<Shared>>();
    let shared = shared.ok_or_else(|| Problem::internal("the application has no shared state"))?;
    Ok(Ctx::new(
        &shared.store,
        Actor::Anonymous,
        language(request, shared.language),
    ))
}

/// The language that the reader prefers.
#[must_use]
pub fn language(request: &HttpRequest, default: Language) -> Language {
    let header = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    header.and_then(Language::accepted).unwrap_or(default)
}

/// Refuses every request with credentials: none can be valid yet, and to ignore them would show less than was asked.
///
/// # Errors
/// What the service behind it answers.
pub async fn refuse_credentials<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<actix_web::body::BoxBody>, actix_web::Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        let language = language(request.request(), Language::default());
        let response = Problem::unauthenticated(language).response();
        return Ok(request.into_response(response));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}
