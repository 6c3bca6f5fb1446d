//! How the values of a city move over the years, and whether that is more than chance.
//!
//! Invariant: a direction is named only where the test finds one; what is good about it follows from the polarity only.

use super::{
    number::{Scaled, float},
    summary::quantile,
};
use entity::value::Polarity;
use std::{cmp::Ordering, f64::consts::SQRT_2};

/// A trend is clear where chance would show one as strong in at most this share of cases. With four values the strongest
/// possible one has 2 / 24 = 0.083, so that with the usual 0.05 four years could never be told apart from chance.
pub const CLEAR: f64 = 0.1;

/// Fewer years show nothing: three values rise throughout in one case of six by chance.
const FEWEST: usize = 4;

/// More years than any series of this service has; the pairs of them stay few.
const MOST: usize = 400;

/// Up to here orders are counted, beyond the normal distribution is as good.
const LONGEST_EXACT: usize = 33;

/// Which way values move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// In the good direction.
    Improving,
    /// In the other one.
    Worsening,
    /// Upwards, where neither is the good direction.
    Rising,
    /// Downwards, where neither is the good direction.
    Falling,
    /// Not more than chance would move them.
    NoClearChange,
}

impl Direction {
    /// Every direction.
    pub const ALL: &'static [Self] = &[
        Self::Improving,
        Self::Worsening,
        Self::Rising,
        Self::Falling,
        Self::NoClearChange,
    ];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Improving => "IMPROVING",
            Self::Worsening => "WORSENING",
            Self::Rising => "RISING",
            Self::Falling => "FALLING",
            Self::NoClearChange => "NO_CLEAR_CHANGE",
        }
    }

    fn of(s: i64, p: f64, polarity: Polarity) -> Self {
        match (s.cmp(&0), polarity) {
            _ if p > CLEAR => Self::NoClearChange,
            (Ordering::Equal, _) => Self::NoClearChange,
            (Ordering::Greater, Polarity::HigherBetter) => Self::Improving,
            (Ordering::Less, Polarity::LowerBetter) => Self::Improving,
            (_, Polarity::HigherBetter | Polarity::LowerBetter) => Self::Worsening,
            (Ordering::Greater, Polarity::Neutral) => Self::Rising,
            (Ordering::Less, Polarity::Neutral) => Self::Falling,
        }
    }
}

/// How the share of chance was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Significance {
    /// By counting the orders of the values.
    Exact,
    /// By the normal distribution, corrected for equal values and for steps.
    Normal,
}

impl Significance {
    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "EXACT",
            Self::Normal => "NORMAL",
        }
    }
}

/// Why a series has no trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoTrend {
    /// Fewer than four years have a value.
    TooFewYears,
    /// More than 400 years have one.
    TooManyYears,
    /// A year has several values.
    RepeatedYear,
    /// A value is not finite.
    NotFinite,
}

impl NoTrend {
    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooFewYears => "TOO_FEW_YEARS",
            Self::TooManyYears => "TOO_MANY_YEARS",
            Self::RepeatedYear => "REPEATED_YEAR",
            Self::NotFinite => "NOT_FINITE",
        }
    }
}

/// How values move over the years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// How many years have a value.
    pub n: usize,
    /// First and last of them.
    pub years: (i32, i32),
    /// Change a year: the median of the slopes of all pairs of years (Theil 1950; Sen, "Estimates of the Regression Coefficient
    /// Based on Kendall's Tau", JASA 63, 1968).
    pub slope: f64,
    /// Rising pairs less falling pairs (Mann, "Nonparametric Tests Against Trend", Econometrica 13, 1945; Kendall, "Rank
    /// Correlation Methods", 1975).
    pub s: i64,
    /// Share of cases in which chance would show an S as far from 0, in either direction.
    pub p: f64,
    /// How that was found.
    pub significance: Significance,
    /// Which way they move.
    pub direction: Direction,
}

impl Trend {
    /// The trend of a series, in any order of years.
    ///
    /// Up to 33 different values p is exact: the share of the n! orders with |S| at least as large. Otherwise S is held against
    /// the normal distribution with variance (n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)) / 18, where t counts equal values, and 1 is
    /// taken off |S| since S moves in steps.
    ///
    /// # Errors
    /// Why there is none.
    pub fn of(series: &[(i32, f64)], polarity: Polarity) -> Result<Self, NoTrend> {
        let mut series = series.to_vec();
        series.sort_unstable_by_key(|(year, _)| *year);
        let (Some(first), Some(last)) = (series.first(), series.last()) else {
            return Err(NoTrend::TooFewYears);
        };
        let years = (first.0, last.0);
        check(&series)?;
        let s = kendall(&series);
        let (p, significance) = chance(&series, s);
        Ok(Self {
            n: series.len(),
            years,
            slope: slope(&series).ok_or(NoTrend::NotFinite)?,
            s,
            p,
            significance,
            direction: Direction::of(s, p, polarity),
        })
    }
}

