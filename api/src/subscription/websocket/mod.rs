//! GraphQL over WebSocket: the subprotocol graphql-transport-ws at `/graphql`.
//!
//! Invariant: frames are the library's matter; what a message may say and when is told by [`message`] and [`socket`], and
//! every way for a socket to end has a code of [`close`].

mod close;
mod message;
mod socket;

use super::{Hub, subscriber::Subscriber};
use crate::graphql::{self, Endpoint};
use actix_web::{
    Error, HttpRequest, HttpResponse, Resource,
    guard::{self, GuardContext},
    http::header::{SEC_WEBSOCKET_PROTOCOL, UPGRADE},
    rt, web,
};
use async_graphql::Executor;
use close::Close;
use socket::{Line, Socket};

/// The subprotocol that is spoken here.
const PROTOCOL: &str = "graphql-transport-ws";

/// The route for requests that want to become a WebSocket.
pub fn resource<E: Executor>() -> Resource {
    web::resource(graphql::PATH)
        .guard(guard::fn_guard(is_upgrade))
        .route(web::get().to(open::<E>))
}

fn is_upgrade(ctx: &GuardContext<'_>) -> bool {
    let value = ctx.head().headers().get(UPGRADE);
    value.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// `GET /graphql` with `Upgrade: websocket`. A client that offers another subprotocol only is told so by a close.
async fn open<E: Executor>(
    http: HttpRequest,
    payload: web::Payload,
    endpoint: web::Data<Endpoint<E>>,
    hub: web::Data<Hub>,
) -> Result<HttpResponse, Error> {
    let (response, session, stream) = actix_ws::handle_with_protocols(&http, payload, &[PROTOCOL])?;
    let limit = endpoint.admission().limits().body_bytes;
    let stream = stream
        .max_frame_size(limit)
        .aggregate_continuations()
        .max_continuation_size(limit);
    let subscriber = Subscriber::of(&http, &hub.shared);
    let line = Line::new((session, stream), hub.settings);
    if !response.headers().contains_key(SEC_WEBSOCKET_PROTOCOL) {
        rt::spawn(line.close(Close::Subprotocol));
    } else if let Some(place) = hub.places.of_address(subscriber.address) {
        rt::spawn(Socket::new(line, (endpoint, hub), (subscriber, place)).serve());
    } else {
        rt::spawn(line.close(Close::Full));
    }
    Ok(response)
}
