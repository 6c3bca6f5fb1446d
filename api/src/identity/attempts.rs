//! How often somebody may try a password.
//!
//! Invariant: memory is bounded whoever tries what; what is remembered of accounts and addresses is a hash.
//!
//! Each account and each address has a bucket that leaks at a steady rate (GCRA): a few attempts at once are free, then it
//! takes patience. A right password gives its attempt back, so that whoever knows it is not slowed down by themselves.

use crate::token::{Cache, Fingerprint};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Error, Result};
use std::net::IpAddr;

/// Accounts and addresses that are remembered.
const REMEMBERED: usize = 100_000;

/// A bucket's size and how fast it empties.
#[derive(Clone, Copy)]
struct Rate {
    burst: i32,
    each: TimeDelta,
}

/// Five at once, then one a minute: a password that is not among the thousand worst is not found in a lifetime.
const ACCOUNT: Rate = Rate {
    burst: 5,
    each: TimeDelta::minutes(1),
};
/// Thirty at once, then one in six seconds: a whole town hall may sit behind one address.
const ADDRESS: Rate = Rate {
    burst: 30,
    each: TimeDelta::seconds(6),
};

/// Counts attempts.
#[derive(Debug)]
pub struct Attempts {
    /// When the bucket of somebody will be empty.
    empty_at: Cache<DateTime<Utc>>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            empty_at: Cache::new(REMEMBERED),
        }
    }
}

/// One attempt that was let through.
#[must_use]
pub struct Attempt(Vec<(Fingerprint, Rate)>);

impl Attempts {
    /// Counts an attempt on an account, from an address if it comes from one.
    ///
    /// # Errors
    /// `RATE_LIMITED` where there were too many.
    pub fn count(
        &self,
        account: &str,
        address: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<Attempt> {
        let mut buckets = vec![(Fingerprint::of(&format!("account {account}")), ACCOUNT)];
        let place =
            address.map(|address| Fingerprint::of(&format!("address {}", neighbourhood(address))));
        buckets.extend(place.map(|place| (place, ADDRESS)));
        for (bucket, rate) in &buckets {
            self.check(bucket, *rate, now)?;
        }
        for (bucket, rate) in &buckets {
            self.shift(bucket, rate.each, now);
        }
        Ok(Attempt(buckets))
    }

    /// Gives an attempt back that was a success.
    pub fn give_back(&self, attempt: &Attempt, now: DateTime<Utc>) {
        for (bucket, rate) in &attempt.0 {
            self.shift(bucket, -rate.each, now);
        }
    }

    fn check(&self, bucket: &Fingerprint, rate: Rate, now: DateTime<Utc>) -> Result<()> {
        let room = rate.each * (rate.burst - 1);
        let wait = self.level(bucket, now) - room - now;
        if wait <= TimeDelta::zero() {
            return Ok(());
        }
        let seconds = u64::try_from(wait.num_seconds()).unwrap_or_default() + 1;
        Err(Error::RateLimited { seconds })
    }

    fn level(&self, bucket: &Fingerprint, now: DateTime<Utc>) -> DateTime<Utc> {
        self.empty_at.recall(bucket).map_or(now, |at| at.max(now))
    }

    fn shift(&self, bucket: &Fingerprint, by: TimeDelta, now: DateTime<Utc>) {
        self.empty_at.keep(*bucket, self.level(bucket, now) + by);
    }
}

/// Whoever has an IPv6 address usually has all of its network.
#[must_use]
pub fn neighbourhood(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn an_account_gets_five_attempts_and_then_one_a_minute() {
        let attempts = Attempts::default();
        for number in 0..5 {
            let from = address(&format!("192.0.2.{number}"));
            assert!(attempts.count("a", from, at(0)).is_ok(), "{number}");
        }
        let refused = attempts.count("a", address("192.0.2.9"), at(0)).err();
        assert!(
            matches!(refused, Some(Error::RateLimited { seconds: 60 | 61 })),
            "{refused:?}"
        );
        assert!(attempts.count("b", address("192.0.2.9"), at(0)).is_ok());
        assert!(attempts.count("a", None, at(60)).is_ok());
        assert!(attempts.count("a", None, at(61)).is_err());
    }

    #[test]
    fn an_address_gets_thirty() {
        let attempts = Attempts::default();
        for number in 0..30 {
            assert!(
                attempts
                    .count(&format!("{number}"), address("2001:db8::1"), at(0))
                    .is_ok()
            );
        }
        assert!(
            attempts.count("x", address("2001:db8::2"), at(0)).is_err(),
            "the same network"
        );
        assert!(attempts.count("x", address("2001:db8:1::2"), at(0)).is_ok());
        assert!(attempts.count("y", address("2001:db8::1"), at(6)).is_ok());
    }

    #[test]
    fn success_costs_nothing() {
        let attempts = Attempts::default();
        for _ in 0..100 {
            let attempt = attempts.count("a", address("192.0.2.1"), at(0)).unwrap();
            attempts.give_back(&attempt, at(0));
        }
        assert!(attempts.count("a", address("192.0.2.1"), at(0)).is_ok());
    }
}
