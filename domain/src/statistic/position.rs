//! Where a value stands in a group, and how far it has to go.
//!
//! Invariant: what is called good follows from the polarity only; where neither direction is, nothing is called so.

use super::{
    band::Cuts,
    number::{decimal, float},
};
use entity::value::Polarity;

/// Which side of two values is the good one: whether the first is better.
fn is_better(one: f64, other: f64, polarity: Polarity) -> bool {
    match polarity {
        Polarity::HigherBetter => one > other,
        Polarity::LowerBetter => one < other,
        Polarity::Neutral => false,
    }
}

/// The percentile rank of a value in a list, 0 to 100: the mean of the share below it and the share not above it, as
/// `scipy.stats.percentileofscore(kind="mean")`. None for an empty list. Half of a list of equal values is below each.
#[must_use]
pub fn percentile_rank(values: &[f64], own: f64) -> Option<f64> {
    let count = |holds: fn(&f64, f64) -> bool| values.iter().filter(|one| holds(one, own)).count();
    let below = count(|one, own| *one < own);
    let not_above = count(|one, own| *one <= own);
    (!values.is_empty()).then(|| float(below + not_above) * 50.0 / float(values.len()))
}

/// A place in an order from the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// One more than there are better values: equal values share a place, and the next ones are left out ("1, 2, 2, 4").
    pub place: usize,
    /// Among how many values.
    pub of: usize,
}

impl Rank {
    /// The place of a value that is in the list; none where neither direction is the good one, or nothing is compared.
    #[must_use]
    pub fn of(values: &[f64], own: f64, polarity: Polarity) -> Option<Self> {
        let better = values.iter().filter(|one| is_better(**one, own, polarity));
        let is_ranked = polarity != Polarity::Neutral && !values.is_empty();
        is_ranked.then(|| Self {
            place: better.count() + 1,
            of: values.len(),
        })
    }
}

/// Where a value stands among others, with the good direction to the front.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// Worse than the middle half.
    Behind,
    /// In the middle half, worse than the median.
    BelowMiddle,
    /// The median.
    AtMiddle,
    /// In the middle half, better than the median.
    AboveMiddle,
    /// Better than the middle half.
    Ahead,
}

impl Position {
    /// Every position, from the back.
    pub const ALL: &'static [Self] = &[
        Self::Behind,
        Self::BelowMiddle,
        Self::AtMiddle,
        Self::AboveMiddle,
        Self::Ahead,
    ];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Behind => "BEHIND",
            Self::BelowMiddle => "BELOW_MIDDLE",
            Self::AtMiddle => "AT_MIDDLE",
            Self::AboveMiddle => "ABOVE_MIDDLE",
            Self::Ahead => "AHEAD",
        }
    }

    /// The position of a value; none where neither direction is the good one, or the median is not known. Without quartiles
    /// it is in the middle half, since nobody can say that it is not.
    #[must_use]
    pub fn of(own: f64, cuts: &Cuts, polarity: Polarity) -> Option<Self> {
        let median = cuts.median.filter(|_| polarity != Polarity::Neutral)?;
        let is_outside = |quartile: Option<f64>, is_ahead: bool| {
            quartile.is_some_and(|quartile| match is_ahead {
                true => is_better(own, quartile, polarity),
                false => is_better(quartile, own, polarity),
            })
        };
        Some(if is_outside(cuts.better_quartile(polarity), true) {
            Self::Ahead
        } else if is_outside(cuts.worse_quartile(polarity), false) {
            Self::Behind
        } else if is_better(own, median, polarity) {
            Self::AboveMiddle
        } else if is_better(median, own, polarity) {
            Self::BelowMiddle
        } else {
            Self::AtMiddle
        })
    }
}

/// How far a value is from a mark in the good direction: positive is what is still to go, negative is how far it is beyond.
/// None where neither direction is the good one, and where the distance is beyond the range of numbers.
#[must_use]
pub fn gap(own: f64, mark: f64, polarity: Polarity) -> Option<f64> {
    let gap = match polarity {
        Polarity::HigherBetter => mark - own,
        Polarity::LowerBetter => own - mark,
        Polarity::Neutral => return None,
    };
    Some(gap)
        .filter(|gap| gap.is_finite())
        .map(|gap| decimal(gap, own.abs().max(mark.abs())))
}
