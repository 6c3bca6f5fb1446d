//! The words in alphabetical order, to continue what is being typed.
//!
//! Invariant: after [`Lexicon::sort`] every word stands in the order once.

use super::{Lexicon, WordId};
use crate::similarity::index::dictionary::count;

impl Lexicon {
    /// Brings the alphabetical order up to date after words were added.
    pub fn sort(&mut self) {
        let words = &self.words;
        let mut new: Vec<WordId> = (count(self.order.len())..count(words.len())).collect();
        if new.is_empty() {
            return;
        }
        new.sort_unstable_by(|a, b| words.text(*a).cmp(words.text(*b)));
        let mut order = Vec::with_capacity(words.len());
        let mut rest = self.order.as_slice();
        for word in new {
            let at = rest.partition_point(|known| words.text(*known) < words.text(word));
            let (before, after) = rest.split_at(at);
            order.extend_from_slice(before);
            order.push(word);
            rest = after;
        }
        order.extend_from_slice(rest);
        self.order = order;
    }

    /// The words that begin with a prefix, in alphabetical order.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = WordId> + 'a {
        let start = self
            .order
            .partition_point(|word| self.words.text(*word) < prefix);
        let rest = self.order.get(start..).unwrap_or_default();
        // Looking for the end costs less than comparing every word on the way.
        let length = rest.partition_point(|word| self.words.text(*word).starts_with(prefix));
        rest.iter().take(length).copied()
    }

    /// The alphabetical order.
    #[must_use]
    pub fn order(&self) -> &[WordId] {
        &self.order
    }
}
