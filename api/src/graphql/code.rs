//! The closed list of error codes that a client of the GraphQL interface can meet.
//!
//! Invariant: every error in every answer carries exactly one of these words in `extensions.code`, and the HTTP status
//! of a refused request follows from its code and the media type alone.

use actix_web::http::StatusCode;

/// A machine-readable reason; the word is part of the public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The HTTP request is not a GraphQL request: broken JSON, a member of the wrong type, a batch.
    BadRequest,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// The operation to run cannot be told, or is of a kind that is not served here.
    OperationResolutionFailure,
    /// The document asks for more than one request may ask for.
    LimitExceeded,
    /// The HTTP method is not served, or a mutation came with GET.
    MethodNotAllowed,
    /// None of the media types in `Accept` can be produced.
    NotAcceptable,
    /// The body is not uncompressed JSON in UTF-8.
    UnsupportedMediaType,
    /// The body or the query string is too large.
    PayloadTooLarge,
    /// No credentials, or none that hold.
    Unauthenticated,
    /// The caller may see it, but not do this.
    Forbidden,
    /// It is absent, or the caller may not see it.
    NotFound,
    /// A variable or an argument cannot be accepted.
    BadUserInput,
    /// The right request at the wrong moment.
    Conflict,
    /// The record was changed meanwhile.
    StaleVersion,
    /// The idempotency key of the request was used for another one.
    KeyReused,
    /// No document is registered under the identifier, and none was sent with it lately.
    PersistedQueryNotFound,
    /// The key may run only documents that its organisation trusts, and this is none of them.
    PersistedDocumentRequired,
    /// Too many attempts, or too much asked for in too short a time: try again later.
    RateLimited,
    /// It did not end within the time that one request has: ask for less at once.
    Deadline,
    /// Try again later.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::BadRequest,
        Self::GraphqlParseFailed,
        Self::GraphqlValidationFailed,
        Self::OperationResolutionFailure,
        Self::LimitExceeded,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::UnsupportedMediaType,
        Self::PayloadTooLarge,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::BadUserInput,
        Self::Conflict,
        Self::StaleVersion,
        Self::KeyReused,
        Self::PersistedQueryNotFound,
        Self::PersistedDocumentRequired,
        Self::RateLimited,
        Self::Deadline,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The word in `extensions.code`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Conflict => "CONFLICT",
            Self::StaleVersion => "STALE_VERSION",
            Self::KeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedDocumentRequired => "PERSISTED_DOCUMENT_REQUIRED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Deadline => "DEADLINE",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The code for a word; `None` for a word that is not on the list.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }

    /// The status of a request that was refused with this code.
    ///
    /// Under `application/json` a well-formed request whose document is refused answers 200: clients of that older
    /// media type read every other status as a failure of the network (GraphQL over HTTP, §6.4.1).
    #[must_use]
    pub fn status(self, legacy_json: bool) -> StatusCode {
        match self {
            Self::GraphqlParseFailed
            | Self::GraphqlValidationFailed
            | Self::OperationResolutionFailure
            | Self::LimitExceeded
            | Self::BadUserInput
            | Self::PersistedQueryNotFound
                if legacy_json =>
            {
                StatusCode::OK
            }
            Self::BadRequest
            | Self::GraphqlParseFailed
            | Self::GraphqlValidationFailed
            | Self::OperationResolutionFailure
            | Self::LimitExceeded
            | Self::BadUserInput => StatusCode::BAD_REQUEST,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::PersistedDocumentRequired => StatusCode::FORBIDDEN,
            Self::NotFound | Self::PersistedQueryNotFound => StatusCode::NOT_FOUND,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict => StatusCode::CONFLICT,
            Self::StaleVersion => StatusCode::PRECONDITION_FAILED,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Deadline => StatusCode::GATEWAY_TIMEOUT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back_to_its_code() {
        for code in Code::ALL {
            assert_eq!(Code::from_word(code.as_str()), Some(*code));
        }
        assert_eq!(Code::from_word("ANYTHING"), None);
    }

    #[test]
    fn every_code_of_the_domain_is_on_the_list() {
        for code in domain::error::Code::ALL {
            assert!(Code::from_word(code.word()).is_some(), "{code:?}");
        }
    }

    #[test]
    fn only_refusals_of_the_document_depend_on_the_media_type() {
        for code in Code::ALL {
            let (modern, legacy) = (code.status(false), code.status(true));
            assert!(!modern.is_success(), "{code:?}");
            assert!(legacy == modern || legacy == StatusCode::OK, "{code:?}");
        }
    }
}
