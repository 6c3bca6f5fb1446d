//! Who acts on a link, in which part: the side that wants to learn, the side to learn from, the office of the network.
//!
//! Invariant: a link is changed only after its row was locked and the caller was found to be a party of the row as it is
//! then. The unit acts for the link's owner from there on, since the other parties' changes are kept with it.

use crate::{
    actor::{Actor, Member, Scope},
    ctx::Ctx,
    error::{Error, Result},
    membership,
    policy::{Action, may_at_home},
    work::Work,
};
use entity::{
    id::{NetworkId, TenantId, TransferLinkId},
    scope::{Audience, TenantTable},
    transfer_link::{Column, Entity, Model},
    value::TransferParty,
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, sea_query::LockType};

/// A link that is locked for a change, and who changes it.
pub(crate) struct Held {
    /// The row as it is.
    pub(crate) row: Model,
    /// In which parts the caller may act, the sides first.
    pub(crate) parties: Vec<TransferParty>,
    /// For whom the caller acts.
    pub(crate) actor: TenantId,
}

impl Held {
    /// In which part the caller acts where it is of no importance.
    pub(crate) fn party(&self) -> TransferParty {
        let first = self.parties.first().copied();
        first.unwrap_or(TransferParty::Coordinator)
    }

    /// Whether the caller acts for a side.
    pub(crate) fn is(&self, side: TransferParty) -> bool {
        self.parties.contains(&side)
    }
}

/// Locks a link for a change by one of its parties.
///
/// # Errors
/// `NOT_FOUND` where it is absent or invisible, `FORBIDDEN` for who is no party or may not do so at home.
pub(crate) async fn hold(work: &Work<'_>, id: TransferLinkId, action: Action) -> Result<Held> {
    let (member, seen) = seen(work, id, action).await?;
    let office = is_office(work, seen.network_id, action).await?;
    work.act_for(seen.tenant_id).await?;
    let row = Entity::owned_by(seen.tenant_id)
        .filter(Column::Id.eq(id.0))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let row = row.await?.ok_or(Error::NotFound("link"))?;
    let parties = parties(work.ctx(), &row, member.tenant, office);
    if parties.is_empty() {
        return Err(Error::Forbidden);
    }
    Ok(Held {
        row,
        parties,
        actor: member.tenant,
    })
}

/// The member who acts and the link as it sees it; who may not change anything learns no more than a reader.
async fn seen<'w>(
    work: &'w Work<'_>,
    id: TransferLinkId,
    action: Action,
) -> Result<(&'w Member, Model)> {
    let ctx = work.ctx();
    let writer = match ctx.actor() {
        Actor::Anonymous => return Err(Error::Unauthenticated),
        Actor::Member(member) => Some(member).filter(|member| may_at_home(member, action)),
        Actor::Operator(_) => None,
    };
    let audience = match writer {
        Some(member) => Audience {
            tenant: Some(member.tenant),
            now: ctx.now(),
        },
        None => ctx.audience(),
    };
    let rows = Entity::visible_to(&audience).filter(Column::Id.eq(id.0));
    let row = rows.one(work.connection()).await?;
    let row = row.ok_or(Error::NotFound("link"))?;
    writer.map(|member| (member, row)).ok_or(Error::Forbidden)
}

/// Whether the caller acts for an office that coordinates a network today.
pub(super) async fn is_office(work: &Work<'_>, network: NetworkId, action: Action) -> Result<bool> {
    match membership::coordinator_who_writes(work, network, action).await {
        Ok(_) => Ok(true),
        Err(Error::Forbidden) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The tenant of a municipality that takes part in a network today.
pub(super) fn member_of(ctx: &Ctx, network: NetworkId, city: &str) -> Option<TenantId> {
    let reference = ctx.reference();
    let tenant = reference.tenant_of_city(city)?.id;
    reference
        .takes_part(tenant, network, ctx.now())
        .then_some(tenant)
}

/// The tenants at the ends of a link: its owner, and the source's from the moment at which it has parties.
pub(super) type Tenants = (TenantId, Option<TenantId>);

/// The parts of a tenant in a link, the sides first.
fn parts(tenant: TenantId, (owner, source): Tenants, office: bool) -> Vec<TransferParty> {
    let parts = [
        (owner == tenant, TransferParty::Adopter),
        (source == Some(tenant), TransferParty::Source),
        (office, TransferParty::Coordinator),
    ];
    let own = parts.into_iter().filter(|(is_so, _)| *is_so);
    own.map(|(_, party)| party).collect()
}

/// The parts in which a tenant may act on a link; one that only a plan names has its source by the city.
fn parties(ctx: &Ctx, row: &Model, tenant: TenantId, office: bool) -> Vec<TransferParty> {
    let source = row
        .source_tenant_id
        .or_else(|| member_of(ctx, row.network_id, &row.source_city_ags));
    parts(tenant, (row.tenant_id, source), office)
}

fn reader(ctx: &Ctx) -> Option<&Member> {
    match ctx.actor() {
        Actor::Member(member) if member.scopes.has(Scope::ReadContent) => Some(member),
        Actor::Anonymous | Actor::Member(_) | Actor::Operator(_) => None,
    }
}

/// The parts of a reader in a link with parties: to whom its details are open.
pub(super) fn of_reader(ctx: &Ctx, network: NetworkId, tenants: Tenants) -> Vec<TransferParty> {
    let Some(member) = reader(ctx) else {
        return Vec::new();
    };
    let office = tenants.1.is_some() && coordinates(ctx, member, network);
    parts(member.tenant, tenants, office)
}

/// The parts in which a reader may act on a link, also where it has no parties yet.
pub(super) fn of_actor(
    ctx: &Ctx,
    network: NetworkId,
    (owner, source): Tenants,
    source_city: &str,
) -> Vec<TransferParty> {
    let Some(member) = reader(ctx) else {
        return Vec::new();
    };
    let source = source.or_else(|| member_of(ctx, network, source_city));
    parts(
        member.tenant,
        (owner, source),
        coordinates(ctx, member, network),
    )
}

fn coordinates(ctx: &Ctx, member: &Member, network: NetworkId) -> bool {
    let reference = ctx.reference();
    reference.coordinates(member.tenant, network, ctx.now())
}
