//! Changes with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): sent again, they have one effect and one
//! answer.
//!
//! A change runs to its end and its answer is kept although whoever sent it has gone, so that they find it when they ask
//! again. What is kept is what had an effect: a refusal leaves the key free, and a mended request may use it.
//!
//! Invariant: what is kept is sealed by the key itself, which is not in the database; the log knows what was read of others
//! before an answer is kept.

mod seal;

use crate::{
    caller::Shared,
    graphql::{self, refusal::Refusal, request},
    problem::Problem,
    rest, subscription,
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, IF_MATCH, RETRY_AFTER},
    },
    middleware::Next,
    rt, web,
};
use domain::{
    Ctx, Error,
    actor::Actor,
    error::Result,
    stored_answer::{self, Turn},
};
use seal::{Kept, Seal, Sealed};
use tracing::Instrument as _;

/// The header, in small letters as HTTP/2 has it.
pub const HEADER: &str = "idempotency-key";

/// The header that says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The longest key.
pub const LONGEST: usize = 255;

/// Larger answers are given and not kept; that the change was made is known all the same.
const LARGEST: u64 = 64 * 1024;

/// Middleware: what is asked again is not done again.
///
/// # Errors
/// What the service behind it answers.
pub async fn once<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let ctx = request.extensions().get::<Ctx>().cloned();
    let Some(ctx) = ctx.filter(|ctx| concerns(&request, ctx)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let (http, mut payload) = request.into_parts();
    match Asked::begin(&http, &mut payload, &ctx).await {
        Err(refusal) => Ok(ServiceResponse::new(http, refusal)),
        Ok((_, Begun::Done(kept))) => Ok(ServiceResponse::new(http, replayed(kept))),
        Ok((asked, Begun::First(claimed))) => {
            http.extensions_mut().insert(claimed.clone());
            let body = Payload::from(asked.body.clone());
            let request = ServiceRequest::from_parts(http, body);
            let work = async move { asked.work(&claimed, next.call(request).await).await };
            // Of its own, so that it comes to its end when the connection of whoever asked does not.
            rt::spawn(work.in_current_span())
                .await
                .map_err(actix_web::error::ErrorInternalServerError)?
        }
    }
}

/// Changes of those who are known; nobody in particular changes anything. What no address serves uses no key up.
fn concerns(request: &ServiceRequest, ctx: &Ctx) -> bool {
    let changes = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let (path, method) = (request.path(), request.method());
    let is_served = path.starts_with(graphql::PATH) || rest::address::serves(path, method);
    request.headers().contains_key(HEADER)
        && changes.contains(method)
        && is_served
        && *ctx.actor() != Actor::Anonymous
}

/// How a request is gone about.
enum Begun {
    First(Ctx),
    Done(Kept),
}

/// What is asked, and under which key.
struct Asked {
    body: web::Bytes,
    fingerprint: String,
    key: String,
    seal: Seal,
}

impl Asked {
    async fn begin(
        http: &HttpRequest,
        payload: &mut Payload,
        ctx: &Ctx,
    ) -> std::result::Result<(Self, Begun), HttpResponse> {
        let asked = Self::read(http, payload, ctx).await?;
        let turn = asked.turn(ctx).await;
        turn.map(|turn| (asked, turn))
            .map_err(|error| refused(http, ctx, &error))
    }

    async fn read(
        http: &HttpRequest,
        payload: &mut Payload,
        ctx: &Ctx,
    ) -> std::result::Result<Self, HttpResponse> {
        let key = key(http).map_err(|error| refused(http, ctx, &error))?;
        let shared = Shared::of(http).map_err(|problem| problem.response())?;
        let body = web::Payload::from_request(http, payload).await;
        let body = body.map_err(|error| Problem::internal(&error.to_string()).response())?;
        let body = request::read_body(http.headers(), body, shared.body_limit).await;
        let body = body.map_err(|refusal| unreadable(http, ctx, &refusal))?;
        let header = |name: &HeaderName| http.headers().get(name).map(HeaderValue::as_bytes);
        let parts = [
            http.method().as_str().as_bytes(),
            http.uri().path().as_bytes(),
            http.query_string().as_bytes(),
            header(&IF_MATCH).unwrap_or_default(),
            header(&CONTENT_TYPE).unwrap_or_default(),
            &body,
        ];
        Ok(Self {
            fingerprint: stored_answer::fingerprint(parts),
            seal: Seal::new(shared.seal.as_deref(), &key),
            body,
            key,
        })
    }

