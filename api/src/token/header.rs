//! The compact form of a signed token (RFC 7515 §7.1) and its header.
//!
//! Invariant: the header never says where a key comes from or how the check is done; it names a key and an algorithm,
//! and both must be what the issuer has agreed to. A form that can be written in two ways is refused.

use super::{
    json::{self, Object},
    refusal::Reason,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;

/// Longest token that is looked at, in bytes.
pub const MAX_LENGTH: usize = 8 * 1024;

/// Longest name of a key.
pub const MAX_KEY_ID: usize = 256;

/// Members that bring a key or its address, switch the rules (`b64`, `crit`), or announce a nested, encrypted or packed
/// token. Other members that we do not know are ignored, as RFC 7515 §4 asks.
const FORBIDDEN: [&str; 9] = [
    "b64", "crit", "cty", "enc", "jku", "jwk", "x5c", "x5u", "zip",
];

/// A token in its parts, nothing of which is proven yet.
#[derive(Debug)]
pub struct Compact<'a> {
    /// The header.
    pub header: Header,
    /// The decoded payload.
    pub payload: Vec<u8>,
    /// What the signature covers.
    pub signed: &'a str,
    /// The signature, in base64url.
    pub signature: &'a str,
}

/// What a header says.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The name of the key.
    pub key_id: String,
    /// The kind of token.
    pub typ: Option<String>,
}

impl<'a> Compact<'a> {
    /// Takes a token apart that is not longer than [`MAX_LENGTH`].
    ///
    /// # Errors
    /// What is wrong with its form.
    pub fn parse(token: &'a str) -> Result<Self, Reason> {
        let (signed, signature) = token.rsplit_once('.').ok_or(Reason::NotCompact)?;
        let (header, payload) = signed.split_once('.').ok_or(Reason::NotCompact)?;
        if signature.is_empty() {
            return Err(Reason::NotCompact);
        }
        octets(signature)?;
        Ok(Self {
            header: Header::parse(&octets(header)?)?,
            payload: octets(payload)?,
            signed,
            signature,
        })
    }
}

impl Header {
    fn parse(document: &[u8]) -> Result<Self, Reason> {
        let members = json::object(document).ok_or(Reason::BadHeader)?;
        if FORBIDDEN.iter().any(|name| members.contains_key(*name)) {
            return Err(Reason::ForbiddenHeader);
        }
        let algorithm = text(&members, "alg")?.ok_or(Reason::BadHeader)?;
        let key_id = text(&members, "kid")?.filter(|kid| is_key_id(kid));
        Ok(Self {
            algorithm: algorithm.parse().map_err(|_| Reason::WrongAlgorithm)?,
            key_id: key_id.ok_or(Reason::BadHeader)?.to_owned(),
            typ: text(&members, "typ")?.map(str::to_owned),
        })
    }

    /// Whether it announces an access token (RFC 9068 §4; media types know no case, RFC 7515 §4.1.9).
    #[must_use]
    pub fn is_access_token(&self) -> bool {
        let typ = self.typ.as_deref().unwrap_or_default();
        typ.eq_ignore_ascii_case("at+jwt") || typ.eq_ignore_ascii_case("application/at+jwt")
    }
}

/// Whether a text can name a key.
pub const fn is_key_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_KEY_ID
}

/// Strict base64url: no padding, no other alphabet, no bits left over.
fn octets(part: &str) -> Result<Vec<u8>, Reason> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Reason::NotCompact)
}

fn text<'m>(members: &'m Object, name: &str) -> Result<Option<&'m str>, Reason> {
    match members.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(Reason::BadHeader),
    }
}
