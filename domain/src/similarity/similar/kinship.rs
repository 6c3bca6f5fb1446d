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
    let mut words: Vec<(TermId, u32, u32)> = Vec::with_capacity(size * DESCRIBED_BY);
    for (at, (held, _)) in (0..).zip(candidates) {
        words.extend(
            description(index, held)
                .into_iter()
                .map(|(term, worth)| (term, at, worth)),
        );
    }
    words.sort_unstable();
    let mut closeness = vec![0_u32; size * size];
    let mut add = |row: u32, column: u32, product: u32| {
        if let Some(sum) = closeness.get_mut(row as usize * size + column as usize) {
            *sum = sum.saturating_add(product);
        }
    };
    let groups = words
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() <= HELD_BY);
    for group in groups {
        for (place, (_, one, worth)) in group.iter().enumerate() {
            for (_, other, others) in group.iter().skip(place + 1) {
                add(*one, *other, worth * others);
                add(*other, *one, worth * others);
            }
        }
    }
    closeness
}

/// The most telling stems of a candidate, as a vector of length [`WHOLE`].
fn description(index: &Index, held: &Held) -> Vec<(TermId, u32)> {
    let mut words = worths(index, held);
    words.sort_unstable_by(|a, b| {
        let stem = |term| index.lexicon().stem(term);
        b.1.total_cmp(&a.1).then_with(|| stem(a.0).cmp(stem(b.0)))
    });
    words.truncate(DESCRIBED_BY);
    let length = words
        .iter()
        .map(|(_, worth)| worth * worth)
        .sum::<f32>()
        .sqrt();
    words
        .into_iter()
        .map(|(term, worth)| (term, whole(worth / length)))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of at most 1 becomes one of WHOLE"
)]
fn whole(share: f32) -> u32 {
    (share.clamp(0.0, 1.0) * WHOLE).round() as u32
}

fn worths(index: &Index, held: &Held) -> Vec<(TermId, f32)> {
    let lexicon = index.lexicon();
    let mut worths: Vec<(TermId, f32)> = Vec::new();
    for occurrence in forward::words(&held.bytes) {
        if lexicon.is_beside_the_subject(occurrence.word) {
            continue;
        }
        let often = (occurrence.count as f32).sqrt();
        for term in lexicon.terms_of(occurrence.word) {
            worths.push((*term, often));
        }
    }
    worths.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    worths.dedup_by(|later, first| {
        let is_same = later.0 == first.0;
        if is_same {
            first.1 += later.1;
        }
        is_same
    });
    worths
        .iter_mut()
        .for_each(|(term, worth)| *worth *= index.telling(*term));
    worths
}
