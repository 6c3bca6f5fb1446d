//! Who may read a document.
//!
//! Invariant: it is asked before anything is ranked or counted.

use super::{Facts, Key};

/// Who may read a document.
#[derive(Clone, Copy)]
pub struct Filter<'a> {
    admits: &'a dyn Fn(Key, &Facts) -> bool,
    is_open: bool,
}

impl<'a> Filter<'a> {
    /// One that is asked for every document.
    pub const fn new(admits: &'a dyn Fn(Key, &Facts) -> bool) -> Self {
        Self {
            admits,
            is_open: false,
        }
    }

    /// One that, where it is open, admits every public document and need not be asked for these one by one.
    pub const fn open_if(is_open: bool, admits: &'a dyn Fn(Key, &Facts) -> bool) -> Self {
        Self { admits, is_open }
    }

    /// Whether every public document is admitted.
    pub const fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether a document is admitted.
    #[must_use]
    pub fn admits(&self, key: Key, facts: &Facts) -> bool {
        (self.admits)(key, facts)
    }
}
