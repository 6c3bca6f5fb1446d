//! Correcting a value, and striking it.
//!
//! Invariant: what was said stays: a correction is a new row beside the former one, which then is history. Who may read it
//! stays as it is.

use super::{
    check::{Place, is_missing, settled},
    draft::{Figure, check_confidential},
    facts,
    record::add,
};
use crate::{
    error::{Error, Result},
    indicator::Indicator,
    mistake::Mistakes,
    named_reader,
    policy::Action,
    work::{Work, check_version},
};
use chrono::Datelike;
use entity::{
    id::ObservationId,
    observation::{Column, Entity, Model},
    scope::TenantTable,
    value::{ChangeAction, ObsStatus, Plausibility},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};
use std::sync::Arc;

/// Corrects a value of the caller's own municipality; the id of what holds from now on.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION` where it was corrected meanwhile, `BAD_USER_INPUT` for what cannot be.
pub async fn correct(
    work: &Work<'_>,
    id: ObservationId,
    expected: i32,
    figure: Figure,
) -> Result<ObservationId> {
    let row = held(work, id, Action::Write, expected).await?;
    let indicator = indicator(work, &row)?;
    let mut mistakes = Mistakes::default();
    let place = Place {
        indicator: &indicator,
        kind: row.value_kind,
        year: row.year,
        this_year: work.ctx().now().year(),
    };
    place.check(&figure, &mut mistakes);
    check_confidential(figure.conf_status, row.visibility, &mut mistakes);
    mistakes.finish()?;
    supersede(work, row, &indicator, figure.tidy()).await
}

/// Strikes a value of the caller's own municipality: it is said that there is none, and why.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` without a reason, `CONFLICT` where there is none already.
pub async fn withdraw(
    work: &Work<'_>,
    id: ObservationId,
    expected: i32,
    reason: String,
) -> Result<ObservationId> {
    let row = held(work, id, Action::Write, expected).await?;
    if is_missing(row.obs_status) {
        return Err(Error::Conflict(crate::language::Words::new(
            "Hier gibt es schon keinen Wert mehr.",
            "There is no value here already.",
        )));
    }
    let mut mistakes = Mistakes::default();
    mistakes.text("reason", &reason, 2_000);
    mistakes.finish()?;
    let indicator = indicator(work, &row)?;
    let figure = Figure {
        value: None,
        obs_status: ObsStatus::Missing,
        conf_status: row.conf_status,
        numerator: None,
        denominator: None,
        sample: None,
        confidence: row.confidence,
        source: row.source.clone(),
        note: Some(reason),
    };
    supersede(work, row, &indicator, figure.tidy()).await
}

/// The current row, locked; whoever names a former one is told which revision there is.
pub(super) async fn held(
    work: &Work<'_>,
    id: ObservationId,
    action: Action,
    expected: i32,
) -> Result<Model> {
    let row = work.own_row::<Entity>(id, action, true).await?;
    if row.superseded_at.is_some() {
        let current = Entity::owned_by(row.tenant_id)
            .filter(Column::IndicatorId.eq(row.indicator_id.0))
            .filter(Column::CityAgs.eq(&row.city_ags))
            .filter(Column::Year.eq(row.year))
            .filter(Column::ValueKind.eq(row.value_kind))
            .one(work.connection());
        let current = current.await?.map_or(row.revision + 1, |row| row.revision);
        return Err(Error::Stale { current });
    }
    check_version(expected, row.revision)?;
    Ok(row)
}

fn indicator(work: &Work<'_>, row: &Model) -> Result<Arc<Indicator>> {
    let found = work.ctx().reference().indicators.find(&row.indicator_id);
    found.cloned().ok_or(Error::NotFound("indicator"))
}

/// What takes the place of a row.
pub(super) fn next(work: &Work<'_>, row: &Model, indicator: &Indicator, figure: Figure) -> Model {
    Model {
        id: ObservationId(Work::new_id()),
        value: settled(indicator, &figure),
        obs_status: figure.obs_status,
        confidence: figure.confidence,
        source: figure.source,
        note: figure.note,
        recorded_at: work.ctx().now(),
        supersedes: Some(row.id),
        conf_status: figure.conf_status,
        numerator: figure.numerator,
        denominator: figure.denominator,
        sample: figure.sample,
        method_version: indicator.version,
        plausibility: Plausibility::Unchecked,
        revision: row.revision + 1,
        superseded_at: None,
        ..row.clone()
    }
}

async fn supersede(
    work: &Work<'_>,
    row: Model,
    indicator: &Indicator,
    figure: Figure,
) -> Result<ObservationId> {
    let next = next(work, &row, indicator, figure);
    let named = named_reader::named(work, row.tenant_id, row.id.0).await?;
    let (former, before, id) = (row.id, facts(&row), next.id);
    let mut change = row.into_active_model();
    change.superseded_at = Set(Some(work.ctx().now()));
    change.update(work.connection()).await?;
    work.note_content(former, ChangeAction::Deleted, Some(&before), None)
        .await?;
    add(work, next, &named).await?;
    work.made(id);
    Ok(id)
}
