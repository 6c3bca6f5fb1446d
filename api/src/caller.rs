//! Who is calling, and the context for their request.
//!
//! Invariant: a handler gets the domain only through a [`Caller`]; credentials that cannot be checked are refused, never
//! ignored.

use crate::problem::Problem;
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{ACCEPT_LANGUAGE, AUTHORIZATION},
    middleware::Next,
    web,
};
use domain::{Ctx, actor::Actor, language::Language, store::Store};
use std::{
    future::{Ready, ready},
    pin::Pin,
};

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

/// The context of a request that changes something: whoever sends it has credentials.
pub struct Writer(pub Ctx);

impl FromRequest for Writer {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload);
        Box::pin(async move {
            let Caller(ctx) = caller.await?;
            ctx.require_caller().map_err(Problem::for_reader(&ctx))?;
            Ok(Self(ctx))
        })
    }
}

/// The context for a request: that of whoever was recognised by their credentials before, else nobody in particular.
///
/// # Errors
/// `INTERNAL` where the application was put together wrongly.
pub fn context(request: &HttpRequest) -> Result<Ctx, Problem> {
    if let Some(ctx) = request.extensions().get::<Ctx>() {
        return Ok(ctx.clone());
    }
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
