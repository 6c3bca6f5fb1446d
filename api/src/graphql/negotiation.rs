//! What headers say of a request: which media types a client accepts and sends, and whether anything is to be executed.
//!
//! Invariant: a body is read only if it is uncompressed JSON in UTF-8, and an answer is produced only in a media type
//! that the client accepts; a request without `Accept` gets `application/json`.

use super::{code::Code, refusal::Refusal};
use actix_web::http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
};

/// With it the cost of an operation is answered and nothing is executed.
pub const DRY_RUN: &str = "Staedtenetz-Dry-Run";

/// What an answer can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/json`, the older media type with its own statuses.
    Json,
    /// `application/graphql-response+json`.
    GraphqlResponse,
    /// The page for people.
    Html,
    /// `text/event-stream`, for subscriptions.
    EventStream,
}

impl Media {
    /// The value of `Content-Type`.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::EventStream => "text/event-stream; charset=utf-8",
        }
    }

    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::GraphqlResponse => ("application", "graphql-response+json"),
            Self::Html => ("text", "html"),
            Self::EventStream => ("text", "event-stream"),
        }
    }
}

/// How well a range of `Accept` names a media type; a better one overrules a worse one, whatever their qualities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Anything,
    Group,
    Exact,
}

/// The best of the offered media types for a client. Among equals the more exactly named wins, then the newer media type
/// if it was named, then the one offered first; `application/json` is to be offered first, because clients that accept
/// anything expect it.
///
/// # Errors
/// [`Code::NotAcceptable`] if the client accepts none of them.
pub fn answer(headers: &HeaderMap, offers: &[Media]) -> Result<Media, Refusal> {
    let ranges: Vec<Range> = values(headers, &ACCEPT)
        .flat_map(|value| value.split(','))
        .take(32)
        .filter_map(range)
        .collect();
    if ranges.is_empty() && !headers.contains_key(ACCEPT) {
        return offers.first().copied().ok_or_else(not_acceptable);
    }
    let mut best: Option<(u16, Match, Media)> = None;
    for offer in offers {
        let Some((named, quality)) = quality(&ranges, *offer) else {
            continue;
        };
        let newer = named == Match::Exact && *offer == Media::GraphqlResponse;
        let wins = |(other, by, _)| {
            (quality, named) > (other, by) || newer && (quality, named) == (other, by)
        };
        if quality > 0 && best.is_none_or(wins) {
            best = Some((quality, named, *offer));
        }
    }
    best.map(|(_, _, media)| media).ok_or_else(not_acceptable)
}

/// Refuses a body that is not uncompressed JSON in UTF-8.
///
/// # Errors
/// [`Code::UnsupportedMediaType`].
pub fn check_body(headers: &HeaderMap) -> Result<(), Refusal> {
    let compressed = values(headers, &CONTENT_ENCODING)
        .any(|value| !value.trim().eq_ignore_ascii_case("identity"));
    if compressed {
        return Err(Refusal::new(
            Code::UnsupportedMediaType,
            "Komprimierte Anfragen werden nicht angenommen.",
            "Compressed requests are not accepted.",
        ));
    }
    let mut types = values(headers, &CONTENT_TYPE);
    if types.next().is_some_and(is_json) && types.next().is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        Code::UnsupportedMediaType,
        "Der Inhalt muss „application/json“ in UTF-8 sein (Kopfzeile Content-Type).",
        "The content must be \"application/json\" in UTF-8 (header Content-Type).",
    ))
}

fn not_acceptable() -> Refusal {
    Refusal::new(
        Code::NotAcceptable,
        "Antworten gibt es als „application/graphql-response+json“ oder „application/json“.",
        "Answers are \"application/graphql-response+json\" or \"application/json\".",
    )
}

struct Range<'a> {
    group: &'a str,
    name: &'a str,
    /// In thousandths, as precise as the header allows.
    quality: u16,
}

/// One entry of `Accept`; `None` for nonsense and for charsets other than UTF-8.
fn range(entry: &str) -> Option<Range<'_>> {
    let mut parts = entry.split(';').map(str::trim);
    let (group, name) = parts.next()?.split_once('/')?;
    let mut quality = 1_000;
    for (key, value) in parts.filter_map(|part| part.split_once('=')) {
        let (key, value) = (key.trim(), value.trim().trim_matches('"'));
        if key.eq_ignore_ascii_case("q") {
            quality = thousandths(value)?;
        } else if key.eq_ignore_ascii_case("charset") && !is_utf8(value) {
            return None;
        }
    }
    Some(Range {
        group,
        name,
        quality,
    })
}

