//! Weights from coordinators' decisions: logistic regression held by the shipped weights, and taken only if it helps.
//!
//! Invariant: a pure function of decisions and weights. It never learns from fewer than [`FEWEST`] decisions, never
//! proposes weights that did not rank held-back decisions better than those in use, and leaves a feature alone of which no
//! decision speaks.

use super::similar::feature::COUNT;
use super::similar::{Feature, Values, Weights};

/// Fewest decisions to learn from.
pub const FEWEST: usize = 30;
/// Fewest accepted and fewest declined ones among them.
pub const FEWEST_OF_A_KIND: usize = 8;
/// How many decisions the prior stands for.
const HOLD: f64 = 400.0;
/// Parts into which decisions are divided to check on what was held back.
const FOLDS: usize = 5;
/// How much better held-back decisions must be ranked (area under the curve).
const WORTHWHILE: f64 = 0.005;
/// How much more than that with a single decision, and the less the more there are: of few ones, chance is the better
/// teacher. With this, one in twenty networks whose coordinators toss coins would learn from them.
const DOUBT: f64 = 0.4;
const STEPS: usize = 400;
const PACE: f64 = 0.5;
/// Weights are whole thousandths: decisions cannot tell finer ones apart, and people can read them.
const PARTS: f64 = 1000.0;

/// A coordinator's decision about a pair of projects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// How alike the projects are.
    pub values: Values,
    /// Whether the pair was accepted.
    pub is_accepted: bool,
}

/// What came of learning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Too few decisions, or nearly all alike.
    TooFew,
    /// The weights in use rank held-back decisions as well or better: they stay.
    NoGain(Measured),
    /// Better weights. Keeping the old ones is the caller's way back.
    Learnt {
        /// The new weights; they sum to what the prior does.
        weights: Weights,
        /// How much better.
        measured: Measured,
    },
}

/// How well decisions were ranked: the chance that an accepted pair stands above a declined one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// With the weights in use.
    pub before: f64,
    /// Each decision with weights that were learnt without it.
    pub after: f64,
}

/// Learns weights from decisions. The prior is the same however often a network learns: otherwise the same decisions would
/// count again each time.
#[must_use]
pub fn learn(decisions: &[Decision], in_use: &Weights, prior: &Weights) -> Outcome {
    let accepted = decisions
        .iter()
        .filter(|decision| decision.is_accepted)
        .count();
    let declined = decisions.len() - accepted;
    if decisions.len() < FEWEST || accepted.min(declined) < FEWEST_OF_A_KIND {
        return Outcome::TooFew;
    }
    let before = decisions
        .iter()
        .map(|decision| (score(in_use, decision), decision.is_accepted));
    let measured = Measured {
        before: area(before),
        after: held_back(decisions, prior),
    };
    if measured.after < measured.before + WORTHWHILE + DOUBT / decisions.len() as f64 {
        return Outcome::NoGain(measured);
    }
    Outcome::Learnt {
        weights: fit(decisions.iter(), prior),
        measured,
    }
}

fn score(weights: &Weights, decision: &Decision) -> f64 {
    f64::from(weights.dot(&decision.values))
}

/// The area under the curve where every decision is scored by weights that did not see it.
fn held_back(decisions: &[Decision], prior: &Weights) -> f64 {
    let fits: [Weights; FOLDS] = std::array::from_fn(|fold| {
        let numbered = decisions.iter().enumerate();
        let others = numbered.filter(|(at, _)| at % FOLDS != fold);
        fit(others.map(|(_, decision)| decision), prior)
    });
    let scored = decisions.iter().zip(fits.iter().cycle());
    area(scored.map(|(decision, fit)| (score(fit, decision), decision.is_accepted)))
}

/// Descends the regularised log loss from the prior.
fn fit<'a>(decisions: impl Iterator<Item = &'a Decision>, prior: &Weights) -> Weights {
    let decisions: Vec<&Decision> = decisions.collect();
    let size = decisions.len() as f64;
    let told = told(&decisions);
    let prior: [f64; COUNT] = prior.0.map(f64::from);
    let total = sum_of(&prior, &told);
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
    scaled(weights, &prior, &told)
}

/// The features of which any decision speaks. Kinship looks at the other matches of a ranking and is never told of a pair.
fn told(decisions: &[&Decision]) -> [bool; COUNT] {
    Feature::ALL.map(|feature| {
        let mut all = decisions.iter();
        all.any(|decision| decision.values.of(feature) > 0.0)
    })
}

fn sum_of(weights: &[f64; COUNT], which: &[bool; COUNT]) -> f64 {
    let chosen = weights
        .iter()
        .zip(which)
        .filter(|(_, is_chosen)| **is_chosen);
    chosen.map(|(weight, _)| weight).sum()
}

/// The features that were told of share what they weighed together before; the others weigh what they did.
fn scaled(weights: [f64; COUNT], prior: &[f64; COUNT], told: &[bool; COUNT]) -> Weights {
    let (before, sum) = (sum_of(prior, told), sum_of(&weights, told));
    let mut new = *prior;
    if sum > 0.0 && sum.is_finite() {
        for ((new, weight), is_told) in new.iter_mut().zip(weights).zip(told) {
            if *is_told {
                *new = weight * before / sum;
            }
        }
    }
    whole(new)
}

