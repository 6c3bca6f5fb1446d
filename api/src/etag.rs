//! Entity tags: what names the bytes of an answer, and whether a client has them already (RFC 9110, section 8.8.3).
//!
//! Invariant: a tag is strong, made of all that it names; comparing is weak, as `If-None-Match` wants it.

use actix_web::{HttpRequest, http::header::IF_NONE_MATCH};
use sha2::{Digest, Sha256};

/// The first half of the SHA-256 of some parts, one behind the other, in hexadecimal.
#[must_use]
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let hash = hash.finalize();
    hex::encode(hash.get(..16).unwrap_or_default())
}

/// Whether the client says that it has what a tag names.
#[must_use]
pub fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let lists = request.headers().get_all(IF_NONE_MATCH);
    let mut known = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim);
    known.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn parts_are_hashed_like_the_whole() {
        let whole = digest(&["Straße".as_bytes()]);
        assert_eq!(digest(&[b"Stra", "ße".as_bytes()]), whole);
        assert_eq!(whole.len(), 32);
    }

    #[test]
    fn a_tag_is_known_in_any_list_weak_or_strong() {
        let knows = |lists: &[&'static str]| {
            let request = lists.iter().fold(TestRequest::get(), |request, list| {
                request.append_header((IF_NONE_MATCH, *list))
            });
            is_known(&request.to_http_request(), "\"a\"")
        };
        assert!(knows(&["\"a\""]) && knows(&["\"b\", W/\"a\""]) && knows(&["*"]));
        assert!(knows(&["\"b\"", "\"a\""]));
        assert!(!knows(&[]) && !knows(&["a"]) && !knows(&["\"ab\", \"b\""]));
    }
}
