//! Writing projects with their parts.
//!
//! Invariant: a project belongs to the tenant of its plan, and its effective visibility is the narrower of the two.

use crate::{
    actor::Actor,
    error::{Error, Result},
    plan,
    policy::{self, Action},
    release::Release,
    text::{fold, sort_key},
    work::Work,
};
use entity::{
    id::{
        ActionFieldId, BarrierId, NetworkId, PlanId, ProjectBarrierId, ProjectId, ProjectItemId,
        ProjectSourceId, SubProjectId, TenantId,
    },
    project, project_barrier, project_item, project_source,
    scope::TenantTable,
    sub_project,
    value::{
        BarrierBasis, BarrierRole, Certainty, ChangeAction, ItemKind, ProjectPhase, ProjectStatus,
        Visibility,
    },
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use std::collections::HashMap;

/// A new project.
#[derive(Clone, Debug)]
pub struct NewProject {
    /// Stable public code, unique in the network.
    pub code: String,
    /// Number in the plan.
    pub sequence_no: i32,
    /// Its action field.
    pub action_field: Option<ActionFieldId>,
    /// Working title.
    pub working_title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Overall goal.
    pub overall_goal: Option<String>,
    /// Where it stands.
    pub status: ProjectStatus,
    /// The status in the words of the source.
    pub status_note: Option<String>,
    /// Whether it is behind its plan.
    pub is_delayed: bool,
    /// How mature it is.
    pub phase: Option<ProjectPhase>,
    /// Year in which it began.
    pub start_year: Option<i32>,
    /// Year in which it ended or is to end.
    pub end_year: Option<i32>,
    /// Responsible unit.
    pub responsible: Option<String>,
    /// Who may read it, as far as its plan allows.
    pub release: Release,
    /// Sub-projects.
    pub sub_projects: Vec<NewSubProject>,
    /// Items, in their order.
    pub items: Vec<NewItem>,
    /// Barriers, in their order.
    pub barriers: Vec<NewBarrier>,
    /// Addresses of sources, the main one first.
    pub sources: Vec<String>,
}

/// A new sub-project.
#[derive(Clone, Debug)]
pub struct NewSubProject {
    /// Number in the project.
    pub number: i32,
    /// Title.
    pub title: String,
}

/// A new item.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// What it says.
    pub kind: ItemKind,
    /// The statement.
    pub text: String,
    /// How often it was named.
    pub mention_count: Option<i32>,
    /// How sure the importer was.
    pub certainty: Certainty,
    /// Number of the sub-project it belongs to.
    pub sub_project: Option<i32>,
}

/// What a barrier is to the project.
#[derive(Clone, Debug)]
pub struct NewBarrier {
    /// The barrier.
    pub barrier: BarrierId,
    /// What it is to the project.
    pub role: BarrierRole,
    /// The statement of the source.
    pub note: Option<String>,
    /// Where the statement comes from.
    pub basis: BarrierBasis,
}

/// Where a project is written to: its plan, as far as the project needs it.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) plan: PlanId,
    pub(crate) tenant: TenantId,
    pub(crate) network: NetworkId,
    pub(crate) city_ags: Option<String>,
    pub(crate) release: Release,
}

/// Creates a project in a plan of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND` where the plan is not the caller's, `FORBIDDEN` where the caller may not write or release,
/// `CONFLICT` where the code exists in the network.
pub async fn create(work: &Work<'_>, plan: PlanId, new: NewProject) -> Result<ProjectId> {
    let ctx = work.ctx();
    let Actor::Member(member) = ctx.actor() else {
        return Err(Error::Forbidden);
    };
    let owned =
        entity::plan::Entity::owned_by(member.tenant).filter(entity::plan::Column::Id.eq(plan.0));
    let row = owned
        .one(work.connection())
        .await?
        .ok_or(Error::NotFound("plan"))?;
    let home = Home {
        plan,
        tenant: row.tenant_id,
        network: row.network_id,
        city_ags: row.city_ags,
        release: Release {
            visibility: row.visibility,
            embargo_until: row.embargo_until,
        },
    };
    let action = if new.release.visibility > Visibility::Tenant {
        Action::Publish
    } else {
        Action::Write
    };
    if !policy::may(
        ctx.actor(),
        action,
        &plan::facts(home.tenant, home.network, new.release),
        ctx.now(),
    ) {
        return Err(Error::Forbidden);
    }
    insert(work, &home, new).await
}