/// In whole parts that sum to the same: the largest remainders are rounded up.
#[expect(
    clippy::cast_possible_truncation,
    reason = "weights need no more than single precision"
)]
fn whole(weights: [f64; COUNT]) -> Weights {
    let all: f64 = weights.iter().sum::<f64>() * PARTS;
    let floors = weights.map(|weight| (weight * PARTS).floor());
    let missing = all.round() - floors.iter().sum::<f64>();
    let rest = |weight: f64| (weight * PARTS).fract();
    let mut largest: Vec<_> = Feature::ALL.into_iter().zip(weights).zip(floors).collect();
    largest.sort_by(|((_, a), _), ((_, b), _)| rest(*b).total_cmp(&rest(*a)));
    let mut new = Weights::default();
    for (at, ((feature, _), floor)) in largest.into_iter().enumerate() {
        let more = if (at as f64) < missing { 1.0 } else { 0.0 };
        new.set(feature, ((floor + more) / PARTS) as f32);
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

    /// Decisions that follow one feature, among noise in all of them but kinship, which no pair is told of.
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
                values.set(Feature::Kinship, 0.0);
                let judged = follows.map_or_else(&mut random, |feature| values.of(feature));
                Decision {
                    values,
                    is_accepted: judged > 0.5,
                }
            })
            .collect()
    }

    fn sum(weights: &Weights) -> f32 {
        weights.iter().map(|(_, weight)| weight).sum()
    }

    fn learnt(decisions: &[Decision], in_use: &Weights) -> (Weights, Measured) {
        match learn(decisions, in_use, &Weights::shipped()) {
            Outcome::Learnt { weights, measured } => (weights, measured),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn few_decisions_teach_nothing() {
        let shipped = Weights::shipped();
        let few = decisions(FEWEST - 1, Some(Feature::City));
        assert_eq!(learn(&few, &shipped, &shipped), Outcome::TooFew);
        let mut alike = decisions(100, Some(Feature::City));
        for decision in alike.iter_mut().skip(FEWEST_OF_A_KIND - 1) {
            decision.is_accepted = true;
        }
        assert_eq!(learn(&alike, &shipped, &shipped), Outcome::TooFew);
    }

    #[test]
    fn a_clear_preference_is_learnt_and_measured() {
        let shipped = Weights::shipped();
        let (weights, measured) = learnt(&decisions(400, Some(Feature::City)), &shipped);
        assert!(weights.of(Feature::City) > shipped.of(Feature::City) * 2.0);
        assert!(measured.after > measured.before + 0.05, "{measured:?}");
        assert!((sum(&weights) - 1.0).abs() < 1e-6, "{weights:?}");
        for (feature, weight) in weights.iter() {
            let parts = weight * 1000.0;
            assert!(
                weight >= 0.0 && (parts - parts.round()).abs() < 1e-3,
                "{feature:?}"
            );
        }
    }

    #[test]
    fn what_no_decision_speaks_of_keeps_its_weight() {
        let shipped = Weights::shipped();
        let mut decisions = decisions(60, Some(Feature::City));
        for decision in &mut decisions {
            decision.values.set(Feature::Actors, 0.0);
        }
        let (weights, _) = learnt(&decisions, &shipped);
        for feature in [Feature::Kinship, Feature::Actors] {
            let (new, old) = (weights.of(feature), shipped.of(feature));
            assert!((new - old).abs() < 1e-6, "{feature:?}: {new}");
        }
        assert!((sum(&weights) - 1.0).abs() < 1e-6, "{weights:?}");
    }

    #[test]
    fn the_same_decisions_do_not_count_again() {
        let shipped = Weights::shipped();
        let decisions = decisions(200, Some(Feature::City));
        let (first, _) = learnt(&decisions, &shipped);
        let again = learn(&decisions, &first, &shipped);
        assert!(matches!(again, Outcome::NoGain(_)), "{again:?}");
    }

    #[test]
    fn noise_is_not_learnt() {
        let shipped = Weights::shipped();
        match learn(&decisions(200, None), &shipped, &shipped) {
            Outcome::NoGain(measured) | Outcome::Learnt { measured, .. } => {
                assert!(measured.after - measured.before < 0.08, "{measured:?}");
            }
            Outcome::TooFew => panic!("there were enough decisions"),
        }
    }

    #[test]
    fn weights_are_whole_thousandths_of_the_same_sum() {
        let third = [
            1.0 / 3.0,
            1.0 / 3.0,
            1.0 / 3.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
        ];
        let whole = whole(third);
        assert!((sum(&whole) - 1.0).abs() < 1e-6, "{whole:?}");
        assert!((whole.of(Feature::Words) - 0.334).abs() < 1e-6, "{whole:?}");
        assert_eq!(
            super::whole(Weights::shipped().0.map(f64::from)),
            Weights::shipped()
        );
    }
}
