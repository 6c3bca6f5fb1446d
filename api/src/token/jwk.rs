//! A key that an issuer publishes (RFC 7517), read strictly.
//!
//! Invariant: a [`Key`] is for checking signatures with exactly one algorithm, is strong enough for it, and its numbers
//! are what the algorithm expects; that is settled when the key is read, not when a token comes.

use super::{
    header::{Compact, is_key_id},
    json::Object,
    roca,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, crypto};

/// Members of private keys. Whoever publishes one has given the key away.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/// Bits of an RSA modulus: from RFC 7518 §3.3 to what the RSA library takes.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=4_096;

/// RSA exponents: from FIPS 186-5 to what the RSA library takes.
const RSA_EXPONENTS: std::ops::Range<u64> = 65_537..1 << 33;

/// A key for checking signatures.
#[derive(Clone, Debug)]
pub struct Key {
    id: String,
    algorithm: Algorithm,
    material: DecodingKey,
}

impl Key {
    /// Reads a key; `None` where it is not for us to use.
    pub fn parse(jwk: &Object) -> Option<Self> {
        let is_private = PRIVATE.iter().any(|name| jwk.contains_key(*name));
        if is_private {
            return None;
        }
        let id = signing_key_id(jwk)?;
        let (usual, material) = match text(jwk, "kty")? {
            "EC" => elliptic(jwk),
            "OKP" => edwards(jwk),
            "RSA" => rsa(jwk),
            "oct" => Some((
                Algorithm::HS256,
                DecodingKey::from_secret(&octets(jwk, "k")?),
            )),
            _ => None,
        }?;
        let algorithm = match jwk.get("alg") {
            None => usual,
            Some(name) => name.as_str()?.parse().ok()?,
        };
        let id = id.to_owned();
        let key = Self {
            id,
            algorithm,
            material,
        };
        (key.fits(usual) && key.is_accepted()).then_some(key)
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it is a shared secret.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.algorithm.family() == AlgorithmFamily::Hmac
    }

    /// The one algorithm that it is for (RFC 8725 §3.1).
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether a token carries its signature.
    #[must_use]
    pub fn has_signed(&self, token: &Compact<'_>) -> bool {
        let message = token.signed.as_bytes();
        crypto::verify(token.signature, message, &self.material, self.algorithm).unwrap_or(false)
    }

    /// Whether the algorithm is one for this kind of key; for curves there is exactly one.
    fn fits(&self, usual: Algorithm) -> bool {
        match usual.family() {
            AlgorithmFamily::Rsa => self.algorithm.family() == AlgorithmFamily::Rsa,
            AlgorithmFamily::Hmac => self.is_long_enough(),
            _ => self.algorithm == usual,
        }
    }

    /// A secret must be as long as the digest (RFC 7518 §3.2).
    fn is_long_enough(&self) -> bool {
        let least = match self.algorithm {
            Algorithm::HS256 => 32,
            Algorithm::HS384 => 48,
            Algorithm::HS512 => 64,
            _ => return false,
        };
        self.material
            .try_get_as_bytes()
            .is_ok_and(|secret| secret.len() >= least)
    }

    /// Whether the library can use it: it refuses points that are not on their curve.
    fn is_accepted(&self) -> bool {
        crypto::verify("", b"", &self.material, self.algorithm).is_ok()
    }
}

/// The name of a key for signatures, whether or not we can use it.
pub fn signing_key_id(jwk: &Object) -> Option<&str> {
    text(jwk, "kid").filter(|id| is_key_id(id) && is_for_signatures(jwk))
}

/// `use` and `key_ops`, where present, must both allow it.
fn is_for_signatures(jwk: &Object) -> bool {
    let by_use = jwk
        .get("use")
        .is_none_or(|purpose| purpose.as_str() == Some("sig"));
    let by_operations = jwk.get("key_ops").is_none_or(|list| {
        list.as_array()
            .is_some_and(|list| list.iter().any(|one| one.as_str() == Some("verify")))
    });
    by_use && by_operations
}

fn elliptic(jwk: &Object) -> Option<(Algorithm, DecodingKey)> {
    let (algorithm, size) = match text(jwk, "crv")? {
        "P-256" => (Algorithm::ES256, 32),
        "P-384" => (Algorithm::ES384, 48),
        _ => return None,
    };
    let (x, y) = (octets(jwk, "x")?, octets(jwk, "y")?);
    if x.len() != size || y.len() != size {
        return None;
    }
    // An uncompressed point, SEC 1 §2.3.3.
    let point = [&[4], x.as_slice(), y.as_slice()].concat();
    Some((algorithm, DecodingKey::from_ec_der(&point)))
}

/// The length must be looked at here: the library cuts the point out of the bytes unasked and panics on fewer.
fn edwards(jwk: &Object) -> Option<(Algorithm, DecodingKey)> {
    let x = octets(jwk, "x")?;
    let is_ed25519 = text(jwk, "crv")? == "Ed25519" && x.len() == 32;
    is_ed25519.then(|| (Algorithm::EdDSA, DecodingKey::from_ed_der(&x)))
}

fn rsa(jwk: &Object) -> Option<(Algorithm, DecodingKey)> {
    let (modulus, exponent) = (octets(jwk, "n")?, octets(jwk, "e")?);
    let is_sound = RSA_BITS.contains(&bits(&modulus))
        && is_odd(&modulus)
        && is_odd(&exponent)
        && number(&exponent).is_some_and(|exponent| RSA_EXPONENTS.contains(&exponent))
        && !roca::is_marked(&modulus);
    // RS256 is what issuers mean that name no algorithm (RFC 9068 §2.1 makes it the common one).
    is_sound.then(|| {
        (
            Algorithm::RS256,
            DecodingKey::from_rsa_raw_components(&modulus, &exponent),
        )
    })
}

fn bits(number: &[u8]) -> usize {
    let digits = number.iter().skip_while(|byte| **byte == 0);
    let leading = digits
        .clone()
        .next()
        .map_or(0, |byte| byte.leading_zeros() as usize);
    digits.count() * 8 - leading
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|byte| byte % 2 == 1)
}

fn number(octets: &[u8]) -> Option<u64> {
    let digits = octets.iter().skip_while(|byte| **byte == 0);
    let is_short = digits.clone().count() <= 8;
    is_short.then(|| digits.fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
}

fn text<'j>(jwk: &'j Object, name: &str) -> Option<&'j str> {
    jwk.get(name)?.as_str()
}

fn octets(jwk: &Object, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text(jwk, name)?).ok()
}
