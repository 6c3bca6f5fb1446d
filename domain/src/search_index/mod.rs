//! The running index behind searches: built from the database, followed through the change feed, asked for candidates.
//!
//! Whatever it answers is read again through the ordinary scopes before anybody sees it. So that nothing else than what a
//! reader may see takes part in scores, counts and order either, every search first takes in what has changed: the feed is
//! asked, in one short statement, for entries behind the last one that is known. Searches that wait for the same answer
//! share it. Thereby a change on any copy of the service holds in the next search on every copy.
//!
//! Invariant: no search runs on an index that is older than the search, and the policy decides for each project whether
//! it takes part, before anything is ranked or counted.

mod barriers;
mod build;
mod entry;
mod follow;
mod meaning;
mod public;
mod read;
mod state;

use crate::{
    ctx::Ctx,
    embedding::Model,
    error::{Error, Result},
    store::Store,
};
use entity::value::ChangeAction;
use std::{
    num::NonZero,
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    thread::available_parallelism,
};
use tokio::sync::{Mutex, Semaphore};

pub use build::Progress;
pub(crate) use entry::{Entry, Eyes, is_as_open};
pub(crate) use public::public_texts;
pub(crate) use read::item_field;
pub(crate) use state::{State, city_facts, city_number, phase_number, status_number};

/// The index of a store.
#[derive(Debug)]
pub struct SearchIndex {
    state: RwLock<Option<State>>,
    /// Held by whoever takes in changes; the number of the last round that was finished.
    round: Mutex<u64>,
    begun: AtomicU64,
    /// As many searches at once as there are processors: more would only wait for each other.
    turns: Arc<Semaphore>,
    /// The language model that takes part, if any.
    model: OnceLock<Model>,
}

impl Default for SearchIndex {
    fn default() -> Self {
        let processors = available_parallelism().map_or(2, NonZero::get);
        Self {
            state: RwLock::default(),
            round: Mutex::default(),
            begun: AtomicU64::default(),
            turns: Arc::new(Semaphore::new(processors)),
            model: OnceLock::new(),
        }
    }
}

impl SearchIndex {
    /// Whether it was built.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.is_some()
    }

    /// How many projects it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.as_ref().map_or(0, |state| state.index.len())
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of the last change of an observation that it knows of.
    #[must_use]
    pub(crate) fn last_figure(&self) -> i64 {
        self.look(|state| state.figure).unwrap_or(0)
    }

    /// Takes in what has changed until now; builds the index if there is none yet.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn catch_up(&self, store: &Store) -> Result<()> {
        let asked = self.begun.load(Ordering::SeqCst);
        let mut done = self.round.lock().await;
        // Somebody began after this was asked, and has finished meanwhile.
        if *done > asked {
            return Ok(());
        }
        let own = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        if self.is_ready() {
            self.follow(store).await?;
        } else {
            let state = build::build(store, &|_| {}).await?;
            self.exchange(state);
        }
        *done = own;
        Ok(())
    }

    /// Builds it anew from the database. Searches go on with what is there until it is done.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn rebuild(
        &self,
        store: &Store,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<()> {
        let mut state = build::build(store, progress).await?;
        let _turn = self.round.lock().await;
        // A search that has caught up already must not find less than it was promised.
        follow::advance(store, &mut state).await?;
        self.look(|before| state.recall(before));
        self.exchange(state);
        Ok(())
    }

    /// Whether so much changed since it was built that it should be built anew.
    #[must_use]
    pub fn wants_rebuild(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state
            .as_ref()
            .is_some_and(|state| state.is_outdated || state.index.wants_compaction())
    }

    fn exchange(&self, state: State) {
        let mut place = self.state.write().unwrap_or_else(PoisonError::into_inner);
        *place = Some(state);
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> Option<T> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.as_mut().map(change)
    }

    fn look<T>(&self, look: impl FnOnce(&State) -> T) -> Option<T> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.as_ref().map(look)
    }
}

/// Builds the index anew from the database, and tells the running copies of the service to do the same; says how many
/// projects it holds.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, else what the database answers.
pub async fn reindex(ctx: &Ctx, progress: &(dyn Fn(Progress) + Send + Sync)) -> Result<usize> {
    ctx.require_operator()?;
    let store = ctx.store();
    store.index().rebuild(store, progress).await?;
    let work = ctx.begin().await?;
    work.note(follow::REBUILD, "*".to_owned(), ChangeAction::Updated)
        .await?;
    work.commit().await?;
    Ok(store.index().len())
}

/// Asks the index for one actor; whatever is asked of it knows all that had changed when it was made.
pub(crate) struct Searcher {
    index: Arc<SearchIndex>,
    eyes: Arc<Eyes>,
}

impl Ctx {
    /// Takes in what has changed and lets this actor search.
    pub(crate) async fn searcher(&self) -> Result<Searcher> {
        let index = Arc::clone(self.store().index());
        index.catch_up(self.store()).await?;
        let now = self.store().clock().now();
        let eyes = Eyes::new(self.actor(), &self.store().reference(), now);
        Ok(Searcher {
            index,
            eyes: Arc::new(eyes),
        })
    }
}

impl Searcher {
    /// Asks once. The work is done beside the threads that wait for clients.
    pub async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&State, &Eyes) -> T + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.index.turns).acquire_owned().await;
        let turn = turn.map_err(|error| Error::Internal(error.to_string()))?;
        let (index, eyes) = (Arc::clone(&self.index), Arc::clone(&self.eyes));
        let answer = tokio::task::spawn_blocking(move || {
            // Kept until it is done, also where nobody waits for the answer any more.
            let _turn = turn;
            index.look(|state| ask(state, &eyes))
        });
        let answer = answer.await;
        let answer = answer.map_err(|error| Error::Internal(error.to_string()))?;
        answer.ok_or_else(|| Error::Unavailable("the search index is being built".to_owned()))
    }
}
