//! Between which published quantiles of its group a value lies.
//!
//! Invariant: nothing but the quantiles that are shown takes part, so a band tells nothing that they do not. A value on an
//! edge is in the band nearer to the middle: who is outside of it is really outside.

use super::Summary;
use entity::value::Polarity;

/// The quantiles of a group that may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cuts {
    /// First decile.
    pub p10: Option<f64>,
    /// Lower quartile.
    pub q1: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Upper quartile.
    pub q3: Option<f64>,
    /// Ninth decile.
    pub p90: Option<f64>,
}

impl Cuts {
    /// All of a summary.
    #[must_use]
    pub const fn of(summary: &Summary) -> Self {
        let [p10, .., p90] = summary.deciles;
        Self {
            p10: Some(p10),
            q1: Some(summary.q1),
            median: Some(summary.median),
            q3: Some(summary.q3),
            p90: Some(p90),
        }
    }

    /// The quartile on the good side; none where neither side is.
    #[must_use]
    pub const fn better_quartile(&self, polarity: Polarity) -> Option<f64> {
        match polarity {
            Polarity::HigherBetter => self.q3,
            Polarity::LowerBetter => self.q1,
            Polarity::Neutral => None,
        }
    }

    /// The quartile on the other side.
    #[must_use]
    pub const fn worse_quartile(&self, polarity: Polarity) -> Option<f64> {
        match polarity {
            Polarity::HigherBetter => self.q1,
            Polarity::LowerBetter => self.q3,
            Polarity::Neutral => None,
        }
    }
}

/// Between which quantiles a value lies, coarser where fewer of them are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Band {
    /// Below the first decile.
    BelowP10,
    /// From the first decile to the lower quartile.
    P10ToQ1,
    /// Below the lower quartile; the first decile is not known.
    BelowQ1,
    /// From the lower quartile to the median.
    Q1ToMedian,
    /// Below the median; the lower quartile is not known.
    BelowMedian,
    /// From the median to the upper quartile.
    MedianToQ3,
    /// At the median or above; the upper quartile is not known.
    MedianOrAbove,
    /// Above the upper quartile; the ninth decile is not known.
    AboveQ3,
    /// From the upper quartile to the ninth decile.
    Q3ToP90,
    /// Above the ninth decile.
    AboveP90,
}

impl Band {
    /// Every band, from the lowest.
    pub const ALL: &'static [Self] = &[
        Self::BelowP10,
        Self::P10ToQ1,
        Self::BelowQ1,
        Self::Q1ToMedian,
        Self::BelowMedian,
        Self::MedianToQ3,
        Self::MedianOrAbove,
        Self::AboveQ3,
        Self::Q3ToP90,
        Self::AboveP90,
    ];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BelowP10 => "BELOW_P10",
            Self::P10ToQ1 => "P10_TO_Q1",
            Self::BelowQ1 => "BELOW_Q1",
            Self::Q1ToMedian => "Q1_TO_MEDIAN",
            Self::BelowMedian => "BELOW_MEDIAN",
            Self::MedianToQ3 => "MEDIAN_TO_Q3",
            Self::MedianOrAbove => "MEDIAN_OR_ABOVE",
            Self::AboveQ3 => "ABOVE_Q3",
            Self::Q3ToP90 => "Q3_TO_P90",
            Self::AboveP90 => "ABOVE_P90",
        }
    }

    /// The band of a value; none where the median is not known.
    #[must_use]
    pub fn of(value: f64, cuts: &Cuts) -> Option<Self> {
        let median = cuts.median?;
        Some(if value < median {
            match (cuts.p10, cuts.q1) {
                (_, None) => Self::BelowMedian,
                (_, Some(q1)) if value >= q1 => Self::Q1ToMedian,
                (None, _) => Self::BelowQ1,
                (Some(p10), _) if value >= p10 => Self::P10ToQ1,
                _ => Self::BelowP10,
            }
        } else {
            match (cuts.q3, cuts.p90) {
                (None, _) => Self::MedianOrAbove,
                (Some(q3), _) if value <= q3 => Self::MedianToQ3,
                (_, None) => Self::AboveQ3,
                (_, Some(p90)) if value <= p90 => Self::Q3ToP90,
                _ => Self::AboveP90,
            }
        })
    }
}
