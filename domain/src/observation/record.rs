//! Entering a value.
//!
//! Invariant: of a city there is one current value of an indicator for a year and kind; whoever enters a second one is told
//! to correct the first.

use super::{Draft, Readership, check::settled, draft::Figure, facts};
use crate::{
    error::{Error, Result},
    indicator::Indicator,
    language::Words,
    mistake::Mistakes,
    named_reader::{self, Readers, Subject},
    work::Work,
};
use entity::{
    id::{ObservationId, TenantId},
    observation::{ActiveModel, Column, Entity, Model},
    scope::TenantTable,
    value::{ChangeAction, Plausibility, ValueKind},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, IntoActiveModel, QueryFilter,
    sea_query::{Alias, Func, Query},
};

/// Enters a value of the caller's own municipality.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write, or not release it so, or acts for no municipality, `BAD_USER_INPUT` for what
/// cannot be, `CONFLICT` where there is a value already.
pub async fn record(work: &Work<'_>, draft: Draft) -> Result<ObservationId> {
    let ctx = work.ctx();
    let tenant = draft.readership.release.author(ctx)?.tenant;
    let city = ctx.own_city()?;
    let mut mistakes = Mistakes::default();
    let indicator = draft.check(ctx, &mut mistakes)?;
    let named = mistakes.take(draft.readership.resolve(work, tenant))?;
    mistakes.finish()?;
    let (Some(indicator), Some(named)) = (indicator, named) else {
        return Err(Error::Internal("an indicator that was found".to_owned()));
    };
    take_turn(work, tenant).await?;
    let place = (draft.year, draft.value_kind);
    refuse_second(work, (tenant, &indicator, &city), place).await?;
    let row = first(
        work,
        (tenant, &indicator, city),
        place,
        draft.figure.tidy(),
        &draft.readership,
    );
    let id = row.id;
    add(work, row, &named).await?;
    work.made(id);
    Ok(id)
}

/// On PostgreSQL units of work go on side by side; those that enter values of one tenant wait for each other.
pub(super) async fn take_turn(work: &Work<'_>, tenant: TenantId) -> Result<()> {
    if work.connection().get_database_backend() == DbBackend::Postgres {
        // The last bits of an id are chance; two tenants that have the same wait without need.
        let (_, turn) = tenant.0.as_u64_pair();
        let lock = Func::cust(Alias::new("pg_advisory_xact_lock"));
        let lock = lock.arg(i64::from_ne_bytes(turn.to_ne_bytes()));
        work.execute(&Query::select().expr(lock).to_owned()).await?;
    }
    Ok(())
}

async fn refuse_second(
    work: &Work<'_>,
    (tenant, indicator, city): (TenantId, &Indicator, &str),
    (year, kind): (i32, ValueKind),
) -> Result<()> {
    let there = Entity::owned_by(tenant)
        .filter(Column::IndicatorId.eq(indicator.id.0))
        .filter(Column::CityAgs.eq(city))
        .filter(Column::Year.eq(year))
        .filter(Column::ValueKind.eq(kind))
        .one(work.connection());
    let Some(there) = there.await? else {
        return Ok(());
    };
    let (id, revision, code) = (there.id, there.revision, &indicator.code);
    Err(Error::Conflict(Words::new(
        format!(
            "Für {code} {year} gibt es schon einen Wert ({id}, Fassung {revision}). Bitte ihn berichtigen: correctObservation, oder PUT /observations/{id}."
        ),
        format!(
            "There is a value of {code} for {year} already ({id}, revision {revision}). Please correct it: correctObservation, or PUT /observations/{id}."
        ),
    )))
}

/// The first value of a place.
pub(super) fn first(
    work: &Work<'_>,
    (tenant, indicator, city_ags): (TenantId, &Indicator, String),
    (year, value_kind): (i32, ValueKind),
    figure: Figure,
    readership: &Readership,
) -> Model {
    Model {
        id: ObservationId(Work::new_id()),
        tenant_id: tenant,
        indicator_id: indicator.id,
        city_ags,
        year,
        value: settled(indicator, &figure),
        value_kind,
        obs_status: figure.obs_status,
        confidence: figure.confidence,
        source: figure.source,
        note: figure.note,
        visibility: readership.release.visibility,
        embargo_until: readership.release.embargo_until,
        recorded_at: work.ctx().now(),
        supersedes: None,
        network_id: readership.network,
        conf_status: figure.conf_status,
        numerator: figure.numerator,
        denominator: figure.denominator,
        sample: figure.sample,
        method_version: indicator.version,
        plausibility: Plausibility::Unchecked,
        revision: 1,
        superseded_at: None,
    }
}

/// Writes a new row with its readers.
pub(super) async fn add(work: &Work<'_>, row: Model, named: &Readers) -> Result<()> {
    let facts = facts(&row);
    let subject = Subject {
        tenant: row.tenant_id,
        id: row.id.0,
        release: super::release(&row),
    };
    let id = row.id;
    work.insert::<ActiveModel>(row.into_active_model().reset_all())
        .await?;
    if !named.is_empty() {
        named_reader::keep(work, &subject, named, None).await?;
    }
    work.note_content(id, ChangeAction::Created, None, Some(&facts))
        .await
}
