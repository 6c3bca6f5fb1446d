//! The settings of how long things are kept.
//!
//! Invariant: a period is never so short that something goes which still gives or denies access.

use super::reader::Reader;
use chrono::TimeDelta;
use domain::privacy::Retention;
use std::time::Duration;

/// How long what has ended is kept, and how often the service looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSettings {
    /// How long.
    pub policy: Retention,
    /// How often; `None` leaves it to `staedtenetz privacy retain`.
    pub interval: Option<Duration>,
}

/// A century: longer than anything is kept.
const LONGEST_DAYS: u64 = 36_500;

impl RetentionSettings {
    pub(super) fn read(reader: &mut Reader, has_embeddings: bool) -> Self {
        let mut days = |key| TimeDelta::days(reader.number::<u32>(key, 1, LONGEST_DAYS).into());
        let policy = Retention {
            sign_ins: days("retention_sign_ins_days"),
            keys: days("retention_keys_days"),
            retired: days("retention_retired_days"),
            has_embeddings,
        };
        let hours: u64 = reader.number("retention_interval_hours", 0, 8_760);
        let interval = Some(Duration::from_secs(hours * 3_600)).filter(|every| !every.is_zero());
        Self { policy, interval }
    }
}