fn thousandths(value: &str) -> Option<u16> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let fraction = format!("{fraction:0<3}");
    match (whole, fraction.len(), fraction.parse::<u16>()) {
        ("1", 3, Ok(0)) => Some(1_000),
        ("0", 3, Ok(thousandths)) => Some(thousandths),
        _ => None,
    }
}

fn quality(ranges: &[Range<'_>], media: Media) -> Option<(Match, u16)> {
    let (group, name) = media.parts();
    let named = |range: &Range<'_>| match (range.group, range.name) {
        ("*", "*") => Some(Match::Anything),
        (g, "*") if g.eq_ignore_ascii_case(group) => Some(Match::Group),
        (g, n) if g.eq_ignore_ascii_case(group) && n.eq_ignore_ascii_case(name) => {
            Some(Match::Exact)
        }
        _ => None,
    };
    ranges
        .iter()
        .filter_map(|range| Some((named(range)?, range.quality)))
        .max()
}

fn is_json(value: &str) -> bool {
    let mut parts = value.split(';').map(str::trim);
    let named = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    named
        && parts
            .filter(|part| !part.is_empty())
            .all(|part| match part.split_once('=') {
                Some((key, value)) if key.trim().eq_ignore_ascii_case("charset") => {
                    is_utf8(value.trim().trim_matches('"'))
                }
                other => other.is_some(),
            })
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    // A value that is not text can name no media type of ours.
    headers
        .get_all(name)
        .map(|value| value.to_str().unwrap_or("?"))
}

/// Whether only the cost is asked for. Who means something else by the header must not have it carried out.
///
/// # Errors
/// [`Code::BadRequest`].
pub fn is_dry_run(headers: &HeaderMap) -> Result<bool, Refusal> {
    match headers.get(DRY_RUN).map(HeaderValue::as_bytes) {
        None => Ok(false),
        Some(b"cost") => Ok(true),
        Some(_) => Err(Refusal::new(
            Code::BadRequest,
            format!("Der Kopf {DRY_RUN} kennt nur „cost“."),
            format!("The header {DRY_RUN} knows \"cost\" only."),
        )),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    const OFFERS: [Media; 3] = [Media::Json, Media::GraphqlResponse, Media::Html];

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.append(name, HeaderValue::from_str(value).unwrap());
        headers
    }

    #[test]
    fn the_answer_is_what_the_client_prefers() {
        for (accept, expected) in [
            ("*/*", Some(Media::Json)),
            ("application/*", Some(Media::Json)),
            ("application/json", Some(Media::Json)),
            ("application/json, multipart/mixed", Some(Media::Json)),
            (
                "application/graphql-response+json",
                Some(Media::GraphqlResponse),
            ),
            (
                "APPLICATION/GRAPHQL-RESPONSE+JSON; charset=UTF-8",
                Some(Media::GraphqlResponse),
            ),
            (
                "application/graphql-response+json, application/json;q=0.9",
                Some(Media::GraphqlResponse),
            ),
            (
                "application/json, application/graphql-response+json",
                Some(Media::GraphqlResponse),
            ),
            (
                "application/graphql-response+json;q=0.1, */*",
                Some(Media::Json),
            ),
            (
                "application/graphql-response+json, */*;q=0.1",
                Some(Media::GraphqlResponse),
            ),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                Some(Media::Html),
            ),
            ("application/json;q=0, */*", Some(Media::GraphqlResponse)),
            ("application/json; charset=latin1", None),
            ("application/json;q=2", None),
            ("image/png", None),
            ("nonsense", None),
            ("", None),
        ] {
            assert_eq!(
                answer(&headers(ACCEPT, accept), &OFFERS).ok(),
                expected,
                "{accept}"
            );
        }
        assert_eq!(answer(&HeaderMap::new(), &OFFERS).ok(), Some(Media::Json));
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        for (content_type, expected) in [
            ("application/json", true),
            ("application/json;charset=utf-8", true),
            ("Application/JSON; charset=\"UTF-8\"; x=y", true),
            ("application/json; charset=utf-16", false),
            ("application/json; charset", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("multipart/form-data; boundary=x", false),
            ("application/graphql", false),
            ("application/jsonp", false),
        ] {
            assert_eq!(
                check_body(&headers(CONTENT_TYPE, content_type)).is_ok(),
                expected,
                "{content_type}"
            );
        }
        assert!(check_body(&HeaderMap::new()).is_err());
    }

    #[test]
    fn compressed_bodies_are_not_read() {
        for (encoding, expected) in [
            ("identity", true),
            ("gzip", false),
            ("gzip, identity", false),
            ("zstd", false),
        ] {
            let mut headers = headers(CONTENT_TYPE, "application/json");
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            assert_eq!(check_body(&headers).is_ok(), expected, "{encoding}");
        }
    }
}
