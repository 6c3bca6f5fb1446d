//! Mutations of memberships.
//!
//! Invariant: only whoever runs the service decides who belongs to a network.

use super::{id, payloads, unit::Unit};
use crate::{
    membership::Membership,
    value::{Day, MembershipRole},
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::{Work, id::MembershipId, membership, network};

/// A new membership (Mitgliedschaft) of an organisation in a network.
#[derive(InputObject)]
pub struct CreateMembershipInput {
    /// The network, by its slug.
    pub network: String,
    /// The organisation.
    pub tenant: ID,
    /// As what it takes part.
    pub role: MembershipRole,
    /// First day; today if not given.
    pub since: Option<Day>,
}

/// The end of a membership.
#[derive(InputObject)]
pub struct EndMembershipInput {
    /// The membership.
    pub membership: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Last day: from the next one on the organisation no longer sees what the network shares.
    pub until: Day,
}

payloads! { membership: Membership;
    /// The new membership.
    CreateMembershipPayload,
    /// The membership with its last day.
    EndMembershipPayload,
}

/// The membership after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: MembershipId) -> Result<Option<Membership>> {
    let record = unit.record(id, "Membership", "membership").await?;
    Ok(record.map(Membership))
}

/// Memberships.
#[derive(Default)]
pub struct MembershipMutation;

#[Object]
impl MembershipMutation {
    /// Makes an organisation a member of a network. For whoever runs the service.
    async fn create_membership(
        &self,
        ctx: &Context<'_>,
        input: CreateMembershipInput,
    ) -> Result<CreateMembershipPayload> {
        let unit = Unit::new(ctx)?;
        let network = unit.accept(network::by_slug(unit.domain(), "network", &input.network))?;
        let tenant = id(ctx, &input.tenant)?;
        let today = || unit.domain().now().date_naive();
        let since = input.since.map_or_else(today, |day| day.0);
        let role = input.role.into();
        let job =
            async |work: &Work<'_>| membership::create(work, network, tenant, role, since).await;
        let id = unit.write("membership.create", tenant, job).await?;
        let membership = now(&unit, id).await?;
        Ok(CreateMembershipPayload { membership })
    }

    /// Ends a membership with a day. For whoever runs the service.
    async fn end_membership(
        &self,
        ctx: &Context<'_>,
        input: EndMembershipInput,
    ) -> Result<EndMembershipPayload> {
        let unit = Unit::new(ctx)?;
        let id = id(ctx, &input.membership)?;
        let (version, until) = (input.expected_version, input.until.0);
        let job = async |work: &Work<'_>| membership::end_by_id(work, id, version, until).await;
        unit.write("membership.end", id, job).await?;
        let membership = now(&unit, id).await?;
        Ok(EndMembershipPayload { membership })
    }
}
