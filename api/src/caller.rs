//! Who is calling, and the context for their request.
//!
//! Invariant: a handler gets the domain only through a [`Caller`]; credentials that do not hold are refused, never
//! ignored, all with the same answer.

use crate::{
    catalogue::Publication,
    identity::{Identity, Shown},
    oauth::form,
    problem::Problem,
    rate_limit::Limiter,
    telemetry::RequestId,
    webhook::Sender,
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, ORIGIN},
    middleware::Next,
    web,
};
use domain::{Ctx, Error, actor::Actor, language::Language, store::Store};
use std::{
    future::{Ready, ready},
    net::IpAddr,
    sync::Arc,
    time::Duration,
};

/// What the process shares.
#[derive(Clone)]
pub struct Shared {
    /// The database.
    pub store: Store,
    /// The language of readers who name none.
    pub language: Language,
    /// Checks and gives out credentials.
    pub identity: Arc<Identity>,
    /// Sends messages to webhooks.
    pub webhooks: Arc<Sender>,
    /// Who publishes open data, and on which terms.
    pub publication: Arc<Publication>,
    /// Whether requests come through a proxy that names their senders.
    pub behind_proxy: bool,
    /// Counts how much is asked for.
    pub limiter: Arc<Limiter>,
    /// Longest time for one answer.
    pub deadline: Duration,
    /// Longest body of a request, in bytes.
    pub body_limit: usize,
    /// The installation's own part of what stored answers are sealed with.
    pub seal: Option<Arc<str>>,
}

impl Shared {
    /// What the process shares, from any request.
    ///
    /// # Errors
    /// `INTERNAL` where the application was put together wrongly.
    pub fn of(request: &HttpRequest) -> Result<&Self, Problem> {
        let shared = request.app_data::<web::Data<Self>>();
        shared
            .map(web::Data::get_ref)
            .ok_or_else(|| Problem::internal("the application has no shared state"))
    }
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
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(context(request).and_then(|ctx| {
            ctx.require_caller().map_err(Problem::for_reader(&ctx))?;
            Ok(Self(ctx))
        }))
    }
}

/// The context for a request: of whoever its credential speaks for, or of nobody in particular.
///
/// # Errors
/// `INTERNAL` where the application was put together wrongly.
pub fn context(request: &HttpRequest) -> Result<Ctx, Problem> {
    if let Some(ctx) = request.extensions().get::<Ctx>() {
        return Ok(ctx.clone());
    }
    let shared = Shared::of(request)?;
    let language = language(request, shared.language);
    let ctx = Ctx::new(&shared.store, Actor::Anonymous, language);
    Ok(ctx.of_request(RequestId::of(request).as_str()))
}

/// Where a request comes from.
#[must_use]
pub fn address(request: &HttpRequest, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = request
        .headers()
        .get_all("X-Forwarded-For")
        .last()
        .filter(|_| behind_proxy)
        .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    forwarded.or_else(|| request.peer_addr().map(|peer| peer.ip()))
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

/// Middleware: finds out who is asking. The endpoints of OAuth read credentials themselves.
///
/// # Errors
/// What the service behind it answers.
pub async fn authenticate<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<actix_web::body::BoxBody>, actix_web::Error> {
    let shows_any = request.headers().contains_key(AUTHORIZATION);
    if !shows_any || request.path().starts_with("/oauth/") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let ctx = match admit(request.request()).await {
        Ok(ctx) => ctx,
        Err(problem) => return Ok(request.into_response(problem.response())),
    };
    request.extensions_mut().insert(ctx.clone());
    let response = next.call(request).await?.map_into_boxed_body();
    // What was read of others is in the log before it goes out.
    match ctx.keep_reads().await {
        Ok(()) => Ok(response),
        Err(error) => Ok(response.into_response(Problem::of(&error, ctx.language()).response())),
    }
}

/// Calendar programs know names and passwords only: for calendars the password is an API key.
fn calendar_password(path: &str, authorization: &str) -> Option<String> {
    let (_, key) = path
        .ends_with(".ics")
        .then(|| form::basic(authorization))??;
    Some(format!("Bearer {key}"))
}

async fn admit(request: &HttpRequest) -> Result<Ctx, Problem> {
    let shared = Shared::of(request)?;
    let language = language(request, shared.language);
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let id = RequestId::of(request);
    let is_one = request.headers().get_all(AUTHORIZATION).count() == 1;
    let authorization = text(AUTHORIZATION).filter(|_| is_one).unwrap_or_default();
    let password = calendar_password(request.path(), authorization);
    let shown = Shown {
        authorization: password.as_deref().unwrap_or(authorization),
        origin: text(ORIGIN),
        request: id.as_str(),
        language,
    };
    let admitted = shared.identity.admit(shown).await;
    admitted.map_err(|error| match error {
        Error::Unauthenticated => Problem::unauthenticated(language),
        other => Problem::of(&other, language),
    })
}
