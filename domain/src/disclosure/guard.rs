//! The guard: whether a comparison over confidential values may be published, beside everything that was before.
//!
//! Whoever has read several figures over sets of contributors can add and subtract them. Contributors that were always
//! counted together stay together in all that can be worked out so: with regard to the sets that were counted, they are one
//! cell. Therefore it is enough that every such cell protects its members by itself: that it has enough of them, that none
//! dominates it, and that they are not so much alike that the mean tells of each. Then no sum, difference or other
//! combination of what was published is about fewer, and this holds for readers who put together what they know.
//!
//! Invariant: the answer depends on the sets and values only, never on who asks; so a cell is in the same state wherever it
//! appears.

use super::DisclosurePolicy;
use entity::value::Withheld;
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::Hash,
};

/// What a publication counted.
#[derive(Clone, Debug, Default)]
pub struct Counted<K> {
    /// The confidential values, by what names them: a corrected value is another one.
    pub values: BTreeMap<K, f64>,
    /// How many more it counted that nobody knows any more, such as those of a city that left the service.
    pub lost: usize,
    /// Whether it was of the same ring.
    pub is_of_same_ring: bool,
}

/// A policy and what it is applied to.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// The policy of the network.
    pub policy: DisclosurePolicy,
    /// Whether the values count persons.
    pub counts_persons: bool,
}

impl Guard {
    /// Why figures over these values, and all others that count in the open, must not be shown; none where they may.
    #[must_use]
    pub fn refuses<K: Copy + Ord + Hash>(
        &self,
        offered: &BTreeMap<K, f64>,
        before: &[Counted<K>],
    ) -> Option<Withheld> {
        if offered.is_empty() {
            return None;
        }
        let alone: Vec<f64> = offered.values().copied().collect();
        if let Some(reason) = self.exposes(&alone) {
            return Some(reason);
        }
        let touched: Vec<&Counted<K>> = before
            .iter()
            .filter(|counted| counted.values.keys().any(|key| offered.contains_key(key)))
            .collect();
        let is_broken = cells(offered, &touched).values().any(|cell| {
            let sides = [&cell.inside, &cell.outside];
            let exposes = |side: &&Vec<f64>| !side.is_empty() && self.exposes(side).is_some();
            cell.has_lost || sides.iter().any(exposes)
        });
        let is_own = touched.iter().all(|counted| counted.is_of_same_ring);
        match (is_broken, is_own) {
            (false, _) => None,
            (true, true) => Some(Withheld::Differencing),
            (true, false) => Some(Withheld::Secondary),
        }
    }

    /// Why a cell does not protect its members; none where it does.
    fn exposes(&self, values: &[f64]) -> Option<Withheld> {
        let policy = &self.policy;
        // Each contributor knows its own value, so one more than the others that protect each other.
        if values.len() <= usize::try_from(policy.least_contributors).unwrap_or(usize::MAX) {
            return Some(Withheld::MinContributors);
        }
        let sizes = values.iter().map(|value| value.abs());
        let total: f64 = sizes.clone().sum();
        if self.counts_persons && total < f64::from(policy.least_persons) {
            return Some(Withheld::MinContributors);
        }
        let (first, second) = two_largest(sizes);
        let share = f64::from(policy.dominance_percent) / 100.0;
        let closeness = f64::from(policy.estimate_percent) / 100.0;
        let dominates = first > share * total || total - first - second < closeness * first;
        (dominates || are_alike(values, closeness)).then_some(Withheld::Dominance)
    }

    /// Whether quartiles and the median may be shown of so many confidential values.
    #[must_use]
    pub fn shows_quartiles(&self, contributors: usize) -> bool {
        shows(contributors, self.policy.least_for_quartiles)
    }

    /// Whether deciles may be shown of so many confidential values.
    #[must_use]
    pub fn shows_deciles(&self, contributors: usize) -> bool {
        shows(contributors, self.policy.least_for_deciles)
    }

    /// A figure as it may be shown where confidential values count in it.
    #[must_use]
    pub fn shown(&self, figure: f64) -> f64 {
        if !self.counts_persons {
            return figure;
        }
        let step = f64::from(self.policy.person_step.max(1));
        (figure / step).round() * step
    }
}

fn shows(contributors: usize, least: i32) -> bool {
    contributors == 0 || contributors >= usize::try_from(least).unwrap_or(usize::MAX)
}

fn two_largest(sizes: impl Iterator<Item = f64>) -> (f64, f64) {
    sizes.fold((0.0, 0.0), |(first, second), size| {
        if size > first {
            (size, first)
        } else {
            (first, f64::max(second, size))
        }
    })
}

/// Whether mean and standard deviation together tell each value to within a share of the mean: no value is farther from
/// the mean than (n − 1) ÷ √n standard deviations (Samuelson 1968, "How deviant can you be?").
fn are_alike(values: &[f64], closeness: f64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "a ring has a hundred cities")]
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / (n - 1.0)).sqrt();
    deviation * (n - 1.0) / n.sqrt() <= closeness * mean.abs()
}

/// Contributors that were counted together in the very same publications, by these.
type Signature = BTreeSet<usize>;

/// What a publication would make of a cell: the part that it counts, and the part that it leaves out.
#[derive(Default)]
struct Cell {
    inside: Vec<f64>,
    outside: Vec<f64>,
    has_lost: bool,
}

/// The cells that a publication touches. What no publication has counted is outside of everything, and nothing can be
/// worked out about it.
fn cells<K: Copy + Ord>(
    offered: &BTreeMap<K, f64>,
    before: &[&Counted<K>],
) -> BTreeMap<Signature, Cell> {
    let mut known: BTreeMap<K, (f64, Signature)> = BTreeMap::new();
    for (key, value) in offered {
        known.insert(*key, (*value, Signature::new()));
    }
    for (place, counted) in before.iter().enumerate() {
        for (key, value) in &counted.values {
            let entry = known.entry(*key);
            let (_, signature) = entry.or_insert_with(|| (*value, Signature::new()));
            signature.insert(place);
        }
    }
    let mut cells: BTreeMap<Signature, Cell> = BTreeMap::new();
    for (key, (value, signature)) in known {
        let cell = cells.entry(signature).or_default();
        match offered.contains_key(&key) {
            true => cell.inside.push(value),
            false => cell.outside.push(value),
        }
    }
    cells.retain(|_, cell| !cell.inside.is_empty());
    for (signature, cell) in &mut cells {
        let mut of = signature.iter().filter_map(|place| before.get(*place));
        cell.has_lost = of.any(|counted| counted.lost > 0);
    }
    cells
}

#[cfg(test)]
mod tests;
