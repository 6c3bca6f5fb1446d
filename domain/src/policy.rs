//! Who may do what: the whole of it, for one row ([`may`]) and for lists ([`readable`]).
//!
//! Invariant: the two agree for every actor and row; `tests/policy` compares them and prints the table for readers.

use crate::actor::{Actor, Role};
use chrono::{DateTime, Utc};
use entity::{
    id::{NetworkId, TenantId},
    scope::Audience,
    value::Visibility,
};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read content.
    Read,
    /// Create or change content.
    Write,
    /// Release content to a wider visibility than the tenant.
    Publish,
    /// Create networks, tenants, memberships and definitions.
    Manage,
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Self] = &[Self::Read, Self::Write, Self::Publish, Self::Manage];
}

/// What the decision needs to know of a row.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Who owns it.
    pub tenant: TenantId,
    /// In which network it stands, if in one.
    pub network: Option<NetworkId>,
    /// Its effective visibility.
    pub visibility: Visibility,
    /// Until when it is held back.
    pub embargo_until: Option<DateTime<Utc>>,
}

/// Whether an actor may do something with a row, at a moment.
#[must_use]
pub fn may(actor: &Actor, action: Action, facts: &Facts, now: DateTime<Utc>) -> bool {
    match (actor, action) {
        (Actor::Anonymous, Action::Read) => released_to(&[], facts, now),
        (Actor::Member(member), Action::Read) => {
            member.tenant == facts.tenant || released_to(&member.networks, facts, now)
        }
        (Actor::Member(member), Action::Write) => {
            member.tenant == facts.tenant && member.role >= Role::Editor
        }
        (Actor::Member(member), Action::Publish) => {
            member.tenant == facts.tenant && member.role >= Role::Publisher
        }
        (Actor::Operator, Action::Read) => released_to(&[], facts, now),
        (Actor::Operator, Action::Manage) => true,
        (Actor::Anonymous, Action::Write | Action::Publish | Action::Manage)
        | (Actor::Member(_), Action::Manage)
        | (Actor::Operator, Action::Write | Action::Publish) => false,
    }
}

/// Rows that others than the owner may read.
fn released_to(networks: &[NetworkId], facts: &Facts, now: DateTime<Utc>) -> bool {
    let is_open = facts.embargo_until.is_none_or(|until| until <= now);
    is_open
        && match facts.visibility {
            Visibility::Public => true,
            Visibility::Network => facts
                .network
                .is_some_and(|network| networks.contains(&network)),
            Visibility::Shared | Visibility::Tenant => false,
        }
}

/// The rows of a list that an actor may read, as a scope.
#[must_use]
pub fn readable(actor: &Actor, now: DateTime<Utc>) -> Audience {
    let (tenant, networks) = match actor {
        Actor::Anonymous | Actor::Operator => (None, Vec::new()),
        Actor::Member(member) => (Some(member.tenant), member.networks.clone()),
    };
    Audience {
        tenant,
        networks,
        now,
    }
}
