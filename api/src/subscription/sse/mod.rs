//! GraphQL over server-sent events (graphql-sse): an operation for each connection at `/graphql`, or many on one
//! connection at `/graphql/stream`.
//!
//! Invariant: what is refused before a stream begins is answered like any other request; a stream tells everything else.

pub mod distinct;
pub mod single;

use crate::{
    caller,
    graphql::{
        code::Code,
        negotiation::{self, Media},
        profile::Profile,
        refusal::Refusal,
        response::{self, Style},
    },
    subscription::{Hub, places::Place, subscriber::Subscriber},
};
use actix_web::{
    HttpRequest, HttpResponse,
    guard::GuardContext,
    http::header::{ACCEPT, HeaderValue},
};
use domain::{Ctx, change::Follower};
use std::sync::Arc;

pub use single::Reservations;

/// Whether a client wants events rather than one answer: it says so by name, and prefers nothing else.
fn wants_events(ctx: &GuardContext<'_>) -> bool {
    let mut accepted = ctx.head().headers().get_all(ACCEPT);
    let is_named = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
        value.contains("text/event-stream")
    };
    let offers = [Media::Json, Media::GraphqlResponse, Media::EventStream];
    accepted.any(is_named)
        && negotiation::answer(ctx.head().headers(), &offers) == Ok(Media::EventStream)
}

/// Whoever opens a stream, with a place for it.
fn seat(http: &HttpRequest, hub: &Hub) -> Result<(Arc<Subscriber>, Follower, Place), Refusal> {
    let ctx = context(http)?;
    let subscriber = Subscriber::of(http, &hub.shared);
    let place = hub.places.of(&ctx, subscriber.address);
    let place = place.ok_or_else(|| {
        Refusal::new(
            Code::RateLimited,
            "So viele Verbindungen für Abonnements, wie möglich sind, sind offen.",
            "As many connections for subscriptions as possible are open.",
        )
    })?;
    Ok((Arc::new(subscriber), ctx.follow_changes(), place))
}

/// The context of a request; its credential was checked on the way here.
fn context(http: &HttpRequest) -> Result<Ctx, Refusal> {
    caller::context(http).map_err(|_| Refusal::internal())
}

/// The answer to a request, where a stream does not begin in its place.
fn answer(http: &HttpRequest, hub: &Hub, outcome: Result<HttpResponse, Refusal>) -> HttpResponse {
    let style = Style {
        media: Media::GraphqlResponse,
        language: caller::language(http, hub.shared.language),
        profile: Profile::default(),
    };
    outcome.unwrap_or_else(|refusal| response::refused(&refusal, style))
}
