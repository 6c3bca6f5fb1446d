//! The keys of one foreign issuer, kept and renewed.
//!
//! Invariant: at most one request for keys is under way, none starts within the cool-down after a fruitless one, a key
//! that is known is used without waiting, and keys older than the maximum age are not used, whatever the reason.

use super::{
    fetch::{Fetch, KeyLocation, published_keys},
    jwks::Jwks,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// How old keys may get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// Older keys are renewed in the background when one is used.
    pub renewed_after: TimeDelta,
    /// Older keys are not used any more; an outage of the issuer is bridged for so long.
    pub max_age: TimeDelta,
    /// How long nothing is asked after a request that did not bring what was looked for.
    pub cool_down: TimeDelta,
}

impl Default for Ages {
    fn default() -> Self {
        Self {
            renewed_after: TimeDelta::minutes(5),
            max_age: TimeDelta::hours(6),
            cool_down: TimeDelta::seconds(10),
        }
    }
}

/// The keys of one foreign issuer.
#[derive(Debug)]
pub struct KeySet {
    issuer: String,
    location: KeyLocation,
    fetch: Arc<dyn Fetch>,
    ages: Ages,
    state: RwLock<State>,
    flight: Arc<Mutex<()>>,
}

/// Keys as they were published at a time.
#[derive(Clone, Debug)]
pub struct Held {
    /// The keys.
    pub jwks: Arc<Jwks>,
    /// Grows whenever the issuer publishes something else.
    pub generation: u64,
    fetched_at: DateTime<Utc>,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    cool_until: Option<DateTime<Utc>>,
}

impl KeySet {
    /// The keys of an issuer, none of which is fetched before it is needed.
    #[must_use]
    pub fn new(
        issuer: &str,
        location: KeyLocation,
        fetch: Arc<dyn Fetch>,
        ages: Ages,
    ) -> Arc<Self> {
        Arc::new(Self {
            issuer: issuer.to_owned(),
            location,
            fetch,
            ages,
            state: RwLock::default(),
            flight: Arc::default(),
        })
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The keys in force, if they are not too old; renewed behind the caller's back when their time has come.
    pub(super) fn in_force(self: &Arc<Self>, now: DateTime<Utc>) -> Option<Held> {
        let held = self.held(now)?;
        if now - held.fetched_at > self.ages.renewed_after {
            self.renew(now);
        }
        Some(held)
    }

    /// The keys in force, among them one of this name; a name that is not known makes us ask the issuer.
    pub(super) async fn with_key(self: &Arc<Self>, id: &str, now: DateTime<Utc>) -> Option<Held> {
        let has_key = |held: &Held| held.jwks.key(id).is_some();
        if let Some(held) = self.in_force(now).filter(has_key) {
            return Some(held);
        }
        if !self.is_cooling(now) {
            self.look_for(id, now).await;
        }
        self.held(now).filter(has_key)
    }

    fn held(&self, now: DateTime<Utc>) -> Option<Held> {
        let held = self.read().held.clone()?;
        (now - held.fetched_at <= self.ages.max_age).then_some(held)
    }

    /// Asks in the background, unless somebody is asking.
    fn renew(self: &Arc<Self>, now: DateTime<Utc>) {
        if self.is_cooling(now) {
            return;
        }
        if let Ok(flight) = Arc::clone(&self.flight).try_lock_owned() {
            tokio::spawn(Arc::clone(self).ask(None, now, flight));
        }
    }

    /// Asks for a key, or waits for those who do.
    async fn look_for(self: &Arc<Self>, id: &str, now: DateTime<Utc>) {
        let flight = Arc::clone(&self.flight).lock_owned().await;
        let is_known = self
            .held(now)
            .is_some_and(|held| held.jwks.key(id).is_some());
        if is_known || self.is_cooling(now) {
            return;
        }
        // In a task of its own: a caller who hangs up must not take the answer for everybody with them.
        let asking = tokio::spawn(Arc::clone(self).ask(Some(id.to_owned()), now, flight));
        if let Err(error) = asking.await {
            tracing::error!(%error, "asking for keys broke off");
        }
    }

    async fn ask(
        self: Arc<Self>,
        id: Option<String>,
        now: DateTime<Utc>,
        _flight: OwnedMutexGuard<()>,
    ) {
        let answer = published_keys(&*self.fetch, &self.issuer, &self.location).await;
        let is_fruitful = match answer {
            Ok(jwks) => {
                let has_key = id.is_none_or(|id| jwks.key(&id).is_some());
                self.write().keep(jwks, now);
                has_key
            }
            Err(fault) => {
                tracing::warn!(issuer = self.issuer, %fault, "the keys of an issuer could not be fetched");
                false
            }
        };
        self.write().cool_until = (!is_fruitful).then(|| now + self.ages.cool_down);
    }

    fn is_cooling(&self, now: DateTime<Utc>) -> bool {
        self.read().cool_until.is_some_and(|until| now < until)
    }

    /// A panic elsewhere leaves the state whole: each change is one assignment.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, jwks: Jwks, now: DateTime<Utc>) {
        let generation = match &self.held {
            Some(held) if held.jwks.is_same(&jwks) => held.generation,
            Some(held) => held.generation + 1,
            None => 0,
        };
        self.held = Some(Held {
            jwks: Arc::new(jwks),
            generation,
            fetched_at: now,
        });
    }
}
