//! How often stems and grams occur, over public documents and the background.
//!
//! Invariant: only public documents are counted, and taking one out restores the counts exactly. A hidden document
//! changes no number here.

use super::lexicon::{Lexicon, TermId, WordId};
use crate::similarity::background::{Background, WEIGHT};
use crate::similarity::text::gram::BUCKETS;
use crate::similarity::vocabulary::ConceptId;

/// Share of projects that tell of a middling concept, before any is counted.
const USUAL: f32 = 0.04;

/// Counts of the public documents.
#[derive(Debug)]
pub struct Statistics {
    documents: u32,
    terms_total: u64,
    grams_total: u64,
    term_documents: Vec<u32>,
    gram_documents: Vec<u32>,
    word_documents: Vec<u32>,
    concept_documents: Vec<u32>,
    seen: Seen,
}

/// Which stems and grams the document being counted has shown already.
#[derive(Debug, Default)]
struct Seen {
    round: u32,
    terms: Vec<u32>,
    grams: Vec<u32>,
}

/// Lengths of a document, in stems with parts and in grams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Stems and parts.
    pub terms: u32,
    /// Grams.
    pub grams: u32,
}

impl Default for Statistics {
    fn default() -> Self {
        Self {
            documents: 0,
            terms_total: 0,
            grams_total: 0,
            term_documents: Vec::new(),
            gram_documents: vec![0; BUCKETS],
            word_documents: Vec::new(),
            concept_documents: Vec::new(),
            seen: Seen {
                round: 0,
                terms: Vec::new(),
                grams: vec![0; BUCKETS],
            },
        }
    }
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
        self.seen.round += 1;
        self.term_documents.resize(lexicon.term_count(), 0);
        self.word_documents.resize(lexicon.len(), 0);
        self.seen.terms.resize(lexicon.term_count(), 0);
        let round = self.seen.round;
        for word in words {
            self.word_documents.get_mut(word as usize).map(step);
            for term in lexicon.terms_of(word) {
                once(
                    &mut self.seen.terms,
                    *term,
                    round,
                    &mut self.term_documents,
                    step,
                );
            }
            lexicon.grams_of(word, |gram| {
                once(
                    &mut self.seen.grams,
                    gram,
                    round,
                    &mut self.gram_documents,
                    step,
                );
            });
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
        let counted = self
            .gram_documents
            .get(bucket as usize)
            .copied()
            .unwrap_or(0);
        self.weight(counted, background.gram(bucket))
    }

    /// Inverse document frequency (BM25), with the background as [`WEIGHT`] documents more.
    pub(crate) fn weight(&self, counted: u32, share: f32) -> f32 {
        let documents = self.documents as f32 + WEIGHT;
        let holding = counted as f32 + WEIGHT * share;
        (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln()
    }

    /// Bytes it takes, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        4 * (self.term_documents.capacity()
            + self.gram_documents.capacity()
            + self.word_documents.capacity()
            + self.seen.terms.capacity()
            + self.seen.grams.capacity())
    }
}

fn once(seen: &mut [u32], at: u32, round: u32, counts: &mut [u32], step: impl Fn(&mut u32)) {
    let Some(last) = seen.get_mut(at as usize) else {
        return;
    };
    if *last != round {
        *last = round;
        counts.get_mut(at as usize).map(step);
    }
}
