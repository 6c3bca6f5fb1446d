//! Rings (Vergleichsringe): cities that agreed on indicators and terms, kept together by a moderator.
//!
//! Invariant: a ring is read by its moderator and by those who are invited or accepted, and by nobody else. Who belongs to
//! it is told to the moderator and to those who accepted; who declined or left, to the moderator only.

use super::{PeerGroup, draft::least_members, write::held_ring};
use crate::{
    actor::{Actor, Scope},
    ctx::Ctx,
    disclosure::DisclosurePolicy,
    error::{Error, Result},
    indicator::Indicator,
    read::{EdgeSelect, Reader, Step, in_uuids},
    work::Work,
};
use entity::{
    id::{IndicatorId, NetworkId, PeerGroupId, TenantId},
    peer_group::Model,
    peer_group_indicator,
    ring_member::{self, Column, Entity},
    scope::PartTable,
    value::{RingState, Visibility, Withheld},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::{collections::HashMap, sync::Arc};

/// A city that was invited to a ring, and what it answered.
pub type Membership = ring_member::Model;

/// A ring as its readers see it.
#[derive(Clone, Debug)]
pub struct RingView {
    /// What the reader's own organisation answered, if it was invited.
    pub state: Option<RingState>,
    /// Who belongs to it, as far as the reader may know it, by key of the city.
    pub members: Vec<Membership>,
    /// Indicators that are compared, in their order.
    pub indicators: Vec<Arc<Indicator>>,
    /// Whether enough cities accepted; only who belongs to it knows.
    pub can_publish: Option<bool>,
    /// Why nothing of it can be published, where that is so.
    pub withheld: Option<Withheld>,
}

/// A ring as its moderator publishes its comparisons.
#[derive(Clone, Debug)]
pub struct Ring {
    /// Its key.
    pub id: PeerGroupId,
    /// Who moderates it.
    pub tenant: TenantId,
    /// Its network.
    pub network: NetworkId,
    /// Its name.
    pub name: String,
    /// Version of the terms that hold.
    pub terms_version: i32,
    /// Indicators that are compared, in their order.
    pub indicators: Vec<IndicatorId>,
    /// To whom its comparisons are shown.
    pub results_visibility: Visibility,
    /// Who accepted those terms and belongs to the network today, by key of the city.
    pub members: Vec<RingCity>,
    /// Why nothing can be published, where that is so.
    pub withheld: Option<Withheld>,
}

/// A city that accepted the terms of a ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingCity {
    /// Its organisation.
    pub tenant: TenantId,
    /// Its key.
    pub ags: String,
}

/// A ring that the caller's organisation moderates, for publishing its comparisons.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for whoever may not release anything for the moderator, `CONFLICT` for a group that is no ring.
pub async fn ring(work: &Work<'_>, id: PeerGroupId) -> Result<Ring> {
    let row = held_ring(work, id).await?;
    let members = accepted(work, &row).await?;
    let indicators = peer_group_indicator::Entity::parts()
        .filter(peer_group_indicator::Column::GroupId.eq(id.0))
        .order_by_asc(peer_group_indicator::Column::Position);
    let indicators = indicators.all(work.connection()).await?.into_iter();
    let network = row.network_id.ok_or(Error::NotFound("network"))?;
    Ok(Ring {
        id,
        tenant: row.tenant_id,
        network,
        name: row.name,
        terms_version: row.terms_version,
        indicators: indicators.map(|one| one.indicator_id).collect(),
        results_visibility: row.results_visibility,
        withheld: withheld(work.ctx(), network, members.len()),
        members: members.into_iter().map(RingCity::from).collect(),
    })
}

impl From<Membership> for RingCity {
    fn from(member: Membership) -> Self {
        Self {
            tenant: member.member_id,
            ags: member.city_ags,
        }
    }
}

/// Why so many members are too few to show anything of them.
fn withheld(ctx: &Ctx, network: NetworkId, members: usize) -> Option<Withheld> {
    let network = ctx.reference().networks.find(&network);
    let policy = network.map(|network| DisclosurePolicy::of(network));
    let least = least_members(&policy.unwrap_or_default());
    (members < least).then_some(Withheld::MinContributors)
}

/// Who accepted the terms of a ring and belongs to its network today, in a unit of work.
pub(super) async fn accepted(work: &Work<'_>, row: &Model) -> Result<Vec<Membership>> {
    let members = Entity::parts()
        .filter(Column::GroupId.eq(row.id.0))
        .order_by_asc(Column::CityAgs);
    let mut members = members.all(work.connection()).await?;
    members.retain(|member| counts(work.ctx(), row.network_id, member));
    Ok(members)
}

/// Whether a member's values count: it accepted, and belongs to the network today.
fn counts(ctx: &Ctx, network: Option<NetworkId>, member: &Membership) -> bool {
    let belongs = |network| {
        ctx.reference()
            .takes_part(member.member_id, network, ctx.now())
    };
    member.state == RingState::Accepted && network.is_some_and(belongs)
}

