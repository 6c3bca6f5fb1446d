//! Errors over REST: problem documents (RFC 9457).
//!
//! Invariant: this is the only place where a domain error becomes an HTTP status; the code word is that of the domain.

use crate::graphql::refusal::Refusal;
use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use domain::{
    Ctx, Error,
    error::Code,
    language::{Language, Words},
    mistake::Mistake,
    value::Withheld,
};
use serde::{Serialize, Serializer};
use std::fmt;
use utoipa::ToSchema;

/// Characters of the longest `detail`.
const LONGEST_DETAIL: usize = 2_000;

/// Codes that GraphQL does not need, and their statuses.
pub const REST_ONLY: [(&str, StatusCode); 1] =
    [("VERSION_REQUIRED", StatusCode::PRECONDITION_REQUIRED)];

/// A problem document after RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is, as an address; `about:blank` says that the status says it all.
    #[serde(rename = "type")]
    #[schema(example = "about:blank", max_length = 200)]
    kind: &'static str,
    /// The status in words.
    #[schema(example = "Not Found", max_length = 100)]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 404, minimum = 400, maximum = 599)]
    status: u16,
    /// The code from the closed list that GraphQL uses too.
    #[schema(example = "NOT_FOUND", max_length = 50)]
    code: &'static str,
    /// What is wrong and how to mend it, in the reader's language.
    #[schema(value_type = String, max_length = 2000)]
    detail: Box<str>,
    /// The methods to name, where the method was the problem.
    #[serde(skip)]
    allow: Option<&'static str>,
    /// Why it is withheld from you, where it is: a code of the same list as of a figure that is withheld, such as NOT_GRANTED.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "word")]
    #[schema(value_type = Option<String>, example = "NOT_GRANTED", max_length = 24, required = false)]
    reason: Option<Withheld>,
    /// How many seconds to wait, for the header.
    #[serde(skip)]
    retry_after: Option<u32>,
    /// What is wrong with the input, place by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000, required = false)]
    errors: Vec<ProblemPart>,
}

/// One thing that is wrong with an input.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemPart {
    /// Where, such as `items[2].text`, or the name of a parameter or header.
    #[schema(example = "items[2].text", max_length = 200)]
    path: String,
    /// What kind of mistake it is: REQUIRED, UNKNOWN_MEMBER, WRONG_TYPE, UNKNOWN_VALUE, OUT_OF_BOUNDS or INVALID.
    #[schema(example = "OUT_OF_BOUNDS", max_length = 50)]
    code: &'static str,
    /// What is wrong and how to mend it, in the reader's language.
    #[schema(value_type = String, max_length = 2000)]
    detail: Box<str>,
}

/// The word for a reason: the reason itself is kept, so that a refusal stays small.
fn word<S: Serializer>(reason: &Option<Withheld>, to: S) -> Result<S::Ok, S::Error> {
    reason.map(Withheld::word).serialize(to)
}

impl Problem {
    fn new(code: Code, detail: String) -> Self {
        Self::with(status(code), code.word(), detail)
    }