/// The text that the filter looks through.
pub(crate) fn search_text(title: &str, summary: Option<&str>, goal: Option<&str>) -> String {
    fold(&format!(
        "{title} {} {}",
        summary.unwrap_or_default(),
        goal.unwrap_or_default()
    ))
}

/// Writes a project that may be written, with its parts.
pub(crate) async fn insert(work: &Work<'_>, home: &Home, new: NewProject) -> Result<ProjectId> {
    let id = ProjectId(Work::new_id());
    let now = work.ctx().now();
    let effective = new.release.within(home.release);
    work.insert(project::ActiveModel {
        id: Set(id),
        tenant_id: Set(home.tenant),
        network_id: Set(home.network),
        plan_id: Set(home.plan),
        city_ags: Set(home.city_ags.clone()),
        action_field_id: Set(new.action_field),
        code: Set(new.code.clone()),
        sequence_no: Set(new.sequence_no),
        title_key: Set(sort_key(&new.working_title)),
        search_text: Set(search_text(
            &new.working_title,
            new.summary.as_deref(),
            new.overall_goal.as_deref(),
        )),
        working_title: Set(new.working_title.clone()),
        summary: Set(new.summary.clone()),
        overall_goal: Set(new.overall_goal.clone()),
        status: Set(new.status),
        status_note: Set(new.status_note.clone()),
        is_delayed: Set(new.is_delayed),
        phase: Set(new.phase),
        start_year: Set(new.start_year),
        end_year: Set(new.end_year),
        responsible: Set(new.responsible.clone()),
        visibility: Set(new.release.visibility),
        effective_visibility: Set(effective.visibility),
        embargo_until: Set(effective.embargo_until),
        deleted_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        revision: Set(1),
    })
    .await?;
    insert_parts(work, home.tenant, id, new).await?;
    work.note(
        Some(home.tenant),
        "project",
        id.to_string(),
        ChangeAction::Created,
    )
    .await?;
    Ok(id)
}

/// Writes the parts of a project.
pub(crate) async fn insert_parts(
    work: &Work<'_>,
    tenant: TenantId,
    project: ProjectId,
    new: NewProject,
) -> Result<()> {
    let mut sub_projects: HashMap<i32, SubProjectId> = HashMap::new();
    let mut rows = Vec::new();
    for sub in new.sub_projects {
        let id = SubProjectId(Work::new_id());
        sub_projects.insert(sub.number, id);
        rows.push(sub_project::ActiveModel {
            id: Set(id),
            tenant_id: Set(tenant),
            project_id: Set(project),
            number: Set(sub.number),
            title: Set(sub.title),
        });
    }
    work.insert_all(rows).await?;
    let items = (1..)
        .zip(new.items)
        .map(|(position, item)| project_item::ActiveModel {
            id: Set(ProjectItemId(Work::new_id())),
            tenant_id: Set(tenant),
            project_id: Set(project),
            sub_project_id: Set(item
                .sub_project
                .and_then(|number| sub_projects.get(&number).copied())),
            kind: Set(item.kind),
            position: Set(position),
            text: Set(item.text),
            mention_count: Set(item.mention_count),
            certainty: Set(item.certainty),
        });
    work.insert_all(items.collect()).await?;
    let barriers =
        (1..)
            .zip(new.barriers)
            .map(|(position, barrier)| project_barrier::ActiveModel {
                id: Set(ProjectBarrierId(Work::new_id())),
                tenant_id: Set(tenant),
                project_id: Set(project),
                barrier_id: Set(barrier.barrier),
                role: Set(barrier.role),
                position: Set(position),
                note: Set(barrier.note),
                basis: Set(barrier.basis),
            });
    work.insert_all(barriers.collect()).await?;
    let sources = (1..)
        .zip(new.sources)
        .map(|(position, url)| project_source::ActiveModel {
            id: Set(ProjectSourceId(Work::new_id())),
            tenant_id: Set(tenant),
            project_id: Set(project),
            position: Set(position),
            url: Set(url),
        });
    work.insert_all(sources.collect()).await
}
