//! Which documents are worth a closer look: those that hold the question's most telling words.
//!
//! Invariant: the filter is asked before a document is ranked, counted or kept; documents it refuses are as good as absent.
//! The work is bounded in documents the viewer may read, so that hidden ones do not change what is looked at.

use std::collections::HashMap;

use super::compiled::{Compiled, Family};
use crate::similarity::index::lexicon::{TermId, WordId};
use crate::similarity::index::{DocumentId, Filter, Index};
use crate::similarity::text::gram::signposts;

/// Most readable postings that are looked at for a question.
const BUDGET: usize = 120_000;
/// Most postings at all: a fuse against extreme indexes, far above what a question needs.
const FUSE: usize = 6_000_000;
/// Fewest terms that are read however long their lists are.
const FEWEST: usize = 3;
/// Most words that only look alike which are read for one word of the question.
const ALIKE: usize = 12;

/// A document with its first, rough score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub document: DocumentId,
    pub rough: f32,
}

/// Rough scores of the documents a question touches.
pub(crate) struct Pool<'a> {
    index: &'a Index,
    filter: Filter<'a>,
    rough: Vec<f32>,
    touched: Vec<DocumentId>,
    left: usize,
    fuse: usize,
}

const REFUSED: f32 = f32::NEG_INFINITY;

impl<'a> Pool<'a> {
    pub fn new(index: &'a Index, filter: Filter<'a>) -> Self {
        Self {
            index,
            filter,
            rough: vec![0.0; index.span()],
            touched: Vec::new(),
            left: BUDGET,
            fuse: FUSE,
        }
    }

    /// Reads the question's words, most telling first, until the budget is used up.
    pub fn add_terms(&mut self, compiled: &Compiled) {
        let index = self.index;
        let mut terms: Vec<(f32, TermId)> = compiled
            .slots
            .iter()
            .filter(|slot| slot.family == Family::Terms)
            .filter_map(|slot| Some((slot.worth, slot.term?)))
            .collect();
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (read, (worth, term)) in terms.into_iter().enumerate() {
            // What is public is readable to everybody, so that this much of the budget is sure to go.
            if read >= FEWEST && index.statistics().term(term) as usize > self.left {
                continue;
            }
            for word in index.lexicon().words_with(term) {
                self.add_word(word, worth);
            }
        }
    }

    /// Reads the words that stand for slots by typing or mistyping.
    pub fn add_expansions(&mut self, compiled: &Compiled) {
        for (word, slots) in &compiled.by_word {
            let worth = slots
                .iter()
                .filter_map(|(slot, share)| {
                    Some(compiled.slots.get(usize::from(*slot))?.worth * share)
                })
                .sum();
            self.add_word(*word, worth);
        }
    }

    /// Reads words that share letters with the question's words without sharing a stem.
    pub fn add_alike(&mut self, compiled: &Compiled, folded: &[&str]) {
        for word in folded {
            for (alike, worth) in self.alike(compiled, word) {
                if self.left == 0 {
                    return;
                }
                self.add_word(alike, worth);
            }
        }
    }

    fn alike(&self, compiled: &Compiled, folded: &str) -> Vec<(WordId, f32)> {
        let lexicon = self.index.lexicon();
        let mut shared: HashMap<WordId, u32> = HashMap::new();
        signposts(folded, |gram| {
            for word in lexicon.words_along(gram).take(20_000) {
                *shared.entry(word).or_default() += 1;
            }
        });
        let is_stemmed = |word: WordId| {
            lexicon
                .terms_of(word)
                .iter()
                .any(|term| compiled.by_term.contains_key(term))
        };
        let mut alike: Vec<(WordId, f32)> = shared
            .into_iter()
            .filter(|(word, _)| !is_stemmed(*word))
            .map(|(word, shared)| {
                let length = lexicon.folded(word).len().max(folded.len());
                (word, shared as f32 / length as f32)
            })
            .collect();
        // Public words first, so that hidden ones push none of them out.
        let is_hidden = |word: WordId| self.index.statistics().word(word) == 0;
        alike.sort_by(|a, b| {
            is_hidden(a.0)
                .cmp(&is_hidden(b.0))
                .then(b.1.total_cmp(&a.1))
                .then_with(|| lexicon.folded(a.0).cmp(lexicon.folded(b.0)))
        });
        alike.truncate(ALIKE);
        alike
    }

    /// Reads the documents of a concept.
    pub fn add_concept(&mut self, concept: u16, worth: f32) {
        let Some(postings) = self.index.concept_postings(concept) else {
            return;
        };
        if self.left == 0 {
            return;
        }
        for (document, strength) in postings.iter() {
            self.add(document, worth * strength as f32 / 255.0);
        }
    }

    fn add_word(&mut self, word: WordId, worth: f32) {
        let Some(postings) = self.index.postings(word) else {
            return;
        };
        if self.fuse < postings.len() {
            return;
        }
        for (document, count) in postings.iter() {
            let count = count as f32;
            self.add(document, worth * count / (count + 1.2));
        }
    }

    fn add(&mut self, document: DocumentId, worth: f32) {
        self.fuse = self.fuse.saturating_sub(1);
        let Some(rough) = self.rough.get_mut(document as usize) else {
            return;
        };
        if *rough == 0.0 {
            let is_readable = self
                .index
                .held(document)
                .is_some_and(|held| (self.filter)(held.key, &held.facts));
            if !is_readable {
                *rough = REFUSED;
                return;
            }
            self.touched.push(document);
        }
        if *rough == REFUSED {
            return;
        }
        self.left = self.left.saturating_sub(1);
        *rough += worth.max(f32::MIN_POSITIVE);
    }

    /// Whether everything was read that the question asked for.
    pub const fn is_complete(&self) -> bool {
        self.left > 0 && self.fuse > 0
    }

    /// Every readable document that was touched.
    pub fn touched(&self) -> &[DocumentId] {
        &self.touched
    }

    /// The best candidates, in no order.
    pub fn best(&self, most: usize) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self
            .touched
            .iter()
            .map(|document| Candidate {
                document: *document,
                rough: self.rough.get(*document as usize).copied().unwrap_or(0.0),
            })
            .collect();
        if candidates.len() > most {
            candidates.select_nth_unstable_by(most, |a, b| {
                b.rough
                    .total_cmp(&a.rough)
                    .then(a.document.cmp(&b.document))
            });
            candidates.truncate(most);
        }
        candidates
    }
}
