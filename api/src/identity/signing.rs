//! The keys of the built-in issuer, as the process uses them.
//!
//! Invariant: every copy of the service signs with the same key at the same moment, and knows a key before it signs.

use super::Identity;
use crate::token::{Issuer, Minter, SKEW, Signer, key_document, new_key, random_bytes};
use chrono::{DateTime, Utc};
use domain::{
    Error, Result, Work,
    signing_key::{self, NewSigningKey, SigningKey},
};
use serde_json::Value;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// The keys, as far as they were read.
#[derive(Default)]
pub struct Signing {
    keys: RwLock<Option<Known>>,
    reading: Mutex<()>,
}

#[derive(Clone)]
struct Known {
    /// The state of the reference data with which they were read.
    version: i64,
    keys: Arc<Keys>,
}

/// Keys that sign, will sign or have signed.
pub struct Keys(Vec<Key>);

struct Key {
    from: DateTime<Utc>,
    /// Until when tokens that it has signed may hold.
    until: Option<DateTime<Utc>>,
    minter: Minter,
}

impl Keys {
    /// The key that signs at a moment: the oldest where none has begun, as for the request that made the first key.
    pub fn minter(&self, now: DateTime<Utc>) -> Result<&Minter> {
        let begun = self.0.iter().rev().find(|key| key.from <= now);
        let key = begun.or(self.0.first());
        let key = key.ok_or_else(|| Error::Internal("there is no signing key".to_owned()))?;
        Ok(&key.minter)
    }

    /// The public halves, as a JSON Web Key Set.
    pub fn document(&self, now: DateTime<Utc>) -> Value {
        let held = self
            .0
            .iter()
            .filter(|key| key.until.is_none_or(|until| until > now));
        key_document(held.map(|key| &key.minter.signer))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.minter.signer.key_id())
    }
}

impl Signing {
    fn at(&self, version: i64) -> Option<Arc<Keys>> {
        let known = self.known()?;
        (known.version == version).then_some(known.keys)
    }

    fn known(&self) -> Option<Known> {
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, version: i64, keys: Arc<Keys>) {
        let known = Known { version, keys };
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

impl Identity {
    /// The keys of the built-in issuer; read again when reference data changed, made where there are none.
    pub(super) async fn keys(&self) -> Result<Arc<Keys>> {
        if let Some(keys) = self.signing.at(self.store.reference().version()) {
            return Ok(keys);
        }
        let _turn = self.signing.reading.lock().await;
        let version = self.store.reference().version();
        if let Some(keys) = self.signing.at(version) {
            return Ok(keys);
        }
        let rows = self.rows().await?;
        let before = self.signing.known().map(|known| known.keys);
        let keys =
            match before.filter(|keys| keys.names().eq(rows.iter().map(|row| row.kid.as_str()))) {
                Some(keys)
                    if rows
                        .iter()
                        .zip(&keys.0)
                        .all(|(row, key)| self.end(row) == key.until) =>
                {
                    keys
                }
                _ => self.take_over(&rows)?,
            };
        self.signing.keep(version, Arc::clone(&keys));
        Ok(keys)
    }

    async fn rows(&self) -> Result<Vec<SigningKey>> {
        let itself = self.itself();
        let after = itself.now() - self.settings.token_lifetime - SKEW;
        let rows = signing_key::in_use(&itself, after).await?;
        if rows.iter().any(|row| row.created_at <= itself.now()) {
            return Ok(rows);
        }
        let (new, now) = (new_signing_key()?, itself.now());
        let kid = new.kid.clone();
        let rotate = async |work: &Work<'_>| signing_key::rotate(work, new, now).await;
        itself.write("signing_key.rotate", kid, rotate).await?;
        tracing::info!("the first signing key was made");
        signing_key::in_use(&itself, after).await
    }

    fn end(&self, row: &SigningKey) -> Option<DateTime<Utc>> {
        row.retired_at
            .map(|retired| retired + self.settings.token_lifetime + SKEW)
    }

    /// Signs with these keys from now on, and believes what they signed.
    fn take_over(&self, rows: &[SigningKey]) -> Result<Arc<Keys>> {
        let keys = rows.iter().map(|row| self.key(row)).collect::<Result<_>>();
        let keys = Keys(keys?);
        let document = key_document(keys.0.iter().map(|key| &key.minter.signer)).to_string();
        let issuer = Issuer::built_in(&self.name, &self.name, document.as_bytes());
        self.verifier.trust(issuer.map_err(internal)?);
        Ok(Arc::new(keys))
    }

    fn key(&self, row: &SigningKey) -> Result<Key> {
        let minter = Minter {
            issuer: self.name.clone(),
            audience: self.name.clone(),
            lifetime: self.settings.token_lifetime,
            signer: Signer::from_pem(&row.private_pem).map_err(internal)?,
        };
        Ok(Key {
            from: row.created_at,
            until: self.end(row),
            minter,
        })
    }
}

/// Makes a key for the built-in issuer.
///
/// # Errors
/// `INTERNAL` where the machine has no randomness to give.
pub fn new_signing_key() -> Result<NewSigningKey> {
    let pem = new_key(&random_bytes().map_err(internal)?).map_err(internal)?;
    let signer = Signer::from_pem(&pem).map_err(internal)?;
    let document = key_document([&signer]);
    let public = document.pointer("/keys/0").map(Value::to_string);
    Ok(NewSigningKey {
        kid: signer.key_id().to_owned(),
        algorithm: "EdDSA".to_owned(),
        private_pem: pem,
        public_jwk: public.unwrap_or_default(),
    })
}

pub(super) fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}
