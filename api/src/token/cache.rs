//! Tokens that were verified before, and whatever else is remembered of unbounded many callers.
//!
//! Invariant: memory is bounded whatever comes in, no token is kept in readable form, and what is remembered of a token is
//! only that a signature was right: everything that can change since is asked again by the verifier.

use super::{claims::Claims, issuer::Issuer};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A token or another key of what is remembered, as its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a token.
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }
}

/// A verified token, and what it was verified with.
#[derive(Clone, Debug)]
pub struct Verified {
    /// What it says.
    pub claims: Arc<Claims>,
    /// The issuer as it was configured then.
    pub issuer: Arc<Issuer>,
    /// The generation of its keys.
    pub generation: u64,
}

/// What is remembered, in two halves. When the young half is full it becomes the old one and the old one goes, so that
/// everything that is in use stays, nothing needs sorting, and what is not used any more vanishes by itself.
#[derive(Debug)]
pub struct Cache<V> {
    half: usize,
    halves: Mutex<Halves<V>>,
}

#[derive(Debug)]
struct Halves<V> {
    young: HashMap<Fingerprint, V>,
    old: HashMap<Fingerprint, V>,
}

impl<V: Clone> Cache<V> {
    /// A cache for so many tokens.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let half = (capacity / 2).max(1);
        let halves = Halves {
            young: HashMap::new(),
            old: HashMap::new(),
        };
        Self {
            half,
            halves: Mutex::new(halves),
        }
    }

    /// What is known about a token.
    #[must_use]
    pub fn recall(&self, token: &Fingerprint) -> Option<V> {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(verified) = halves.young.get(token) {
            return Some(verified.clone());
        }
        let verified = halves.old.remove(token)?;
        halves.keep(*token, verified.clone(), self.half);
        Some(verified)
    }

    /// Remembers a token.
    pub fn keep(&self, token: Fingerprint, verified: V) {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        halves.keep(token, verified, self.half);
    }

    /// Changes what is remembered of a key in one step, which nobody else comes between.
    pub fn change<T>(&self, key: Fingerprint, change: impl FnOnce(Option<V>) -> (V, T)) -> T {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        let Halves { young, old } = &mut *halves;
        let before = young.get(&key).cloned().or_else(|| old.remove(&key));
        let (after, outcome) = change(before);
        halves.keep(key, after, self.half);
        outcome
    }

    /// How many tokens are remembered.
    #[must_use]
    pub fn held(&self) -> usize {
        let halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        halves.young.len() + halves.old.len()
    }
}

impl<V> Halves<V> {
    fn keep(&mut self, token: Fingerprint, verified: V, half: usize) {
        if self.young.len() >= half && !self.young.contains_key(&token) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(token, verified);
    }
}
