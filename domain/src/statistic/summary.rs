//! The distribution of a group of values.
//!
//! Invariant: quantiles lie between their neighbours and never overflow; they are monotonous.

use super::number::{Scaled, float, sum};

/// What is told of a group of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many values there are.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Half of the values are not above it.
    pub median: f64,
    /// Lower quartile.
    pub q1: f64,
    /// Upper quartile.
    pub q3: f64,
    /// The nine deciles; the fifth is the median.
    pub deciles: [f64; 9],
    /// Standard deviation of the sample, with n − 1; none for fewer than two values, and none where it is beyond the range
    /// of numbers.
    pub sd: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

impl Summary {
    /// The summary of values in any order; none where there are none, or where one is not finite.
    ///
    /// Quantiles are [`quantile`]'s. The standard deviation is √(Σ(x − mean)² / (n − 1)), computed in two passes over scaled
    /// values with compensated sums (Chan, Golub and LeVeque 1983; Neumaier 1974), so that neither 1e308 nor a large common
    /// part of all values spoils it.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        if !values.iter().all(|value| value.is_finite()) {
            return None;
        }
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let scaled = Scaled::of(sorted.iter().copied());
        let mean = mean(&scaled.values)?;
        let mut deciles = [0.0; 9];
        for (tenth, decile) in (1..).zip(&mut deciles) {
            *decile = quantile(&sorted, tenth, 10)?;
        }
        Some(Self {
            n: sorted.len(),
            mean: scaled.back(mean),
            median: quantile(&sorted, 1, 2)?,
            q1: quantile(&sorted, 1, 4)?,
            q3: quantile(&sorted, 3, 4)?,
            deciles,
            sd: deviation(&scaled.values, mean)
                .map(|sd| scaled.back(sd))
                .filter(|sd| sd.is_finite()),
            min: *sorted.first()?,
            max: *sorted.last()?,
        })
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    let n = float(values.len());
    (!values.is_empty()).then(|| sum(values.iter().copied()) / n)
}

/// The sum of the deviations would be zero, were the mean exact; its square takes the rounding of the mean out again.
fn deviation(values: &[f64], mean: f64) -> Option<f64> {
    let n = float(values.len());
    let deviations = || values.iter().map(|value| value - mean);
    let squares = sum(deviations().map(|one| one * one));
    let rest = sum(deviations());
    let variance = (squares - rest * rest / n).max(0.0) / (n - 1.0);
    (values.len() > 1).then(|| variance.sqrt())
}

/// The value below which a part of sorted values lies, such as 1 of 4 for the lower quartile; none where there are none.
///
/// Linear interpolation between the two values around position (n − 1) · part, counted from 0: type 7 of Hyndman and Fan,
/// "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), the default of `NumPy`, R and spreadsheets.
/// The part is a fraction of whole numbers, so that a position that is whole is found exactly.
#[must_use]
pub fn quantile(sorted: &[f64], part: usize, of: usize) -> Option<f64> {
    let steps = sorted.len().checked_sub(1)?.checked_mul(part)?;
    let below = *sorted.get(steps.checked_div(of)?)?;
    let above = sorted.get(steps / of + 1).copied().unwrap_or(below);
    Some(between(below, above, float(steps % of) / float(of)))
}

/// The point at a share of the way from one number to a larger one.
fn between(low: f64, high: f64, share: f64) -> f64 {
    if low < 0.0 && high > 0.0 {
        // Their difference may be beyond the range of numbers.
        low * (1.0 - share) + high * share
    } else if share < 0.5 {
        low + (high - low) * share
    } else {
        high - (high - low) * (1.0 - share)
    }
}
