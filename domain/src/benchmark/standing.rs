//! Where a city stands in a group.
//!
//! Invariant: a place in the order is for the city itself only; nobody is told who is last.

use super::{Distribution, value::Known};
use crate::statistic::{Band, Position, Rank, gap, percentile_rank};
use entity::value::Polarity;

/// Where a city stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// Its value, if there is one that counts.
    pub value: Option<f64>,
    /// Its value where it is not reliable enough to count.
    pub unreliable: Option<f64>,
    /// Whether there can be no value.
    pub is_not_applicable: bool,
    /// The year of the value.
    pub year: Option<i32>,
    /// Share of the group below it, in percent; none where values of the group are confidential.
    pub percentile: Option<f64>,
    /// Between which quantiles it lies.
    pub band: Option<Band>,
    /// Where that is, with the good direction to the front.
    pub position: Option<Position>,
    /// Its place from the best; for the city itself, and only where no value of the group is confidential.
    pub rank: Option<Rank>,
    /// What is still to go to the median, in the good direction; negative beyond it.
    pub gap_to_median: Option<f64>,
    /// The same to the quartile on the good side.
    pub gap_to_better_quartile: Option<f64>,
}

impl Standing {
    /// That of a value in a distribution: as much as may be known to whoever may know the quantiles.
    pub(super) fn of(
        known: Known,
        year: Option<i32>,
        of: &Distribution,
        polarity: Polarity,
    ) -> Self {
        let blank = Self {
            year,
            is_not_applicable: known == Known::NotApplicable,
            unreliable: match known {
                Known::Unreliable(value) => Some(value),
                _ => None,
            },
            ..Self::default()
        };
        let Some(value) = known.counted() else {
            return blank;
        };
        let cuts = of.cuts();
        let to = |mark: Option<f64>| mark.and_then(|mark| gap(value, mark, polarity));
        Self {
            value: Some(value),
            band: Band::of(value, &cuts),
            position: Position::of(value, &cuts, polarity),
            gap_to_median: to(cuts.median),
            gap_to_better_quartile: to(cuts.better_quartile(polarity)),
            ..blank
        }
    }

    /// The same with what follows from all values of the group.
    pub(super) fn among(self, values: &[f64], is_own: bool, polarity: Polarity) -> Self {
        let Some(value) = self.value else {
            return self;
        };
        Self {
            percentile: percentile_rank(values, value),
            rank: Rank::of(values, value, polarity).filter(|_| is_own),
            ..self
        }
    }
}
