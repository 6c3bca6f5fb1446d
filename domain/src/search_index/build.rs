//! Builds the index from the database: every tenant's projects, read as that tenant.
//!
//! Invariant: what changes while it is read has a number behind the one that was noted before, and is taken in after it.

use super::{
    follow::newest,
    read::{BATCH, Gathered, Part, Which, gather},
    state::State,
};
use crate::{
    error::{Error, Result},
    store::Store,
};
use std::sync::Arc;
use tokio::sync::mpsc;

/// How far building has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Tenants that were read.
    pub tenants: usize,
    /// Tenants there are.
    pub of_tenants: usize,
    /// Projects that were read.
    pub projects: usize,
}

/// Batches that wait to be indexed while the next ones are read.
const AHEAD: usize = 4;

/// Builds the index.
pub(super) async fn build(
    store: &Store,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<State> {
    store.refresh_reference().await?;
    let seq = newest(store).await?;
    let mut state = State::new(&store.reference(), store.index().model());
    (state.seq, state.figure) = (seq, seq);
    for part in [Part::Plan, Part::Project] {
        state = fill(store, state, part, progress).await?;
    }
    Ok(state)
}

/// Reads one kind of all tenants while what was read before is indexed.
async fn fill(
    store: &Store,
    mut state: State,
    part: Part,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<State> {
    let (sender, mut batches) = mpsc::channel::<Vec<Gathered>>(AHEAD);
    let (reference, now) = (store.reference(), store.clock().now());
    let known = Arc::clone(&reference);
    let loading = tokio::task::spawn_blocking(move || {
        let batches = std::iter::from_fn(|| batches.blocking_recv());
        state.load(part, batches, &known, now);
        state
    });
    let tenants = reference.tenants.all();
    let mut told = Progress {
        tenants: 0,
        of_tenants: tenants.len(),
        projects: 0,
    };
    for tenant in tenants {
        let mut place = None;
        loop {
            let which = Which::After(place);
            let batch = gather(store.follower(), (part, tenant.id), &which).await?;
            let Some(last) = batch.last().map(|one| one.id) else {
                break;
            };
            let is_last = (batch.len() as u64) < BATCH;
            told.projects += batch.len();
            // Whoever indexes ends only when there is nothing to come, or fails.
            if sender.send(batch).await.is_err() || is_last {
                break;
            }
            place = Some(last);
        }
        told.tenants += 1;
        if part == Part::Project {
            progress(told);
        }
    }
    drop(sender);
    loading
        .await
        .map_err(|error| Error::Internal(error.to_string()))
}
