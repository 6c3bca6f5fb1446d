//! Memberships (Mitgliedschaften): tenants in networks.
//!
//! Invariant: a membership ends by its last day; it is not deleted.

use crate::{
    error::Result,
    read::{Edge, Node, parent},
    work::Work,
};
use chrono::NaiveDate;
use entity::{
    id::{MembershipId, NetworkId, TenantId},
    membership, network, tenant,
    value::{ChangeAction, MembershipRole},
};
use sea_orm::Set;

pub use entity::membership::Model as Membership;

parent!(Node<Membership>, "membership", |reader, nodes, edge| {
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| Some(node.record.network_id)),
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.record.tenant_id)),
});

/// Makes a tenant a member of a network.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `CONFLICT` where it is one already.
pub async fn create(
    work: &Work<'_>,
    network: NetworkId,
    tenant: TenantId,
    role: MembershipRole,
    since: NaiveDate,
) -> Result<MembershipId> {
    work.ctx().require_operator()?;
    let id = MembershipId(Work::new_id());
    work.insert(membership::ActiveModel {
        id: Set(id),
        network_id: Set(network),
        tenant_id: Set(tenant),
        role: Set(role),
        since: Set(since),
        until: Set(None),
        created_at: Set(work.ctx().now()),
        updated_at: Set(work.ctx().now()),
        revision: Set(1),
    })
    .await?;
    work.note("membership", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}
