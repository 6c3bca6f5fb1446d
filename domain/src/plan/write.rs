//! Writing plans.
//!
//! Invariant: a plan is written for the caller's own tenant only; what happens to its visibility happens to that of its
//! projects in the same unit of work.

use crate::{
    actor::Actor,
    error::{Error, Result},
    language::Words,
    mistake::{Fault, Mistakes},
    named_reader::{self, Readers, Subject},
    policy::Action,
    project,
    release::Release,
    text::sort_key,
    work::{Work, check_version},
};
use entity::{
    id::{NetworkId, PlanId, ProjectId, TenantId},
    plan::{ActiveModel, Column, Entity, Model},
    scope::TenantTable,
    value::{ChangeAction, PlanStatus, Visibility},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
    QueryTrait, Set, sea_query::LockType,
};

/// A new plan.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// In which network it stands.
    pub network: NetworkId,
    /// The municipality it is for: that of the tenant, which need not be named.
    pub city_ags: Option<String>,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub status: PlanStatus,
    /// How its projects were chosen.
    pub selection_method: Option<String>,
    /// Where it is published.
    pub source_url: Option<String>,
    /// Who may read it.
    pub release: Release,
}

/// What is to be different about a plan; what is not given stays as it is.
#[derive(Clone, Debug, Default)]
pub struct EditPlan {
    /// Title.
    pub title: Option<String>,
    /// Where it stands.
    pub status: Option<PlanStatus>,
    /// How its projects were chosen.
    pub selection_method: Option<Option<String>>,
    /// Where it is published.
    pub source_url: Option<Option<String>>,
}

/// Creates a plan of the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write, or not release it so, or does not belong to the network.
pub async fn create(work: &Work<'_>, new: NewPlan) -> Result<PlanId> {
    let member = new.release.author(work.ctx())?;
    let tenant = work.ctx().reference().tenants.find(&member.tenant);
    let city_ags = tenant.and_then(|tenant| tenant.city_ags.clone());
    let is_elsewhere = new.city_ags.is_some() && new.city_ags != city_ags;
    if is_elsewhere || !member.networks.contains(&new.network) {
        return Err(Error::Forbidden);
    }
    let mut mistakes = Mistakes::default();
    new.check(&mut mistakes);
    mistakes.finish()?;
    insert(work, member.tenant, NewPlan { city_ags, ..new }).await
}

impl NewPlan {
    /// Notes everything that is wrong with it.
    pub fn check(&self, mistakes: &mut Mistakes) {
        check_texts(
            mistakes,
            Some(&self.title),
            self.selection_method.as_deref(),
            self.source_url.as_deref(),
        );
        check_unnamed(mistakes, self.release);
    }
}

impl EditPlan {
    /// Notes everything that is wrong with it.
    pub fn check(&self, mistakes: &mut Mistakes) {
        check_texts(
            mistakes,
            self.title.as_deref(),
            self.selection_method.as_ref().and_then(Option::as_deref),
            self.source_url.as_ref().and_then(Option::as_deref),
        );
    }
}

fn check_texts(
    mistakes: &mut Mistakes,
    title: Option<&str>,
    selection_method: Option<&str>,
    source_url: Option<&str>,
) {
    if let Some(title) = title {
        mistakes.text("title", title, LONGEST_TITLE);
    }
    if let Some(method) = selection_method {
        mistakes.text("selectionMethod", method, 20_000);
    }
    if let Some(url) = source_url {
        mistakes.url("sourceUrl", url);
    }
}

/// How long a title may be that every list shows.
pub(crate) const LONGEST_TITLE: usize = 300;

/// Nobody is named yet when something is created.
pub(crate) fn check_unnamed(mistakes: &mut Mistakes, release: Release) {
    if release.visibility == Visibility::Shared {
        let reason = Words::new(
            "SHARED ist beim Anlegen nicht möglich; bitte danach mit den Namen der Leser freigeben.",
            "SHARED is not possible on creation; please publish it to named readers afterwards.",
        );
        mistakes.note("visibility", Fault::Invalid, reason);
    }
}

/// Writes a plan that may be written.
pub(crate) async fn insert(work: &Work<'_>, tenant: TenantId, new: NewPlan) -> Result<PlanId> {
    let id = PlanId(Work::new_id());
    let now = work.ctx().now();
    let facts = new.release.facts(tenant, Some(new.network));
    work.insert(ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        network_id: Set(new.network),
        city_ags: Set(new.city_ags),
        title_key: Set(sort_key(&new.title)),
        title: Set(new.title),
        status: Set(new.status),
        selection_method: Set(new.selection_method),
        licence: Set(None),
        source_url: Set(new.source_url),
        adopted_on: Set(None),
        visibility: Set(new.release.visibility),
        embargo_until: Set(new.release.embargo_until),
        deleted_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        revision: Set(1),
    })
    .await?;
    work.made(id);
    work.note_content(id, ChangeAction::Created, None, Some(&facts))
        .await?;
    Ok(id)
}

