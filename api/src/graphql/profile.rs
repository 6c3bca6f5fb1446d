//! Which edition of GraphQL over HTTP the statuses follow.
//!
//! The edition of 2025 is what clients and the audits of `graphql-http` know. The working draft of August 2026 tells apart
//! what cannot be read (400) from what can be read and does not fit (422), and says by the status that data is incomplete
//! (294). Both agree about `application/json`, which is for clients that take any other status for a failure of the network.

use super::{code::Code, negotiation::Media};
use actix_web::http::StatusCode;

/// Executed, with errors in places: a number that is not registered yet.
const PARTIAL: u16 = 294;

/// An edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// What clients know.
    #[default]
    Edition2025,
    /// The working draft of August 2026.
    Draft2026,
}

impl Profile {
    /// The words for them in the configuration.
    pub const WORDS: [(&str, Self); 2] =
        [("2025", Self::Edition2025), ("2026-draft", Self::Draft2026)];

    /// The status of a request that is refused with a code.
    #[must_use]
    pub fn refused(self, code: Code, media: Media) -> StatusCode {
        match code {
            _ if !self.is_draft_for(media) => code.status(media == Media::Json),
            Code::GraphqlValidationFailed
            | Code::OperationResolutionFailure
            | Code::LimitExceeded
            | Code::BadUserInput => StatusCode::UNPROCESSABLE_ENTITY,
            code => code.status(false),
        }
    }

    /// The status of a request that was executed.
    #[must_use]
    pub fn executed(self, has_errors: bool, media: Media) -> StatusCode {
        let partial = StatusCode::from_u16(PARTIAL).ok();
        let partial = partial.filter(|_| has_errors && self.is_draft_for(media));
        partial.unwrap_or(StatusCode::OK)
    }

    fn is_draft_for(self, media: Media) -> bool {
        self == Self::Draft2026 && media == Media::GraphqlResponse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEDIA: [Media; 2] = [Media::Json, Media::GraphqlResponse];

    #[test]
    fn the_edition_that_clients_know_is_what_the_codes_say() {
        for (code, media) in Code::ALL
            .iter()
            .flat_map(|code| MEDIA.map(|media| (*code, media)))
        {
            let status = Profile::Edition2025.refused(code, media);
            assert_eq!(status, code.status(media == Media::Json), "{code:?}");
            assert_eq!(Profile::Edition2025.executed(true, media), StatusCode::OK);
        }
    }

    #[test]
    fn the_draft_tells_apart_what_cannot_be_read_and_what_does_not_fit() {
        let table = [
            (Code::BadRequest, 400),
            (Code::GraphqlParseFailed, 400),
            (Code::GraphqlValidationFailed, 422),
            (Code::OperationResolutionFailure, 422),
            (Code::LimitExceeded, 422),
            (Code::MethodNotAllowed, 405),
            (Code::NotAcceptable, 406),
            (Code::UnsupportedMediaType, 415),
            (Code::PayloadTooLarge, 413),
            (Code::Unauthenticated, 401),
            (Code::Forbidden, 403),
            (Code::NotFound, 404),
            (Code::BadUserInput, 422),
            (Code::Conflict, 409),
            (Code::StaleVersion, 412),
            (Code::KeyReused, 422),
            (Code::PersistedQueryNotFound, 404),
            (Code::PersistedDocumentRequired, 403),
            (Code::RateLimited, 429),
            (Code::Deadline, 504),
            (Code::Unavailable, 503),
            (Code::Internal, 500),
        ];
        assert_eq!(table.len(), Code::ALL.len());
        let draft = Profile::Draft2026;
        for (code, status) in table {
            let modern = draft.refused(code, Media::GraphqlResponse);
            assert_eq!(modern.as_u16(), status, "{code:?}");
            assert_eq!(
                draft.refused(code, Media::Json),
                code.status(true),
                "{code:?}"
            );
        }
        assert_eq!(
            draft.executed(false, Media::GraphqlResponse),
            StatusCode::OK
        );
        assert_eq!(
            draft.executed(true, Media::GraphqlResponse).as_u16(),
            PARTIAL
        );
        assert_eq!(draft.executed(true, Media::Json), StatusCode::OK);
    }
}
