//! The time, as an argument.
//!
//! Invariant: nothing else in the service reads the system's clock for what it stores or decides.

use chrono::{DateTime, SubsecRound, Utc};

/// Where the time comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still, for tests and exact demos.
    Stopped(DateTime<Utc>),
}

impl Clock {
    /// Now, to the microsecond: that is what PostgreSQL stores.
    #[must_use]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "this is the clock that everybody else has to ask"
            )]
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Stopped(at) => at,
        }
    }
}