pub(crate) const fn release(row: &Model) -> Release {
    Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    }
}

/// Changes a plan of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for an empty title.
pub async fn edit(work: &Work<'_>, id: PlanId, expected: i32, edit: EditPlan) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    let mut mistakes = Mistakes::default();
    edit.check(&mut mistakes);
    mistakes.finish()?;
    let facts = release(&row).facts(row.tenant_id, Some(row.network_id));
    let mut change = row.into_active_model();
    if let Some(title) = edit.title {
        change.title_key = Set(sort_key(&title));
        change.title = Set(title);
    }
    if let Some(status) = edit.status {
        change.status = Set(status);
    }
    if let Some(method) = edit.selection_method {
        change.selection_method = Set(method);
    }
    if let Some(url) = edit.source_url {
        change.source_url = Set(url);
    }
    save(work, change, expected).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

async fn save(work: &Work<'_>, mut change: ActiveModel, expected: i32) -> Result<Model> {
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(expected + 1);
    Ok(change.update(work.connection()).await?)
}

/// Changes who may read a plan of the caller's own tenant, and with it its projects.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for readers that are none.
pub async fn publish(
    work: &Work<'_>,
    id: PlanId,
    expected: i32,
    new: Release,
    readers: &[TenantId],
) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Publish, false).await?;
    check_version(expected, row.revision)?;
    let named = named_reader::check(work, row.tenant_id, new, readers)?;
    let before = release(&row).facts(row.tenant_id, Some(row.network_id));
    let mut change = row.into_active_model();
    change.visibility = Set(new.visibility);
    change.embargo_until = Set(new.embargo_until);
    let row = save(work, change, expected).await?;
    let after = new.facts(row.tenant_id, Some(row.network_id));
    let subject = Subject {
        tenant: row.tenant_id,
        id: id.0,
        release: new,
    };
    let lost = named_reader::keep(work, &subject, &named, None).await?;
    work.note_lost(id, &before, &lost).await?;
    work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
        .await?;
    project::follow_plan(work, &row, &named).await
}

/// Takes a plan of the caller's own tenant out of use, with its projects; it can be restored at the version that is
/// returned.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn retire(work: &Work<'_>, id: PlanId, expected: i32) -> Result<i32> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    check_version(expected, row.revision)?;
    let facts = release(&row).facts(row.tenant_id, Some(row.network_id));
    let mut change = row.into_active_model();
    change.deleted_at = Set(Some(work.ctx().now()));
    let row = save(work, change, expected).await?;
    project::retire_all(work, &row).await?;
    work.note_content(id, ChangeAction::Deleted, Some(&facts), None)
        .await?;
    Ok(row.revision)
}

/// Brings a retired plan of the caller's own tenant back, with the projects that were retired together with it.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn restore(work: &Work<'_>, id: PlanId, expected: i32) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, true).await?;
    check_version(expected, row.revision)?;
    let Some(retired_at) = row.deleted_at else {
        return Ok(());
    };
    let facts = release(&row).facts(row.tenant_id, Some(row.network_id));
    let mut change = row.into_active_model();
    change.deleted_at = Set(None);
    let row = save(work, change, expected).await?;
    project::restore_all(work, &row, retired_at).await?;
    work.note_content(id, ChangeAction::Created, None, Some(&facts))
        .await
}

/// Holds the plan of a project until the unit ends. Plans are held before their projects everywhere: whoever publishes a
/// plan and whoever publishes one of its projects would else wait for each other.
pub(crate) async fn hold_of(work: &Work<'_>, project: ProjectId) -> Result<()> {
    if let Actor::Member(member) = work.ctx().actor() {
        let plan = entity::project::Entity::ever_owned_by(member.tenant)
            .select_only()
            .column(entity::project::Column::PlanId)
            .filter(entity::project::Column::Id.eq(project.0))
            .into_query();
        let rows = Entity::ever_owned_by(member.tenant).filter(Column::Id.in_subquery(plan));
        rows.lock(LockType::NoKeyUpdate)
            .one(work.connection())
            .await?;
    }
    Ok(())
}

/// The readers whom the owner named for a plan.
pub(crate) async fn readers(work: &Work<'_>, row: &Model) -> Result<Readers> {
    named_reader::named(work, row.tenant_id, row.id.0).await
}

/// How many plans the caller's own tenant has.
///
/// # Errors
/// `FORBIDDEN` for whoever acts for no tenant.
pub async fn count_own(work: &Work<'_>) -> Result<u64> {
    let member = work.ctx().member_who_may(Action::Read)?;
    Ok(PaginatorTrait::count(Entity::owned_by(member.tenant), work.connection()).await?)
}
