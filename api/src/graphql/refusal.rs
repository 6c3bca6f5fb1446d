//! Why a request is answered without being executed.
//!
//! Invariant: a refusal says what is wrong and where, in German and English, and never repeats the document or a value
//! from the request at length.

use super::code::Code;
use crate::rate_limit::Wait;
use async_graphql::Pos;
use domain::{
    Error,
    language::{Language, Words},
};
use std::time::Duration;

/// The longest piece of foreign text (a name, a message of the library) that goes into an answer.
const QUOTE_CHARS: usize = 200;

/// A request that is not executed: one code, at least one problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What kind of refusal it is.
    pub code: Code,
    /// What is wrong, the first problem first.
    pub problems: Vec<Problem>,
    /// The methods to name in `Allow`, where the method was the problem.
    pub allow: Option<&'static str>,
    /// After how many seconds it is worth while to try again, where that is known.
    pub retry_after: Option<u64>,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The sentence for the reader.
    pub words: Words,
    /// Where in the document.
    pub locations: Vec<Pos>,
    /// The limit that was passed, where it was one.
    pub exceeded: Option<Exceeded>,
}

/// A limit of the service that a request passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// Its name, as in [`Limits`](super::limits::Limits).
    pub limit: &'static str,
    /// Its value.
    pub maximum: u64,
    /// What was asked for, where it was counted to the end.
    pub requested: Option<u64>,
}

impl Refusal {
    /// A refusal with one problem and no location.
    #[must_use]
    pub fn new(code: Code, de: impl Into<String>, en: impl Into<String>) -> Self {
        Self::of(code, vec![Problem::new(Words::new(de, en), None)])
    }

    /// A refusal with one problem at a place in the document.
    #[must_use]
    pub fn at(code: Code, pos: Pos, words: Words) -> Self {
        Self::of(code, vec![Problem::new(words, Some(pos))])
    }

    /// A refusal with several problems.
    #[must_use]
    pub const fn of(code: Code, problems: Vec<Problem>) -> Self {
        Self {
            code,
            problems,
            allow: None,
            retry_after: None,
        }
    }

    /// The refusal of a request that failed by our fault.
    #[must_use]
    pub fn internal() -> Self {
        use super::response::{INTERNAL_DE, INTERNAL_EN};
        Self::new(Code::Internal, INTERNAL_DE, INTERNAL_EN)
    }

    /// The refusal of a request that did not end in time.
    #[must_use]
    pub fn late(deadline: Duration) -> Self {
        let seconds = deadline.as_secs();
        Self::new(
            Code::Deadline,
            format!(
                "Die Anfrage war nach {seconds} s nicht beantwortet und wurde abgebrochen. Kleinere Seiten helfen; der Cursor, der mitgegeben war, gilt weiter."
            ),
            format!(
                "The request was not answered within {seconds} s and was cancelled. Smaller pages help; the cursor that came with it still holds."
            ),
        )
    }

    /// The refusal of a request whose client or address has asked for too much lately.
    #[must_use]
    pub fn rate_limited(Wait { seconds }: Wait) -> Self {
        let error = Error::RateLimited { seconds };
        Self {
            retry_after: Some(seconds),
            ..Self::new(
                Code::RateLimited,
                error.text(Language::De),
                error.text(Language::En),
            )
        }
    }

    /// The refusal of a method, naming those that would do.
    #[must_use]
    pub fn method(allow: &'static str, de: &str, en: &str) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(Code::MethodNotAllowed, de, en)
        }
    }

    /// The refusal of a document that passes a limit.
    #[must_use]
    pub fn limit(exceeded: Exceeded, pos: Option<Pos>) -> Self {
        let Exceeded {
            limit,
            maximum,
            requested,
        } = exceeded;
        let words = match requested {
            Some(requested) => Words::new(
                format!("Die Grenze „{limit}“ liegt bei {maximum}; angefragt sind {requested}."),
                format!("The limit \"{limit}\" is {maximum}; {requested} were requested."),
            ),
            None => Words::new(
                format!("Die Grenze „{limit}“ von {maximum} ist überschritten."),
                format!("The limit \"{limit}\" of {maximum} is exceeded."),
            ),
        };
        let problem = Problem {
            exceeded: Some(exceeded),
            ..Problem::new(words, pos)
        };
        Self::of(Code::LimitExceeded, vec![problem])
    }
}

impl Problem {
    /// A problem, at a place in the document where there is one.
    #[must_use]
    pub fn new(words: Words, pos: Option<Pos>) -> Self {
        Self {
            words,
            locations: pos.into_iter().collect(),
            exceeded: None,
        }
    }
}

/// A piece of foreign text, short enough for an answer and without control characters.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = chars.by_ref().take(QUOTE_CHARS).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_foreign_text_is_cut_between_characters() {
        let quoted = quote(&"ä\n".repeat(500));
        assert_eq!(quoted.chars().count(), QUOTE_CHARS + 1);
        assert!(quoted.ends_with('…') && !quoted.contains('\n'));
        assert_eq!(quote("kurz"), "kurz");
    }
}