fn check(series: &[(i32, f64)]) -> Result<(), NoTrend> {
    let mut neighbours = series.iter().zip(series.iter().skip(1));
    match series.len() {
        ..FEWEST => Err(NoTrend::TooFewYears),
        n if n > MOST => Err(NoTrend::TooManyYears),
        _ if neighbours.any(|(one, next)| one.0 == next.0) => Err(NoTrend::RepeatedYear),
        _ if !series.iter().all(|(_, value)| value.is_finite()) => Err(NoTrend::NotFinite),
        _ => Ok(()),
    }
}

/// Each earlier entry with each later one.
fn pairs<T: Copy>(series: &[T]) -> impl Iterator<Item = (T, T)> {
    let later = |at| series.iter().copied().skip(at + 1);
    let earlier = series.iter().copied().enumerate();
    earlier.flat_map(move |(at, one)| later(at).map(move |other| (one, other)))
}

/// The slope is at most the span of the values, so it is beyond the range of numbers only if that is.
fn slope(series: &[(i32, f64)]) -> Option<f64> {
    let scaled = Scaled::of(series.iter().map(|(_, value)| *value));
    let years = series.iter().map(|(year, _)| f64::from(*year));
    let points: Vec<_> = years.zip(scaled.values.iter().copied()).collect();
    let mut slopes: Vec<f64> = pairs(&points)
        .map(|(from, to)| (to.1 - from.1) / (to.0 - from.0))
        .collect();
    slopes.sort_unstable_by(f64::total_cmp);
    let median = quantile(&slopes, 1, 2)?;
    Some(scaled.back(median)).filter(|slope| slope.is_finite())
}

fn kendall(series: &[(i32, f64)]) -> i64 {
    let signs = pairs(series).map(|(one, other)| match other.1.partial_cmp(&one.1) {
        Some(Ordering::Greater) => 1,
        Some(Ordering::Less) => -1,
        _ => 0,
    });
    signs.sum()
}

fn chance(series: &[(i32, f64)], s: i64) -> (f64, Significance) {
    let ties = ties(series);
    if ties.iter().all(|count| *count == 1) && series.len() <= LONGEST_EXACT {
        (exact(series.len(), s), Significance::Exact)
    } else {
        (normal(series.len(), s, &ties), Significance::Normal)
    }
}

/// How often each value occurs.
fn ties(series: &[(i32, f64)]) -> Vec<usize> {
    let mut values: Vec<_> = series.iter().map(|(_, value)| *value).collect();
    values.sort_unstable_by(f64::total_cmp);
    let equal = values.chunk_by(|one, other| one.partial_cmp(other) == Some(Ordering::Equal));
    equal.map(<[f64]>::len).collect()
}

/// Orders of n values have so many falling pairs with these shares: the next value falls behind 0 to n − 1 of those before.
fn exact(n: usize, s: i64) -> f64 {
    let mut shares = vec![1.0_f64];
    for values in 2..=n {
        let mut next = vec![0.0; shares.len() + values - 1];
        for (falling, share) in shares.iter().enumerate() {
            let share = share / float(values);
            next.iter_mut()
                .skip(falling)
                .take(values)
                .for_each(|sum| *sum += share);
        }
        shares = next;
    }
    let all = n * (n - 1) / 2;
    let strength = usize::try_from(s.unsigned_abs()).unwrap_or(all).min(all);
    let tail: f64 = shares.iter().take((all - strength) / 2 + 1).sum();
    if strength == 0 {
        1.0
    } else {
        (2.0 * tail).min(1.0)
    }
}

fn normal(n: usize, s: i64, ties: &[usize]) -> f64 {
    let spread = |n: usize| float(n) * (float(n) - 1.0) * (2.0 * float(n) + 5.0);
    let variance = (spread(n) - ties.iter().map(|t| spread(*t)).sum::<f64>()) / 18.0;
    let strength = usize::try_from(s.unsigned_abs()).unwrap_or(usize::MAX);
    match strength.checked_sub(1) {
        Some(steps) if variance > 0.0 => libm::erfc(float(steps) / variance.sqrt() / SQRT_2),
        _ => 1.0,
    }
}
