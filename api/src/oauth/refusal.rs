//! Refusals of the token endpoint (RFC 6749 §5.2).
//!
//! Invariant: the words are those of the RFC; a client that does not prove to be one gets 401, everything else 400.

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, WWW_AUTHENTICATE},
    },
};
use serde_json::json;
use std::fmt;

/// Why there is no token.
#[derive(Debug)]
pub struct Refusal {
    word: &'static str,
    description: &'static str,
    status: StatusCode,
}

impl Refusal {
    const fn new(word: &'static str, description: &'static str, status: StatusCode) -> Self {
        Self {
            word,
            description,
            status,
        }
    }

    /// The request is not one.
    pub const fn request(description: &'static str) -> Self {
        Self::new("invalid_request", description, StatusCode::BAD_REQUEST)
    }

    /// The client does not prove to be one.
    pub const fn client() -> Self {
        Self::new(
            "invalid_client",
            "the API key does not hold",
            StatusCode::UNAUTHORIZED,
        )
    }

    /// What is shown does not hold.
    pub const fn grant() -> Self {
        Self::new(
            "invalid_grant",
            "the refresh token does not hold",
            StatusCode::BAD_REQUEST,
        )
    }

    /// Other grants are not known here.
    pub const fn grant_type() -> Self {
        Self::new(
            "unsupported_grant_type",
            "client_credentials and refresh_token are supported",
            StatusCode::BAD_REQUEST,
        )
    }

    /// The key has not all of the scopes.
    pub const fn scope() -> Self {
        Self::new(
            "invalid_scope",
            "the API key has not all of these scopes",
            StatusCode::BAD_REQUEST,
        )
    }

    /// Such tokens cannot be taken back (RFC 7009 §2.2.1).
    pub const fn token_type() -> Self {
        Self::new(
            "unsupported_token_type",
            "take back the API key itself; its access tokens go with it",
            StatusCode::BAD_REQUEST,
        )
    }

    /// Something is wrong with the service itself.
    pub fn failed(error: &domain::Error) -> Self {
        tracing::error!(%error, "a request failed");
        Self::new(
            "server_error",
            "try again later",
            StatusCode::SERVICE_UNAVAILABLE,
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.word, self.description)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"staedtenetz\""));
        }
        let body = json!({ "error": self.word, "error_description": self.description });
        response
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(body)
    }
}
