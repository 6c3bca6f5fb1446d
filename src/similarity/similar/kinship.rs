//! Diffusion over the neighbours: a project gains if those close to it answer the question as well.
//!
//! Invariant: only candidates the viewer may read take part, so that a hidden project passes nothing on.

use std::collections::HashMap;

use crate::similarity::index::lexicon::TermId;
use crate::similarity::index::{Held, Index, forward};

/// How many neighbours a project listens to.
static NEIGHBOURS: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| std::env::var("NB").map_or(20, |x| x.parse().unwrap_or(20)));
/// How many words describe a project here: its most telling ones.
static DESCRIBED_BY: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| std::env::var("DB").map_or(40, |x| x.parse().unwrap_or(40)));

/// The kinship of each candidate, from their scores: the mean score of its nearest neighbours, by their closeness.
pub(super) fn kinship(index: &Index, candidates: &[(&Held, f32)]) -> Vec<f32> {
    let closeness = closeness(index, candidates);
    let highest = candidates.iter().map(|(_, score)| *score).fold(f32::MIN_POSITIVE, f32::max);
    closeness
        .into_iter()
        .map(|mut near| {
            near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            near.truncate(*NEIGHBOURS);
            let total: f32 = near.iter().map(|(_, closeness)| closeness).sum();
            if total <= 0.0 {
                return 0.0;
            }
            let mean: f32 = near
                .iter()
                .filter_map(|(at, closeness)| Some(candidates.get(*at)?.1 * closeness))
                .sum();
            (mean / total / highest).clamp(0.0, 1.0)
        })
        .collect()
}

/// For each candidate, the others that share telling words with it.
fn closeness(index: &Index, candidates: &[(&Held, f32)]) -> Vec<Vec<(usize, f32)>> {
    let described: Vec<Vec<(TermId, f32)>> = candidates
        .iter()
        .map(|(held, _)| description(index, held))
        .collect();
    let mut holders: HashMap<TermId, Vec<(usize, f32)>> = HashMap::new();
    for (at, words) in described.iter().enumerate() {
        for (term, worth) in words {
            holders.entry(*term).or_default().push((at, *worth));
        }
    }
    let mut sums = vec![0.0_f32; candidates.len()];
    described
        .iter()
        .enumerate()
        .map(|(own, words)| {
            for (term, worth) in words {
                for (at, other) in holders.get(term).into_iter().flatten() {
                    if let Some(sum) = sums.get_mut(*at) {
                        *sum += worth * other;
                    }
                }
            }
            sums.iter_mut()
                .enumerate()
                .filter_map(|(at, sum)| {
                    let sum = std::mem::take(sum);
                    (sum > 0.0 && at != own).then_some((at, sum))
                })
                .collect()
        })
        .collect()
}

/// The most telling stems of a project, as a vector of length 1.
fn description(index: &Index, held: &Held) -> Vec<(TermId, f32)> {
    let lexicon = index.lexicon();
    let mut worth: HashMap<TermId, f32> = HashMap::new();
    for occurrence in forward::words(&held.bytes) {
        if lexicon.is_beside_the_subject(occurrence.word) {
            continue;
        }
        for term in lexicon.terms_of(occurrence.word) {
            let telling = index
                .statistics()
                .term_weight(Some(*term), lexicon.stem(*term), index.background());
            *worth.entry(*term).or_default() += telling * (occurrence.count as f32).sqrt();
        }
    }
    let mut words: Vec<(TermId, f32)> = worth.into_iter().collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    words.truncate(*DESCRIBED_BY);
    let length = words.iter().map(|(_, worth)| worth * worth).sum::<f32>().sqrt();
    words.iter_mut().for_each(|(_, worth)| *worth /= length);
    words
}
