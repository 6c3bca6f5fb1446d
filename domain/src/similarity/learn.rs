//! Weights from coordinators' decisions: logistic regression held by the weights in use, and taken only if it helps.
//!
//! Invariant: a pure function of decisions and weights in use. It never learns from fewer than [`FEWEST`] decisions,
//! never proposes weights that did not rank held-back decisions better, and leaves the old weights to go back to.

use super::similar::feature::COUNT;
use super::similar::{Feature, Values, Weights};

/// Fewest decisions to learn from.
pub const FEWEST: usize = 30;
/// Fewest accepted and fewest declined ones among them.
pub const FEWEST_OF_A_KIND: usize = 8;
/// How many decisions the weights in use stand for.
const HOLD: f64 = 400.0;
/// Parts into which decisions are divided to check on what was held back.
const FOLDS: usize = 5;
/// How much better held-back decisions must be ranked (area under the curve).
const WORTHWHILE: f64 = 0.005;
const STEPS: usize = 400;
const PACE: f64 = 0.5;

/// A coordinator's decision about a suggested pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// How alike the projects were.
    pub values: Values,
    /// Whether the suggestion was accepted.
    pub is_accepted: bool,
}

/// What came of learning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Too few decisions, or nearly all alike.
    TooFew {
        /// Accepted ones.
        accepted: usize,
        /// Declined ones.
        declined: usize,
    },
    /// The weights in use rank held-back decisions as well or better: they stay.
    NoGain(Measured),
    /// Better weights. Keeping the old ones is the caller's way back.
    Learnt {
        /// The new weights; they sum to what the old ones did.
        weights: Weights,
        /// How much better.
        measured: Measured,
    },
}

/// How well held-back decisions were ranked: the chance that an accepted pair stands above a declined one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Decisions.
    pub decisions: usize,
    /// With the weights in use.
    pub before: f64,
    /// With weights learnt from the other decisions.
    pub after: f64,
}

/// Learns weights from decisions.
#[must_use]
pub fn learn(decisions: &[Decision], in_use: &Weights) -> Outcome {
    let accepted = decisions
        .iter()
        .filter(|decision| decision.is_accepted)
        .count();
    let declined = decisions.len() - accepted;
    if decisions.len() < FEWEST || accepted.min(declined) < FEWEST_OF_A_KIND {
        return Outcome::TooFew { accepted, declined };
    }
    let measured = Measured {
        decisions: decisions.len(),
        before: area(
            decisions
                .iter()
                .map(|decision| (score(in_use, decision), decision.is_accepted)),
        ),
        after: held_back(decisions, in_use),
    };
    if measured.after < measured.before + WORTHWHILE {
        return Outcome::NoGain(measured);
    }
    Outcome::Learnt {
        weights: fit(decisions.iter(), in_use),
        measured,
    }
}

fn score(weights: &Weights, decision: &Decision) -> f64 {
    f64::from(weights.dot(&decision.values))
}

/// The area under the curve where every decision is scored by weights that did not see it.
fn held_back(decisions: &[Decision], in_use: &Weights) -> f64 {
    let mut areas = 0.0;
    let mut rounds = 0.0;
    for fold in 0..FOLDS {
        let is_held = |at: usize| at % FOLDS == fold;
        let pick = |held: bool| {
            decisions
                .iter()
                .enumerate()
                .filter(move |(at, _)| is_held(*at) == held)
                .map(|(_, decision)| decision)
        };
        let weights = fit(pick(false), in_use);
        let size = pick(true).count() as f64;
        areas += size
            * area(pick(true).map(|decision| (score(&weights, decision), decision.is_accepted)));
        rounds += size;
    }
    areas / rounds
}

