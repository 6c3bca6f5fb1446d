//! Forms as OAuth sends them.
//!
//! Invariant: a parameter that is there twice is refused (RFC 6749 §3.2), one that is empty counts as missing, and unknown
//! ones are passed over.

use super::refusal::Refusal;
use actix_web::{HttpRequest, http::header::CONTENT_TYPE};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::collections::HashMap;

/// The parameters of a form.
pub struct Form(HashMap<String, String>);

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    /// `invalid_request` for another kind of body, and for a parameter that is there twice.
    pub fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let media = request.headers().get(CONTENT_TYPE);
        let media = media
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let kind = media.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::request(
                "the body must be application/x-www-form-urlencoded",
            ));
        }
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if parameters
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(Refusal::request("a parameter is there twice"));
            }
        }
        parameters.retain(|_, value| !value.is_empty());
        Ok(Self(parameters))
    }

    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// `invalid_request` where it is not.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        let missing = || Refusal::request("a required parameter is missing");
        self.parameter(name).ok_or_else(missing)
    }
}

/// Name and password of `Authorization: Basic`, each form-encoded before (RFC 6749 §2.3.1).
pub fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, password) = pair.split_once(':')?;
    Some((decoded(name)?, decoded(password)?))
}

fn decoded(text: &str) -> Option<String> {
    let pair = format!("x={text}");
    let mut pairs = form_urlencoded::parse(pair.as_bytes());
    let (_, value) = pairs.next()?;
    pairs.next().is_none().then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_read() {
        let encode = |text: &str| format!("Basic {}", STANDARD.encode(text));
        let pair = |name: &str, password: &str| Some((name.to_owned(), password.to_owned()));
        assert_eq!(basic(&encode("key_1:stn_2")), pair("key_1", "stn_2"));
        assert_eq!(basic(&encode("a%3Ab:c%20d+e")), pair("a:b", "c d e"));
        for bad in [
            "",
            "Basic",
            "Basic !",
            &encode("no colon"),
            "Bearer x",
            &encode("a&b:c"),
        ] {
            assert_eq!(basic(bad), None, "{bad}");
        }
    }
}
