//! How requests that change something are refused, for the contract.
//!
//! Invariant: the statuses are those of [`Problem`]; each operation documents all that it can answer.

use crate::problem::Problem;
use utoipa::IntoResponses;

/// A new object is refused.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes answers, is never made")]
pub enum CreateRefusals {
    /// The body cannot be accepted; `errors` names every mistake with its place.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(#[to_schema] Problem),
    /// No credentials, or none that hold.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(#[to_schema] Problem),
    /// You are not allowed to do this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] Problem),
    /// What it is to stand in is absent, or not visible to you.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] Problem),
    /// It exists already, or refers to something that does not.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] Problem),
    /// The body is larger than 256 KiB.
    #[response(status = 413, content_type = "application/problem+json")]
    PayloadTooLarge(#[to_schema] Problem),
    /// The body is not uncompressed JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(#[to_schema] Problem),
    /// Internal error.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(#[to_schema] Problem),
    /// Another change holds the database for too long; try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(#[to_schema] Problem),
}

/// A change of an object is refused.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes answers, is never made")]
pub enum ChangeRefusals {
    /// The body or the header `If-Match` cannot be accepted; `errors` names every mistake with its place.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(#[to_schema] Problem),
    /// No credentials, or none that hold.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(#[to_schema] Problem),
    /// You can see it, and are not allowed to do this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] Problem),
    /// Absent, or not visible to you.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] Problem),
    /// It is in the wrong state, or refers to something that does not exist.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] Problem),
    /// It was changed meanwhile; read it again.
    #[response(status = 412, content_type = "application/problem+json")]
    PreconditionFailed(#[to_schema] Problem),
    /// The body is larger than 256 KiB.
    #[response(status = 413, content_type = "application/problem+json")]
    PayloadTooLarge(#[to_schema] Problem),
    /// The body is not uncompressed JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(#[to_schema] Problem),
    /// The header `If-Match` does not name the version that you have seen.
    #[response(status = 428, content_type = "application/problem+json")]
    PreconditionRequired(#[to_schema] Problem),
    /// Internal error.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(#[to_schema] Problem),
    /// Another change holds the database for too long; try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(#[to_schema] Problem),
}