/// Descends the regularised log loss from the weights in use.
fn fit<'a>(decisions: impl Iterator<Item = &'a Decision>, in_use: &Weights) -> Weights {
    let decisions: Vec<&Decision> = decisions.collect();
    let size = decisions.len() as f64;
    let prior: [f64; COUNT] = in_use.0.map(f64::from);
    let total: f64 = prior.iter().sum();
    // The score's own scale is chosen so that the whole range of scores covers the range of doubt.
    let scale = 10.0 / total.max(f64::MIN_POSITIVE);
    let (mut weights, mut offset) = (prior, 0.0);
    let hold = HOLD / (HOLD + size) * 4.0;
    for _ in 0..STEPS {
        let (mut slope, mut slope_offset) = ([0.0; COUNT], 0.0);
        for decision in &decisions {
            let sum: f64 = weights
                .iter()
                .zip(decision.values.0)
                .map(|(weight, value)| weight * f64::from(value))
                .sum();
            let chance = 1.0 / (1.0 + (-(scale * sum + offset)).exp());
            let error = chance - f64::from(u8::from(decision.is_accepted));
            slope_offset += error / size;
            for (slope, value) in slope.iter_mut().zip(decision.values.0) {
                *slope += error * f64::from(value) / size;
            }
        }
        offset -= PACE * 4.0 * slope_offset;
        for ((weight, prior), slope) in weights.iter_mut().zip(prior).zip(slope) {
            *weight -= PACE * (slope * total / 10.0 + hold * (*weight - prior) / 10.0);
            *weight = weight.max(0.0);
        }
    }
    scaled(weights, total, in_use)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "weights need no more than single precision"
)]
fn scaled(weights: [f64; COUNT], total: f64, in_use: &Weights) -> Weights {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 || !sum.is_finite() {
        return *in_use;
    }
    let mut new = Weights::default();
    for (feature, weight) in Feature::ALL.into_iter().zip(weights) {
        new.set(feature, (weight * total / sum) as f32);
    }
    new
}

/// The chance that an accepted pair has the higher score; a half where one kind is missing.
fn area(scored: impl Iterator<Item = (f64, bool)>) -> f64 {
    let (accepted, declined): (Vec<_>, Vec<_>) = scored.partition(|(_, is_accepted)| *is_accepted);
    if accepted.is_empty() || declined.is_empty() {
        return 0.5;
    }
    let wins: f64 = accepted
        .iter()
        .flat_map(|(high, _)| {
            declined
                .iter()
                .map(move |(low, _)| match high.total_cmp(low) {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                })
        })
        .sum();
    wins / (accepted.len() as f64 * declined.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decisions that follow one feature, among noise in all of them.
    fn decisions(count: usize, follows: Option<Feature>) -> Vec<Decision> {
        let mut seed = 7_u64;
        let mut random = move || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f32 / (1_u64 << 24) as f32
        };
        (0..count)
            .map(|_| {
                let mut values = Values::default();
                for feature in Feature::ALL {
                    values.set(feature, random());
                }
                let judged = follows.map_or_else(&mut random, |feature| values.of(feature));
                Decision {
                    values,
                    is_accepted: judged > 0.5,
                }
            })
            .collect()
    }

    #[test]
    fn few_decisions_teach_nothing() {
        let outcome = learn(&decisions(29, Some(Feature::City)), &Weights::shipped());
        assert!(matches!(outcome, Outcome::TooFew { .. }), "{outcome:?}");
    }

    #[test]
    fn a_clear_preference_is_learnt_and_measured() {
        let shipped = Weights::shipped();
        let outcome = learn(&decisions(400, Some(Feature::City)), &shipped);
        let Outcome::Learnt { weights, measured } = outcome else {
            panic!("{outcome:?}");
        };
        assert!(weights.of(Feature::City) > shipped.of(Feature::City) * 2.0);
        assert!(measured.after > measured.before + 0.05, "{measured:?}");
        let sum: f32 = weights.iter().map(|(_, weight)| weight).sum();
        assert!((sum - 1.0).abs() < 1e-4 && weights.iter().all(|(_, weight)| weight >= 0.0));
    }

    #[test]
    fn noise_is_not_learnt() {
        let outcome = learn(&decisions(200, None), &Weights::shipped());
        match outcome {
            Outcome::NoGain(measured) | Outcome::Learnt { measured, .. } => {
                assert!(measured.after - measured.before < 0.08, "{measured:?}");
            }
            Outcome::TooFew { .. } => panic!("there were enough decisions"),
        }
    }
}
