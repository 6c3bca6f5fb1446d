//! From when on and for whom content is visible.
//!
//! Invariant: what is inside of something is never visible to more readers, nor earlier, than that.

use chrono::{DateTime, Utc};
use entity::value::Visibility;

/// Who may read a record, and from when on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// Who may read it.
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
}

impl Release {
    /// For everybody at once.
    #[must_use]
    pub const fn public() -> Self {
        Self {
            visibility: Visibility::Public,
            embargo_until: None,
        }
    }

    /// What holds for something inside of this.
    #[must_use]
    pub fn within(self, outer: Self) -> Self {
        Self {
            visibility: self.visibility.min(outer.visibility),
            embargo_until: self.embargo_until.max(outer.embargo_until),
        }
    }
}
