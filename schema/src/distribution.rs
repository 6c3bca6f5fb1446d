//! How the values of a group are spread, and where a city stands in it.
//!
//! Invariant: everything was read before the first field is resolved; what is withheld says why.

use crate::value::{Band, Position, Withheld};
use async_graphql::Object;
use domain::benchmark;

/// How the values of a group are spread. Quantiles by linear interpolation between the nearest values (Hyndman and Fan 1996,
/// type 7), the standard deviation with n − 1.
pub struct Distribution(pub(crate) benchmark::Distribution);

/// How the values of a group are spread. Quantiles by linear interpolation between the nearest values (Hyndman and Fan 1996,
/// type 7), the standard deviation with n − 1.
#[Object(serial)]
impl Distribution {
    /// Cities of the group.
    async fn cities(&self) -> usize {
        self.0.cities
    }

    /// Values that count.
    async fn n(&self) -> usize {
        self.0.n
    }

    /// Cities without a value that counts.
    async fn missing(&self) -> usize {
        self.0.missing
    }

    /// Cities for which there can be no value.
    async fn not_applicable(&self) -> usize {
        self.0.not_applicable
    }

    /// Cities whose value is not reliable enough to count.
    async fn unreliable(&self) -> usize {
        self.0.unreliable
    }

    /// Cities whose confidential value counts.
    async fn contributors(&self) -> usize {
        self.0.contributors
    }

    /// Arithmetic mean.
    async fn mean(&self) -> Option<f64> {
        self.0.mean
    }

    /// Standard deviation; none for one value.
    async fn standard_deviation(&self) -> Option<f64> {
        self.0.sd
    }

    /// Median.
    async fn median(&self) -> Option<f64> {
        self.0.median
    }

    /// Lower quartile.
    async fn q1(&self) -> Option<f64> {
        self.0.q1
    }

    /// Upper quartile.
    async fn q3(&self) -> Option<f64> {
        self.0.q3
    }

    /// The nine deciles, the first one first.
    async fn deciles(&self) -> Option<Vec<f64>> {
        self.0.deciles.map(|deciles| deciles.to_vec())
    }

    /// Smallest value.
    async fn min(&self) -> Option<f64> {
        self.0.min
    }

    /// Largest value.
    async fn max(&self) -> Option<f64> {
        self.0.max
    }

    /// Why there is nothing at all, if so.
    async fn withheld(&self) -> Option<Withheld> {
        self.0.withheld.map(Withheld::from)
    }

    /// Why there are no quartiles and no median.
    async fn quartiles_withheld(&self) -> Option<Withheld> {
        self.0.quartiles_withheld.map(Withheld::from)
    }

    /// Why there are no deciles.
    async fn deciles_withheld(&self) -> Option<Withheld> {
        self.0.deciles_withheld.map(Withheld::from)
    }

    /// Why there is no smallest and no largest value.
    async fn extremes_withheld(&self) -> Option<Withheld> {
        self.0.extremes_withheld.map(Withheld::from)
    }
}

/// Where a city stands in a group.
pub struct Standing(pub(crate) benchmark::Standing);

/// Where a city stands in a group.
#[Object(serial)]
impl Standing {
    /// Its value, if there is one that counts and that you may read.
    async fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// Its value where it is not reliable enough to count.
    async fn unreliable_value(&self) -> Option<f64> {
        self.0.unreliable
    }

    /// Whether there can be no value.
    async fn is_not_applicable(&self) -> bool {
        self.0.is_not_applicable
    }

    /// The year of the value.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Share of the group below it, in percent; half of those that are equal count. None in a ring.
    async fn percentile(&self) -> Option<f64> {
        self.0.percentile
    }

    /// Between which quantiles it lies.
    async fn band(&self) -> Option<Band> {
        self.0.band.map(Band::from)
    }

    /// Where that is, with the good direction to the front; none where neither direction is the good one.
    async fn position(&self) -> Option<Position> {
        self.0.position.map(Position::from)
    }

    /// Its place from the best, equal values sharing one. For your own city only, and never in a ring.
    async fn rank(&self) -> Option<usize> {
        self.0.rank.map(|rank| rank.place)
    }

    /// Among how many values.
    async fn rank_of(&self) -> Option<usize> {
        self.0.rank.map(|rank| rank.of)
    }

    /// What is still to go to the median, in the unit of the indicator; negative beyond it.
    async fn gap_to_median(&self) -> Option<f64> {
        self.0.gap_to_median
    }

    /// The same to the quartile on the good side.
    async fn gap_to_better_quartile(&self) -> Option<f64> {
        self.0.gap_to_better_quartile
    }
}
