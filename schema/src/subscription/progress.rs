//! How far a subscription has come.
//!
//! Invariant: it moves behind an event only together with the reading that tells of it.

use domain::{
    change::Change,
    read::{Item, Page, PageRequest},
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How far a subscription has come; among the data of each of its readings, and kept between them.
#[derive(Debug)]
pub struct Progress(Mutex<State>);

#[derive(Debug)]
struct State {
    place: Place,
    size: u64,
    reading: Option<Reading>,
}

/// Where a reading begins.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// Where the document says, or now.
    Begin,
    /// Behind this cursor, or at the beginning of a feed that was empty.
    Behind(Option<String>),
}

/// What became of one reading.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// The cursors of its events, in their order.
    pub cursors: Vec<String>,
    /// Whether more is there already.
    pub has_more: bool,
}

impl Default for Progress {
    fn default() -> Self {
        Self::new(None, PageRequest::MAX)
    }
}

impl Progress {
    /// Behind a cursor where there is one, with so many events to a reading at most.
    #[must_use]
    pub fn new(after: Option<String>, size: u64) -> Self {
        Self(Mutex::new(State {
            place: match after {
                None => Place::Begin,
                after => Place::Behind(after),
            },
            size,
            reading: None,
        }))
    }

    /// What became of the reading that was just made; `None` where it failed.
    pub fn take(&self) -> Option<Reading> {
        self.state().reading.take()
    }

    pub(super) fn place(&self) -> Place {
        self.state().place.clone()
    }

    pub(super) fn size(&self) -> u64 {
        self.state().size
    }

    pub(super) fn begin_at(&self, cursor: Option<String>) {
        self.pass(cursor, &Page::empty());
    }

    /// A reading from a place found these.
    pub(super) fn pass(&self, from: Option<String>, page: &Page<Change>) {
        let cursors: Vec<String> = page.items.iter().map(Item::cursor).collect();
        let mut state = self.state();
        state.place = Place::Behind(cursors.last().cloned().or(from));
        state.reading = Some(Reading {
            cursors,
            has_more: page.has_next,
        });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
