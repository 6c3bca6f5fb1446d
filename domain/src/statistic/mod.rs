//! Statistics of figures: where the middle of a group is, where a city stands in it, and how its values move.
//!
//! Pure functions over numbers: no database, no reader, no rule of disclosure. Whoever shows a result decides first whether
//! it may be shown. Missing values are left out before; what is not finite is no value.
//!
//! # By hand
//!
//! Five cities in the ADFC-Fahrradklima-Test of 2022 (grades, less is better): Karlsruhe 3.09, Frankfurt am Main 3.61,
//! Hannover 3.63, Bonn 3.80, Aachen 4.00.
//!
//! - Mean: (3.09 + 3.61 + 3.63 + 3.80 + 4.00) / 5 = 18.13 / 5 = 3.626.
//! - Quartiles: the position of the quarter is (5 − 1) · 0.25 = 1, counted from 0, so it is 3.61; the median is at 2, 3.63;
//!   the upper quartile at 3, 3.80.
//! - First decile: at (5 − 1) · 0.1 = 0.4, so 3.09 + 0.4 · (3.61 − 3.09) = 3.298. Ninth: at 3.6, so 3.80 + 0.6 · 0.20 = 3.92.
//! - Standard deviation: the squares of −0.536, −0.016, 0.004, 0.174 and 0.374 sum to 0.45772; √(0.45772 / 4) = 0.33828.
//! - Aachen: four cities below and one equal, so its percentile rank is (4 + 5) / 2 / 5 = 90 %; less is better, so it is
//!   behind the middle half, with 4.00 − 3.63 = 0.37 to go to the median and 4.00 − 3.61 = 0.39 to the better quartile.
//! - Hannover 2016 to 2024: 3.60, 3.77, 3.67, 3.63, 3.52. Of the ten pairs of years three rise and seven fall: S = −4. Of the
//!   120 orders of five values 58 have |S| ≥ 4, so p = 58 / 120 = 0.483: no clear change. The slopes of the pairs in the middle
//!   are −0.035 and −0.020 a year, so that of the series is −0.0275.
//!
//! ```
//! use domain::{
//!     statistic::{Band, Cuts, Direction, Position, Summary, Trend, gap, percentile_rank},
//!     value::Polarity::LowerBetter,
//! };
//!
//! let near = |left: f64, right: f64| (left - right).abs() < 1e-9;
//! let grades = [3.80, 4.00, 3.61, 3.09, 3.63];
//! let group = Summary::of(&grades).ok_or("no grades")?;
//! assert!(near(group.mean, 3.626));
//! assert_eq!((group.q1, group.median, group.q3), (3.61, 3.63, 3.80));
//! assert!(group.deciles.first().is_some_and(|first| near(*first, 3.298)));
//! assert!(group.deciles.last().is_some_and(|ninth| near(*ninth, 3.92)));
//! assert!(group.sd.is_some_and(|sd| near(sd, (0.45772_f64 / 4.0).sqrt())));
//!
//! let (aachen, cuts) = (4.00, Cuts::of(&group));
//! assert_eq!(percentile_rank(&grades, aachen), Some(90.0));
//! assert_eq!(Band::of(aachen, &cuts), Some(Band::AboveP90));
//! assert_eq!(Position::of(aachen, &cuts, LowerBetter), Some(Position::Behind));
//! assert!(gap(aachen, group.median, LowerBetter).is_some_and(|gap| near(gap, 0.37)));
//! let better = cuts.better_quartile(LowerBetter).ok_or("no quartile")?;
//! assert!(gap(aachen, better, LowerBetter).is_some_and(|gap| near(gap, 0.39)));
//!
//! let hannover = [(2016, 3.60), (2018, 3.77), (2020, 3.67), (2022, 3.63), (2024, 3.52)];
//! let trend = Trend::of(&hannover, LowerBetter).map_err(|_| "too short")?;
//! assert_eq!((trend.s, trend.direction), (-4, Direction::NoClearChange));
//! assert!(near(trend.slope, -0.0275) && near(trend.p, 58.0 / 120.0));
//! # Ok::<(), &str>(())
//! ```
//!
//! Invariant: an answer depends on the values only, not on their order; nothing overflows that can be represented.

mod band;
mod number;
mod position;
mod summary;
#[cfg(test)]
mod tests;
mod trend;

pub use band::{Band, Cuts};
pub use number::decimal;
pub use position::{Position, Rank, gap, percentile_rank};
pub use summary::{Summary, quantile};
pub use trend::{CLEAR, Direction, NoTrend, Significance, Trend};
