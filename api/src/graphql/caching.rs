//! Answers to `GET` that caches may keep.
//!
//! Invariant: the entity tag is strong and made of the very bytes of the answer, so it cannot outlive a change of what its
//! reader may see; only what nobody in particular was given is for everybody, and an answer with an error is not kept.

use crate::etag;
use actix_web::{
    HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    http::{
        StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue},
    },
};
use std::time::Duration;

/// An answer without errors as it may be kept, or 304 where the client has it already. `fresh` is for how long caches need
/// not ask again, where the document was named by its identifier.
pub fn kept(http: &HttpRequest, answer: HttpResponse, fresh: Option<Duration>) -> HttpResponse {
    let (head, body) = answer.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return head.set_body(body),
    };
    let media = head.headers().get(CONTENT_TYPE);
    // Two media types have the same bytes.
    let media = media.map(HeaderValue::as_bytes).unwrap_or_default();
    let tag = format!("\"{}\"", etag::digest(&[media, &bytes]));
    let is_known = etag::is_known(http, &tag);
    let mut answer = head.set_body(if is_known {
        BoxBody::new(())
    } else {
        BoxBody::new(bytes)
    });
    if is_known {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer.headers_mut().remove(CONTENT_TYPE);
    }
    let headers = answer.headers_mut();
    if let (Ok(tag), Ok(keeping)) = (tag.parse(), keeping(http, fresh).parse()) {
        headers.insert(ETAG, tag);
        headers.insert(CACHE_CONTROL, keeping);
    }
    answer
}

/// What a member reads is nobody else's business.
fn keeping(http: &HttpRequest, fresh: Option<Duration>) -> String {
    let is_private = http.headers().contains_key(AUTHORIZATION);
    match fresh.map_or(0, |fresh| fresh.as_secs()) {
        _ if is_private => "private, max-age=0, must-revalidate".to_owned(),
        0 => "public, max-age=0, must-revalidate".to_owned(),
        seconds => format!("public, max-age={seconds}"),
    }
}
