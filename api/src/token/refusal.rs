//! The one answer to every token that does not hold, and the reason for the log.
//!
//! Invariant: the text of a refusal is the same for every reason, so that nobody learns from it how close they came.

use std::fmt;

/// A token that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    reason: Reason,
}

impl Refused {
    /// Why, for the log and the metrics; never for the caller.
    #[must_use]
    pub const fn reason(self) -> Reason {
        self.reason
    }
}

impl From<Reason> for Refused {
    fn from(reason: Reason) -> Self {
        Self { reason }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token is not valid")
    }
}

impl std::error::Error for Refused {}

/// Why a token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Longer than [`MAX_LENGTH`](super::MAX_LENGTH).
    TooLong,
    /// Not three parts in base64url.
    NotCompact,
    /// A header that is not a JSON object of different members, or whose members have wrong types.
    BadHeader,
    /// A header member that could steer the check: a key, an address of one, an extension, a nested token.
    ForbiddenHeader,
    /// No access token by its `typ`.
    WrongType,
    /// An algorithm that does not exist here, that the issuer may not use, or that is not that of its key.
    WrongAlgorithm,
    /// Claims that are not a JSON object of different members, or that lack one or have wrong types.
    BadClaims,
    /// An issuer that is not trusted.
    UnknownIssuer,
    /// Meant for another service.
    WrongAudience,
    /// Past its time.
    Expired,
    /// Before its time.
    NotYetValid,
    /// A tenant that the issuer may not speak for.
    WrongTenant,
    /// A key that the issuer does not publish, or none that is fresh enough.
    UnknownKey,
    /// A signature that does not fit.
    WrongSignature,
}

impl Reason {
    /// The word for logs and metrics.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::NotCompact => "not_compact",
            Self::BadHeader => "bad_header",
            Self::ForbiddenHeader => "forbidden_header",
            Self::WrongType => "wrong_type",
            Self::WrongAlgorithm => "wrong_algorithm",
            Self::BadClaims => "bad_claims",
            Self::UnknownIssuer => "unknown_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::WrongTenant => "wrong_tenant",
            Self::UnknownKey => "unknown_key",
            Self::WrongSignature => "wrong_signature",
        }
    }
}
