//! What was read of others, on its way into the log.
//!
//! Invariant: nobody goes on before their own entries are committed. Requests that wait at the same time share one unit:
//! whoever comes first writes for all, so that the log does not hold up reading.

use super::{Entry, IDS_PER_ENTRY, signature};
use crate::{ctx::Ctx, error::Result, store::Store};
use entity::value::AuditOutcome;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Entries of one unit at most.
const BATCH: usize = 500;

/// Entries that wait to be written; one for each store.
#[derive(Default)]
pub(crate) struct Journal {
    queue: Mutex<Queue>,
    turn: tokio::sync::Mutex<()>,
}

/// Entries by their tickets, which grow.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<(u64, Entry)>,
    /// The ticket of the next entry.
    next: u64,
    /// All before this one are in the log, or were given up.
    written: u64,
}

/// The tickets of one request. Whoever goes away takes what is still waiting along: an answer that does not go out is no
/// reading, and a database that is down must not fill the memory.
struct Place<'a> {
    journal: &'a Journal,
    from: u64,
    to: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut queue = self.journal.queue();
        if queue.written < self.to {
            queue
                .waiting
                .retain(|(ticket, _)| !(self.from..self.to).contains(ticket));
        }
    }
}

impl Journal {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line_up(&self, entries: Vec<Entry>) -> Place<'_> {
        let mut queue = self.queue();
        let from = queue.next;
        for entry in entries {
            let ticket = queue.next;
            queue.waiting.push_back((ticket, entry));
            queue.next += 1;
        }
        let to = queue.next;
        Place {
            journal: self,
            from,
            to,
        }
    }

    /// Brings entries into the log.
    ///
    /// # Errors
    /// What the database answers; then they are not in it.
    async fn keep(&self, store: &Store, entries: Vec<Entry>) -> Result<()> {
        let place = self.line_up(entries);
        let _turn = self.turn.lock().await;
        while self.queue().written < place.to {
            self.write(store).await?;
        }
        Ok(())
    }

    /// Those who wait longest, and the ticket behind the last of them.
    fn batch(&self) -> (Vec<Entry>, u64) {
        let queue = self.queue();
        let batch = queue.waiting.iter().take(BATCH);
        let to = batch
            .clone()
            .next_back()
            .map_or(queue.next, |(ticket, _)| ticket + 1);
        (batch.map(|(_, entry)| entry.clone()).collect(), to)
    }

    async fn write(&self, store: &Store) -> Result<()> {
        let (batch, to) = self.batch();
        let ctx = Ctx::of_service(store);
        let work = ctx.begin().await?;
        work.keep_all(batch).await?;
        work.commit_log().await?;
        let mut queue = self.queue();
        queue.waiting.retain(|(ticket, _)| *ticket >= to);
        queue.written = to;
        Ok(())
    }
}

impl Ctx {
    /// Keeps what was read of other tenants that is not public: in the log of each owner, who can read it.
    ///
    /// # Errors
    /// What the database answers; then the answer must not go out.
    pub async fn keep_reads(&self) -> Result<()> {
        let mut entries = Vec::new();
        for (owner, ids) in self.take_reads() {
            let ids: Vec<String> = ids.into_iter().collect();
            for ids in ids.chunks(IDS_PER_ENTRY) {
                entries.push(Entry {
                    tenant: Some(owner),
                    actor: signature(self.actor()),
                    action: "content.read",
                    subject: ids.join(" "),
                    outcome: AuditOutcome::Read,
                    request: self.request().into(),
                });
            }
        }
        if entries.is_empty() {
            return Ok(());
        }
        self.store().journal().keep(self.store(), entries).await
    }
}

#[cfg(test)]
mod tests {
    //! A request that goes away takes only its own entries along.
    use super::*;

    fn entry() -> Entry {
        Entry {
            tenant: None,
            actor: "a".to_owned(),
            action: "content.read",
            subject: String::new(),
            outcome: AuditOutcome::Read,
            request: "".into(),
        }
    }

    #[test]
    fn who_goes_away_leaves_nothing_behind() {
        let journal = Journal::default();
        let first = journal.line_up(vec![entry(), entry()]);
        let second = journal.line_up(vec![entry()]);
        drop(first);
        let waiting: Vec<u64> = journal
            .queue()
            .waiting
            .iter()
            .map(|(ticket, _)| *ticket)
            .collect();
        assert_eq!((waiting, second.from, second.to), (vec![2], 2, 3));
    }
}
