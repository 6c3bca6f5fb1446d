//! A question's words as slots: what counts in a document, and how much.
//!
//! Invariant: a slot's worth is the telling power of its stem or gram times how often the question says it.

use std::collections::HashMap;

use super::gram_slots::GramSlots;
use super::scorer::Curve;
use super::{Subject, SubjectWord};
use crate::similarity::index::Index;
use crate::similarity::index::lexicon::{TermId, WordId, stems};
use crate::similarity::text::gram::grams;

/// What a slot counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Stems and parts of compounds.
    Terms,
    /// Character n-grams.
    Grams,
}

/// Which words of the question count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    Everything,
    /// Those that say what a project is; not places, numbers and units.
    Subject,
}

/// One thing that counts in a document.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub family: Family,
    /// Telling power times occurrences in the question.
    pub worth: f32,
    /// Telling power alone.
    pub telling: f32,
    /// Fields of the question that say it.
    pub fields: u16,
    /// The word of the question it comes from first.
    pub word: usize,
    /// The stem, where it is one the index knows.
    pub term: Option<TermId>,
}

/// A question, ready to be answered.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub curve: Curve,
    pub slots: Vec<Slot>,
    pub by_term: hashbrown::HashMap<TermId, u16>,
    pub by_gram: GramSlots,
    /// Words that stand for a slot without sharing its stem: what is being typed, or was mistyped.
    pub by_word: hashbrown::HashMap<WordId, Vec<(u16, f32)>>,
}

/// Most slots of a question, which no project comes near. The rest is dropped.
const MOST: usize = 60_000;

impl Compiled {
    /// The slots of a question.
    pub fn new(index: &Index, subject: &Subject, scope: Scope) -> Self {
        let mut compiled = Self {
            curve: match scope {
                Scope::Everything => Curve::SHORT,
                Scope::Subject => Curve::LONG,
            },
            slots: Vec::new(),
            by_term: hashbrown::HashMap::new(),
            by_gram: GramSlots::default(),
            by_word: hashbrown::HashMap::new(),
        };
        let mut unknown: HashMap<String, u16> = HashMap::new();
        for (at, word) in subject.words.iter().enumerate() {
            if scope == Scope::Subject && word.is_beside {
                continue;
            }
            if let Some(id) = word.id {
                for term in index.lexicon().terms_of(id) {
                    compiled.add_term(index, *term, at, word);
                }
            } else {
                compiled.add_unknown(index, at, word, &mut unknown);
            }
            grams(&word.folded, |gram| {
                compiled.add_gram(index, gram, at, word)
            });
        }
        compiled
    }

    fn add_term(&mut self, index: &Index, term: TermId, at: usize, word: &SubjectWord) {
        let slot = self.by_term.get(&term).copied().or_else(|| {
            let slot = self.push(Family::Terms, index.telling(term), at, Some(term))?;
            self.by_term.insert(term, slot);
            Some(slot)
        });
        self.raise(slot, word);
    }

    /// Adds a word that no document holds; its parts may be known.
    fn add_unknown(
        &mut self,
        index: &Index,
        at: usize,
        word: &SubjectWord,
        unknown: &mut HashMap<String, u16>,
    ) {
        for stem in stems(&word.folded, word.language, index.lexicon().splitter()) {
            if let Some(term) = index.lexicon().term(&stem) {
                self.add_term(index, term, at, word);
                continue;
            }
            let slot = unknown.get(&stem).copied().or_else(|| {
                let telling = index
                    .statistics()
                    .term_weight(None, &stem, index.background());
                let slot = self.push(Family::Terms, telling, at, None)?;
                unknown.insert(stem, slot);
                Some(slot)
            });
            self.raise(slot, word);
        }
    }

    fn add_gram(&mut self, index: &Index, gram: u32, at: usize, word: &SubjectWord) {
        let slot = self.by_gram.get(gram).or_else(|| {
            let telling = index.statistics().gram_weight(gram, index.background());
            let slot = self.push(Family::Grams, telling, at, None)?;
            self.by_gram.insert(gram, slot);
            Some(slot)
        });
        self.raise(slot, word);
    }

    fn push(
        &mut self,
        family: Family,
        telling: f32,
        word: usize,
        term: Option<TermId>,
    ) -> Option<u16> {
        if self.slots.len() >= MOST {
            return None;
        }
        self.slots.push(Slot {
            family,
            worth: 0.0,
            telling,
            fields: 0,
            word,
            term,
        });
        u16::try_from(self.slots.len() - 1).ok()
    }

    fn raise(&mut self, slot: Option<u16>, word: &SubjectWord) {
        if let Some(slot) = slot.and_then(|slot| self.slots.get_mut(usize::from(slot))) {
            slot.worth += slot.telling * word.count as f32;
            slot.fields |= word.fields;
        }
    }

    /// Lets words stand for a word of the question: they count for its stem by their shares.
    ///
    /// The stem is then as telling as the most common of them, for nobody wrote the unfinished or mistyped word itself.
    pub fn stand_in(&mut self, index: &Index, word: usize, shares: &[(WordId, f32)]) {
        let slot = self
            .slots
            .iter()
            .position(|slot| slot.word == word && slot.family == Family::Terms);
        let telling = shares
            .iter()
            .filter_map(|(word, _)| index.lexicon().terms_of(*word).first())
            .map(|term| index.telling(*term))
            .fold(f32::INFINITY, f32::min);
        let (Some(at), true) = (slot, telling.is_finite()) else {
            return;
        };
        if let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.telling > 0.0) {
            slot.worth *= telling / slot.telling;
            slot.telling = telling;
        }
        for (word, share) in shares {
            let stands = self.by_word.entry(*word).or_default();
            let is_same = index.lexicon().terms_of(*word).iter().any(|term| {
                self.by_term
                    .get(term)
                    .is_some_and(|slot| usize::from(*slot) == at)
            });
            if let (Ok(slot), false) = (u16::try_from(at), is_same) {
                stands.push((slot, *share));
            }
        }
    }

    /// The stem of a word of the question, if a document holds it.
    pub fn stem_of(&self, index: &Index, word: &SubjectWord) -> Option<TermId> {
        index.lexicon().term(&crate::similarity::text::stem::stem(
            &word.folded.replace('-', ""),
            word.language,
        ))
    }

    /// The score a document would have that is the question itself.
    pub fn own_score(&self, family: Family) -> f32 {
        self.slots
            .iter()
            .filter(|slot| slot.family == family && slot.telling > 0.0)
            .map(|slot| slot.worth * self.curve.saturate(slot.worth / slot.telling, 1.0))
            .sum()
    }

    /// The score of the question itself for its core fields.
    pub fn own_core(&self) -> f32 {
        self.slots
            .iter()
            .filter(|slot| slot.family == Family::Terms && slot.fields & super::scorer::CORE != 0)
            .map(|slot| slot.telling)
            .sum()
    }
}
