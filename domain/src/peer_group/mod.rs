//! Peer groups (Vergleichsgruppen): with whom a city is compared.
//!
//! A group follows from a rule, from nearness to a city, from a list, or it is a ring whose members accepted its terms. The
//! first three can be asked for without keeping anything; kept or not, they come to the same [`Peers`].
//!
//! Invariant: a group that is kept has the same cities for everybody who reads it; those of a year that was frozen stay as
//! they were.

mod agreement;
mod draft;
mod figure;
mod filter;
mod freeze;
mod kept;
mod neighbour;
mod resolve;
mod ring;
mod rule;
mod stored_rule;
mod write;

use crate::{
    error::Result,
    read::{Edge, ListRequest, Page, Reader, Select, columns, parent},
};
use chrono::{DateTime, Utc};
use entity::{
    id::{NetworkId, PeerGroupId, TenantId},
    network, tenant,
    value::{PeerGroupKind, Visibility},
};

pub(crate) use agreement::{all, facts, invitation, keep_readers, no_ring};
pub use draft::{ChangePeerGroup, NewPeerGroup, NewRing, PeerDefinition};
pub(crate) use draft::{MOST_MEMBERS, check_invited};
pub use filter::{PeerGroupFilter, PeerGroupOrder, order};
pub use freeze::freeze;
pub use neighbour::DistanceComponent;
pub use resolve::{PeerCity, PeerSpec, Peers, resolve};
pub use ring::{Membership, Ring, RingCity, RingView, ring};
pub use rule::{NeighbourRule, PeerRule, WeightedFigure};
pub use stored_rule::StoredRule;
pub use write::{change, create, publish, restore, retire};
pub(crate) use write::{held_ring, save};

columns! {
    /// A peer group, or a ring.
    PeerGroup of peer_group, tenant rows;
    keys {
        /// Key.
        id: PeerGroupId = Id,
        /// Who keeps it; of a ring, who moderates it.
        tenant_id: TenantId = TenantId,
        /// The network that it stands in; a ring always does.
        network_id: Option<NetworkId> = NetworkId,
        /// By what its cities are chosen.
        kind: PeerGroupKind = Kind,
        /// Name.
        name: String = Name,
        /// Its rule as it is kept: read it with [`PeerGroup::stored_rule`].
        rule: Option<String> = Rule,
    }
    fields {
        /// What it is for.
        description: Option<String> = Description / "description",
        /// What the members of a ring agree to.
        terms: Option<String> = Terms / "terms",
        /// Version of those terms.
        terms_version: i32 = TermsVersion / "termsVersion",
        /// To whom the comparisons of a ring are shown.
        results_visibility: Visibility = ResultsVisibility / "resultsVisibility",
        /// Who may read it.
        visibility: Visibility = Visibility / "visibility",
        /// Not before this moment.
        embargo_until: Option<DateTime<Utc>> = EmbargoUntil / "embargoUntil",
        /// When it was created.
        created_at: DateTime<Utc> = CreatedAt / "createdAt",
        /// When it was last changed.
        updated_at: DateTime<Utc> = UpdatedAt / "updatedAt",
        /// Counts changes.
        version: i32 = Revision / "version",
    }
}

parent!(PeerGroup, "peer group", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.tenant_id)),
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| node.network_id),
    Edge::Peers => kept::follow(reader, nodes, edge),
    Edge::Ring => ring::follow(reader, nodes, edge),
});

impl PeerGroup {
    /// The rule that it follows from, if it does.
    #[must_use]
    pub fn stored_rule(&self) -> Option<StoredRule> {
        self.rule.as_deref().and_then(StoredRule::read)
    }

    /// Whether it is a ring.
    #[must_use]
    pub fn is_ring(&self) -> bool {
        self.kind == PeerGroupKind::Ring
    }
}

/// Peer groups and rings that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<PeerGroup>> {
    reader.page(list, select).await
}
