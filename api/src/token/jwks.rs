//! The keys of an issuer as one set (RFC 7517 §5).
//!
//! Invariant: a name means at most one key for signatures, and a set of public keys holds no secret; a set that breaks this is refused as
//! a whole, while single keys that are not for us (for encryption, of other kinds, too weak) are passed over.

use super::{
    header::Compact,
    json::{self, Object},
    jwk::{Key, signing_key_id},
    refusal::Reason,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use thiserror::Error;

/// Most keys of one issuer.
const MAX_KEYS: usize = 64;

/// The usable keys of an issuer.
#[derive(Clone, Debug)]
pub struct Jwks {
    keys: Vec<Key>,
    digest: [u8; 32],
}

/// Why a set of keys is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JwksFault {
    /// Not what RFC 7517 calls a set.
    #[error("not a JSON Web Key Set")]
    NotASet,
    /// Too many to look through.
    #[error("more than {MAX_KEYS} keys")]
    TooMany,
    /// Two keys of one name.
    #[error("two keys have the same kid")]
    Ambiguous,
    /// Secrets where public keys are meant to be.
    #[error("a shared secret among published keys")]
    Secret,
    /// Nothing to check signatures with.
    #[error("no key that can be used")]
    NoUsableKey,
}

impl Jwks {
    /// Reads a set of public keys, or of secrets that were never published.
    ///
    /// # Errors
    /// What is wrong with the set as a whole.
    pub fn parse(document: &[u8]) -> Result<Self, JwksFault> {
        let jwks = members(document)?;
        let keys: Vec<Key> = jwks.iter().filter_map(Key::parse).collect();
        let secrets = jwks.iter().filter(|jwk| is_secret(jwk)).count();
        let mut names = HashSet::new();
        if keys.is_empty() {
            return Err(JwksFault::NoUsableKey);
        }
        if secrets > 0 && secrets < jwks.len() {
            return Err(JwksFault::Secret);
        }
        if !jwks
            .iter()
            .filter_map(signing_key_id)
            .all(|id| names.insert(id))
        {
            return Err(JwksFault::Ambiguous);
        }
        let digest = Sha256::digest(document).into();
        Ok(Self { keys, digest })
    }

    /// Reads a set that the whole world can read.
    ///
    /// # Errors
    /// What is wrong with the set as a whole; secrets are.
    pub fn parse_public(document: &[u8]) -> Result<Self, JwksFault> {
        let set = Self::parse(document)?;
        match set.keys.iter().any(Key::is_secret) {
            true => Err(JwksFault::Secret),
            false => Ok(set),
        }
    }

    /// The key of a name.
    pub(super) fn key(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id() == id)
    }

    /// Whether both were read from the same document.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// Checks the signature of a token, with the algorithm of the key and no other.
    ///
    /// # Errors
    /// Why it does not hold.
    pub(super) fn check(&self, token: &Compact<'_>) -> Result<(), Reason> {
        let key = self.key(&token.header.key_id).ok_or(Reason::UnknownKey)?;
        if key.algorithm() != token.header.algorithm {
            return Err(Reason::WrongAlgorithm);
        }
        match key.has_signed(token) {
            true => Ok(()),
            false => Err(Reason::WrongSignature),
        }
    }
}

fn members(document: &[u8]) -> Result<Vec<Object>, JwksFault> {
    let mut set = json::object(document).ok_or(JwksFault::NotASet)?;
    let Some(Value::Array(list)) = set.remove("keys") else {
        return Err(JwksFault::NotASet);
    };
    if list.len() > MAX_KEYS {
        return Err(JwksFault::TooMany);
    }
    let objects = list.into_iter().map(|member| match member {
        Value::Object(jwk) => Ok(jwk),
        _ => Err(JwksFault::NotASet),
    });
    objects.collect()
}

fn is_secret(jwk: &Object) -> bool {
    jwk.get("kty").and_then(Value::as_str) == Some("oct")
}
