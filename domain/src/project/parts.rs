//! The parts of a project: sub-projects with their items, barriers, corrections of concepts, sources.
//!
//! Invariant: parts belong to the tenant of their project; sub-projects and items are written together, since items name
//! the sub-project they belong to.

use super::{NewBarrier, NewCorrection, NewItem, NewProject, NewSubProject};
use crate::{error::Result, work::Work};
use entity::{
    concept_correction,
    id::{
        ConceptCorrectionId, ProjectBarrierId, ProjectId, ProjectItemId, ProjectSourceId,
        SubProjectId, TenantId,
    },
    project_barrier, project_item, project_source, sub_project,
};
use sea_orm::{ColumnTrait, EntityTrait, Set, sea_query::Query};
use std::collections::HashMap;

/// Whose parts they are.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    pub(super) tenant: TenantId,
    pub(super) project: ProjectId,
}

/// Writes the parts of a new project.
pub(super) async fn insert_parts(
    work: &Work<'_>,
    tenant: TenantId,
    project: ProjectId,
    new: NewProject,
) -> Result<()> {
    let owner = Owner { tenant, project };
    insert_items(work, owner, new.sub_projects, new.items).await?;
    insert_barriers(work, owner, new.barriers).await?;
    insert_corrections(work, owner, new.concept_corrections).await?;
    insert_sources(work, owner, new.sources).await
}

/// Puts other sub-projects and items in the place of those that are there.
pub(super) async fn replace_items(
    work: &Work<'_>,
    owner: Owner,
    sub_projects: Vec<NewSubProject>,
    items: Vec<NewItem>,
) -> Result<()> {
    clear(work, project_item::Column::ProjectId, owner).await?;
    clear(work, sub_project::Column::ProjectId, owner).await?;
    insert_items(work, owner, sub_projects, items).await
}

/// Puts other barriers in the place of those that are there.
pub(super) async fn replace_barriers(
    work: &Work<'_>,
    owner: Owner,
    barriers: Vec<NewBarrier>,
) -> Result<()> {
    clear(work, project_barrier::Column::ProjectId, owner).await?;
    insert_barriers(work, owner, barriers).await
}

/// Puts other corrections in the place of those that are there.
pub(super) async fn replace_corrections(
    work: &Work<'_>,
    owner: Owner,
    corrections: Vec<NewCorrection>,
) -> Result<()> {
    clear(work, concept_correction::Column::ProjectId, owner).await?;
    insert_corrections(work, owner, corrections).await
}

/// Puts other sources in the place of those that are there.
pub(super) async fn replace_sources(
    work: &Work<'_>,
    owner: Owner,
    sources: Vec<String>,
) -> Result<()> {
    clear(work, project_source::Column::ProjectId, owner).await?;
    insert_sources(work, owner, sources).await
}

async fn clear<C: ColumnTrait>(work: &Work<'_>, project: C, owner: Owner) -> Result<()>
where
    C::EntityName: EntityTrait,
{
    let delete = Query::delete()
        .from_table(project.entity_name())
        .and_where(project.eq(owner.project.0))
        .to_owned();
    work.execute(&delete).await?;
    Ok(())
}

async fn insert_items(
    work: &Work<'_>,
    owner: Owner,
    new: Vec<NewSubProject>,
    items: Vec<NewItem>,
) -> Result<()> {
    let mut sub_projects: HashMap<i32, SubProjectId> = HashMap::new();
    let mut rows = Vec::new();
    for sub in new {
        let id = SubProjectId(Work::new_id());
        sub_projects.insert(sub.number, id);
        rows.push(sub_project::ActiveModel {
            id: Set(id),
            tenant_id: Set(owner.tenant),
            project_id: Set(owner.project),
            number: Set(sub.number),
            title: Set(sub.title),
        });
    }
    work.insert_all(rows).await?;
    let rows = (1..).zip(items).map(|(position, item)| {
        let sub_project = item
            .sub_project
            .and_then(|number| sub_projects.get(&number).copied());
        project_item::ActiveModel {
            id: Set(ProjectItemId(Work::new_id())),
            tenant_id: Set(owner.tenant),
            project_id: Set(owner.project),
            sub_project_id: Set(sub_project),
            kind: Set(item.kind),
            position: Set(position),
            text: Set(item.text),
            mention_count: Set(item.mention_count),
            certainty: Set(item.certainty),
            visibility: Set(item.visibility),
        }
    });
    work.insert_all(rows.collect()).await
}

async fn insert_barriers(work: &Work<'_>, owner: Owner, barriers: Vec<NewBarrier>) -> Result<()> {
    let rows = (1..)
        .zip(barriers)
        .map(|(position, barrier)| project_barrier::ActiveModel {
            id: Set(ProjectBarrierId(Work::new_id())),
            tenant_id: Set(owner.tenant),
            project_id: Set(owner.project),
            barrier_id: Set(barrier.barrier),
            role: Set(barrier.role),
            position: Set(position),
            note: Set(barrier.note),
            basis: Set(barrier.basis),
        });
    work.insert_all(rows.collect()).await
}

async fn insert_corrections(
    work: &Work<'_>,
    owner: Owner,
    corrections: Vec<NewCorrection>,
) -> Result<()> {
    let rows =
        (1..)
            .zip(corrections)
            .map(|(position, correction)| concept_correction::ActiveModel {
                id: Set(ConceptCorrectionId(Work::new_id())),
                tenant_id: Set(owner.tenant),
                project_id: Set(owner.project),
                notation: Set(correction.concept),
                verdict: Set(correction.verdict),
                position: Set(position),
            });
    work.insert_all(rows.collect()).await
}

async fn insert_sources(work: &Work<'_>, owner: Owner, sources: Vec<String>) -> Result<()> {
    let rows = (1..)
        .zip(sources)
        .map(|(position, url)| project_source::ActiveModel {
            id: Set(ProjectSourceId(Work::new_id())),
            tenant_id: Set(owner.tenant),
            project_id: Set(owner.project),
            position: Set(position),
            url: Set(url),
        });
    work.insert_all(rows.collect()).await
}
