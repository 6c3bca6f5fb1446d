//! Diffusion over the neighbours: a project gains if those close to it answer the question as well.
//!
//! Invariant: only candidates the viewer may read take part, so that a hidden project passes nothing on.

use crate::similarity::index::lexicon::TermId;
use crate::similarity::index::{Held, Index, forward};

/// How many neighbours a project listens to.
const NEIGHBOURS: usize = 20;
/// How many words describe a project here: its most telling ones.
const DESCRIBED_BY: usize = 64;
/// A word that more candidates hold tells nothing about who is close to whom, and costs the square of them.
const HELD_BY: usize = 96;
/// What a share of 1 is in whole numbers; the square of it fits a sum.
const WHOLE: f32 = 4096.0;
/// What one occurrence of a word is in whole numbers.
const SAID: f32 = 256.0;

/// The kinship of each candidate, from their scores: the mean score of its nearest neighbours, by their closeness.
pub(super) fn kinship(index: &Index, candidates: &[(&Held, f32)]) -> Vec<f32> {
    let highest = candidates
        .iter()
        .map(|(_, score)| *score)
        .fold(f32::MIN_POSITIVE, f32::max);
    let closeness = closeness(index, candidates);
    closeness
        .chunks(candidates.len().max(1))
        .map(|row| heard(row, candidates) / highest)
        .map(|kinship| kinship.clamp(0.0, 1.0))
        .collect()
}

/// The mean score of the nearest neighbours, by their closeness.
fn heard(row: &[u32], candidates: &[(&Held, f32)]) -> f32 {
    let mut near: Vec<(u32, usize)> = row
        .iter()
        .enumerate()
        .filter(|(_, closeness)| **closeness > 0)
        .map(|(at, closeness)| (*closeness, at))
        .collect();
    if near.len() > NEIGHBOURS {
        near.select_nth_unstable_by(NEIGHBOURS, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(NEIGHBOURS);
        near.sort_unstable_by_key(|(_, at)| *at);
    }
    let total: f32 = near.iter().map(|(closeness, _)| *closeness as f32).sum();
    let sum: f32 = near
        .iter()
        .filter_map(|(closeness, at)| Some(candidates.get(*at)?.1 * *closeness as f32))
        .sum();
    if total > 0.0 { sum / total } else { 0.0 }
}

/// How close each candidate is to each other one: a row per candidate, 0 for itself.
///
/// Whole numbers add up to the same whatever the order of the words, which follows from what else is indexed.
fn closeness(index: &Index, candidates: &[(&Held, f32)]) -> Vec<u32> {
    let size = candidates.len();
    let mut descriptions = Descriptions::new(index);
    let mut words: Vec<u64> = Vec::with_capacity(size * DESCRIBED_BY);
    for (at, (held, _)) in (0..).zip(candidates) {
        let description = descriptions.of(held);
        words.extend(description.map(|(term, share)| pack(term, at, share)));
    }
    words.sort_unstable();
    let mut closeness = vec![0_u32; size * size];
    let mut add = |row: u32, column: u32, product: u32| {
        if let Some(sum) = closeness.get_mut(row as usize * size + column as usize) {
            *sum = sum.saturating_add(product);
        }
    };
    let groups = words
        .chunk_by(|a, b| term(*a) == term(*b))
        .filter(|group| group.len() <= HELD_BY);
    for group in groups {
        for (place, one) in group.iter().enumerate() {
            let (one, worth) = (candidate(*one), share(*one));
            for other in group.iter().skip(place + 1) {
                let (other, product) = (candidate(*other), worth * share(*other));
                add(one, other, product);
                add(other, one, product);
            }
        }
    }
    closeness
}

/// A word of a candidate as one number, so that many are sorted fast: the stem, the candidate, its share.
fn pack(term: TermId, candidate: u32, share: u32) -> u64 {
    u64::from(term) << 32 | u64::from(candidate & 0xffff) << 16 | u64::from(share & 0xffff)
}

const fn term(word: u64) -> u64 {
    word >> 32
}

const fn candidate(word: u64) -> u32 {
    (word >> 16 & 0xffff) as u32
}

const fn share(word: u64) -> u32 {
    (word & 0xffff) as u32
}

/// Room to describe one candidate after the other.
struct Descriptions<'a> {
    index: &'a Index,
    /// How often the candidate at hand says each stem, damped, in parts of [`SAID`].
    said: Vec<u32>,
    /// How telling each stem is, as far as it was asked.
    telling: Vec<f32>,
    /// Stems of the candidate at hand with their worth.
    words: Vec<(TermId, f32)>,
}

impl<'a> Descriptions<'a> {
    fn new(index: &'a Index) -> Self {
        let terms = index.lexicon().term_count();
        Self {
            index,
            said: vec![0; terms],
            telling: vec![0.0; terms],
            words: Vec::new(),
        }
    }

    /// The most telling stems of a candidate, as a vector of length [`WHOLE`], in no order.
    fn of(&mut self, held: &Held) -> impl Iterator<Item = (TermId, u32)> + '_ {
        self.count(held);
        self.weigh();
        if self.words.len() > DESCRIBED_BY {
            // By the stems, not by their numbers, which follow from what else is indexed.
            let lexicon = self.index.lexicon();
            self.words.select_nth_unstable_by(DESCRIBED_BY, |a, b| {
                let by_stem = || lexicon.stem(a.0).cmp(lexicon.stem(b.0));
                b.1.total_cmp(&a.1).then_with(by_stem)
            });
            self.words.truncate(DESCRIBED_BY);
        }
        // In whole numbers, which add up to the same in any order.
        let square: u64 = self.words.iter().map(|(_, worth)| squared(*worth)).sum();
        let length = (square as f32).sqrt();
        let words = self.words.drain(..);
        words.map(move |(term, worth)| (term, whole(worth / length)))
    }

    fn count(&mut self, held: &Held) {
        let lexicon = self.index.lexicon();
        for occurrence in forward::words(&held.bytes) {
            if lexicon.is_beside_the_subject(occurrence.word) {
                continue;
            }
            let often = damped(occurrence.count);
            for term in lexicon.terms_of(occurrence.word) {
                let Some(said) = self.said.get_mut(*term as usize) else {
                    continue;
                };
                if *said == 0 {
                    self.words.push((*term, 0.0));
                }
                *said += often;
            }
        }
    }

    fn weigh(&mut self) {
        for (term, worth) in &mut self.words {
            let at = *term as usize;
            let (Some(said), Some(telling)) = (self.said.get_mut(at), self.telling.get_mut(at))
            else {
                continue;
            };
            if *telling == 0.0 {
                *telling = self.index.telling(*term);
            }
            *worth = std::mem::take(said) as f32 * *telling;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of at most 1 becomes one of WHOLE"
)]
fn whole(share: f32) -> u32 {
    (share.clamp(0.0, 1.0) * WHOLE).round() as u32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no text says a word so often that its root leaves the numbers"
)]
fn damped(count: u32) -> u32 {
    ((count as f32).sqrt() * SAID).round() as u32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a worth is positive and small"
)]
fn squared(worth: f32) -> u64 {
    (worth * worth).round() as u64
}