    fn with(status: StatusCode, code: &'static str, detail: String) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            code,
            detail: short(detail),
            errors: Vec::new(),
            reason: None,
            retry_after: None,
            allow: None,
        }
    }

    /// A domain error in the reader's language; internal ones are logged here and not shown.
    #[must_use]
    pub fn of(error: &Error, language: Language) -> Self {
        if let Error::Internal(_) | Error::Unavailable(_) = error {
            tracing::error!(error = %error, "a request failed");
        }
        let part = |mistake: Mistake| ProblemPart {
            path: mistake.path,
            code: mistake.fault.word(),
            detail: short(mistake.reason.text(language).to_owned()),
        };
        let retry_after = match error {
            Error::RateLimited { seconds } => Some(*seconds),
            Error::Underway => Some(1),
            _ => None,
        };
        Self {
            retry_after: retry_after.map(whole),
            reason: error.withheld(),
            errors: error.mistakes().into_iter().map(part).collect(),
            ..Self::new(error.code(), error.text(language))
        }
    }

    /// A request that is refused before anything of it is done, as GraphQL would refuse it.
    #[must_use]
    pub fn refused(refusal: &Refusal, language: Language) -> Self {
        let texts = refusal.problems.iter();
        let texts: Vec<_> = texts.map(|problem| problem.words.text(language)).collect();
        let code = refusal.code;
        Self {
            retry_after: refusal.retry_after.map(whole),
            ..Self::with(code.status(false), code.as_str(), texts.join(" "))
        }
    }

    /// A change that does not say on which version it is based.
    #[must_use]
    pub fn version_required(language: Language) -> Self {
        let words = Words::new(
            "Der Kopf If-Match fehlt: bitte den ETag des Datensatzes oder seine Version in Anführungszeichen angeben, damit keine Änderung anderer überschrieben wird.",
            "The header If-Match is missing: please send the ETag of the record or its version in quotes, so that nobody else's change is overwritten.",
        );
        let [(code, status)] = REST_ONLY;
        Self::with(status, code, words.text(language).to_owned())
    }

    /// For use with `map_err` in handlers.
    pub fn for_reader(ctx: &Ctx) -> impl Fn(Error) -> Self {
        let language = ctx.language();
        move |error| Self::of(&error, language)
    }

    /// Something is wrong with the service itself.
    #[must_use]
    pub fn internal(cause: &str) -> Self {
        Self::of(&Error::Internal(cause.to_owned()), Language::default())
    }

    /// Credentials that do not hold.
    #[must_use]
    pub fn unauthenticated(language: Language) -> Self {
        let words = Words::new(
            "Die Anmeldung ist ungültig. Ohne den Kopf Authorization sind die öffentlichen Inhalte lesbar.",
            "The credentials are not valid. Without the Authorization header public content can be read.",
        );
        Self::new(Code::Unauthenticated, words.text(language).to_owned())
    }

    /// An attempt to sign in; it does not say what of it was wrong.
    #[must_use]
    pub fn wrong_sign_in(language: Language) -> Self {
        let words = Words::new(
            "E-Mail-Adresse und Passwort passen nicht zusammen, oder damit ist keine Rolle verbunden.",
            "Address and password do not match, or no role goes with them.",
        );
        Self::new(Code::Unauthenticated, words.text(language).to_owned())
    }

    /// No such address.
    #[must_use]
    pub fn no_such_address(language: Language) -> Self {
        let words = Words::new(
            "Diese Adresse gibt es nicht; /docs/rest/ nennt alle.",
            "There is no such address; /docs/rest/ names all.",
        );
        Self::new(Code::NotFound, words.text(language).to_owned())
    }

    /// An address that does not serve the method of the request, and the methods that it serves.
    #[must_use]
    pub fn method_not_allowed(allow: &'static str, language: Language) -> Self {
        let words = Words::new(
            format!("Diese Methode gibt es hier nicht; möglich sind {allow}."),
            format!("This method is not served here; possible are {allow}."),
        );
        let detail = words.text(language).to_owned();
        Self {
            allow: Some(allow),
            ..Self::with(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail)
        }
    }

    /// The answer.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if self.status == 401 {
            response.insert_header((WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        if let Some(methods) = self.allow {
            response.insert_header((ALLOW, methods));
        }
        let body = serde_json::to_string(self).unwrap_or_default();
        response.content_type("application/problem+json").body(body)
    }
}

/// Nobody waits for longer.
fn whole(seconds: u64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

/// No more than the contract says; `errors` has the rest.
fn short(detail: String) -> Box<str> {
    match detail.char_indices().nth(LONGEST_DETAIL - 1) {
        Some((end, _)) if detail.chars().nth(LONGEST_DETAIL).is_some() => {
            format!("{}…", detail.get(..end).unwrap_or_default()).into()
        }
        _ => detail.into(),
    }
}

const fn status(code: Code) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::BadUserInput => StatusCode::BAD_REQUEST,
        Code::Conflict => StatusCode::CONFLICT,
        Code::StaleVersion => StatusCode::PRECONDITION_FAILED,
        Code::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_status_in_both_interfaces() {
        for code in Code::ALL {
            let graph = crate::graphql::code::Code::from_word(code.word());
            assert_eq!(
                graph.map(|graph| graph.status(false)),
                Some(status(*code)),
                "{code:?}"
            );
        }
    }
}
