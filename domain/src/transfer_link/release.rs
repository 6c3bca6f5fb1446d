//! Who may read a link besides its parties.
//!
//! Invariant: nobody else reads a proposed link before both sides agree, and then no more than both let them, both
//! projects are visible to them, and neither project is retired. It is kept up in the unit of work that changes what it
//! follows from.

use crate::{error::Result, policy::Facts, project, release::Release, work::Work};
use entity::{
    id::{NamedReaderId, ProjectId, TenantId},
    named_reader,
    project::Column as ProjectColumn,
    scope::{Audience, TenantTable},
    transfer_link::{ActiveModel, Column, Entity, Model},
    value::{ChangeAction, TransferStage, Visibility},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::LockType,
};

/// For the parties and nobody else.
const PARTIES_ONLY: Release = Release {
    visibility: Visibility::Shared,
    embargo_until: None,
};

/// What the policy needs to know of a link.
pub(crate) fn facts(row: &Model) -> Facts {
    let release = Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    };
    Facts {
        has_parties: row.source_tenant_id.is_some(),
        ..release.facts(row.tenant_id, Some(row.network_id))
    }
}

/// Who may read a link, by what its sides agree to and by its projects as they are now. The unit acts for the link's
/// owner afterwards.
pub(super) async fn of(work: &Work<'_>, row: &Model) -> Result<Release> {
    if row.stage == TransferStage::Suggested {
        return of_mention(work, row).await;
    }
    let (Some(source), Some(adopter_agrees), Some(source_agrees)) =
        (row.source_tenant_id, row.adopter_agrees, row.source_agrees)
    else {
        return Ok(PARTIES_ONLY);
    };
    let mut shown = Release {
        visibility: adopter_agrees.min(source_agrees),
        embargo_until: None,
    };
    for (tenant, end) in [
        (row.tenant_id, row.adopter_project_id),
        (source, row.source_project_id),
    ] {
        let Some(project) = end else { continue };
        // Each project is asked for as its own tenant: its release is its tenant's matter and is told to nobody here.
        work.act_for(tenant).await?;
        let end = of_project(work, tenant, project).await?;
        work.act_for(row.tenant_id).await?;
        shown = shown.within(end);
    }
    Ok(match shown.visibility {
        Visibility::Network | Visibility::Public => shown,
        Visibility::Tenant | Visibility::Shared => PARTIES_ONLY,
    })
}

/// What a plan names is as visible as the project that names it.
async fn of_mention(work: &Work<'_>, row: &Model) -> Result<Release> {
    match row.adopter_project_id {
        Some(project) => of_project(work, row.tenant_id, project).await,
        None => Ok(Release::own()),
    }
}

async fn of_project(work: &Work<'_>, tenant: TenantId, id: ProjectId) -> Result<Release> {
    let rows = entity::project::Entity::owned_by(tenant).filter(ProjectColumn::Id.eq(id.0));
    let row = rows.one(work.connection()).await?;
    Ok(row.map_or(Release::own(), |row| project::effective(&row)))
}

/// Makes the source a reader by name, so that the change feed tells it of the link.
pub(super) async fn name_source(work: &Work<'_>, row: &Model) -> Result<()> {
    let Some(source) = row
        .source_tenant_id
        .filter(|source| *source != row.tenant_id)
    else {
        return Ok(());
    };
    work.insert(named_reader::ActiveModel {
        id: Set(NamedReaderId(Work::new_id())),
        tenant_id: Set(row.tenant_id),
        subject_id: Set(row.id.0),
        reader_id: Set(source),
        is_named: Set(true),
        is_effective: Set(true),
        created_at: Set(work.ctx().now()),
    })
    .await
}

/// Lets the links at both ends of a project follow who may read it, or that it is retired.
pub(crate) async fn follow_project(
    work: &Work<'_>,
    (tenant, project): (TenantId, ProjectId),
) -> Result<()> {
    let audience = Audience {
        tenant: Some(tenant),
        now: work.ctx().now(),
    };
    let at_an_end = Condition::any()
        .add(Column::AdopterProjectId.eq(project.0))
        .add(Column::SourceProjectId.eq(project.0));
    let links = Entity::visible_to(&audience).filter(at_an_end);
    for seen in links.all(work.connection()).await? {
        follow(work, &seen).await?;
        work.act_for(tenant).await?;
    }
    Ok(())
}

async fn follow(work: &Work<'_>, seen: &Model) -> Result<()> {
    work.act_for(seen.tenant_id).await?;
    let row = Entity::owned_by(seen.tenant_id)
        .filter(Column::Id.eq(seen.id.0))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let Some(row) = row.await? else {
        return Ok(());
    };
    let shown = of(work, &row).await?;
    if (shown.visibility, shown.embargo_until) == (row.visibility, row.embargo_until) {
        return Ok(());
    }
    let (before, id, revision) = (facts(&row), row.id, row.revision);
    let mut change: ActiveModel = row.into_active_model();
    change.visibility = Set(shown.visibility);
    change.embargo_until = Set(shown.embargo_until);
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    let after = facts(&change.update(work.connection()).await?);
    work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
        .await
}
