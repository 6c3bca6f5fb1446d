//! Projects (Vorhaben) of action plans.
//!
//! Invariant: a project is never visible to more readers than its plan.

mod check;
mod draft;
mod filter;
mod new;
mod parts;
mod release;
mod write;

use crate::{
    concept_correction::ConceptCorrection,
    ctx::Ctx,
    error::Result,
    plan::Plan,
    policy::may_read_detail,
    project_barrier::ProjectBarrier,
    project_concept,
    project_item::ProjectItem,
    project_source::ProjectSource,
    read::{Edge, ListRequest, Page, Reader, Select, columns, parent},
    similar_project,
    sub_project::SubProject,
    transfer_link::TransferLink,
};
use chrono::{DateTime, Utc};
use entity::{
    action_field, city, concept_correction,
    id::{ActionFieldId, NetworkId, PlanId, ProjectId, TenantId},
    network, project_barrier, project_item, project_source, sub_project, tenant, transfer_link,
    value::{CostBand, ProjectPhase, ProjectStatus, Visibility},
};

pub use draft::{CreateProject, Draft, EditProject, NamedBarrier};
pub use filter::{ProjectFilter, ProjectOrder, order};
pub(crate) use filter::{action_fields, barriers};
pub use new::{DETAILS, NewBarrier, NewCorrection, NewItem, NewProject, NewSubProject};
pub(crate) use new::{Home, insert, search_text};
pub(crate) use release::{follow_plan, restore_all, retire_all};
pub use release::{publish, restore, retire};
pub(crate) use write::effective;
pub use write::{create, edit};

columns! {
    /// A project of an action plan.
    Project of project, tenant rows;
    keys {
        /// Key.
        id: ProjectId = Id,
        /// Who owns it.
        tenant_id: TenantId = TenantId,
        /// In which network it stands.
        network_id: NetworkId = NetworkId,
        /// Its plan.
        plan_id: PlanId = PlanId,
        /// The municipality it is carried out in.
        city_ags: Option<String> = CityAgs,
        /// Its action field.
        action_field_id: Option<ActionFieldId> = ActionFieldId,
        /// Who may read the contact.
        contact_visibility: Visibility = ContactVisibility,
        /// Who may read the cost.
        cost_visibility: Visibility = CostVisibility,
    }
    fields {
        /// Stable public code.
        code: String = Code / "code",
        /// Number in the plan.
        sequence_no: i32 = SequenceNo / "sequenceNo",
        /// Working title.
        working_title: String = WorkingTitle / "workingTitle",
        /// What it is about.
        summary: Option<String> = Summary / "summary",
        /// Overall goal.
        overall_goal: Option<String> = OverallGoal / "overallGoal",
        /// Where it stands.
        status: ProjectStatus = Status / "status",
        /// The status in the words of the source.
        status_note: Option<String> = StatusNote / "statusNote",
        /// Whether it is behind its plan.
        is_delayed: bool = IsDelayed / "isDelayed",
        /// How mature it is.
        phase: Option<ProjectPhase> = Phase / "phase",
        /// Year in which it began.
        start_year: Option<i32> = StartYear / "startYear",
        /// Year in which it ended or is to end.
        end_year: Option<i32> = EndYear / "endYear",
        /// Responsible unit.
        responsible: Option<String> = Responsible / "responsible",
        /// Whom to ask: read it with [`Project::contact`].
        contact_column: Option<String> = Contact / "contact",
        /// What it costs: read it with [`Project::cost_band`].
        cost_column: Option<CostBand> = CostBand / "costBand",
        /// A note for colleagues: read it with [`Project::own_note`].
        note_column: Option<String> = OwnNote / "ownNote",
        /// Who may read it.
        visibility: Visibility = EffectiveVisibility / "visibility",
        /// When it was created.
        created_at: DateTime<Utc> = CreatedAt / "createdAt",
        /// When it was last changed.
        updated_at: DateTime<Utc> = UpdatedAt / "updatedAt",
        /// Counts changes.
        version: i32 = Revision / "version",
    }
}

parent!(Project, "project", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.tenant_id)),
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| Some(node.network_id)),
    Edge::City => reader.to_reference::<_, city::Model>(nodes, edge, |node| node.city_ags.clone()),
    Edge::ActionField => reader.to_reference::<_, action_field::Model>(nodes, edge, |node| node.action_field_id),
    Edge::Plan => reader.to_one::<_, Plan>(nodes, edge, |node| Some(node.plan_id.0)),
    Edge::Items => reader.to_many::<_, ProjectItem, _>(nodes, edge, project_item::Column::ProjectId, |node| node.id.0),
    Edge::SubProjects => {
        reader.to_many::<_, SubProject, _>(nodes, edge, sub_project::Column::ProjectId, |node| node.id.0)
    },
    Edge::Barriers => {
        reader.to_many::<_, ProjectBarrier, _>(nodes, edge, project_barrier::Column::ProjectId, |node| node.id.0)
    },
    Edge::Concepts => project_concept::follow(reader, nodes, edge),
    Edge::ConceptCorrections => {
        reader.to_many::<_, ConceptCorrection, _>(nodes, edge, concept_correction::Column::ProjectId, |node| node.id.0)
    },
    Edge::Similar => similar_project::follow(reader, nodes, edge),
    Edge::Sources => {
        reader.to_many::<_, ProjectSource, _>(nodes, edge, project_source::Column::ProjectId, |node| node.id.0)
    },
    Edge::TransferLinks => {
        reader.to_many::<_, TransferLink, _>(nodes, edge, transfer_link::Column::AdopterProjectId, |node| node.id.0)
    },
    Edge::TransferLinksAsSource => {
        reader.to_many::<_, TransferLink, _>(nodes, edge, transfer_link::Column::SourceProjectId, |node| node.id.0)
    },
});

impl Project {
    /// Whom to ask, as far as the caller may know it.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn contact(&self, ctx: &Ctx) -> Result<Option<&str>> {
        let contact = self.contact_column.get()?.as_deref();
        Ok(contact.filter(|_| self.shows(ctx, self.contact_visibility)))
    }

    /// What it costs, as far as the caller may know it.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn cost_band(&self, ctx: &Ctx) -> Result<Option<CostBand>> {
        let cost = *self.cost_column.get()?;
        Ok(cost.filter(|_| self.shows(ctx, self.cost_visibility)))
    }

    /// The note for colleagues, for them only.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn own_note(&self, ctx: &Ctx) -> Result<Option<&str>> {
        let note = self.note_column.get()?.as_deref();
        Ok(note.filter(|_| self.shows(ctx, Visibility::Tenant)))
    }

    fn shows(&self, ctx: &Ctx, detail: Visibility) -> bool {
        let is_shown = may_read_detail(ctx.actor(), (self.tenant_id, self.network_id), detail);
        if is_shown {
            ctx.witness(self.tenant_id, detail, || self.id.to_string());
        }
        is_shown
    }
}

/// Projects that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Project>> {
    reader.page(list, select).await
}
