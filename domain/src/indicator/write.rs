//! Defining indicators, and changing their definitions.
//!
//! Invariant: an indicator of a network is defined and changed by who coordinates it today, every other by the operator;
//! what held before is kept with the reason for the change.

use super::{Definition, Indicator, NewIndicator};
use crate::{
    error::{Error, Result},
    membership::coordinator_who_writes,
    mistake::Mistakes,
    policy::Action,
    work::{Work, check_version},
};
use entity::{
    id::{IndicatorId, IndicatorVersionId, NetworkId},
    indicator::{ActiveModel, Column, Entity},
    indicator_version,
    scope::ReferenceTable,
    value::ChangeAction,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::LockType,
};

/// Defines an indicator: as the operator for everybody, or as the coordination of a network.
///
/// # Errors
/// `FORBIDDEN` for everybody else, `BAD_USER_INPUT` for what cannot be, `CONFLICT` where the code exists.
pub async fn define(work: &Work<'_>, new: NewIndicator) -> Result<IndicatorId> {
    may_define(work, new.network).await?;
    let mut mistakes = Mistakes::default();
    new.check(&mut mistakes);
    mistakes.finish()?;
    let id = IndicatorId(Work::new_id());
    let row = ActiveModel {
        id: Set(id),
        code: Set(new.code),
        version: Set(1),
        value_type: Set(new.value_type),
        network_id: Set(new.network),
        valid_from: Set(None),
        ..Default::default()
    };
    work.insert(applied(row, new.definition, work.ctx().now()))
        .await?;
    work.made(id);
    work.note("indicator", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

/// Changes the definition of an indicator; its code and what its values are stay. Values keep the version by which they
/// were collected.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for whoever could not have defined it, `STALE_VERSION`, `BAD_USER_INPUT` for what cannot be.
pub async fn revise(
    work: &Work<'_>,
    code: &str,
    expected: i32,
    (definition, reason): (Definition, String),
) -> Result<IndicatorId> {
    let found = Entity::all()
        .filter(Column::Code.eq(code))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let row = found.await?.ok_or(Error::NotFound("indicator"))?;
    may_define(work, row.network_id).await?;
    check_version(expected, row.version)?;
    let mut mistakes = Mistakes::default();
    definition.check(row.value_type, &mut mistakes);
    mistakes.text("reason", &reason, 1_000);
    mistakes.finish()?;
    let (id, now) = (row.id, work.ctx().now());
    work.insert(former(&row, reason, now)).await?;
    let mut change = applied(row.into_active_model(), definition, now);
    change.version = Set(expected + 1);
    change.valid_from = Set(Some(now));
    change.update(work.connection()).await?;
    work.note("indicator", id.to_string(), ChangeAction::Updated)
        .await?;
    Ok(id)
}

async fn may_define(work: &Work<'_>, network: Option<NetworkId>) -> Result<()> {
    match network {
        Some(network) => coordinator_who_writes(work, network, Action::Publish)
            .await
            .map(|_| ()),
        None => work.ctx().require_operator(),
    }
}

type Moment = chrono::DateTime<chrono::Utc>;

/// The row with what a definition says.
fn applied(row: ActiveModel, new: Definition, now: Moment) -> ActiveModel {
    let frameworks = new.frameworks.join("\n");
    ActiveModel {
        label_de: Set(new.label.0),
        label_en: Set(new.label.1),
        definition_de: Set(new.meaning.0),
        definition_en: Set(new.meaning.1),
        formula: Set(new.formula),
        unit_de: Set(new.unit.0),
        unit_en: Set(new.unit.1),
        decimals: Set(new.decimals),
        polarity: Set(new.polarity),
        kind: Set(new.kind),
        frequency: Set(new.frequency),
        minimum_sample: Set(new.minimum_sample),
        comparability_de: Set(new.comparability.0),
        comparability_en: Set(new.comparability.1),
        frameworks: Set(Some(frameworks).filter(|text| !text.is_empty())),
        numerator_de: Set(new.numerator.0),
        numerator_en: Set(new.numerator.1),
        denominator_de: Set(new.denominator.0),
        denominator_en: Set(new.denominator.1),
        method_de: Set(new.method.0),
        method_en: Set(new.method.1),
        source: Set(new.source),
        lowest: Set(new.lowest),
        highest: Set(new.highest),
        counts_persons: Set(new.counts_persons),
        updated_at: Set(Some(now)),
        ..row
    }
}

/// What held until now.
fn former(row: &Indicator, reason: String, now: Moment) -> indicator_version::ActiveModel {
    let row = row.clone();
    indicator_version::ActiveModel {
        id: Set(IndicatorVersionId(Work::new_id())),
        indicator_id: Set(row.id),
        version: Set(row.version),
        valid_from: Set(row.valid_from),
        valid_until: Set(now),
        label_de: Set(row.label_de),
        label_en: Set(row.label_en),
        definition_de: Set(row.definition_de),
        definition_en: Set(row.definition_en),
        formula: Set(row.formula),
        numerator_de: Set(row.numerator_de),
        numerator_en: Set(row.numerator_en),
        denominator_de: Set(row.denominator_de),
        denominator_en: Set(row.denominator_en),
        method_de: Set(row.method_de),
        method_en: Set(row.method_en),
        unit_de: Set(row.unit_de),
        unit_en: Set(row.unit_en),
        polarity: Set(row.polarity),
        reason: Set(reason),
    }
}
