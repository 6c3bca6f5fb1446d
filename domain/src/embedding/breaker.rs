//! A circuit breaker: a model that fails is left alone for a while.
//!
//! Invariant: while it is open nothing is asked; after that one failure opens it again, for twice as long.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// Failures in a row that open it.
const FAILURES: u32 = 3;
/// How long it stays open at first.
const COOL_DOWN: TimeDelta = TimeDelta::seconds(30);
/// How long it stays open at most, also where a model asks for more.
const LONGEST: TimeDelta = TimeDelta::minutes(30);

/// Closed, open until a moment, or half-open after it, until something succeeds.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    trips: u32,
    open_until: Option<DateTime<Utc>>,
}

impl Breaker {
    /// Whether the model may be asked.
    pub fn admits(&self, now: DateTime<Utc>) -> bool {
        self.open_until.is_none_or(|until| until <= now)
    }

    /// The model has answered; says whether it had failed before for so long that this is news.
    pub fn succeeded(&mut self) -> bool {
        let was_open = self.open_until.is_some();
        *self = Self::default();
        was_open
    }

    /// The model has failed; says for how long it is not to be asked, if so.
    pub fn failed(&mut self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.failures += 1;
        let is_half_open = self.open_until.is_some();
        (is_half_open || self.failures >= FAILURES).then(|| self.open(now, TimeDelta::zero()))
    }

    /// The model has asked for a break, and may have said for how long.
    pub fn asked_for_break(&mut self, now: DateTime<Utc>, wait: Option<Duration>) -> TimeDelta {
        let wait = wait.and_then(|wait| TimeDelta::from_std(wait).ok());
        self.open(now, wait.unwrap_or_default())
    }

    fn open(&mut self, now: DateTime<Utc>, least: TimeDelta) -> TimeDelta {
        let doubled = (0..self.trips).try_fold(COOL_DOWN, |time, _| {
            Some(time + time).filter(|time| *time < LONGEST)
        });
        let time = doubled.unwrap_or(LONGEST).max(least).min(LONGEST);
        self.trips += 1;
        self.open_until = Some(now + time);
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn it_opens_after_failures_in_a_row_only() {
        let mut breaker = Breaker::default();
        for _ in 0..5 {
            assert_eq!(breaker.failed(at(0)), None);
            assert_eq!(breaker.failed(at(0)), None);
            assert!(!breaker.succeeded() && breaker.admits(at(0)));
        }
        breaker.failed(at(0));
        breaker.failed(at(1));
        assert_eq!(breaker.failed(at(2)), Some(COOL_DOWN));
        assert!(!breaker.admits(at(31)) && breaker.admits(at(32)));
    }

    #[test]
    fn half_open_one_failure_is_enough_and_one_success_closes() {
        let mut breaker = Breaker::default();
        for _ in 0..3 {
            breaker.failed(at(0));
        }
        let mut now = 0;
        for expected in [60, 120, 240, 480, 960, 1_800, 1_800] {
            now += 10_000;
            assert!(breaker.admits(at(now)));
            assert_eq!(breaker.failed(at(now)), Some(TimeDelta::seconds(expected)));
            assert!(!breaker.admits(at(now + expected - 1)));
        }
        assert!(breaker.succeeded() && breaker.admits(at(now)));
        assert_eq!(breaker.failed(at(now)), None, "counted from the beginning");
    }

    #[test]
    fn a_break_that_is_asked_for_is_given_within_bounds() {
        for (wait, expected) in [
            (None, 30),
            (Some(1), 30),
            (Some(90), 90),
            (Some(u64::MAX), 30),
        ] {
            let wait = wait.map(Duration::from_secs);
            let given = Breaker::default().asked_for_break(at(0), wait);
            assert_eq!(given, TimeDelta::seconds(expected), "{wait:?}");
        }
        let day = Some(Duration::from_secs(86_400));
        assert_eq!(Breaker::default().asked_for_break(at(0), day), LONGEST);
    }
}