/// Everybody of the rings among groups that the caller has read, by key of the city.
pub(super) async fn memberships(
    ctx: &Ctx,
    groups: &[&PeerGroup],
) -> Result<HashMap<PeerGroupId, Vec<Membership>>> {
    let rings = groups.iter().filter(|group| group.is_ring());
    let ids: Vec<_> = rings.map(|group| group.id.0).collect();
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let of_these = in_uuids(ctx.backend(), Expr::col(Column::GroupId), &ids);
    let rows = Entity::parts().filter(of_these);
    for row in ctx.records(rows.order_by_asc(Column::CityAgs)).await? {
        all.entry(row.group_id).or_default().push(row);
    }
    Ok(all)
}

/// The cities of a ring that count, for those who belong to it.
///
/// # Errors
/// `FORBIDDEN` with the reason `NOT_GRANTED` for who was only invited.
pub(super) fn seen_by(
    ctx: &Ctx,
    group: &PeerGroup,
    members: Option<&Vec<Membership>>,
) -> Result<Vec<Membership>> {
    let members = members.map_or(&[][..], Vec::as_slice);
    if !belongs(ctx, group, members) {
        return Err(Error::Withheld(Withheld::NotGranted));
    }
    let counting = members.iter();
    let counting = counting.filter(|member| counts(ctx, group.network_id, member));
    Ok(counting.cloned().collect())
}

/// The reader's organisation, if it reads content.
fn reader(ctx: &Ctx) -> Option<TenantId> {
    match ctx.actor() {
        Actor::Member(member) if member.scopes.has(Scope::ReadContent) => Some(member.tenant),
        Actor::Anonymous | Actor::Member(_) | Actor::Operator(_) => None,
    }
}

/// Whether the reader moderates a ring or accepted its terms.
fn belongs(ctx: &Ctx, group: &PeerGroup, members: &[Membership]) -> bool {
    let Some(tenant) = reader(ctx) else {
        return false;
    };
    let is_accepted =
        |member: &Membership| member.member_id == tenant && member.state == RingState::Accepted;
    group.tenant_id == tenant || members.iter().any(is_accepted)
}

/// The edge from groups to what makes them rings; none of other kinds.
pub(super) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [PeerGroup],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let ctx = reader.ctx();
        let (mut members, mut indicators) = {
            let groups: Vec<&PeerGroup> = nodes.iter().collect();
            (
                memberships(ctx, &groups).await?,
                indicators(ctx, &groups).await?,
            )
        };
        for node in nodes {
            let view = node.is_ring().then(|| {
                let members = members.remove(&node.id).unwrap_or_default();
                let indicators = indicators.remove(&node.id).unwrap_or_default();
                Arc::new(view(ctx, node, members, indicators))
            });
            node.edges.put_one(&edge.key, view);
        }
        Ok(())
    })
}

fn view(
    ctx: &Ctx,
    group: &PeerGroup,
    members: Vec<Membership>,
    indicators: Vec<Arc<Indicator>>,
) -> RingView {
    let tenant = reader(ctx);
    let is_mine = |member: &&Membership| Some(member.member_id) == tenant;
    let state = members.iter().find(is_mine).map(|member| member.state);
    let (is_moderator, belongs) = (
        tenant == Some(group.tenant_id),
        belongs(ctx, group, &members),
    );
    let counting = members
        .iter()
        .filter(|member| counts(ctx, group.network_id, member));
    let counting = counting.count();
    let reason = group
        .network_id
        .and_then(|network| withheld(ctx, network, counting));
    let is_there = |state| matches!(state, RingState::Invited | RingState::Accepted);
    let shown = members
        .into_iter()
        .filter(|member| is_moderator || is_mine(&member) || (belongs && is_there(member.state)));
    RingView {
        state,
        members: shown.collect(),
        indicators,
        can_publish: belongs.then_some(reason.is_none()),
        withheld: reason.filter(|_| belongs),
    }
}

/// The indicators of the rings among groups that the caller has read.
async fn indicators(
    ctx: &Ctx,
    groups: &[&PeerGroup],
) -> Result<HashMap<PeerGroupId, Vec<Arc<Indicator>>>> {
    use peer_group_indicator::{Column, Entity};
    let rings = groups.iter().filter(|group| group.is_ring());
    let ids: Vec<_> = rings.map(|group| group.id.0).collect();
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let of_these = in_uuids(ctx.backend(), Expr::col(Column::GroupId), &ids);
    let rows = Entity::parts().filter(of_these);
    for row in ctx.records(rows.order_by_asc(Column::Position)).await? {
        let indicator = ctx.reference().indicators.find(&row.indicator_id).cloned();
        all.entry(row.group_id).or_default().extend(indicator);
    }
    Ok(all)
}
