//! The meter of one request: whose buckets it pours into.
//!
//! Invariant: what does not fit into all of its buckets is poured into none.

use super::{
    Wait,
    bucket::{Level, Rate},
};
use crate::token::{Cache, Fingerprint};
use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{HeaderMap, HeaderName, HeaderValue},
};
use domain::clock::Clock;
use std::{fmt::Write, sync::Arc};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The meter of one request; without buckets where nothing is limited.
#[derive(Clone, Default)]
pub struct Meter(Arc<[Bucket]>);

/// A bucket of whoever asks.
pub(super) struct Bucket {
    pub(super) name: &'static str,
    pub(super) key: Fingerprint,
    pub(super) rate: Rate,
    pub(super) levels: Arc<Cache<Level>>,
    pub(super) clock: Clock,
}

impl Bucket {
    fn pour(&self, points: u64) -> Result<(), Wait> {
        let now = self.now();
        self.levels
            .change(self.key, |level| match self.rate.pour(level, points, now) {
                Ok(level) => (level, Ok(())),
                Err(wait) => (level.unwrap_or(now), Err(wait)),
            })
    }

    fn shift(&self, points: i64) {
        let now = self.now();
        self.levels
            .change(self.key, |level| (self.rate.shift(level, points, now), ()));
    }

    fn now(&self) -> i64 {
        self.clock.now().timestamp_micros()
    }
}

impl Meter {
    pub(super) fn new(buckets: Vec<Bucket>) -> Self {
        Self(buckets.into())
    }

    /// The meter of a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let extensions = request.extensions();
        extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Takes points before anything is done for them.
    ///
    /// # Errors
    /// Where there are too few; then none are taken.
    pub fn take(&self, points: u64) -> Result<(), Wait> {
        for (place, bucket) in self.0.iter().enumerate() {
            if let Err(wait) = bucket.pour(points) {
                let back = signed(points).saturating_neg();
                self.0.iter().take(place).for_each(|one| one.shift(back));
                return Err(wait);
            }
        }
        Ok(())
    }

    /// Corrects what was taken to what was spent.
    pub fn settle(&self, taken: u64, spent: u64) {
        let points = signed(spent).saturating_sub(signed(taken));
        self.0.iter().for_each(|bucket| bucket.shift(points));
    }

    /// Says how much is left, in the header fields of draft-ietf-httpapi-ratelimit-headers.
    pub fn tell(&self, headers: &mut HeaderMap) {
        let (mut left, mut policy) = (String::new(), String::new());
        for bucket in self.0.iter() {
            let Bucket { name, rate, .. } = bucket;
            let (level, now) = (bucket.levels.recall(&bucket.key), bucket.now());
            let (room, empty) = (rate.room(level, now), rate.empty_in(level, now));
            let comma = if left.is_empty() { "" } else { ", " };
            let _ = write!(left, "{comma}\"{name}\";r={room};t={empty}");
            let (points, window) = (rate.points, rate.window());
            let _ = write!(policy, "{comma}\"{name}\";q={points};w={window}");
        }
        for (name, value) in [(LIMIT, left), (POLICY, policy)] {
            if let Some(value) = HeaderValue::from_str(&value)
                .ok()
                .filter(|value| !value.is_empty())
            {
                headers.insert(name, value);
            }
        }
    }
}

fn signed(points: u64) -> i64 {
    i64::try_from(points).unwrap_or(i64::MAX)
}
