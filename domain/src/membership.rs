//! Memberships (Mitgliedschaften): tenants in networks.
//!
//! Invariant: a membership ends by its last day; it is not deleted.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    policy::Action,
    read::{Edge, Node, parent},
    work::{Work, check_version},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::{MembershipId, NetworkId, TenantId},
    membership, network,
    scope::ReferenceTable,
    tenant,
    value::{ChangeAction, MembershipRole},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect, Select,
    Set, sea_query::LockType,
};

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
    work.made(id);
    work.concerns(tenant);
    work.note("membership", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

/// Ends a membership with a day; from the next day on what the network shares is no longer visible to the tenant.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `NOT_FOUND` where there is none, `BAD_USER_INPUT` for a day before its
/// beginning.
pub async fn end(
    work: &Work<'_>,
    network: NetworkId,
    tenant: TenantId,
    until: NaiveDate,
) -> Result<()> {
    work.ctx().require_operator()?;
    let rows = membership::Entity::all()
        .filter(membership::Column::NetworkId.eq(network.0))
        .filter(membership::Column::TenantId.eq(tenant.0));
    let row = held(work, rows).await?;
    close(work, row, until).await
}

/// The same for a membership by its id, at the version that the caller has seen.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `NOT_FOUND`, `STALE_VERSION`, `BAD_USER_INPUT` for a day before its
/// beginning.
pub async fn end_by_id(
    work: &Work<'_>,
    id: MembershipId,
    expected: i32,
    until: NaiveDate,
) -> Result<()> {
    work.ctx().require_operator()?;
    let rows = membership::Entity::all().filter(membership::Column::Id.eq(id.0));
    let row = held(work, rows).await?;
    check_version(expected, row.revision)?;
    close(work, row, until).await
}

/// The caller's organisation, where it coordinates a network today and the caller may do something for it. The database is
/// asked, so that the end of a membership holds at once.
///
/// # Errors
/// `UNAUTHENTICATED` for nobody in particular, `FORBIDDEN` for everybody else who may not.
pub(crate) async fn coordinator(ctx: &Ctx, network: NetworkId, action: Action) -> Result<TenantId> {
    let tenant = ctx.member_who_may(action)?.tenant;
    let found = ctx.records(coordinating(tenant, network, ctx.now()));
    found.await?.pop().map(|_| tenant).ok_or(Error::Forbidden)
}

/// The same in a unit of work.
///
/// # Errors
/// The same.
pub(crate) async fn coordinator_who_writes(
    work: &Work<'_>,
    network: NetworkId,
    action: Action,
) -> Result<TenantId> {
    let tenant = work.ctx().member_who_may(action)?.tenant;
    let found = coordinating(tenant, network, work.ctx().now()).one(work.connection());
    found.await?.map(|_| tenant).ok_or(Error::Forbidden)
}

fn coordinating(
    tenant: TenantId,
    network: NetworkId,
    now: DateTime<Utc>,
) -> Select<membership::Entity> {
    let own = current(tenant, network, now);
    own.filter(membership::Column::Role.eq(MembershipRole::Coordinator))
}

/// The memberships of a tenant in a network at a moment, as the database has them.
pub(crate) fn current(
    tenant: TenantId,
    network: NetworkId,
    now: DateTime<Utc>,
) -> Select<membership::Entity> {
    use membership::Column;
    let today = now.date_naive();
    membership::Entity::all()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::NetworkId.eq(network.0))
        .filter(Column::Since.lte(today))
        .filter(Column::Until.is_null().or(Column::Until.gte(today)))
}

async fn held(work: &Work<'_>, rows: Select<membership::Entity>) -> Result<Membership> {
    let found = rows.lock(LockType::NoKeyUpdate).one(work.connection());
    found.await?.ok_or(Error::NotFound("membership"))
}

async fn close(work: &Work<'_>, row: Membership, until: NaiveDate) -> Result<()> {
    if until < row.since {
        return Err(Error::invalid(
            "until",
            format!("liegt vor dem Beginn der Mitgliedschaft ({}).", row.since),
            format!("is before the beginning of the membership ({}).", row.since),
        ));
    }
    work.concerns(row.tenant_id);
    let (id, revision) = (row.id, row.revision);
    let mut change = row.into_active_model();
    change.until = Set(Some(until));
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    work.note("membership", id.to_string(), ChangeAction::Updated)
        .await
}
