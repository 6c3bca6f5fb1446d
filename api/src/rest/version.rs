//! Optimistic concurrency over HTTP.
//!
//! The entity tag of a single object is `"<version>-<digest of the answer>"`. For `If-None-Match` the whole tag counts:
//! two languages, or a reader who sees less, have different answers. For `If-Match` the version counts: it is the record
//! that must not have changed, not the words that a reader saw of it. So a client may send back the tag of any answer, or
//! write `"7"` from the member `version`.
//!
//! Invariant: nothing is changed without naming the version that the client has seen.

use crate::{caller, problem::Problem};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::IF_MATCH};
use domain::{Error, language::Language};
use std::future::{Ready, ready};

/// The version that a change is based on.
pub struct IfMatch(pub i32);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let language = caller::language(request, Language::default());
        let header = request.headers().get(IF_MATCH);
        let text = header.map(|value| value.to_str().unwrap_or_default().trim());
        ready(match text {
            // `*` says that any version will do, which is what is not possible here.
            None | Some("*") => Err(Problem::version_required(language)),
            Some(text) => version(text).map(Self).ok_or_else(|| {
                let error = Error::invalid(
                    "If-Match",
                    "nennt keine Version; erwartet wird der ETag des Datensatzes oder seine Version in Anführungszeichen, etwa \"7\".",
                    "names no version; expected is the ETag of the record or its version in quotes, such as \"7\".",
                );
                Problem::of(&error, language)
            }),
        })
    }
}

/// The version in an entity tag. A proxy that compresses answers makes tags weak; the version in them is as exact.
fn version(tag: &str) -> Option<i32> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    let digits = inner.split_once('-').map_or(inner, |(version, _)| version);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_tags() {
        for (tag, expected) in [
            ("\"7\"", Some(7)),
            ("\"7-0a1b\"", Some(7)),
            ("W/\"12-ff\"", Some(12)),
            ("7", None),
            ("\"-7\"", None),
            ("\"+7\"", None),
            ("\"7\", \"8\"", None),
            ("\"\"", None),
            ("\"0a1b\"", None),
            ("\"99999999999\"", None),
            ("\"", None),
        ] {
            assert_eq!(version(tag), expected, "{tag}");
        }
    }
}