    async fn turn(&self, ctx: &Ctx) -> Result<Begun> {
        match stored_answer::claim(ctx, &self.key, &self.fingerprint).await? {
            Turn::First(ctx) => Ok(Begun::First(ctx)),
            Turn::Again(id, sealed) => {
                let kept = self.seal.open(id, Sealed(sealed));
                kept.map(Begun::Done)
                    .ok_or_else(stored_answer::answer_is_lost)
            }
        }
    }

    /// Keeps what was answered, where it had an effect.
    async fn work<B: MessageBody + 'static>(
        &self,
        ctx: &Ctx,
        answered: std::result::Result<ServiceResponse<B>, actix_web::Error>,
    ) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
        let (answered, kept) = match answered {
            Ok(response) => collected(response.map_into_boxed_body()),
            Err(error) => (Err(error), None),
        };
        // What was read of others is in the log before it can be asked for again.
        let logged = ctx.keep_reads().await;
        let sealed = match (stored_answer::effect(ctx), kept) {
            (Some(id), Some(kept)) if logged.is_ok() => self.seal.close(id, &kept),
            _ => None,
        };
        let settled = stored_answer::settle(ctx, sealed.map(|sealed| sealed.0)).await;
        if let Err(error) = settled {
            tracing::error!(%error, "an answer could not be kept for whoever asks again");
        }
        match (answered, logged) {
            (Ok(response), Err(error)) => {
                let refusal = refused(response.request(), ctx, &error);
                Ok(response.into_response(refusal))
            }
            (answered, _) => answered,
        }
    }
}

/// The answer with what can be kept of it: not a stream, and not too much.
fn collected(
    response: ServiceResponse<BoxBody>,
) -> (
    std::result::Result<ServiceResponse<BoxBody>, actix_web::Error>,
    Option<Kept>,
) {
    let (http, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let is_small = match body.size() {
        BodySize::None => true,
        BodySize::Sized(bytes) => bytes <= LARGEST,
        BodySize::Stream => false,
    };
    if !is_small {
        return (Ok(ServiceResponse::new(http, head.set_body(body))), None);
    }
    match body.try_into_bytes() {
        Ok(bytes) => {
            let kept = Kept::of(&head, &bytes);
            let body = head.set_body(BoxBody::new(bytes));
            (Ok(ServiceResponse::new(http, body)), Some(kept))
        }
        Err(body) => (Ok(ServiceResponse::new(http, head.set_body(body))), None),
    }
}

fn replayed(kept: Kept) -> HttpResponse {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    for (name, value) in kept.headers {
        response.append_header((name, value));
    }
    response.insert_header((REPLAYED, "true"));
    response.body(kept.body)
}

/// The key: a string as the draft has it, in quotes, or the same without.
fn key(http: &HttpRequest) -> Result<String> {
    let accept = http.headers().get(ACCEPT).map(HeaderValue::as_bytes);
    let accept = String::from_utf8_lossy(accept.unwrap_or_default());
    let is_alone = http.path() == graphql::PATH || http.path().starts_with(rest::PREFIX);
    if !is_alone || accept.contains("text/event-stream") {
        return Err(Error::invalid(
            "Idempotency-Key",
            "gilt nicht für Ströme von Ereignissen; bitte die Änderung als einzelne Anfrage senden.",
            "does not hold for streams of events; please send the change as a request of its own.",
        ));
    }
    let mut values = http.headers().get_all(HEADER);
    let value = values.next().and_then(|value| value.to_str().ok());
    let text = value.filter(|_| values.next().is_none()).map(str::trim);
    let text = text.unwrap_or_default();
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    let is_plain = |b: u8| b.is_ascii_graphic() && !b"\"\\,;".contains(&b);
    if (1..=LONGEST).contains(&inner.len()) && inner.bytes().all(is_plain) {
        return Ok(inner.to_owned());
    }
    Err(Error::invalid(
        "Idempotency-Key",
        "ist kein Schlüssel; erwartet wird ein Wort aus 1 bis 255 Zeichen, am besten eine UUID.",
        "is no key; expected is one word of 1 to 255 characters, best a UUID.",
    ))
}

fn refused(http: &HttpRequest, ctx: &Ctx, error: &Error) -> HttpResponse {
    if http.path().starts_with(graphql::PATH) {
        let refusal = subscription::refusal(error);
        let mut response = graphql::refused(http, &refusal, ctx.language());
        if matches!(error, Error::Underway) {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        return response;
    }
    Problem::of(error, ctx.language()).response()
}

fn unreadable(http: &HttpRequest, ctx: &Ctx, refusal: &Refusal) -> HttpResponse {
    if http.path().starts_with(graphql::PATH) {
        return graphql::refused(http, refusal, ctx.language());
    }
    Problem::refused(refusal, ctx.language()).response()
}
