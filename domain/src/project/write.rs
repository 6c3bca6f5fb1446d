//! Creating and changing projects.
//!
//! Invariant: a project belongs to the tenant of its plan, and its effective visibility is the narrower of the two.

use super::{
    Draft, EditProject, NewBarrier, NewCorrection, NewItem, NewSubProject,
    draft::Found,
    new::{Home, insert, search_text},
    parts::{self, Owner},
};
use crate::{
    error::Result,
    plan::release,
    policy::Action,
    release::Release,
    text::sort_key,
    work::{Work, check_version},
};
use entity::{
    id::{PlanId, ProjectId},
    project::{ActiveModel, Entity, Model},
    value::ChangeAction,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

/// Creates a project in a plan of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND` where the plan is not the caller's, `FORBIDDEN` where the caller may not write or release,
/// `BAD_USER_INPUT` for what cannot be, `CONFLICT` where the code exists in the network.
pub async fn create(work: &Work<'_>, plan: PlanId, draft: impl Draft) -> Result<ProjectId> {
    draft.release().author(work.ctx())?;
    let row = work
        .own_row::<entity::plan::Entity>(plan, Action::Write, false)
        .await?;
    let new = draft.ready(work.ctx(), row.network_id)?;
    let home = Home {
        plan,
        tenant: row.tenant_id,
        network: row.network_id,
        city_ags: row.city_ags.clone(),
        release: release(&row),
    };
    let id = insert(work, &home, new).await?;
    work.made(id);
    Ok(id)
}

/// Changes a project of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for an empty title or a field of another network.
pub async fn edit(work: &Work<'_>, id: ProjectId, expected: i32, edit: EditProject) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    let found = edit.resolve(work.ctx(), row.network_id, (row.start_year, row.end_year))?;
    let facts = effective(&row).facts(row.tenant_id, Some(row.network_id));
    let owner = Owner {
        tenant: row.tenant_id,
        project: id,
    };
    let (change, parts) = apply(row, edit, found);
    save(work, change, expected).await?;
    parts.write(work, owner).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// Parts that take the place of others.
struct Parts {
    items: Option<(Vec<NewSubProject>, Vec<NewItem>)>,
    barriers: Option<Vec<NewBarrier>>,
    corrections: Option<Vec<NewCorrection>>,
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
        if let Some(corrections) = self.corrections {
            parts::replace_corrections(work, owner, corrections).await?;
        }
        match self.sources {
            Some(sources) => parts::replace_sources(work, owner, sources).await,
            None => Ok(()),
        }
    }
}

/// The row with what is to be different about it.
fn apply(row: Model, edit: EditProject, found: Found) -> (ActiveModel, Parts) {
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
    if let Some(field) = found.action_field {
        change.action_field_id = Set(field);
    }
    let parts = Parts {
        items: edit.sub_projects.zip(edit.items),
        barriers: found.barriers,
        corrections: edit.concept_corrections,
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
