//! Creating and changing projects.
//!
//! Invariant: a project belongs to the tenant of its plan, and its effective visibility is the narrower of the two.

use super::{
    NewBarrier, NewItem, NewProject, NewSubProject,
    new::{Home, insert, search_text},
    parts::{self, Owner},
};
use crate::{
    error::{Error, Result},
    plan::{check_title, named_first, release},
    policy::Action,
    release::Release,
    text::sort_key,
    work::{Work, check_version},
};
use entity::{
    id::{ActionFieldId, NetworkId, PlanId, ProjectId},
    project::{ActiveModel, Entity, Model},
    value::{ChangeAction, CostBand, ProjectPhase, ProjectStatus, Visibility},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

/// What is to be different about a project; what is not given stays as it is, and parts that are given take the place of
/// those that are there.
#[derive(Clone, Debug, Default)]
pub struct EditProject {
    /// Number in the plan.
    pub sequence_no: Option<i32>,
    /// Its action field.
    pub action_field: Option<Option<ActionFieldId>>,
    /// Working title.
    pub working_title: Option<String>,
    /// What it is about.
    pub summary: Option<Option<String>>,
    /// Overall goal.
    pub overall_goal: Option<Option<String>>,
    /// Where it stands.
    pub status: Option<ProjectStatus>,
    /// The status in the words of the source.
    pub status_note: Option<Option<String>>,
    /// Whether it is behind its plan.
    pub is_delayed: Option<bool>,
    /// How mature it is.
    pub phase: Option<Option<ProjectPhase>>,
    /// Year in which it began.
    pub start_year: Option<Option<i32>>,
    /// Year in which it ended or is to end.
    pub end_year: Option<Option<i32>>,
    /// Responsible unit.
    pub responsible: Option<Option<String>>,
    /// Whom to ask.
    pub contact: Option<Option<String>>,
    /// Who may know whom to ask.
    pub contact_visibility: Option<Visibility>,
    /// What it costs.
    pub cost_band: Option<Option<CostBand>>,
    /// Who may know what it costs.
    pub cost_visibility: Option<Visibility>,
    /// A note for colleagues.
    pub own_note: Option<Option<String>>,
    /// Sub-projects and items.
    pub items: Option<(Vec<NewSubProject>, Vec<NewItem>)>,
    /// Barriers.
    pub barriers: Option<Vec<NewBarrier>>,
    /// Addresses of sources.
    pub sources: Option<Vec<String>>,
}

/// Creates a project in a plan of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND` where the plan is not the caller's, `FORBIDDEN` where the caller may not write or release,
/// `CONFLICT` where the code exists in the network.
pub async fn create(work: &Work<'_>, plan: PlanId, new: NewProject) -> Result<ProjectId> {
    new.release.author(work.ctx())?;
    if new.release.visibility == Visibility::Shared {
        return Err(named_first());
    }
    let row = work
        .own_row::<entity::plan::Entity>(plan, Action::Write, false)
        .await?;
    check_title(&new.working_title)?;
    check_action_field(work, row.network_id, new.action_field)?;
    let home = Home {
        plan,
        tenant: row.tenant_id,
        network: row.network_id,
        city_ags: row.city_ags.clone(),
        release: release(&row),
    };
    insert(work, &home, new).await
}

/// The field belongs to the scheme of the network.
fn check_action_field(
    work: &Work<'_>,
    network: NetworkId,
    field: Option<ActionFieldId>,
) -> Result<()> {
    let Some(id) = field else { return Ok(()) };
    let known = work.ctx().reference().action_fields.find(&id);
    if known.is_some_and(|field| field.network_id == network) {
        return Ok(());
    }
    Err(Error::invalid(
        "actionField",
        "gehört nicht zum Schema dieses Städtenetzes.",
        "does not belong to the scheme of this network.",
    ))
}

/// Changes a project of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for an empty title or a field of another network.
pub async fn edit(work: &Work<'_>, id: ProjectId, expected: i32, edit: EditProject) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    if let Some(title) = &edit.working_title {
        check_title(title)?;
    }
    check_action_field(work, row.network_id, edit.action_field.flatten())?;
    let facts = effective(&row).facts(row.tenant_id, Some(row.network_id));
    let owner = Owner {
        tenant: row.tenant_id,
        project: id,
    };
    let (change, parts) = apply(row, edit);
    save(work, change, expected).await?;
    parts.write(work, owner).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// Parts that take the place of others.
struct Parts {
    items: Option<(Vec<NewSubProject>, Vec<NewItem>)>,
    barriers: Option<Vec<NewBarrier>>,
    sources: Option<Vec<String>>,
}

impl Parts {
    async fn write(self, work: &Work<'_>, owner: Owner) -> Result<()> {
        if let Some((sub_projects, items)) = self.items {
            parts::replace_items(work, owner, sub_projects, items).await?;
        }
        if let Some(barriers) = self.barriers {
            parts::replace_barriers(work, owner, barriers).await?;
        }
        match self.sources {
            Some(sources) => parts::replace_sources(work, owner, sources).await,
            None => Ok(()),
        }
    }
}

/// The row with what is to be different about it.
fn apply(row: Model, edit: EditProject) -> (ActiveModel, Parts) {
    let title = edit
        .working_title
        .unwrap_or_else(|| row.working_title.clone());
    let summary = edit.summary.unwrap_or_else(|| row.summary.clone());
    let goal = edit
        .overall_goal
        .unwrap_or_else(|| row.overall_goal.clone());
    let mut change = row.into_active_model();
    change.title_key = Set(sort_key(&title));
    change.search_text = Set(search_text(&title, summary.as_deref(), goal.as_deref()));
    change.working_title = Set(title);
    change.summary = Set(summary);
    change.overall_goal = Set(goal);
    macro_rules! set {
        ($($field:ident)*) => {$(
            if let Some(value) = edit.$field {
                change.$field = Set(value);
            }
        )*};
    }
    set!(sequence_no status status_note is_delayed phase start_year end_year responsible contact contact_visibility
        cost_band cost_visibility own_note);
    if let Some(field) = edit.action_field {
        change.action_field_id = Set(field);
    }
    let parts = Parts {
        items: edit.items,
        barriers: edit.barriers,
        sources: edit.sources,
    };
    (change, parts)
}

/// Writes a changed row as its next version.
pub(super) async fn save(work: &Work<'_>, mut change: ActiveModel, expected: i32) -> Result<Model> {
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(expected + 1);
    Ok(change.update(work.connection()).await?)
}

/// Who can read it.
pub(crate) const fn effective(row: &Model) -> Release {
    Release {
        visibility: row.effective_visibility,
        embargo_until: row.embargo_until,
    }
}
