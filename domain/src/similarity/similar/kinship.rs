//! Diffusion over the neighbours: a project gains if those close to it answer the question as well.
//!
//! Invariant: only candidates the viewer may read take part, so that a hidden project passes nothing on.

use std::collections::HashMap;

use crate::similarity::index::lexicon::TermId;
use crate::similarity::index::{Held, Index, forward};

/// How many neighbours a project listens to.
const NEIGHBOURS: usize = 20;
/// How many words describe a project here: its most telling ones.
const DESCRIBED_BY: usize = 64;
/// A word that more candidates hold tells nothing about who is close to whom, and costs the square of them.
const HELD_BY: usize = 96;

/// The kinship of each candidate, from their scores: the mean score of its nearest neighbours, by their closeness.
pub(super) fn kinship(index: &Index, candidates: &[(&Held, f32)]) -> Vec<f32> {
    let highest = candidates
        .iter()
        .map(|(_, score)| *score)
        .fold(f32::MIN_POSITIVE, f32::max);
    closeness(index, candidates)
        .into_iter()
        .map(|mut near| {
            near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            near.truncate(NEIGHBOURS);
            let total: f32 = near.iter().map(|(_, closeness)| closeness).sum();
            if total <= 0.0 {
                return 0.0;
            }
            let heard: f32 = near
                .iter()
                .filter_map(|(at, closeness)| Some(candidates.get(*at)?.1 * closeness))
                .sum();
            (heard / total / highest).clamp(0.0, 1.0)
        })
        .collect()
}

/// For each candidate, the others that share telling words with it.
fn closeness(index: &Index, candidates: &[(&Held, f32)]) -> Vec<Vec<(usize, f32)>> {
    let described = descriptions(index, candidates);
    let mut holders: HashMap<TermId, Vec<(usize, f32)>> = HashMap::new();
    for (at, words) in described.iter().enumerate() {
        for (term, worth) in words {
            holders.entry(*term).or_default().push((at, *worth));
        }
    }
    holders.retain(|_, held| (2..=HELD_BY).contains(&held.len()));
    let mut sums = vec![0.0_f32; candidates.len()];
    let mut lists = Vec::with_capacity(candidates.len());
    for (own, words) in described.iter().enumerate() {
        for (term, worth) in words {
            for (at, other) in holders.get(term).into_iter().flatten() {
                if let Some(sum) = sums.get_mut(*at) {
                    *sum += worth * other;
                }
            }
        }
        let near = sums.iter_mut().enumerate().filter_map(|(at, sum)| {
            let sum = std::mem::take(sum);
            (sum > 0.0 && at != own).then_some((at, sum))
        });
        lists.push(near.collect());
    }
    lists
}

/// The most telling stems of each candidate, as vectors of length 1.
fn descriptions(index: &Index, candidates: &[(&Held, f32)]) -> Vec<Vec<(TermId, f32)>> {
    let mut telling: hashbrown::HashMap<TermId, f32> = hashbrown::HashMap::new();
    candidates
        .iter()
        .map(|(held, _)| {
            let mut words = worths(index, held, &mut telling);
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
            words.iter_mut().for_each(|(_, worth)| *worth /= length);
            words
        })
        .collect()
}

fn worths(
    index: &Index,
    held: &Held,
    telling: &mut hashbrown::HashMap<TermId, f32>,
) -> Vec<(TermId, f32)> {
    let lexicon = index.lexicon();
    let mut worths: Vec<(TermId, f32)> = Vec::new();
    for occurrence in forward::words(&held.bytes) {
        if lexicon.is_beside_the_subject(occurrence.word) {
            continue;
        }
        for term in lexicon.terms_of(occurrence.word) {
            let telling = *telling.entry(*term).or_insert_with(|| {
                let stem = lexicon.stem(*term);
                index
                    .statistics()
                    .term_weight(Some(*term), stem, index.background())
            });
            worths.push((*term, telling * (occurrence.count as f32).sqrt()));
        }
    }
    worths.sort_unstable_by_key(|(term, _)| *term);
    worths.dedup_by(|later, first| {
        let is_same = later.0 == first.0;
        if is_same {
            first.1 += later.1;
        }
        is_same
    });
    worths
}
