//! A bucket that leaks at a steady rate (GCRA), counted in points.
//!
//! Invariant: what is kept of a bucket is one number, the moment at which it will be empty; so a bucket that nobody pours
//! into empties without anybody's doing.

use super::Wait;

/// How much a bucket holds and how fast it leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So many points fit into an empty one.
    pub points: u64,
    /// So many leak out in a second.
    pub per_second: u64,
}

/// When a bucket will be empty, in microseconds since 1970.
pub type Level = i64;

const SECOND: i64 = 1_000_000;

impl Rate {
    /// Pours points in, if they fit: the new level, or how long to wait. What is more than a bucket holds is taken by an
    /// empty one, since it would never fit.
    ///
    /// # Errors
    /// Where they do not fit.
    pub fn pour(self, level: Option<Level>, points: u64, now: i64) -> Result<Level, Wait> {
        let level = at_least(level, now);
        let after = level.saturating_add(self.time(points));
        let over = after.saturating_sub(now) - self.time(self.points);
        let missing = over.min(level - now);
        if missing <= 0 {
            return Ok(after);
        }
        Err(Wait {
            seconds: seconds(missing),
        })
    }

    /// Pours in without asking, or takes out.
    #[must_use]
    pub fn shift(self, level: Option<Level>, points: i64, now: i64) -> Level {
        let time = self.time(points.unsigned_abs());
        let level = at_least(level, now);
        level.saturating_add(if points < 0 { -time } else { time })
    }

    /// How many points would fit.
    #[must_use]
    pub fn room(self, level: Option<Level>, now: i64) -> u64 {
        let filled = at_least(level, now).saturating_sub(now);
        let room = self.time(self.points).saturating_sub(filled).max(0);
        room.unsigned_abs().saturating_mul(self.per_second) / SECOND.unsigned_abs()
    }

    /// In how many seconds it will be empty.
    #[must_use]
    pub fn empty_in(self, level: Option<Level>, now: i64) -> u64 {
        seconds(at_least(level, now).saturating_sub(now))
    }

    /// In how many seconds a full one is empty.
    #[must_use]
    pub fn window(self) -> u64 {
        self.points.div_ceil(self.per_second.max(1))
    }

    /// How long so many points take to leak out.
    fn time(self, points: u64) -> i64 {
        let micros = points.saturating_mul(SECOND.unsigned_abs()) / self.per_second.max(1);
        i64::try_from(micros).unwrap_or(i64::MAX / 4)
    }
}

fn at_least(level: Option<Level>, now: i64) -> Level {
    level.unwrap_or(now).max(now)
}

/// Whole seconds, rounded up.
fn seconds(micros: i64) -> u64 {
    micros.max(0).unsigned_abs().div_ceil(SECOND.unsigned_abs())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        points: 100,
        per_second: 10,
    };
    const NOW: i64 = 1_800_000_000 * SECOND;

    #[test]
    fn a_bucket_takes_what_it_holds_and_then_what_leaks() {
        let level = RATE.pour(None, 60, NOW).unwrap();
        let level = RATE.pour(Some(level), 40, NOW).unwrap();
        assert_eq!(RATE.room(Some(level), NOW), 0);
        assert_eq!(RATE.empty_in(Some(level), NOW), 10);
        let wait = RATE.pour(Some(level), 15, NOW).unwrap_err();
        assert_eq!(wait.seconds, 2);
        assert!(RATE.pour(Some(level), 15, NOW + 2 * SECOND).is_ok());
        assert!(RATE.pour(Some(level), 15, NOW + SECOND).is_err());
        assert_eq!(RATE.room(Some(level), NOW + 3 * SECOND), 30);
        assert_eq!(RATE.room(Some(level), NOW + 60 * SECOND), 100);
    }

    #[test]
    fn what_is_more_than_a_bucket_waits_for_an_empty_one() {
        let level = RATE.pour(None, 1, NOW).unwrap();
        assert_eq!(RATE.pour(Some(level), 5_000, NOW).unwrap_err().seconds, 1);
        let level = RATE.pour(Some(level), 5_000, NOW + SECOND).unwrap();
        assert_eq!(RATE.empty_in(Some(level), NOW + SECOND), 500);
        assert_eq!(
            RATE.pour(Some(level), 1, NOW + SECOND).unwrap_err().seconds,
            491
        );
    }

    #[test]
    fn what_was_not_spent_comes_back_but_no_more_than_that() {
        let level = RATE.pour(None, 50, NOW).unwrap();
        let level = RATE.shift(Some(level), -40, NOW);
        assert_eq!(RATE.room(Some(level), NOW), 90);
        let level = RATE.shift(Some(level), -4_000, NOW);
        assert_eq!(RATE.room(Some(level), NOW), 100);
        let level = RATE.shift(Some(level), 150, NOW);
        assert_eq!(RATE.room(Some(level), NOW), 0);
        assert_eq!(RATE.empty_in(Some(level), NOW), 15);
    }
}
