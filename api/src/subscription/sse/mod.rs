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
        refusal::Refusal,
        response::{self, Style},
    },
    problem::Problem,
    subscription::{Hub, places::Place, subscriber::Subscriber},
};
use actix_web::{
    HttpRequest, HttpResponse,
    guard::GuardContext,
    http::header::{ACCEPT, HeaderValue},
};
use domain::change::Follower;
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
fn seat(http: &HttpRequest, hub: &Hub) -> Result<(Arc<Subscriber>, Follower, Place), HttpResponse> {
    let ctx = caller::context(http).map_err(|problem: Problem| problem.response())?;
    let subscriber = Subscriber::of(http, &hub.shared);
    let place = hub.places.of(&ctx, subscriber.address);
    let place = place.ok_or_else(|| refused(&full(), &subscriber))?;
    Ok((Arc::new(subscriber), ctx.follow_changes(), place))
}

fn full() -> Refusal {
    Refusal::new(
        Code::RateLimited,
        "So viele Verbindungen für Abonnements, wie möglich sind, sind offen.",
        "As many connections for subscriptions as possible are open.",
    )
}

fn refused(refusal: &Refusal, subscriber: &Subscriber) -> HttpResponse {
    let style = Style {
        media: Media::GraphqlResponse,
        language: subscriber.language,
    };
    response::refused(refusal, style)
}
