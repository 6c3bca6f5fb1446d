//! Phrases of the vocabulary: one or more pattern words that must stand near each other.
//!
//! Invariant: a pattern has at least one word, and its anchor is one of them.

use super::ConceptId;
use super::atom::{AtomId, Atoms};
use crate::language::Language;

/// How much farther apart than adjacent the words of a phrase may stand.
const SLACK: usize = 5;

/// A phrase.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What it tells of.
    pub concept: ConceptId,
    /// Its words in any order.
    pub atoms: Vec<AtomId>,
    /// The word that is looked for first: the longest, which is the rarest.
    pub anchor: AtomId,
}

impl Pattern {
    pub fn read(concept: ConceptId, phrase: &str, language: Language, atoms: &mut Atoms) -> Self {
        let longest = phrase.split_whitespace().max_by_key(|word| word.len());
        let anchor = atoms.intern(longest.unwrap_or_default(), language);
        let mut pattern = Self {
            concept,
            atoms: phrase
                .split_whitespace()
                .map(|word| atoms.intern(word, language))
                .collect(),
            anchor,
        };
        pattern.atoms.dedup();
        pattern
    }

    /// How far from the anchor the other words may stand.
    pub fn reach(&self) -> usize {
        self.atoms.len() + SLACK
    }
}
