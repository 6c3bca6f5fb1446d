//! Texts of tenants in which a person is named: by their address, or by their whole name.
//!
//! Invariant: what is looked at is every column that the register calls a mention, in every table; a name of one word is
//! too common to be looked for. Content that changes is noted for the feed like any other change.

use super::column;
use crate::{
    error::Result,
    plan::release,
    project::{effective, search_text},
    text::sort_key,
    work::Work,
};
use entity::{
    account, expertise,
    id::{ExpertiseId, PeerGroupId, PlanId, ProjectId, TenantId},
    peer_group, plan,
    privacy::{Nature, nature_of},
    project,
    scope::{Holding, TenantTable},
    value::ChangeAction,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, EntityName, EntityTrait,
    IdenStatic, IntoActiveModel, Iterable, ModelTrait, QueryFilter, Set, Value as Stored,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Stands where a person was named.
pub(super) const REMOVED: &str = "[gelöscht]";

/// By what a person is found in a text.
pub(super) struct Names {
    email: String,
    name: Option<String>,
}

impl Names {
    pub(super) fn of(account: &account::Model) -> Self {
        let name = account.name.trim();
        Self {
            email: account.email.clone(),
            name: name.contains(' ').then(|| name.to_owned()),
        }
    }

    fn found_in(&self, column: impl ColumnTrait) -> Condition {
        let lowered = Func::lower(Expr::col(column));
        let mut any = Condition::any().add(Expr::expr(lowered).like(pattern(&self.email)));
        if let Some(name) = &self.name {
            any = any.add(Expr::col(column).like(pattern(name)));
        }
        any
    }

    /// The text without the person; `None` where it does not name them.
    fn removed_from(&self, text: &str) -> Option<String> {
        let lowered = text.to_ascii_lowercase();
        let mut kept = String::with_capacity(text.len());
        let mut from = 0;
        // Lowering ASCII keeps every byte in its place.
        for (at, found) in lowered.match_indices(&self.email.to_ascii_lowercase()) {
            kept.push_str(text.get(from..at)?);
            kept.push_str(REMOVED);
            from = at + found.len();
        }
        kept.push_str(text.get(from..)?);
        if let Some(name) = &self.name {
            kept = kept.replace(name.as_str(), REMOVED);
        }
        (kept != text).then_some(kept)
    }
}

/// `%` and `_` stand for themselves.
fn pattern(text: &str) -> LikeExpr {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

fn is_mention<E: EntityTrait>(column: E::Column) -> bool {
    nature_of(E::default().table_name(), column.as_str()) == Some(Nature::Mention)
}

/// The rows of a tenant that name a person.
async fn naming<E: Holding>(
    work: &Work<'_>,
    tenant: TenantId,
    names: &Names,
) -> Result<Vec<E::Model>> {
    let columns = E::Column::iter().filter(|column| is_mention::<E>(*column));
    let columns: Vec<_> = columns.collect();
    // Without a column there would be no condition, and every row would be found.
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let any = columns.into_iter().fold(Condition::any(), |any, column| {
        any.add(names.found_in(column))
    });
    Ok(E::held_for(tenant)
        .filter(any)
        .all(work.connection())
        .await?)
}

/// What the texts of a tenant say of a person, by table; the unit acts for the tenant.
pub(super) async fn found(
    work: &Work<'_>,
    tenant: TenantId,
    names: &Names,
) -> Result<Vec<(&'static str, Value)>> {
    let mut found = Vec::new();
    entity::for_each_content!(E => {
        for row in naming::<E>(work, tenant, names).await? {
            found.push((E::default().table_name(), column::personal::<E>(&row)));
        }
    });
    for row in naming::<entity::credential::Entity>(work, tenant, names).await? {
        found.push((
            "credential",
            column::personal::<entity::credential::Entity>(&row),
        ));
    }
    for row in naming::<entity::webhook::Entity>(work, tenant, names).await? {
        let shown = column::personal::<entity::webhook::Entity>(&row);
        found.push(("webhook", shown));
    }
    for row in naming::<entity::benchmark_release::Entity>(work, tenant, names).await? {
        let shown = column::personal::<entity::benchmark_release::Entity>(&row);
        found.push(("benchmark_release", shown));
    }
    Ok(found)
}

/// Removes a person from the texts of a tenant, for which the unit acts; says how many rows named them.
pub(super) async fn remove(work: &Work<'_>, tenant: TenantId, names: &Names) -> Result<usize> {
    let mut count = 0;
    let (mut plans, mut projects) = (BTreeSet::new(), BTreeSet::new());
    let (mut expertise, mut groups) = (BTreeSet::new(), BTreeSet::new());
    entity::for_each_content!(E => {
        for row in naming::<E>(work, tenant, names).await? {
            count += 1;
            match (E::default().table_name(), holder::<E>(&row, "project_id"), holder::<E>(&row, "plan_id")) {
                ("project", ..) => projects.extend(holder::<E>(&row, "id")),
                ("plan", ..) => plans.extend(holder::<E>(&row, "id")),
                ("expertise", ..) => expertise.extend(holder::<E>(&row, "id")),
                ("peer_group", ..) => groups.extend(holder::<E>(&row, "id")),
                (_, Some(project), _) => { projects.insert(project); }
                (_, _, Some(plan)) => { plans.insert(plan); }
                _ => {}
            }
            clean::<E, _>(work, row, names).await?;
        }
    });
    for row in naming::<entity::credential::Entity>(work, tenant, names).await? {
        count += 1;
        clean::<entity::credential::Entity, _>(work, row, names).await?;
    }
    for row in naming::<entity::webhook::Entity>(work, tenant, names).await? {
        count += 1;
        clean::<entity::webhook::Entity, _>(work, row, names).await?;
    }
    for row in naming::<entity::benchmark_release::Entity>(work, tenant, names).await? {
        count += 1;
        clean::<entity::benchmark_release::Entity, _>(work, row, names).await?;
    }
    for id in projects {
        follow_project(work, tenant, ProjectId(id)).await?;
    }
    for id in plans {
        follow_plan(work, tenant, PlanId(id)).await?;
    }
    for id in expertise {
        follow_expertise(work, tenant, ExpertiseId(id)).await?;
    }
    for id in groups {
        follow_peer_group(work, tenant, PeerGroupId(id)).await?;
    }
    Ok(count)
}

fn holder<E: EntityTrait>(row: &E::Model, name: &str) -> Option<Uuid> {
    let column = E::Column::iter().find(|column| column.as_str() == name)?;
    match row.get(column) {
        Stored::Uuid(id) => id,
        _ => None,
    }
}

async fn clean<E, A>(work: &Work<'_>, row: E::Model, names: &Names) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    let mut changes = Vec::new();
    for column in E::Column::iter().filter(|column| is_mention::<E>(*column)) {
        if let Stored::String(Some(text)) = row.get(column) {
            changes.extend(names.removed_from(&text).map(|text| (column, text)));
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let mut change = row.into_active_model();
    for (column, text) in changes {
        change.set(column, text.into());
    }
    change.update(work.connection()).await?;
    Ok(())
}

/// What is derived from the texts of a project follows them, and its readers hear of it.
async fn follow_project(work: &Work<'_>, tenant: TenantId, id: ProjectId) -> Result<()> {
    let rows = project::Entity::ever_owned_by(tenant).filter(project::Column::Id.eq(id.0));
    let Some(row) = rows.one(work.connection()).await? else {
        return Ok(());
    };
    let facts = effective(&row).facts(row.tenant_id, Some(row.network_id));
    let is_there = row.deleted_at.is_none();
    let texts = (
        row.working_title.clone(),
        row.summary.clone(),
        row.overall_goal.clone(),
    );
    let revision = row.revision;
    let mut change = row.into_active_model();
    change.title_key = Set(sort_key(&texts.0));
    change.search_text = Set(search_text(
        &texts.0,
        texts.1.as_deref(),
        texts.2.as_deref(),
    ));
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    if is_there {
        work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
            .await?;
    }
    Ok(())
}

async fn follow_plan(work: &Work<'_>, tenant: TenantId, id: PlanId) -> Result<()> {
    let rows = plan::Entity::ever_owned_by(tenant).filter(plan::Column::Id.eq(id.0));
    let Some(row) = rows.one(work.connection()).await? else {
        return Ok(());
    };
    let facts = release(&row).facts(row.tenant_id, Some(row.network_id));
    let (is_there, revision) = (row.deleted_at.is_none(), row.revision);
    let title = row.title.clone();
    let mut change = row.into_active_model();
    change.title_key = Set(sort_key(&title));
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    if is_there {
        work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
            .await?;
    }
    Ok(())
}

async fn follow_expertise(work: &Work<'_>, tenant: TenantId, id: ExpertiseId) -> Result<()> {
    let rows = expertise::Entity::ever_owned_by(tenant).filter(expertise::Column::Id.eq(id.0));
    let Some(row) = rows.one(work.connection()).await? else {
        return Ok(());
    };
    let facts = crate::expertise::release(&row).facts(row.tenant_id, Some(row.network_id));
    let (is_there, revision) = (row.deleted_at.is_none(), row.revision);
    let mut change = row.into_active_model();
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    if is_there {
        work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
            .await?;
    }
    Ok(())
}

async fn follow_peer_group(work: &Work<'_>, tenant: TenantId, id: PeerGroupId) -> Result<()> {
    let rows = peer_group::Entity::ever_owned_by(tenant).filter(peer_group::Column::Id.eq(id.0));
    let Some(row) = rows.one(work.connection()).await? else {
        return Ok(());
    };
    let facts = crate::peer_group::facts(&row);
    let (is_there, revision) = (row.deleted_at.is_none(), row.revision);
    crate::peer_group::save(work, row.into_active_model(), revision).await?;
    if is_there {
        work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_taken_out_of_a_text() {
        let names = Names {
            email: "eva.müller@stadt.example".to_owned(),
            name: Some("Eva Müller".to_owned()),
        };
        for (text, expected) in [
            ("Radverkehr", None),
            ("Eva", None),
            (
                "Frau Eva Müller (Eva.müller@Stadt.example), Amt 61",
                Some("Frau [gelöscht] ([gelöscht]), Amt 61"),
            ),
        ] {
            assert_eq!(names.removed_from(text).as_deref(), expected, "{text}");
        }
    }
}
