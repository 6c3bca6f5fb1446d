//! How well a document's words answer a question (BM25 over stems with parts, and over grams).
//!
//! Invariant: each word of the lexicon is matched with the question at most once, however many documents hold it.

use super::compiled::{Compiled, Family};
use crate::similarity::index::lexicon::{Lexicon, WordId};
use crate::similarity::index::{Field, Held, Index, forward};

/// How BM25 counts: `k1`, how much repetition adds, and `b`, how much length takes away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curve {
    k1: f32,
    b: f32,
}

impl Curve {
    /// For questions of a few words.
    pub const SHORT: Self = Self { k1: 0.8, b: 0.7 };
    /// For whole projects as the question.
    pub const LONG: Self = Self { k1: 1.2, b: 0.75 };

    /// What a word's occurrences are worth: more for each, by less and less. `length` is relative to the mean.
    pub fn saturate(self, count: f32, length: f32) -> f32 {
        count * (self.k1 + 1.0) / (count + self.k1 * (1.0 - self.b + self.b * length))
    }
}

/// The fields that say what a project is.
pub(crate) const CORE: u16 = Field::Title.bit() | Field::Goal.bit() | Field::Measures.bit();

/// How a document answers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lexical {
    /// Stems and parts, all fields.
    pub terms: f32,
    /// Grams, all fields.
    pub grams: f32,
    /// Stems and parts, core fields of both sides.
    pub core: f32,
}

/// Scores documents one after the other.
pub(crate) struct Scorer<'a> {
    index: &'a Index,
    compiled: &'a Compiled,
    matches: hashbrown::HashMap<WordId, (u32, u32)>,
    arena: Vec<(u16, f32)>,
    counts: Vec<(f32, f32)>,
    touched: SlotSet,
}

/// Slots of a question, given back in rising order.
struct SlotSet(Box<[u64]>);

impl SlotSet {
    fn new(slots: usize) -> Self {
        Self(vec![0; slots.div_ceil(64)].into_boxed_slice())
    }

    fn insert(&mut self, slot: u16) {
        if let Some(bits) = self.0.get_mut(usize::from(slot / 64)) {
            *bits |= 1 << (slot % 64);
        }
    }

    /// Empties the set.
    fn drain(&mut self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter_mut().enumerate().flat_map(|(at, bits)| {
            let mut left = std::mem::take(bits);
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

impl<'a> Scorer<'a> {
    pub fn new(index: &'a Index, compiled: &'a Compiled) -> Self {
        Self {
            index,
            compiled,
            matches: hashbrown::HashMap::new(),
            arena: Vec::new(),
            counts: vec![(0.0, 0.0); compiled.slots.len()],
            touched: SlotSet::new(compiled.slots.len()),
        }
    }

    /// The score of a document.
    pub fn score(&mut self, held: &Held) -> Lexical {
        self.count(held);
        let (terms, grams) = self.index.statistics().mean();
        let length_terms = held.length.terms as f32 / terms;
        let length_grams = held.length.grams as f32 / grams;
        let curve = self.compiled.curve;
        let mut score = Lexical::default();
        // Sums in the order of the question are the same whatever else is indexed.
        for slot in self.touched.drain() {
            let (Some(counts), Some(slot)) =
                (self.counts.get_mut(slot), self.compiled.slots.get(slot))
            else {
                continue;
            };
            let (all, core) = std::mem::take(counts);
            match slot.family {
                Family::Terms => {
                    score.terms += slot.worth * curve.saturate(all, length_terms);
                    if core > 0.0 && slot.fields & CORE != 0 {
                        score.core += slot.telling * curve.saturate(core, 1.0);
                    }
                }
                Family::Grams => score.grams += slot.worth * curve.saturate(all, length_grams),
            }
        }
        score
    }

    /// The stems a document shares with the question, the weightiest first, as words of the question.
    pub fn shared(&mut self, held: &Held) -> Vec<(usize, f32)> {
        self.count(held);
        let mut shared: Vec<(usize, f32)> = Vec::new();
        for slot in self.touched.drain() {
            let (Some(counts), Some(slot)) =
                (self.counts.get_mut(slot), self.compiled.slots.get(slot))
            else {
                continue;
            };
            let (all, _) = std::mem::take(counts);
            if slot.family == Family::Terms {
                shared.push((
                    slot.word,
                    slot.worth * self.compiled.curve.saturate(all, 1.0),
                ));
            }
        }
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut seen = std::collections::HashSet::new();
        shared.retain(|(word, _)| seen.insert(*word));
        shared
    }

    fn count(&mut self, held: &Held) {
        for occurrence in forward::words(&held.bytes) {
            let (start, end) = self.matches_of(occurrence.word);
            let is_core = occurrence.fields & CORE != 0;
            for (slot, share) in self
                .arena
                .get(start as usize..end as usize)
                .unwrap_or_default()
            {
                let Some(counts) = self.counts.get_mut(usize::from(*slot)) else {
                    continue;
                };
                self.touched.insert(*slot);
                let count = occurrence.count as f32 * share;
                counts.0 += count;
                if is_core {
                    counts.1 += count;
                }
            }
        }
    }

    fn matches_of(&mut self, word: WordId) -> (u32, u32) {
        if let Some(known) = self.matches.get(&word) {
            return *known;
        }
        let start = self.arena.len();
        matches(self.compiled, self.index.lexicon(), word, &mut self.arena);
        let range = (position(start), position(self.arena.len()));
        self.matches.insert(word, range);
        range
    }
}

fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The slots a word of the lexicon counts for.
fn matches(compiled: &Compiled, lexicon: &Lexicon, word: WordId, arena: &mut Vec<(u16, f32)>) {
    for term in lexicon.terms_of(word) {
        if let Some(slot) = compiled.by_term.get(term) {
            arena.push((*slot, 1.0));
        }
    }
    lexicon.grams_of(word, |gram| {
        if let Some(slot) = compiled.by_gram.get(gram) {
            arena.push((slot, 1.0));
        }
    });
    if let Some(slots) = compiled.by_word.get(&word) {
        arena.extend(slots);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_come_back_once_and_in_order() {
        let mut set = SlotSet::new(130);
        for slot in [129, 0, 63, 64, 0, 129] {
            set.insert(slot);
        }
        assert_eq!(set.drain().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(set.drain().next(), None);
    }
}
