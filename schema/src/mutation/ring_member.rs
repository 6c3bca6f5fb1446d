//! Mutations of who belongs to a ring.
//!
//! Invariant: a city's own organisation answers for it; no input says for whom.

use super::{
    id, payloads,
    peer_group::{now, organisations},
    unit::Unit,
};
use crate::peer_group::PeerGroup;
use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::{Work, ring_member};

/// Who is to be invited to a ring.
#[derive(InputObject)]
pub struct InviteToRingInput {
    /// The ring; your organisation moderates it.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Organisations of municipalities of the network, by id; who declined or left may be among them.
    pub invite: Vec<ID>,
}

/// Who is to be taken out of a ring.
#[derive(InputObject)]
pub struct RemoveFromRingInput {
    /// The ring; your organisation moderates it.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// The organisation, by id.
    pub member: ID,
}

/// The terms of a ring are accepted.
#[derive(InputObject)]
pub struct AcceptRingInput {
    /// The ring.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// The version of the terms that you have read.
    pub terms_version: i32,
}

/// An invitation to a ring is declined.
#[derive(InputObject)]
pub struct DeclineRingInput {
    /// The ring.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
}

/// A ring is left.
#[derive(InputObject)]
pub struct LeaveRingInput {
    /// The ring.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
}

payloads! { peer_group: PeerGroup;
    /// The ring with those who are invited now.
    InviteToRingPayload,
    /// The ring without the one who was taken out.
    RemoveFromRingPayload,
    /// The ring to which your city belongs now.
    AcceptRingPayload,
    /// Null: who declines reads nothing more of the ring.
    DeclineRingPayload,
    /// Null: who leaves reads nothing more of the ring.
    LeaveRingPayload,
}

/// Who belongs to a ring.
#[derive(Default)]
pub struct RingMemberMutation;

#[Object]
impl RingMemberMutation {
    /// Invites municipalities of the network to a ring (Vergleichsring) that your organisation moderates.
    async fn invite_to_ring(
        &self,
        ctx: &Context<'_>,
        input: InviteToRingInput,
    ) -> Result<InviteToRingPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let invited = unit.accept(organisations("invite", &input.invite))?;
        let job = async |work: &Work<'_>| ring_member::invite(work, id, version, &invited).await;
        unit.write("ring.invite", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(InviteToRingPayload { peer_group })
    }

    /// Takes a municipality out of a ring that your organisation moderates, or takes its invitation back. It reads nothing
    /// more of the ring; what was published stays.
    async fn remove_from_ring(
        &self,
        ctx: &Context<'_>,
        input: RemoveFromRingInput,
    ) -> Result<RemoveFromRingPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let member = input.member.parse();
        let member = unit
            .accept(member.map_err(|_| {
                domain::Error::no_id::<domain::id::TenantId>("member", &input.member)
            }))?;
        let job = async |work: &Work<'_>| ring_member::remove(work, id, version, member).await;
        unit.write("ring.remove", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(RemoveFromRingPayload { peer_group })
    }

    /// Accepts the terms of a ring for your city: its values count in the ring's comparisons from then on. For publishers,
    /// since it commits the city.
    async fn accept_ring(
        &self,
        ctx: &Context<'_>,
        input: AcceptRingInput,
    ) -> Result<AcceptRingPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let terms = input.terms_version;
        let job = async |work: &Work<'_>| ring_member::accept(work, id, version, terms).await;
        unit.write("ring.accept", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(AcceptRingPayload { peer_group })
    }

    /// Declines the invitation to a ring for your city. For publishers.
    async fn decline_ring(
        &self,
        ctx: &Context<'_>,
        input: DeclineRingInput,
    ) -> Result<DeclineRingPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let job = async |work: &Work<'_>| ring_member::decline(work, id, version).await;
        unit.write("ring.decline", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(DeclineRingPayload { peer_group })
    }

    /// Leaves a ring for your city: its values count no longer; what was published stays. For publishers.
    async fn leave_ring(
        &self,
        ctx: &Context<'_>,
        input: LeaveRingInput,
    ) -> Result<LeaveRingPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let job = async |work: &Work<'_>| ring_member::leave(work, id, version).await;
        unit.write("ring.leave", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(LeaveRingPayload { peer_group })
    }
}
