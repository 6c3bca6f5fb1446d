//! Words that outlive the lexicon they were noted in: kept when others are dropped.
//!
//! Invariant: only words and how they are shown go over; stems, parts and orders follow from them.

use super::{Lexicon, WordId};
use crate::similarity::vocabulary::Vocabulary;

impl Lexicon {
    /// Keeps the words that are used, in their order. Gives the new number of each old one.
    pub fn keep(&mut self, is_used: &[bool], vocabulary: &Vocabulary) -> Vec<Option<WordId>> {
        let old = std::mem::take(self);
        self.is_put_off = true;
        (0..)
            .zip(is_used)
            .map(|(word, is_used)| {
                if !is_used {
                    return None;
                }
                let new = self.intern(old.folded(word), old.language(word), vocabulary);
                if let (Some(new), Some(old)) = (
                    self.flags.get_mut(new as usize),
                    old.flags.get(word as usize),
                ) {
                    *new = *old;
                }
                if let Some(shown) = old.shown.get(&word) {
                    self.shown.insert(new, shown.clone());
                }
                Some(new)
            })
            .collect()
    }
}
