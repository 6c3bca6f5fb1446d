//! Statistics against NumPy, SciPy and what can be said without them.
//!
//! Invariant: the expected answers are those of `make.py`; the cases are generated here and there alike.

mod generated;

use super::*;
use crate::value::Polarity::{self, HigherBetter, LowerBetter, Neutral};
use generated::{group, series};

const SUMMARIES: &str = include_str!("summaries.csv");
const TRENDS: &str = include_str!("trends.csv");

fn is_near(ours: f64, expected: f64) -> bool {
    let size = ours.abs().max(expected.abs());
    ours == expected
        || ours / size - expected / size <= 1e-12 && expected / size - ours / size <= 1e-12
}

/// The numbers of a row, empty fields left out.
fn numbers(row: &str) -> Vec<f64> {
    row.split(',')
        .filter_map(|field| field.parse().ok())
        .collect()
}

fn assert_near(case: u32, ours: &[f64], expected: &[f64]) {
    let all = ours.len() == expected.len()
        && ours
            .iter()
            .zip(expected)
            .all(|(ours, expected)| is_near(*ours, *expected));
    assert!(all, "case {case}:\n{ours:?} instead of\n{expected:?}");
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn summaries_are_those_of_numpy() {
    for (case, row) in (0..).zip(SUMMARIES.lines()) {
        let (mut values, own) = group(case);
        let mut ours = vec![values.len() as f64];
        if let Some(summary) = Summary::of(&values) {
            ours.push(summary.mean);
            ours.extend(summary.sd);
            ours.extend([summary.q1, summary.q3]);
            ours.extend(summary.deciles);
            values.sort_by(f64::total_cmp);
            assert_eq!(Some(&summary.min), values.first(), "case {case}");
            assert_eq!(Some(&summary.max), values.last(), "case {case}");
            assert_eq!(summary.deciles.get(4), Some(&summary.median), "case {case}");
        }
        if let Some(own) = own {
            ours.extend(percentile_rank(&values, own));
            let place = |polarity| Rank::of(&values, own, polarity).map(|rank| rank.place as f64);
            ours.extend([HigherBetter, LowerBetter].into_iter().filter_map(place));
        }
        assert_near(case, &ours, &numbers(row));
    }
    assert_eq!(SUMMARIES.lines().count(), 1_100);
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn trends_are_those_of_scipy() {
    let mut normal = 0;
    for (case, row) in (0..).zip(TRENDS.lines()) {
        let trend = Trend::of(&series(case), HigherBetter);
        let ours = trend.map(|trend| {
            assert!(
                row.ends_with(trend.significance.word()),
                "case {case}: {trend:?}"
            );
            normal += usize::from(trend.significance == Significance::Normal);
            [trend.slope, trend.s as f64, trend.p]
        });
        assert_near(case, &ours.unwrap_or_default(), &numbers(row));
    }
    assert_eq!(TRENDS.lines().count(), 300);
    assert!(
        (100..200).contains(&normal),
        "{normal} of 300 by the normal distribution"
    );
}

#[test]
fn nothing_overflows_and_nothing_is_made_of_nothing() {
    assert_eq!(Summary::of(&[]), None);
    assert_eq!(Summary::of(&[1.0, f64::NAN]), None);
    assert_eq!(Summary::of(&[1.0, f64::INFINITY]), None);
    assert_eq!(percentile_rank(&[], 1.0), None);
    assert_eq!(
        Summary::of(&[7.0]).map(|one| (one.mean, one.sd)),
        Some((7.0, None))
    );
    let far = Summary::of(&[-f64::MAX, f64::MAX, f64::MAX, -f64::MAX]);
    assert_eq!(
        far.map(|far| (far.mean, far.median, far.sd)),
        Some((0.0, 0.0, None)),
        "the deviation is beyond the range of numbers"
    );
    let same = Summary::of(&[f64::MAX; 7]);
    assert_eq!(
        same.map(|same| (same.mean, same.sd)),
        Some((f64::MAX, Some(0.0)))
    );
    let small = f64::from_bits(3);
    let tiny = Summary::of(&[small, small, small]);
    assert_eq!(
        tiny.map(|tiny| (tiny.mean, tiny.sd)),
        Some((small, Some(0.0)))
    );
    assert_eq!(gap(-f64::MAX, f64::MAX, HigherBetter), None);
    let zeros = [-0.0, 0.0].map(|zero| percentile_rank(&[0.0, -0.0, 1.0], zero));
    assert_eq!(zeros, [Some(100.0 / 3.0); 2], "zero is zero");
}

#[test]
fn bands_follow_from_the_quantiles_that_are_known() {
    let all = Cuts {
        p10: Some(1.0),
        q1: Some(2.0),
        median: Some(3.0),
        q3: Some(4.0),
        p90: Some(5.0),
    };
    let quartiles = Cuts {
        p10: None,
        p90: None,
        ..all
    };
    let middle = Cuts {
        q1: None,
        q3: None,
        ..all
    };
    for (value, fine, coarse, coarsest) in [
        (0.9, "BELOW_P10", "BELOW_Q1", "BELOW_MEDIAN"),
        (1.0, "P10_TO_Q1", "BELOW_Q1", "BELOW_MEDIAN"),
        (2.0, "Q1_TO_MEDIAN", "Q1_TO_MEDIAN", "BELOW_MEDIAN"),
        (2.9, "Q1_TO_MEDIAN", "Q1_TO_MEDIAN", "BELOW_MEDIAN"),
        (3.0, "MEDIAN_TO_Q3", "MEDIAN_TO_Q3", "MEDIAN_OR_ABOVE"),
        (4.0, "MEDIAN_TO_Q3", "MEDIAN_TO_Q3", "MEDIAN_OR_ABOVE"),
        (4.1, "Q3_TO_P90", "ABOVE_Q3", "MEDIAN_OR_ABOVE"),
        (5.0, "Q3_TO_P90", "ABOVE_Q3", "MEDIAN_OR_ABOVE"),
        (5.1, "ABOVE_P90", "ABOVE_Q3", "MEDIAN_OR_ABOVE"),
    ] {
        let word = |cuts| Band::of(value, cuts).map(Band::word);
        let words = [word(&all), word(&quartiles), word(&middle)];
        assert_eq!(words, [fine, coarse, coarsest].map(Some), "{value}");
    }
    assert_eq!(
        Band::of(
            3.0,
            &Cuts {
                median: None,
                ..all
            }
        ),
        None
    );
}

#[test]
fn a_position_turns_with_the_good_direction() {
    let quartiles = Cuts {
        q1: Some(2.0),
        median: Some(3.0),
        q3: Some(4.0),
        ..Cuts::default()
    };
    for (value, higher, lower) in [
        (1.9, "BEHIND", "AHEAD"),
        (2.0, "BELOW_MIDDLE", "ABOVE_MIDDLE"),
        (3.0, "AT_MIDDLE", "AT_MIDDLE"),
        (4.0, "ABOVE_MIDDLE", "BELOW_MIDDLE"),
        (4.1, "AHEAD", "BEHIND"),
    ] {
        let word = |polarity| Position::of(value, &quartiles, polarity).map(Position::word);
        assert_eq!(word(HigherBetter), Some(higher), "{value}");
        assert_eq!(word(LowerBetter), Some(lower), "{value}");
        assert_eq!(word(Neutral), None);
    }
    assert_eq!(gap(2.0, 3.0, HigherBetter), Some(1.0));
    assert_eq!(gap(2.0, 3.0, LowerBetter), Some(-1.0));
    assert_eq!(gap(2.0, 3.0, Neutral), None);
    assert_eq!(gap(83.0, 83.1, HigherBetter), Some(0.1));
    assert_eq!(quartiles.better_quartile(LowerBetter), Some(2.0));
    assert_eq!(Rank::of(&[1.0, 2.0], 2.0, Neutral), None);
    let only = Cuts {
        median: Some(3.0),
        ..Cuts::default()
    };
    assert_eq!(
        Position::of(1.0, &only, HigherBetter),
        Some(Position::BelowMiddle)
    );
}

fn direction(values: &[f64], polarity: Polarity) -> Result<&'static str, &'static str> {
    let series: Vec<_> = (2010..).zip(values.iter().copied()).collect();
    let trend = Trend::of(&series, polarity);
    trend
        .map(|trend| trend.direction.word())
        .map_err(NoTrend::word)
}

#[test]
fn a_direction_is_named_where_there_is_one() {
    let rising = [1.0, 2.0, 3.0, 4.0];
    let falling = [4.0, 3.0, 2.0, 1.0];
    for (polarity, up, down) in [
        (HigherBetter, "IMPROVING", "WORSENING"),
        (LowerBetter, "WORSENING", "IMPROVING"),
        (Neutral, "RISING", "FALLING"),
    ] {
        assert_eq!(direction(&rising, polarity), Ok(up));
        assert_eq!(direction(&falling, polarity), Ok(down));
        assert_eq!(
            direction(&[1.0, 3.0, 2.0, 4.0], polarity),
            Ok("NO_CLEAR_CHANGE")
        );
        assert_eq!(direction(&[2.0; 9], polarity), Ok("NO_CLEAR_CHANGE"));
    }
    assert_eq!(direction(&[], Neutral), Err("TOO_FEW_YEARS"));
    assert_eq!(direction(&[1.0, 2.0, 3.0], Neutral), Err("TOO_FEW_YEARS"));
    assert_eq!(direction(&[1.0; 401], Neutral), Err("TOO_MANY_YEARS"));
    assert_eq!(
        direction(&[1.0, 2.0, 3.0, f64::NAN], Neutral),
        Err("NOT_FINITE")
    );
    let twice = [(2012, 1.0), (2014, 2.0), (2012, 3.0), (2016, 4.0)];
    assert_eq!(Trend::of(&twice, Neutral), Err(NoTrend::RepeatedYear));
    let mixed = [(2016, 4.0), (2010, 1.0), (2014, 3.0), (2012, 2.0)];
    let trend = Trend::of(&mixed, HigherBetter);
    let told = trend.map(|trend| (trend.years, trend.slope, trend.s));
    assert_eq!(told, Ok(((2010, 2016), 0.5, 6)), "in any order of years");
    assert_eq!(CLEAR, 0.1);
}

#[test]
fn results_have_the_digits_of_their_values() {
    for (result, largest, shown) in [
        (3.849_999_999_999_999_6, 3.849_999_999_999_999_6, 3.85),
        (83.1 - 83.0, 83.1, 0.1),
        (0.1 + 0.2 - 0.3, 0.3, 0.0),
        (1.0 / 3.0, 1.0 / 3.0, 0.333_333_333_333_333),
        (-1_234_567.891, 1_234_567.891, -1_234_567.891),
        (0.0, 0.0, 0.0),
        (f64::MAX, f64::MAX, f64::MAX),
        (f64::MIN_POSITIVE, f64::MIN_POSITIVE, f64::MIN_POSITIVE),
        (
            123_456_789_012_345.0,
            123_456_789_012_345.0,
            123_456_789_012_345.0,
        ),
    ] {
        assert_eq!(decimal(result, largest), shown, "{result:e}");
    }
}
