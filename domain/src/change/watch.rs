//! The wake-up of those who follow the change feed: one look at the database, however many they are.
//!
//! What is told is only that there may be something new; what of it somebody may know is decided when they read. The same
//! look tells whose access was revoked, so that nobody has to ask for themselves while nothing happens.
//!
//! Invariant: who waits is woken by everything that became visible to anybody since they began to wait, the opening of an
//! embargo included.

use super::newest;
use crate::{actor::Principal, ctx::Ctx, error::Result, read::in_uuids, store::Store};
use chrono::{DateTime, Utc};
use entity::{revocation, scope::ReferenceTable};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect,
    sea_query::{Condition, Expr},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;
use uuid::Uuid;

/// Wakes those who follow the feed; one for each store.
#[derive(Debug)]
pub struct Watch {
    rounds: watch::Sender<u64>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The entry that was the last one at the last look. Entries are visible in the order of their moments, so it is another
    /// one whenever something was added, or has come.
    newest: Option<(DateTime<Utc>, i64)>,
    /// What can be revoked to shut out a follower, and how many it would shut out.
    watched: BTreeMap<Uuid, usize>,
    /// Which of it was revoked.
    revoked: BTreeSet<Uuid>,
}

/// Somebody who follows the feed.
#[derive(Debug)]
pub struct Follower {
    watch: Arc<Watch>,
    rounds: watch::Receiver<u64>,
    ids: Vec<Uuid>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            rounds: watch::Sender::new(0),
            state: Mutex::default(),
        }
    }
}

impl Watch {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks once, and wakes everybody where something became visible or somebody's access was revoked.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn look(&self, store: &Store) -> Result<()> {
        if self.rounds.receiver_count() == 0 {
            return Ok(());
        }
        let newest = newest(store).await?;
        let watched: Vec<Uuid> = self.state().watched.keys().copied().collect();
        let revoked = revoked(store, &watched).await?;
        if self.state().newest != newest {
            // Memberships and organisations first: who reads is asked by them.
            store.refresh_reference().await?;
        }
        let mut state = self.state();
        let is_news = state.newest != newest || state.revoked != revoked;
        (state.newest, state.revoked) = (newest, revoked);
        drop(state);
        if is_news {
            self.rounds.send_modify(|round| *round += 1);
        }
        Ok(())
    }
}

impl Follower {
    /// Waits until there may be something that was not there when this was waited for last.
    pub async fn changed(&mut self) {
        // The sender lives as long as the watch, which is kept here.
        let _ = self.rounds.changed().await;
    }

    /// Whether nothing that gives access to them was revoked, as far as the last look could tell.
    #[must_use]
    pub fn has_access(&self) -> bool {
        let state = self.watch.state();
        !self.ids.iter().any(|id| state.revoked.contains(id))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut state = self.watch.state();
        for id in &self.ids {
            if let Some(count) = state.watched.get_mut(id) {
                *count -= 1;
                if *count == 0 {
                    state.watched.remove(id);
                }
            }
        }
    }
}

impl Ctx {
    /// Lets whoever acts follow the feed; it keeps nothing of this context.
    #[must_use]
    pub fn follow_changes(&self) -> Follower {
        let watch = Arc::clone(self.store().watch());
        let ids = self
            .actor()
            .principal()
            .map(Principal::revocable)
            .unwrap_or_default();
        for id in &ids {
            *watch.state().watched.entry(*id).or_default() += 1;
        }
        Follower {
            rounds: watch.rounds.subscribe(),
            watch,
            ids,
        }
    }
}

/// Which of them were revoked.
async fn revoked(store: &Store, watched: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    if watched.is_empty() {
        return Ok(BTreeSet::new());
    }
    let backend = store.reader().get_database_backend();
    let id = Expr::col((revocation::Entity, revocation::Column::Id));
    let found = revocation::Entity::all()
        .select_only()
        .column(revocation::Column::Id)
        .filter(Condition::all().add(in_uuids(backend, id, watched)))
        .filter(revocation::Column::At.lte(store.clock().now()))
        .into_tuple::<Uuid>();
    Ok(found.all(store.reader()).await?.into_iter().collect())
}
