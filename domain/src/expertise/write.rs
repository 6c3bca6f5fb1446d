//! Writing offers and requests of expertise.
//!
//! Invariant: they are written for the caller's own tenant only, and name no project but one of its own in the network.

use super::{EditExpertise, NewExpertise};
use crate::{
    error::{Error, Result},
    expertise_barrier,
    language::Words,
    mistake::{Fault, Mistakes},
    named_reader::{self, Subject},
    policy::Action,
    project::DETAILS,
    release::Release,
    work::{Work, check_version},
};
use chrono::{DateTime, Utc};
use entity::{
    expertise::{ActiveModel, Entity, Model},
    id::{ExpertiseId, NetworkId, TenantId},
    project,
    scope::TenantTable,
    value::{ChangeAction, ExpertiseCapacity},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set};

/// To whom an offer or request is released.
pub(crate) const fn release(row: &Model) -> Release {
    Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    }
}

/// Creates an offer or request of the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write, or not release it so, or does not belong to the network;
/// `BAD_USER_INPUT` for what cannot be.
pub async fn create(work: &Work<'_>, new: NewExpertise) -> Result<ExpertiseId> {
    let member = new.release.author(work.ctx())?;
    if !member.networks.contains(&new.network) {
        return Err(Error::Forbidden);
    }
    let mut mistakes = Mistakes::default();
    new.check(work.ctx(), &mut mistakes);
    check_project(
        work,
        (member.tenant, new.network),
        &new.content,
        &mut mistakes,
    )
    .await?;
    mistakes.finish()?;
    insert(work, member.tenant, new).await
}

/// The project is the tenant's own, in the network, and in use.
async fn check_project(
    work: &Work<'_>,
    (tenant, network): (TenantId, NetworkId),
    content: &EditExpertise,
    mistakes: &mut Mistakes,
) -> Result<()> {
    let Some(project) = content.project.flatten() else {
        return Ok(());
    };
    let rows = project::Entity::owned_by(tenant)
        .filter(project::Column::NetworkId.eq(network.0))
        .filter(project::Column::Id.eq(project.0));
    if PaginatorTrait::count(rows, work.connection()).await? == 0 {
        let reason = Words::new(
            "ist kein Vorhaben Ihrer Organisation in diesem Städtenetz.",
            "is no project of your organisation in this network.",
        );
        mistakes.note("project", Fault::UnknownValue, reason);
    }
    Ok(())
}

async fn insert(work: &Work<'_>, tenant: TenantId, new: NewExpertise) -> Result<ExpertiseId> {
    let ctx = work.ctx();
    let (id, now) = (ExpertiseId(Work::new_id()), ctx.now());
    let owner = ctx.reference().tenants.find(&tenant);
    let barriers = new.content.barriers(ctx).unwrap_or_default();
    let content = new.content;
    work.insert(ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        network_id: Set(new.network),
        city_ags: Set(owner.and_then(|tenant| tenant.city_ags.clone())),
        project_id: Set(content.project.flatten()),
        kind: Set(new.kind),
        topic: Set(content.topic.unwrap_or_default()),
        description: Set(content.description.flatten()),
        capacity: Set(content.capacity.unwrap_or(ExpertiseCapacity::Question)),
        contact: Set(content.contact.flatten()),
        contact_visibility: Set(content.contact_visibility.unwrap_or(DETAILS)),
        until: Set(content.until.unwrap_or_else(|| now.date_naive())),
        visibility: Set(new.release.visibility),
        embargo_until: Set(new.release.embargo_until),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: Set(None),
        revision: Set(1),
    })
    .await?;
    expertise_barrier::replace(work, (tenant, id), barriers).await?;
    work.made(id);
    let facts = new.release.facts(tenant, Some(new.network));
    work.note_content(id, ChangeAction::Created, None, Some(&facts))
        .await?;
    Ok(id)
}

/// Changes an offer or request of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for what cannot be.
pub async fn edit(
    work: &Work<'_>,
    id: ExpertiseId,
    expected: i32,
    edit: EditExpertise,
) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    let owner = (row.tenant_id, row.network_id);
    let mut mistakes = Mistakes::default();
    edit.check(work.ctx(), &mut mistakes);
    check_project(work, owner, &edit, &mut mistakes).await?;
    mistakes.finish()?;
    let facts = release(&row).facts(row.tenant_id, Some(row.network_id));
    if let Some(barriers) = edit.barriers(work.ctx()) {
        expertise_barrier::replace(work, (row.tenant_id, id), barriers).await?;
    }
    save(work, apply(row, edit), expected).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// The row with what is to be different about it.
fn apply(row: Model, edit: EditExpertise) -> ActiveModel {
    let mut change = row.into_active_model();
    macro_rules! set {
        ($($field:ident)*) => {$(
            if let Some(value) = edit.$field {
                change.$field = Set(value);
            }
        )*};
    }
    set!(topic description capacity contact contact_visibility until);
    if let Some(project) = edit.project {
        change.project_id = Set(project);
    }
    change
}

/// Writes a changed row as its next version.
async fn save(work: &Work<'_>, mut change: ActiveModel, expected: i32) -> Result<Model> {
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(expected + 1);
    Ok(change.update(work.connection()).await?)
}

/// Changes who may read an offer or request of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for readers that are none.
pub async fn publish(
    work: &Work<'_>,
    id: ExpertiseId,
    expected: i32,
    new: Release,
    readers: &[TenantId],
) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Publish, false).await?;
    check_version(expected, row.revision)?;
    let named = named_reader::check(work, row.tenant_id, new, readers)?;
    let before = release(&row).facts(row.tenant_id, Some(row.network_id));
    let after = new.facts(row.tenant_id, Some(row.network_id));
    let subject = Subject {
        tenant: row.tenant_id,
        id: id.0,
        release: new,
    };
    let mut change = row.into_active_model();
    change.visibility = Set(new.visibility);
    change.embargo_until = Set(new.embargo_until);
    save(work, change, expected).await?;
    let lost = named_reader::keep(work, &subject, &named, None).await?;
    work.note_lost(id, &before, &lost).await?;
    work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
        .await
}

/// Takes an offer or request of the caller's own tenant out of use; it can be restored at the version that is returned.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn retire(work: &Work<'_>, id: ExpertiseId, expected: i32) -> Result<i32> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    set_retired(work, row, Some(work.ctx().now())).await?;
    Ok(expected + 1)
}

/// Brings a retired offer or request of the caller's own tenant back.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn restore(work: &Work<'_>, id: ExpertiseId, expected: i32) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, true).await?;
    check_version(expected, row.revision)?;
    if row.deleted_at.is_none() {
        return Ok(());
    }
    set_retired(work, row, None).await
}

async fn set_retired(work: &Work<'_>, row: Model, at: Option<DateTime<Utc>>) -> Result<()> {
    let (id, expected) = (row.id, row.revision);
    let facts = release(&row).facts(row.tenant_id, Some(row.network_id));
    let mut change = row.into_active_model();
    change.deleted_at = Set(at);
    save(work, change, expected).await?;
    let (action, before, after) = match at {
        Some(_) => (ChangeAction::Deleted, Some(&facts), None),
        None => (ChangeAction::Created, None, Some(&facts)),
    };
    work.note_content(id, action, before, after).await
}
