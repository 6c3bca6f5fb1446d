//! Writing what a file says that is not stored yet.
//!
//! Invariant: corrected rows stay as history with their readers; the number of statements grows with the number of batches of
//! rows only.

use super::{
    compare::{Compared, Entry},
    report::Effect,
};
use crate::{
    error::{Error, Result},
    language::Words,
    observation::{correct::next, facts, record::first},
    read::in_uuids,
    work::Work,
};
use entity::{
    id::{NamedReaderId, TenantId},
    named_reader,
    observation::{ActiveModel, Column, Entity, Model},
    scope::OwnTable,
    value::{ChangeAction, Visibility},
};
use sea_orm::{
    ActiveModelTrait, IntoActiveModel, QueryFilter, Set,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Writes the first values of their places, and those that correct others.
pub(super) async fn write(work: &Work<'_>, compared: &Compared) -> Result<()> {
    let (tenant, city) = &compared.owner;
    let mut rows: Vec<Model> = Vec::new();
    let mut former: Vec<&Model> = Vec::new();
    for entry in &compared.entries {
        match (entry.effect, &entry.former) {
            (Effect::New, _) => rows.push(new(work, (*tenant, city), entry)),
            (Effect::Corrected, Some(row)) => {
                let figure = entry.figure.clone();
                rows.push(next(work, row, &entry.indicator, figure));
                former.push(row);
            }
            _ => {}
        }
    }
    retire(work, *tenant, &former).await?;
    for row in &former {
        let before = facts(row);
        work.note_content(row.id, ChangeAction::Deleted, Some(&before), None)
            .await?;
    }
    for row in &rows {
        let after = facts(row);
        work.note_content(row.id, ChangeAction::Created, None, Some(&after))
            .await?;
    }
    let shared: HashMap<Uuid, Uuid> = rows
        .iter()
        .filter(|row| row.visibility == Visibility::Shared)
        .filter_map(|row| Some((row.supersedes?.0, row.id.0)))
        .collect();
    let rows = rows
        .into_iter()
        .map(|row| row.into_active_model().reset_all());
    work.insert_all::<ActiveModel>(rows.collect()).await?;
    pass_on_readers(work, *tenant, &shared).await
}

fn new(work: &Work<'_>, (tenant, city): (TenantId, &str), entry: &Entry) -> Model {
    let owner = (tenant, entry.indicator.as_ref(), city.to_owned());
    let place = (entry.year, entry.kind);
    first(work, owner, place, entry.figure.clone(), &entry.readership)
}

/// Takes the place of rows, unless somebody corrected one of them meanwhile.
async fn retire(work: &Work<'_>, tenant: TenantId, former: &[&Model]) -> Result<()> {
    if former.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = former.iter().map(|row| row.id.0).collect();
    let update = Query::update()
        .table(Entity)
        .value(Column::SupersededAt, work.ctx().now())
        .and_where(Expr::col(Column::TenantId).eq(tenant.0))
        .and_where(Expr::col(Column::SupersededAt).is_null())
        .and_where(in_uuids(work.ctx().backend(), Expr::col(Column::Id), &ids))
        .to_owned();
    let done = work.execute(&update).await?;
    if usize::try_from(done).is_ok_and(|done| done == ids.len()) {
        return Ok(());
    }
    Err(Error::Conflict(Words::new(
        "Ein Wert der Datei wurde eben von jemand anderem berichtigt. Bitte die Datei noch einmal prüfen lassen.",
        "A value of the file was corrected by somebody else just now. Please have the file checked once more.",
    )))
}

/// Who reads a value by name reads its correction too.
async fn pass_on_readers(
    work: &Work<'_>,
    tenant: TenantId,
    shared: &HashMap<Uuid, Uuid>,
) -> Result<()> {
    if shared.is_empty() {
        return Ok(());
    }
    let subjects: Vec<Uuid> = shared.keys().copied().collect();
    let subject = Expr::col(named_reader::Column::SubjectId);
    let rows = named_reader::Entity::of(tenant)
        .filter(in_uuids(work.ctx().backend(), subject, &subjects))
        .all(work.connection())
        .await?;
    let copies = rows.into_iter().filter_map(|row| {
        let subject = *shared.get(&row.subject_id)?;
        let mut copy = row.into_active_model().reset_all();
        copy.id = Set(NamedReaderId(Work::new_id()));
        copy.subject_id = Set(subject);
        copy.created_at = Set(work.ctx().now());
        Some(copy)
    });
    work.insert_all(copies.collect()).await
}
