//! From when on and for whom content is visible.
//!
//! Invariant: what is inside of something is never visible to more readers, nor earlier, than that.

use crate::{
    actor::Member,
    ctx::Ctx,
    error::{Error, Result},
    policy::{Action, Facts, may_at_home},
};
use chrono::{DateTime, Utc};
use entity::{
    id::{NetworkId, TenantId},
    value::Visibility,
};

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

    /// For nobody but the tenant.
    #[must_use]
    pub const fn own() -> Self {
        Self {
            visibility: Visibility::Tenant,
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

    /// What the policy needs to know of a record that is released so.
    #[must_use]
    pub const fn facts(self, tenant: TenantId, network: Option<NetworkId>) -> Facts {
        Facts {
            tenant,
            network,
            visibility: self.visibility,
            embargo_until: self.embargo_until,
            is_named_reader: false,
            has_parties: false,
        }
    }

    /// The member who acts, if it may write something that is released so from the beginning.
    ///
    /// # Errors
    /// `FORBIDDEN` for whoever may not write, or not release it.
    pub(crate) fn author(self, ctx: &Ctx) -> Result<&Member> {
        let member = ctx.member_who_may(Action::Write)?;
        if self.visibility > Visibility::Tenant && !may_at_home(member, Action::Publish) {
            return Err(Error::Forbidden);
        }
        Ok(member)
    }
}
