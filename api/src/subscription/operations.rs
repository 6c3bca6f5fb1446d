//! The operations that run on one connection, by the names that their client gave them.
//!
//! Invariant: a name stands for one operation at a time, nothing is told of one that was stopped, and none outlives its
//! connection.

use super::outbox::{Outbox, Told, Way, What};
use crate::graphql::refusal::{Exceeded, Refusal};
use std::collections::HashMap;
use tokio::task::AbortHandle;

/// The operations that run on one connection.
#[derive(Debug)]
pub struct Operations {
    running: HashMap<String, (u64, AbortHandle)>,
    begun: u64,
    most: usize,
}

impl Operations {
    /// None yet, and so many at most.
    pub fn new(most: usize) -> Self {
        Self {
            running: HashMap::new(),
            begun: 0,
            most,
        }
    }

    /// Whether one of that name runs.
    pub fn has(&self, id: &str) -> bool {
        self.running.contains_key(id)
    }

    /// Whether as many run as can.
    pub fn is_full(&self) -> bool {
        self.running.len() >= self.most
    }

    /// The refusal of one more than can run.
    pub fn too_many(&self) -> Refusal {
        let exceeded = Exceeded {
            limit: "operations",
            maximum: u64::try_from(self.most).unwrap_or(u64::MAX),
            requested: None,
        };
        Refusal::limit(exceeded, None)
    }

    /// Starts one. A name that is taken is to be refused before.
    pub fn start<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        id: String,
        way: &Way,
        run: impl FnOnce(Outbox) -> F,
    ) {
        self.begun += 1;
        let outbox = way.of(id.clone(), self.begun);
        let task = tokio::spawn(run(outbox)).abort_handle();
        self.running.insert(id, (self.begun, task));
    }

    /// Stops the one of that name, if it runs.
    pub fn stop(&mut self, id: &str) {
        if let Some((_, task)) = self.running.remove(id) {
            task.abort();
        }
    }

    /// Whether something is to be told; one that has ended is not remembered.
    pub fn heed(&mut self, told: &Told) -> bool {
        let is_of_running = self
            .running
            .get(&told.id)
            .is_some_and(|(serial, _)| *serial == told.serial);
        if is_of_running && matches!(told.what, What::Refused(_) | What::Complete) {
            self.running.remove(&told.id);
        }
        is_of_running
    }
}

impl Drop for Operations {
    fn drop(&mut self) {
        for (_, task) in self.running.values() {
            task.abort();
        }
    }
}
