//! The context of a use case: who asks, when, in which language, and the only way to the database.
//!
//! Invariant: a context is built from an [`Actor`] and keeps the database to this crate; without an actor there is no
//! query.

use crate::{
    actor::Actor,
    error::{Error, Result},
    language::Language,
    policy,
    reference::Snapshot,
    store::Store,
};
use chrono::{DateTime, Utc};
use entity::scope::Audience;
use std::sync::Arc;

/// What a use case works with; cheap to make, one per request.
#[derive(Clone)]
pub struct Ctx {
    store: Store,
    actor: Actor,
    language: Language,
    now: DateTime<Utc>,
    reference: Arc<Snapshot>,
}

impl Ctx {
    /// The context for an actor's request.
    #[must_use]
    pub fn new(store: &Store, actor: Actor, language: Language) -> Self {
        Self {
            store: store.clone(),
            actor,
            language,
            now: store.clock().now(),
            reference: store.reference(),
        }
    }

    /// Who asks.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The reader's language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The moment of the request.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Cities, networks, vocabularies and indicators as they were when the request began.
    #[must_use]
    pub const fn reference(&self) -> &Arc<Snapshot> {
        &self.reference
    }

    /// The rows that this actor may read.
    #[must_use]
    pub fn audience(&self) -> Audience {
        policy::readable(&self.actor, self.now)
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    /// Only the operator passes.
    ///
    /// # Errors
    /// `FORBIDDEN` for everybody else.
    pub(crate) fn require_operator(&self) -> Result<()> {
        match self.actor {
            Actor::Operator => Ok(()),
            Actor::Anonymous | Actor::Member(_) => Err(Error::Forbidden),
        }
    }
}
