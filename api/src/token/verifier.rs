//! Whether a bearer token holds.
//!
//! Invariant: [`Verifier::verify`] is the only way from a text to [`Claims`] that can be relied on. What can be decided
//! without the issuer's keys is decided first, so that only a token which is right in everything but its signature can
//! make us ask an issuer.

use super::{
    cache::{Cache, Fingerprint, Verified},
    claims::Claims,
    header::{Compact, MAX_LENGTH},
    issuer::Issuer,
    json,
    refusal::{Reason, Refused},
};
use chrono::{DateTime, Utc};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Checks bearer tokens.
#[derive(Debug)]
pub struct Verifier {
    issuers: RwLock<HashMap<String, Arc<Issuer>>>,
    cache: Cache<Verified>,
}

impl Verifier {
    /// A verifier that trusts nobody yet and remembers so many tokens.
    #[must_use]
    pub fn new(remembered: usize) -> Self {
        Self {
            issuers: RwLock::default(),
            cache: Cache::new(remembered),
        }
    }

    /// Trusts an issuer, instead of an earlier one of that name.
    pub fn trust(&self, issuer: Issuer) {
        let mut issuers = self.issuers.write().unwrap_or_else(PoisonError::into_inner);
        issuers.insert(issuer.name().to_owned(), Arc::new(issuer));
    }

    /// Trusts an issuer no longer, from this moment.
    pub fn distrust(&self, issuer: &str) {
        let mut issuers = self.issuers.write().unwrap_or_else(PoisonError::into_inner);
        issuers.remove(issuer);
    }

    /// How many tokens are remembered, for the metrics.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.cache.held()
    }

    /// Checks a token.
    ///
    /// # Errors
    /// The same answer for every reason.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>, Refused> {
        if token.len() > MAX_LENGTH {
            return Err(Reason::TooLong.into());
        }
        let fingerprint = Fingerprint::of(token);
        match self.recall(&fingerprint, now) {
            Some(verified) => Ok(verified.claims),
            None => Ok(self.remember(fingerprint, self.decide(token, now).await?)),
        }
    }

    /// The issuer that a token names, of which nothing is proven: good for looking it up, and nothing else.
    #[must_use]
    pub fn named_issuer(token: &str) -> Option<String> {
        let compact = Compact::parse(token).ok()?;
        Some(Claims::read(&json::object(&compact.payload)?)?.issuer)
    }

    /// The whole decision about a token that was not seen before.
    async fn decide(&self, token: &str, now: DateTime<Utc>) -> Result<Verified, Reason> {
        let compact = Compact::parse(token)?;
        let payload = json::object(&compact.payload).ok_or(Reason::BadClaims)?;
        let mut claims = Claims::read(&payload).ok_or(Reason::BadClaims)?;
        let issuer = self.issuer(&claims.issuer).ok_or(Reason::UnknownIssuer)?;
        issuer.permits(&compact.header)?;
        claims.check(&issuer, now)?;
        issuer.settle_tenant(&mut claims)?;
        claims.roles = issuer.roles(&payload);
        let keys = issuer.with_key(&compact.header.key_id, now).await;
        let (keys, generation) = keys.ok_or(Reason::UnknownKey)?;
        keys.check(&compact)?;
        let claims = Arc::new(claims);
        Ok(Verified {
            claims,
            issuer,
            generation,
        })
    }

    /// A token seen before, as long as its time, its issuer and the keys it was checked with have not passed.
    fn recall(&self, token: &Fingerprint, now: DateTime<Utc>) -> Option<Verified> {
        let verified = self.cache.recall(token)?;
        let issuer = self.issuer(&verified.claims.issuer)?;
        let holds = Arc::ptr_eq(&issuer, &verified.issuer)
            && issuer.generation(now) == Some(verified.generation)
            && !verified.claims.is_expired(now);
        holds.then_some(verified)
    }

    fn remember(&self, token: Fingerprint, verified: Verified) -> Arc<Claims> {
        let claims = Arc::clone(&verified.claims);
        self.cache.keep(token, verified);
        claims
    }

    fn issuer(&self, name: &str) -> Option<Arc<Issuer>> {
        let issuers = self.issuers.read().unwrap_or_else(PoisonError::into_inner);
        issuers.get(name).cloned()
    }
}
