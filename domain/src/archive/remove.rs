//! The removal of a tenant from an installation.
//!
//! Invariant: no row of the tenant is left in any table but the audit log, which is proof, and the change feed, where a
//! tombstone without content tells readers that each record is gone. Every access for the tenant ends in the same unit.

use super::notes;
use crate::{
    error::{Error, Result},
    privacy,
    revocation::{revoke, revoke_until},
    transfer_link::facts,
    work::Work,
};
use entity::{
    account, account_role, change, credential,
    id::{AccountId, TenantId, TypedId},
    issuer, membership, project,
    scope::{Holding, OwnTable, ReferenceTable, TenantTable},
    session, tenant, transfer_link,
    value::{ChangeAction, Visibility},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, QueryFilter, Set, sea_query::Query,
};
use uuid::Uuid;

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Plans and projects, retired ones too.
    pub contents: usize,
    /// People whom only this tenant knew, and who were erased with it.
    pub people: usize,
    /// Transfer links of others that name the city only from now on.
    pub links: usize,
}

/// Removes a tenant with everything that it owns, and the people whom nobody else knows.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `NOT_FOUND`.
pub async fn remove(work: &Work<'_>, tenant: TenantId) -> Result<Removed> {
    work.ctx().require_operator()?;
    let tenants = &work.ctx().reference().tenants;
    tenants.find(&tenant).ok_or(Error::NotFound("tenant"))?;
    work.act_for(tenant).await?;
    let projects = project::Entity::ever_owned_by(tenant);
    let projects = projects.all(work.connection()).await?;
    let projects: Vec<Uuid> = projects.into_iter().map(|row| row.id.0).collect();
    let plans = entity::plan::Entity::ever_owned_by(tenant);
    let mut removed = Removed {
        contents: projects.len() + plans.all(work.connection()).await?.len(),
        ..Removed::default()
    };
    notes::vanish(work, tenant).await?;
    shut_out(work, tenant).await?;
    removed.people = forget_people(work, tenant).await?;
    for other in tenants.all().iter().filter(|other| other.id != tenant) {
        work.act_for(other.id).await?;
        removed.links += loosen(work, other.id, (tenant, &projects)).await?;
        forget_reader(work, other.id, tenant).await?;
    }
    work.act_for(tenant).await?;
    delete(work, tenant).await?;
    Ok(removed)
}

async fn shut_out(work: &Work<'_>, tenant: TenantId) -> Result<()> {
    let now = work.ctx().now();
    for row in session::Entity::of(tenant).all(work.connection()).await? {
        revoke(work, row.id, now).await?;
    }
    let keys = credential::Entity::of(tenant);
    for row in keys.all(work.connection()).await? {
        revoke_until(work, row.id, now, row.expires_at).await?;
    }
    for row in issuer::Entity::of(tenant).all(work.connection()).await? {
        revoke_until(work, row.id, now, None).await?;
    }
    Ok(())
}

/// Erases the people who have a role here and nowhere else.
async fn forget_people(work: &Work<'_>, tenant: TenantId) -> Result<usize> {
    let mut count = 0;
    let roles = account_role::Entity::of(tenant);
    for role in roles.all(work.connection()).await? {
        if is_known_elsewhere(work, role.account_id, tenant).await? {
            continue;
        }
        privacy::erase(work, role.account_id).await?;
        work.act_for(tenant).await?;
        count += 1;
    }
    Ok(count)
}

async fn is_known_elsewhere(work: &Work<'_>, id: AccountId, tenant: TenantId) -> Result<bool> {
    let roles = work.held::<account_role::Entity>(id.uuid()).await?;
    let person = account::Entity::all().filter(account::Column::Id.eq(id.0));
    let person = person.one(work.connection()).await?;
    let is_operator = person.is_some_and(|person| person.is_operator);
    Ok(is_operator || roles.iter().any(|role| role.tenant_id != tenant))
}

/// Links of another tenant to the one that goes name the city only, and nobody but their owner reads what had been agreed
/// with it; their readers hear of it.
async fn loosen(
    work: &Work<'_>,
    owner: TenantId,
    (going, projects): (TenantId, &[Uuid]),
) -> Result<usize> {
    use transfer_link::{Column, Entity};
    let theirs = Condition::any()
        .add(Column::SourceTenantId.eq(going.0))
        .add(Column::SourceProjectId.is_in(projects.iter().copied()));
    let rows = Entity::ever_owned_by(owner).filter(theirs);
    let rows = rows.all(work.connection()).await?;
    let count = rows.len();
    for row in rows {
        let before = facts(&row);
        let id = row.id;
        let (is_there, revision) = (row.deleted_at.is_none(), row.revision);
        let had_parties = row.source_tenant_id.is_some();
        let mut change = row.into_active_model();
        change.source_project_id = Set(None);
        if had_parties {
            change.source_tenant_id = Set(None);
            change.source_agrees = Set(None);
            change.visibility = Set(Visibility::Shared);
            change.embargo_until = Set(None);
        }
        change.updated_at = Set(work.ctx().now());
        change.revision = Set(revision + 1);
        let after = facts(&change.update(work.connection()).await?);
        if is_there {
            work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
                .await?;
        }
    }
    Ok(count)
}

/// What the feed of another tenant says to the one that goes has no reader any more.
async fn forget_reader(work: &Work<'_>, owner: TenantId, reader: TenantId) -> Result<()> {
    let delete = Query::delete()
        .from_table(change::Entity)
        .and_where(change::Column::TenantId.eq(owner.0))
        .and_where(change::Column::ReaderId.eq(reader.0))
        .to_owned();
    work.execute(&delete).await?;
    Ok(())
}

/// Everything that refers to the tenant goes with its row, in the database itself.
async fn delete(work: &Work<'_>, tenant: TenantId) -> Result<()> {
    for row in membership::Entity::held_for(tenant)
        .all(work.connection())
        .await?
    {
        work.note("membership", row.id.to_string(), ChangeAction::Deleted)
            .await?;
    }
    let told = Query::delete()
        .from_table(change::Entity)
        .and_where(change::Column::TenantId.eq(tenant.0))
        .to_owned();
    work.execute(&told).await?;
    let row = Query::delete()
        .from_table(tenant::Entity)
        .and_where(tenant::Column::Id.eq(tenant.0))
        .to_owned();
    work.execute(&row).await?;
    work.note("tenant", tenant.to_string(), ChangeAction::Deleted)
        .await
}
