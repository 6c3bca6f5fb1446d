//! How often stems and grams occur, over public documents and the background.
//!
//! Invariant: only public documents are counted, and taking one out restores the counts exactly. A hidden document
//! changes no number here.

use super::lexicon::{Lexicon, TermId, WordId};
use hashbrown::HashMap;

use crate::similarity::background::{Background, WEIGHT};
use crate::similarity::vocabulary::ConceptId;

/// Share of projects that tell of a middling concept, before any is counted.
const USUAL: f32 = 0.04;

/// Counts of the public documents.
#[derive(Debug, Default)]
pub struct Statistics {
    documents: u32,
    terms_total: u64,
    grams_total: u64,
    term_documents: Vec<u32>,
    gram_documents: HashMap<u32, u32>,
    word_documents: Vec<u32>,
    concept_documents: Vec<u32>,
}

/// Lengths of a document, in stems with parts and in grams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Stems and parts.
    pub terms: u32,
    /// Grams.
    pub grams: u32,
}

impl Statistics {
    /// Counts a public document in, or out again.
    pub fn count(
        &mut self,
        words: impl Iterator<Item = WordId>,
        length: Length,
        lexicon: &Lexicon,
        is_added: bool,
    ) {
        let step = |number: &mut u32| {
            *number = if is_added {
                *number + 1
            } else {
                number.saturating_sub(1)
            };
        };
        step(&mut self.documents);
        let total = |sum: u64, length: u32| {
            if is_added {
                sum + u64::from(length)
            } else {
                sum.saturating_sub(u64::from(length))
            }
        };
        self.terms_total = total(self.terms_total, length.terms);
        self.grams_total = total(self.grams_total, length.grams);
        self.term_documents.resize(lexicon.term_count(), 0);
        self.word_documents.resize(lexicon.len(), 0);
        let (mut terms, mut grams) = (Vec::new(), Vec::new());
        for word in words {
            self.word_documents.get_mut(word as usize).map(step);
            terms.extend_from_slice(lexicon.terms_of(word));
            lexicon.grams_of(word, |gram| grams.push(gram));
        }
        for term in each_once(&mut terms) {
            self.term_documents.get_mut(*term as usize).map(step);
        }
        for gram in each_once(&mut grams) {
            step(self.gram_documents.entry(*gram).or_default());
        }
    }

    /// Counts the concepts of a public document in, or out again.
    pub fn count_concepts(&mut self, concepts: impl Iterator<Item = ConceptId>, is_added: bool) {
        for concept in concepts {
            let at = usize::from(concept);
            if self.concept_documents.len() <= at {
                self.concept_documents.resize(at + 1, 0);
            }
            if let Some(number) = self.concept_documents.get_mut(at) {
                *number = if is_added {
                    *number + 1
                } else {
                    number.saturating_sub(1)
                };
            }
        }
    }

    /// Public documents that tell of a concept.
    #[must_use]
    pub fn concept(&self, concept: ConceptId) -> u32 {
        self.concept_documents
            .get(usize::from(concept))
            .copied()
            .unwrap_or(0)
    }

    /// How telling a concept is.
    #[must_use]
    pub fn concept_weight(&self, concept: ConceptId) -> f32 {
        self.weight(self.concept(concept), USUAL)
    }

    /// Forgets all counts.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Number of public documents.
    #[must_use]
    pub const fn documents(&self) -> u32 {
        self.documents
    }

    /// Public documents with a word.
    #[must_use]
    pub fn word(&self, word: WordId) -> u32 {
        self.word_documents.get(word as usize).copied().unwrap_or(0)
    }

    /// Public documents with a stem or part.
    #[must_use]
    pub fn term(&self, term: TermId) -> u32 {
        self.term_documents.get(term as usize).copied().unwrap_or(0)
    }

    /// Mean lengths of public documents; those of a middling project where there are none.
    #[must_use]
    pub fn mean(&self) -> (f32, f32) {
        if self.documents == 0 {
            return (80.0, 900.0);
        }
        let mean = |total: u64| (total as f64 / f64::from(self.documents)) as f32;
        (
            mean(self.terms_total).max(1.0),
            mean(self.grams_total).max(1.0),
        )
    }

    /// How telling a stem is: high for rare ones.
    #[must_use]
    pub fn term_weight(&self, term: Option<TermId>, stem: &str, background: &Background) -> f32 {
        let counted = term.map_or(0, |term| self.term(term));
        self.weight(counted, background.stem(stem))
    }

    /// How telling a gram is.
    #[must_use]
    pub fn gram_weight(&self, bucket: u32, background: &Background) -> f32 {
        let counted = self.gram_documents.get(&bucket).copied().unwrap_or(0);
        self.weight(counted, background.gram(bucket))
    }

    /// Inverse document frequency (BM25), with the background as [`WEIGHT`] documents more.
    pub(crate) fn weight(&self, counted: u32, share: f32) -> f32 {
        let documents = self.documents as f32 + WEIGHT;
        let holding = counted as f32 + WEIGHT * share;
        (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln()
    }
}

/// The numbers without their repetitions.
fn each_once(numbers: &mut Vec<u32>) -> &[u32] {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
