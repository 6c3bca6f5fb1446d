//! How good a ranking of similar projects is, held against judgements.
//!
//! Invariant: a ranking is made before its judgements are looked at; a question without an answer counts 0, and the same
//! answers give the same figures in every run.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many projects of a ranking are looked at.
pub const DEPTH: usize = 10;
/// From this grade on a project is worth a call.
const WORTH_A_CALL: f64 = 2.0;
/// What is lost by rounding.
const ROUNDING: f64 = 0.000_5;
/// Samples of the questions, from which the intervals are read.
const SAMPLES: usize = 2_000;

/// Grades of projects by the question, all by their codes: 3 same instrument against the same problem, 2 one of the two,
/// 1 the same subject.
pub type Judgements = BTreeMap<String, BTreeMap<String, f64>>;

/// Reads judgements. They name the rows of Aachen's plan V1 to V7; in the demo these have codes.
///
/// # Errors
/// Where the text is not of that form.
pub fn judgements(text: &str) -> serde_json::Result<Judgements> {
    let named: Judgements = serde_json::from_str(text)?;
    let code = |name: String| match name.strip_prefix('V') {
        Some(number) => format!("05334002-{number}"),
        None => name,
    };
    let codes = named.into_iter().map(|(question, grades)| {
        let grades = grades.into_iter().map(|(name, grade)| (code(name), grade));
        (code(question), grades.collect())
    });
    Ok(codes.collect())
}

/// What one ranking reached.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Discounted gain of the first ten, as a share of the best there is.
    pub ndcg: f64,
    /// Share of those worth a call among the first ten.
    pub precision: f64,
    /// One by the place of the first one worth a call.
    pub reciprocal: f64,
}

impl Score {
    /// The score for the grades of what was found, in order, and of all that could have been.
    #[must_use]
    pub fn of(found: &[f64], mut possible: Vec<f64>) -> Self {
        possible.sort_by(|a, b| b.total_cmp(a));
        let ideal = discounted(&possible);
        let first = found.iter().take(DEPTH);
        let worth = first.clone().filter(|grade| **grade >= WORTH_A_CALL);
        let place = first.clone().position(|grade| *grade >= WORTH_A_CALL);
        Self {
            ndcg: if ideal > 0.0 {
                discounted(found) / ideal
            } else {
                0.0
            },
            precision: count(worth.count()) / count(DEPTH),
            reciprocal: place.map_or(0.0, |place| 1.0 / count(place + 1)),
        }
    }
}

fn discounted(grades: &[f64]) -> f64 {
    let first = grades.iter().take(DEPTH).enumerate();
    first
        .map(|(place, grade)| (grade.exp2() - 1.0) / count(place + 2).log2())
        .sum()
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// A mean with the interval in which it lies with 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Mean.
    pub mean: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// What a run reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Questions.
    pub questions: usize,
    /// nDCG@10.
    pub ndcg: Figure,
    /// P@10.
    pub precision: Figure,
    /// MRR@10.
    pub reciprocal: Figure,
}

impl Figures {
    /// Of the scores of all questions.
    #[must_use]
    pub fn of(scores: &[Score]) -> Self {
        let figure = |of: fn(&Score) -> f64| figure(&scores.iter().map(of).collect::<Vec<_>>());
        Self {
            questions: scores.len(),
            ndcg: figure(|score| score.ndcg),
            precision: figure(|score| score.precision),
            reciprocal: figure(|score| score.reciprocal),
        }
    }

    /// The figures with their names.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, Figure); 3] {
        [
            ("nDCG@10", self.ndcg),
            ("P@10", self.precision),
            ("MRR@10", self.reciprocal),
        ]
    }
}

/// The interval by samples of the questions with replacement, from a fixed seed.
fn figure(values: &[f64]) -> Figure {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count(values.len().max(1));
    let mut state = 12_345_u64;
    let mut chance = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
    };
    let mut means: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let sample: Vec<f64> = values
                .iter()
                .filter_map(|_| values.get(chance(values.len())).copied())
                .collect();
            mean(&sample)
        })
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |share: usize| means.get(SAMPLES * share / 1_000).copied().unwrap_or(0.0);
    Figure {
        mean: mean(values),
        low: at(25),
        high: at(975),
    }
}

/// The run that is committed: the next one must not be worse.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// nDCG@10.
    pub ndcg: f64,
    /// P@10.
    pub precision: f64,
    /// MRR@10.
    pub reciprocal: f64,
}

impl Recorded {
    /// What a run reached, as it is committed.
    #[must_use]
    pub fn of(figures: &Figures) -> Self {
        let rounded = |figure: Figure| (figure.mean * 10_000.0).round() / 10_000.0;
        Self {
            ndcg: rounded(figures.ndcg),
            precision: rounded(figures.precision),
            reciprocal: rounded(figures.reciprocal),
        }
    }

    /// The differences of a run to this one, and whether any of them is a loss.
    #[must_use]
    pub fn compare(&self, figures: &Figures) -> ([f64; 3], bool) {
        let differences = [
            figures.ndcg.mean - self.ndcg,
            figures.precision.mean - self.precision,
            figures.reciprocal.mean - self.reciprocal,
        ];
        let is_worse = differences.iter().any(|difference| *difference < -ROUNDING);
        (differences, is_worse)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn rankings_are_scored() {
        let best = Score::of(&[3.0, 2.0, 1.0], vec![1.0, 2.0, 3.0]);
        assert!((best.ndcg - 1.0).abs() < 1e-9 && (best.reciprocal - 1.0).abs() < 1e-9);
        assert!((best.precision - 0.2).abs() < 1e-9);
        let late = Score::of(&[0.0, 3.0], vec![3.0, 2.0]);
        assert!(late.ndcg > 0.4 && late.ndcg < 0.6 && (late.reciprocal - 0.5).abs() < 1e-9);
        assert_eq!(Score::of(&[], vec![3.0]), Score::default());
    }

    #[test]
    fn a_loss_is_seen_and_rounding_is_none() {
        let figures = Figures::of(&[Score::of(&[3.0, 0.0], vec![3.0, 2.0]); 5]);
        let recorded = Recorded::of(&figures);
        assert!(!recorded.compare(&figures).1);
        let worse = Figures::of(&[Score::of(&[2.0, 0.0], vec![3.0, 2.0]); 5]);
        assert!(recorded.compare(&worse).1);
        assert!(
            (figures.ndcg.low - figures.ndcg.high).abs() < 1e-9,
            "all alike"
        );
    }

    #[test]
    fn rows_of_the_plan_have_codes() {
        let read = judgements(r#"{"V3": {"P001": 2.0, "V1": 0.5}}"#).unwrap();
        assert_eq!(
            read.get("05334002-3").unwrap().get("05334002-1"),
            Some(&0.5)
        );
        assert!(judgements("[]").is_err());
    }
}
