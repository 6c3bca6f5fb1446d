//! `HEAD`: what `GET` answers, without its body (RFC 9110, section 9.3.2).
//!
//! Invariant: nothing of a body is made that nobody reads.

use crate::{graphql, subscription};
use actix_web::{
    Error,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::Bytes,
};
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

/// Streams of events have no end to be told of, so they begin for `GET` only.
const STREAMS: [&str; 2] = [graphql::PATH, subscription::STREAM];

/// Middleware around everything that looks at the method or writes a body.
///
/// # Errors
/// Those of the inner service.
pub async fn answer<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let is_head = request.method() == Method::HEAD && !STREAMS.contains(&request.path());
    if !is_head {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    request.head_mut().method = Method::GET;
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| BoxBody::new(Absent(body.size()))))
}

/// A body of which only the length is told.
struct Absent(BodySize);

impl MessageBody for Absent {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}
