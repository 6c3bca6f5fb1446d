//! Words of comparisons: where a value lies, and which way values move.
//!
//! Invariant: the name of a value in the graph is the word of the domain; the compiler holds the two lists together.

use async_graphql::Enum;

/// Between which quantiles a value lies, coarser where fewer of them are known.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::statistic::Band")]
pub enum Band {
    /// Below the first decile.
    #[graphql(name = "BELOW_P10")]
    BelowP10,
    /// From the first decile to the lower quartile.
    #[graphql(name = "P10_TO_Q1")]
    P10ToQ1,
    /// Below the lower quartile; the first decile is not known.
    #[graphql(name = "BELOW_Q1")]
    BelowQ1,
    /// From the lower quartile to the median.
    #[graphql(name = "Q1_TO_MEDIAN")]
    Q1ToMedian,
    /// Below the median; the lower quartile is not known.
    #[graphql(name = "BELOW_MEDIAN")]
    BelowMedian,
    /// From the median to the upper quartile.
    #[graphql(name = "MEDIAN_TO_Q3")]
    MedianToQ3,
    /// At the median or above; the upper quartile is not known.
    #[graphql(name = "MEDIAN_OR_ABOVE")]
    MedianOrAbove,
    /// Above the upper quartile; the ninth decile is not known.
    #[graphql(name = "ABOVE_Q3")]
    AboveQ3,
    /// From the upper quartile to the ninth decile.
    #[graphql(name = "Q3_TO_P90")]
    Q3ToP90,
    /// Above the ninth decile.
    #[graphql(name = "ABOVE_P90")]
    AboveP90,
}

/// Where a value stands among others, with the good direction to the front.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::statistic::Position")]
pub enum Position {
    /// Worse than the middle half.
    #[graphql(name = "BEHIND")]
    Behind,
    /// In the middle half, worse than the median.
    #[graphql(name = "BELOW_MIDDLE")]
    BelowMiddle,
    /// The median.
    #[graphql(name = "AT_MIDDLE")]
    AtMiddle,
    /// In the middle half, better than the median.
    #[graphql(name = "ABOVE_MIDDLE")]
    AboveMiddle,
    /// Better than the middle half.
    #[graphql(name = "AHEAD")]
    Ahead,
}

/// Which way values move.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::statistic::Direction")]
pub enum TrendDirection {
    /// In the good direction.
    #[graphql(name = "IMPROVING")]
    Improving,
    /// In the other one.
    #[graphql(name = "WORSENING")]
    Worsening,
    /// Upwards, where neither is the good direction.
    #[graphql(name = "RISING")]
    Rising,
    /// Downwards, where neither is the good direction.
    #[graphql(name = "FALLING")]
    Falling,
    /// Not more than chance would move them.
    #[graphql(name = "NO_CLEAR_CHANGE")]
    NoClearChange,
}

/// How the share of chance was found.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::statistic::Significance")]
pub enum Significance {
    /// By counting the orders of the values.
    #[graphql(name = "EXACT")]
    Exact,
    /// By the normal distribution, corrected for equal values and for steps.
    #[graphql(name = "NORMAL")]
    Normal,
}

/// Why a series has no trend.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::statistic::NoTrend")]
pub enum NoTrend {
    /// Fewer than four years have a value.
    #[graphql(name = "TOO_FEW_YEARS")]
    TooFewYears,
    /// More than 400 years have one.
    #[graphql(name = "TOO_MANY_YEARS")]
    TooManyYears,
    /// A year has several values.
    #[graphql(name = "REPEATED_YEAR")]
    RepeatedYear,
    /// A value is not finite.
    #[graphql(name = "NOT_FINITE")]
    NotFinite,
}

/// What became of an indicator.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::benchmark::Outcome")]
pub enum PublicationOutcome {
    /// It was published.
    #[graphql(name = "PUBLISHED")]
    Published,
    /// Nothing had changed since the last publication.
    #[graphql(name = "UNCHANGED")]
    Unchanged,
    /// A newer one would give somebody away, so the last one stays.
    #[graphql(name = "KEPT")]
    Kept,
    /// It is published as withheld: nothing but the reason is shown.
    #[graphql(name = "WITHHELD")]
    Withheld,
}
