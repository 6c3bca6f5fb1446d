//! What the index knows of a project besides its texts: who may read it, and what searches are narrowed by.
//!
//! Invariant: nothing here is shown to anybody; it only lets a project take part in a search or not.

use crate::{
    actor::{Actor, Member},
    policy::{self, Action, may},
    reference::Snapshot,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{ActionFieldId, BarrierId, TenantId},
    value::{BarrierRole, Visibility},
};

/// A project as the index keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Who may read it, without those named.
    pub facts: policy::Facts,
    /// The tenants it is shared with by name.
    pub readers: Box<[TenantId]>,
    /// Its action field.
    pub action_field: Option<ActionFieldId>,
    /// Its barriers and what they are to it.
    pub barriers: Box<[(BarrierId, BarrierRole)]>,
    /// Its lessons, as far as they differ in who may read them; none is where it has none.
    pub lessons: Box<[Option<Visibility>]>,
}

/// Whoever searches: what is readable to them is decided by the policy, as for any row.
#[derive(Clone, Debug)]
pub(crate) struct Eyes {
    actor: Actor,
    now: DateTime<Utc>,
}

impl Eyes {
    /// Of an actor, with the networks that its tenant belongs to now.
    pub fn new(actor: &Actor, reference: &Snapshot, now: DateTime<Utc>) -> Self {
        let actor = match actor {
            Actor::Member(member) => Actor::Member(Member {
                networks: reference.networks_of(member.tenant, now),
                ..member.clone()
            }),
            other => other.clone(),
        };
        Self { actor, now }
    }

    /// Whether they may read a project.
    pub fn see(&self, entry: &Entry) -> bool {
        let is_named_reader = match &self.actor {
            Actor::Member(member) => entry.readers.contains(&member.tenant),
            Actor::Anonymous | Actor::Operator(_) => false,
        };
        let facts = policy::Facts {
            is_named_reader,
            ..entry.facts
        };
        may(&self.actor, Action::Read, &facts, self.now)
    }

    /// Whether they may read a part of a project that they may read, where the part says who may.
    pub fn see_part(&self, entry: &Entry, part: Option<Visibility>) -> bool {
        let Some(network) = entry.facts.network else {
            return part.is_none();
        };
        part.is_none_or(|part| {
            policy::may_read_detail(&self.actor, (entry.facts.tenant, network), part)
        })
    }
}

/// Whether everybody who may read a project may read a part of it: only then the part takes part in searches.
pub(crate) fn is_as_open(part: Option<Visibility>, project: Visibility) -> bool {
    match part {
        None | Some(Visibility::Public) => true,
        Some(Visibility::Network) => {
            matches!(project, Visibility::Network | Visibility::Tenant)
        }
        Some(Visibility::Shared | Visibility::Tenant) => project == Visibility::Tenant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_takes_part_only_where_it_is_as_open_as_its_project() {
        use Visibility::{Network, Public, Shared, Tenant};
        for (part, project, expected) in [
            (None, Public, true),
            (Some(Public), Public, true),
            (Some(Network), Public, false),
            (Some(Tenant), Public, false),
            (Some(Network), Network, true),
            // Whom a project is shared with by name need not belong to the network.
            (Some(Network), Shared, false),
            (Some(Tenant), Network, false),
            (Some(Tenant), Tenant, true),
        ] {
            assert_eq!(is_as_open(part, project), expected, "{part:?} {project:?}");
        }
    }
}
