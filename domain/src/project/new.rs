//! A new project with its parts, and how it is written.
//!
//! Invariant: what is written here may be written; who may is decided before.

use super::parts;
use crate::{
    error::Result,
    release::Release,
    text::{fold, sort_key},
    work::Work,
};
use entity::{
    id::{ActionFieldId, BarrierId, NetworkId, PlanId, ProjectId, TenantId},
    project,
    value::{
        BarrierBasis, BarrierRole, Certainty, ChangeAction, ConceptVerdict, CostBand, ItemKind,
        ProjectPhase, ProjectStatus, Visibility,
    },
};
use sea_orm::Set;

/// Who may read contact and cost of a project, unless its tenant says otherwise: the partners of the network.
pub const DETAILS: Visibility = Visibility::Network;

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
    /// Whom to ask, and who may know that.
    pub contact: (Option<String>, Visibility),
    /// What it costs, and who may know that.
    pub cost: (Option<CostBand>, Visibility),
    /// A note for colleagues.
    pub own_note: Option<String>,
    /// Who may read it, as far as its plan allows.
    pub release: Release,
    /// Sub-projects.
    pub sub_projects: Vec<NewSubProject>,
    /// Items, in their order.
    pub items: Vec<NewItem>,
    /// Barriers, in their order.
    pub barriers: Vec<NewBarrier>,
    /// What editors say about its concepts.
    pub concept_corrections: Vec<NewCorrection>,
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
    /// Who may read it, where that is narrower than the project.
    pub visibility: Option<Visibility>,
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

/// What an editor says about a concept of the project.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// Short name of the concept in the vocabulary.
    pub concept: String,
    /// What is said about it.
    pub verdict: ConceptVerdict,
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
        contact: Set(new.contact.0.clone()),
        contact_visibility: Set(new.contact.1),
        cost_band: Set(new.cost.0),
        cost_visibility: Set(new.cost.1),
        own_note: Set(new.own_note.clone()),
        visibility: Set(new.release.visibility),
        own_embargo_until: Set(new.release.embargo_until),
        effective_visibility: Set(effective.visibility),
        embargo_until: Set(effective.embargo_until),
        deleted_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        revision: Set(1),
    })
    .await?;
    parts::insert_parts(work, home.tenant, id, new).await?;
    let facts = effective.facts(home.tenant, Some(home.network));
    work.note_content(id, ChangeAction::Created, None, Some(&facts))
        .await?;
    Ok(id)
}
