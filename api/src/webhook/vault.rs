//! Secrets as they are stored: sealed with the installation's key, so that a copy of the database gives none away.
//!
//! Invariant: what was sealed for one webhook opens for that one only, and not at all once it was changed.

use super::signature::{LENGTH, SigningKey};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::id::WebhookId;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
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
        nonce: [u8; NONCE_LEN],
    ) -> Result<String, Unsealable> {
        let mut text = key.expose().to_vec();
        let own = self.key().ok_or(Unsealable)?;
        let unique = Nonce::assume_unique_for_key(nonce);
        own.seal_in_place_append_tag(unique, bound_to(webhook), &mut text)
            .map_err(|_| Unsealable)?;
        Ok(STANDARD.encode([nonce.as_slice(), &text].concat()))
    }

    /// The secret again; `None` where it was sealed with another key or for another webhook.
    pub fn open(&self, webhook: WebhookId, sealed: &str) -> Option<SigningKey> {
        let mut bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, text) = bytes.split_first_chunk_mut::<NONCE_LEN>()?;
        let unique = Nonce::assume_unique_for_key(*nonce);
        let opened = self.key()?.open_in_place(unique, bound_to(webhook), text);
        let bytes: [u8; LENGTH] = (*opened.ok()?).try_into().ok()?;
        Some(SigningKey::new(bytes))
    }

    fn key(&self) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.0).ok()?;
        Some(LessSafeKey::new(key))
    }
}

fn bound_to(webhook: WebhookId) -> Aad<[u8; 16]> {
    Aad::from(webhook.0.into_bytes())
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Vault(***)")
    }
}
