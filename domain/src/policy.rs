//! Who may do what: the whole of it, for one row ([`may`]) and for lists ([`readable`]).
//!
//! Invariant: the two agree for every actor and row; the tests compare them and print the table for readers.

use crate::actor::{Actor, Member, Role, Scope};
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
    /// Create or change content that only the tenant itself can see, or that stays as widely visible as it is.
    Write,
    /// Make content visible to others, or change who can see it.
    Publish,
    /// Manage accounts, keys and identity providers of a tenant.
    Manage,
    /// Read the audit log of a tenant.
    Audit,
    /// Create networks, tenants, memberships and definitions.
    Operate,
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::Write,
        Self::Publish,
        Self::Manage,
        Self::Audit,
        Self::Operate,
    ];

    /// The narrowest role that may do it with what its own tenant owns; nobody of a tenant may operate the platform.
    #[must_use]
    pub const fn least_role(self) -> Option<Role> {
        match self {
            Self::Read => Some(Role::Reader),
            Self::Write => Some(Role::Editor),
            Self::Publish => Some(Role::Publisher),
            Self::Manage | Self::Audit => Some(Role::Admin),
            Self::Operate => None,
        }
    }

    /// The scope that a token needs for it.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::Read => Some(Scope::ReadContent),
            Self::Write => Some(Scope::WriteContent),
            Self::Publish => Some(Scope::PublishContent),
            Self::Manage => Some(Scope::ManageTenant),
            Self::Audit => Some(Scope::ReadAudit),
            Self::Operate => None,
        }
    }
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
    /// Whether the actor's tenant is among those it is shared with by name.
    pub is_named_reader: bool,
    /// Whether those with whom it is shared are parties to it, such as both sides of a transfer: they read it at any time,
    /// whoever else does.
    pub has_parties: bool,
}

impl Facts {
    /// Who can read the row at a moment: while it is held back, its tenant and its parties only.
    #[must_use]
    pub fn visibility_at(&self, now: DateTime<Utc>) -> Visibility {
        if is_open(self, now) {
            self.visibility
        } else {
            self.while_held_back()
        }
    }

    /// Who can read the row while it is held back.
    pub(crate) const fn while_held_back(&self) -> Visibility {
        match self.has_parties {
            true => Visibility::Shared,
            false => Visibility::Tenant,
        }
    }
}

/// Whether an actor may do something with a row, at a moment.
#[must_use]
pub fn may(actor: &Actor, action: Action, facts: &Facts, now: DateTime<Utc>) -> bool {
    match (actor, action) {
        (Actor::Member(member), Action::Read) => {
            is_public(facts, now)
                || (member.scopes.has(Scope::ReadContent)
                    && (member.tenant == facts.tenant || is_released_to(member, facts, now)))
        }
        (Actor::Anonymous | Actor::Operator(_), Action::Read) => is_public(facts, now),
        (Actor::Member(member), _) => member.tenant == facts.tenant && may_at_home(member, action),
        (Actor::Operator(_), Action::Operate) => true,
        (Actor::Anonymous | Actor::Operator(_), _) => false,
    }
}

/// Whether a member may do something with what its own tenant owns.
#[must_use]
pub fn may_at_home(member: &Member, action: Action) -> bool {
    action
        .least_role()
        .is_some_and(|least| member.role >= least)
        && action.scope().is_some_and(|scope| member.scopes.has(scope))
}

fn is_open(facts: &Facts, now: DateTime<Utc>) -> bool {
    facts.embargo_until.is_none_or(|until| until <= now)
}

fn is_public(facts: &Facts, now: DateTime<Utc>) -> bool {
    facts.visibility == Visibility::Public && is_open(facts, now)
}

/// Rows of others that a member may read.
fn is_released_to(member: &Member, facts: &Facts, now: DateTime<Utc>) -> bool {
    let network = facts.network;
    let is_party = facts.has_parties && facts.is_named_reader;
    let is_released = is_open(facts, now)
        && match facts.visibility {
            Visibility::Public => true,
            Visibility::Network => {
                network.is_some_and(|network| member.networks.contains(&network))
            }
            Visibility::Shared => facts.is_named_reader,
            Visibility::Tenant => false,
        };
    is_party || is_released
}

/// The rows of a list that an actor may read, as a scope.
#[must_use]
pub fn readable(actor: &Actor, now: DateTime<Utc>) -> Audience {
    let tenant = match actor {
        Actor::Member(member) if member.scopes.has(Scope::ReadContent) => Some(member.tenant),
        Actor::Anonymous | Actor::Member(_) | Actor::Operator(_) => None,
    };
    Audience { tenant, now }
}

/// Whether an actor may read a detail of a row, such as its contact, that is narrower than the row, which it may read.
#[must_use]
pub fn may_read_detail(actor: &Actor, row: (TenantId, NetworkId), detail: Visibility) -> bool {
    let (tenant, network) = row;
    match actor {
        _ if detail == Visibility::Public => true,
        Actor::Member(member) if member.scopes.has(Scope::ReadContent) => {
            member.tenant == tenant
                || (detail == Visibility::Network && member.networks.contains(&network))
        }
        Actor::Anonymous | Actor::Member(_) | Actor::Operator(_) => false,
    }
}
