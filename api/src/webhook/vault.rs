//! Secrets as they are stored: sealed with the installation's key, so that a copy of the database gives none away.
//!
//! Invariant: what was sealed for one webhook opens for that one only, and not at all once it was changed.

use super::signature::{LENGTH, SigningKey};
use crate::aead::{self, Unique};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::id::WebhookId;
use sha2::{Digest, Sha256};
use std::fmt;

/// Keys of other uses are not made of the same text in the same way.
const PURPOSE: &str = "staedtenetz webhook secrets/1";

/// What seals and opens secrets.
pub struct Vault([u8; 32]);

/// Nothing is said about what went wrong in sealing.
#[derive(Debug)]
pub struct Unsealable;

impl fmt::Display for Unsealable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a secret cannot be sealed")
    }
}

impl Vault {
    /// With the key of the installation.
    pub fn new(key: &str) -> Self {
        Self(Sha256::digest(format!("{PURPOSE} {key}")).into())
    }

    /// A secret for the database; never with the same nonce again.
    pub fn seal(
        &self,
        webhook: WebhookId,
        key: &SigningKey,
        unique: Unique,
    ) -> Result<String, Unsealable> {
        let sealed = aead::seal(&self.0, webhook.0, unique, key.expose().to_vec());
        sealed.map(|bytes| STANDARD.encode(bytes)).ok_or(Unsealable)
    }

    /// The secret again; `None` where it was sealed with another key or for another webhook.
    pub fn open(&self, webhook: WebhookId, sealed: &str) -> Option<SigningKey> {
        let mut bytes = STANDARD.decode(sealed).ok()?;
        let opened = aead::open(&self.0, webhook.0, &mut bytes)?;
        let bytes: [u8; LENGTH] = opened.try_into().ok()?;
        Some(SigningKey::new(bytes))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Vault(***)")
    }
}
