//! Signatures of messages: HMAC with SHA-256, version 1 of the Standard Webhooks specification.
//!
//! Invariant: what is signed is id, second and body together, so that none can be exchanged; a secret shows in no output
//! but the one in which its owner gets it.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;
use std::fmt;

/// Bytes of a secret.
pub const LENGTH: usize = 32;

/// A secret with which messages are signed.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey([u8; LENGTH]);

impl SigningKey {
    /// Of random bytes.
    pub const fn new(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// As its owner gets it.
    pub fn reveal(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.0))
    }

    /// The bytes, to be sealed.
    pub const fn expose(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// The signature of a message.
    pub fn sign(&self, id: &str, second: i64, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, format!("{id}.{second}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKey(***)")
    }
}
