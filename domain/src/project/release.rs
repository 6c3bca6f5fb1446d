//! Who may read a project: its own release, that of its plan, and retirement.
//!
//! Invariant: effective visibility and embargo are kept up in the unit of work that changes what they follow from.

use super::write::{effective, save};
use crate::{
    error::Result,
    named_reader::{self, Readers, Subject},
    plan,
    policy::Action,
    release::Release,
    transfer_link,
    work::{Work, check_version},
};
use chrono::{DateTime, Utc};
use entity::{
    id::{ProjectId, TenantId},
    project::{Column, Entity, Model},
    scope::TenantTable,
    value::ChangeAction,
};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set, sea_query::LockType};

/// Changes who may read a project of the caller's own tenant, as far as its plan allows.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for readers that are none.
pub async fn publish(
    work: &Work<'_>,
    id: ProjectId,
    expected: i32,
    new: Release,
    readers: &[TenantId],
) -> Result<()> {
    plan::hold_of(work, id).await?;
    let row = work.own_row::<Entity>(id, Action::Publish, false).await?;
    check_version(expected, row.revision)?;
    let named = named_reader::check(work, row.tenant_id, new, readers)?;
    let plan = work
        .own_row::<entity::plan::Entity>(row.plan_id, Action::Publish, true)
        .await?;
    let outer = (plan::release(&plan), plan::readers(work, &plan).await?);
    release(work, row, new, &named, (outer.0, &outer.1)).await
}

/// Gives a project its own release inside of that of its plan.
async fn release(
    work: &Work<'_>,
    row: Model,
    new: Release,
    named: &Readers,
    outer: (Release, &Readers),
) -> Result<()> {
    let (id, expected) = (row.id, row.revision);
    let before = effective(&row).facts(row.tenant_id, Some(row.network_id));
    let within = new.within(outer.0);
    let after = within.facts(row.tenant_id, Some(row.network_id));
    let subject = Subject {
        tenant: row.tenant_id,
        id: id.0,
        release: new,
    };
    let mut change = row.into_active_model();
    change.visibility = Set(new.visibility);
    change.own_embargo_until = Set(new.embargo_until);
    change.effective_visibility = Set(within.visibility);
    change.embargo_until = Set(within.embargo_until);
    save(work, change, expected).await?;
    let lost = named_reader::keep(work, &subject, named, Some(outer)).await?;
    work.note_lost(id, &before, &lost).await?;
    work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
        .await?;
    transfer_link::follow_project(work, (subject.tenant, id)).await
}

/// Lets the projects of a plan follow its release.
pub(crate) async fn follow_plan(
    work: &Work<'_>,
    plan: &entity::plan::Model,
    readers: &Readers,
) -> Result<()> {
    for row in of_plan(work, plan).await? {
        let own = Release {
            visibility: row.visibility,
            embargo_until: row.own_embargo_until,
        };
        let named = named_reader::named(work, row.tenant_id, row.id.0).await?;
        release(work, row, own, &named, (plan::release(plan), readers)).await?;
    }
    Ok(())
}

async fn of_plan(work: &Work<'_>, plan: &entity::plan::Model) -> Result<Vec<Model>> {
    let rows = Entity::owned_by(plan.tenant_id)
        .filter(Column::PlanId.eq(plan.id.0))
        .lock(LockType::NoKeyUpdate);
    Ok(rows.all(work.connection()).await?)
}

/// Takes a project of the caller's own tenant out of use; it can be restored at the version that is returned.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn retire(work: &Work<'_>, id: ProjectId, expected: i32) -> Result<i32> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    set_retired(work, row, Some(work.ctx().now())).await?;
    Ok(expected + 1)
}

/// Brings a retired project of the caller's own tenant back; its plan must be there.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn restore(work: &Work<'_>, id: ProjectId, expected: i32) -> Result<()> {
    plan::hold_of(work, id).await?;
    let row = work.own_row::<Entity>(id, Action::Write, true).await?;
    check_version(expected, row.revision)?;
    if row.deleted_at.is_none() {
        return Ok(());
    }
    work.own_row::<entity::plan::Entity>(row.plan_id, Action::Write, false)
        .await?;
    set_retired(work, row, None).await
}

async fn set_retired(work: &Work<'_>, row: Model, at: Option<DateTime<Utc>>) -> Result<()> {
    let (id, tenant, expected) = (row.id, row.tenant_id, row.revision);
    let facts = effective(&row).facts(tenant, Some(row.network_id));
    let mut change = row.into_active_model();
    change.deleted_at = Set(at);
    save(work, change, expected).await?;
    match at {
        Some(_) => {
            work.note_content(id, ChangeAction::Deleted, Some(&facts), None)
                .await?;
        }
        None => {
            work.note_content(id, ChangeAction::Created, None, Some(&facts))
                .await?;
        }
    }
    transfer_link::follow_project(work, (tenant, id)).await
}

/// Retires the projects of a plan together with it, at the very moment that the plan carries.
pub(crate) async fn retire_all(work: &Work<'_>, plan: &entity::plan::Model) -> Result<()> {
    for row in of_plan(work, plan).await? {
        set_retired(work, row, plan.deleted_at).await?;
    }
    Ok(())
}

/// Brings those projects of a plan back that were retired together with it.
pub(crate) async fn restore_all(
    work: &Work<'_>,
    plan: &entity::plan::Model,
    retired_at: DateTime<Utc>,
) -> Result<()> {
    let rows = Entity::ever_owned_by(plan.tenant_id)
        .filter(Column::PlanId.eq(plan.id.0))
        .filter(Column::DeletedAt.eq(retired_at))
        .lock(LockType::NoKeyUpdate);
    for row in rows.all(work.connection()).await? {
        set_retired(work, row, None).await?;
    }
    Ok(())
}
