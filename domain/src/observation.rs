//! Observations (Messwerte): values of indicators for cities and years.
//!
//! Invariant: append-only; what was aimed at or planned is never mixed with what was measured.

use crate::{
    error::{Error, Result},
    read::{
        CityCriteria, Direction, Edge, Filter, KeyKind, ListRequest, OrderBy, OrderKey, Page,
        Reader, Row, Select, bounded, columns, in_texts, in_uuids, parent,
    },
    release::Release,
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    city,
    id::{IndicatorId, ObservationId, TenantId},
    indicator, observation, tenant,
    value::{ChangeAction, ConfStatus, Confidence, ObsStatus, Plausibility, ValueKind, Visibility},
};
use sea_orm::{
    Set,
    sea_query::{Expr, ExprTrait},
};

/// To whom a value is released.
pub(crate) const fn release(row: &observation::Model) -> Release {
    Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    }
}

columns! {
    /// A value of an indicator for a city and year.
    Observation of observation, tenant rows;
    keys {
        /// Key.
        id: ObservationId = Id,
        /// Who entered it.
        tenant_id: TenantId = TenantId,
        /// The indicator.
        indicator_id: IndicatorId = IndicatorId,
        /// The municipality.
        city_ags: String = CityAgs,
    }
    fields {
        /// Year.
        year: i32 = Year / "year",
        /// Value, in the indicator's unit; none where the status says that there is none.
        value: Option<f64> = Value / "value",
        /// Whether it was measured, is aimed at or planned.
        value_kind: ValueKind = ValueKind / "valueKind",
        /// SDMX observation status.
        obs_status: ObsStatus = ObsStatus / "obsStatus",
        /// How well it is documented.
        confidence: Confidence = Confidence / "confidence",
        /// Where it comes from.
        source: String = Source / "source",
        /// What to mind.
        note: Option<String> = Note / "note",
        /// Who may read it.
        visibility: Visibility = Visibility / "visibility",
        /// When it was entered.
        recorded_at: DateTime<Utc> = RecordedAt / "recordedAt",
        /// Not before this moment.
        embargo_until: Option<DateTime<Utc>> = EmbargoUntil / "embargoUntil",
        /// Whether it is free, or counts in rings without being shown.
        conf_status: ConfStatus = ConfStatus / "confStatus",
        /// What was counted.
        numerator: Option<f64> = Numerator / "numerator",
        /// By what it was divided.
        denominator: Option<f64> = Denominator / "denominator",
        /// How many answers or cases it rests on.
        sample: Option<i32> = Sample / "sample",
        /// Version of the indicator's definition.
        method_version: i32 = MethodVersion / "methodVersion",
        /// Whether somebody checked or doubts it.
        plausibility: Plausibility = Plausibility / "plausibility",
        /// 1, and one more with each correction.
        revision: i32 = Revision / "revision",
    }
}

parent!(Observation, "observation", |reader, nodes, edge| {
    Edge::City => reader.to_reference::<_, city::Model>(nodes, edge, |node| Some(node.city_ags.clone())),
    Edge::Indicator => reader.to_reference::<_, indicator::Model>(nodes, edge, |node| Some(node.indicator_id)),
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.tenant_id)),
});

/// Which observations are wanted.
#[derive(Clone, Debug, Default)]
pub struct ObservationFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// Criteria on the municipality.
    pub city: CityCriteria,
    /// Codes of indicators.
    pub indicator: Option<Vec<String>>,
    /// Whether measured, aimed at or planned.
    pub value_kind: Option<Vec<ValueKind>>,
    /// Not before this year.
    pub year_from: Option<i32>,
    /// Not after this year.
    pub year_to: Option<i32>,
}

impl Filter for ObservationFilter {
    fn and(&self) -> &[Self] {
        &self.and
    }
    fn or(&self) -> &[Self] {
        &self.or
    }
    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
    fn own(&self, ctx: &crate::Ctx) -> Result<Vec<Expr>> {
        use observation::Column;
        let backend = ctx.backend();
        let mut own = Vec::new();
        own.extend(self.city.condition(ctx, Expr::col(Column::CityAgs))?);
        if let Some(codes) = &self.indicator {
            let mut ids = Vec::new();
            for code in bounded("indicator", codes)? {
                ids.push(find_indicator(ctx, code)?.0);
            }
            own.push(in_uuids(backend, Expr::col(Column::IndicatorId), &ids));
        }
        if let Some(kinds) = &self.value_kind {
            let words: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::ValueKind), &words));
        }
        own.extend(self.year_from.map(|year| Expr::col(Column::Year).gte(year)));
        own.extend(self.year_to.map(|year| Expr::col(Column::Year).lte(year)));
        Ok(own)
    }
}

fn find_indicator(ctx: &crate::Ctx, code: &str) -> Result<IndicatorId> {
    let all = ctx.reference().indicators.all();
    all.iter()
        .find(|indicator| indicator.code == code)
        .map(|indicator| indicator.id)
        .ok_or_else(|| {
            Error::invalid(
                "filter.indicator",
                format!(
                    "{code:?} ist kein bekannter Indikator; die Liste indicators nennt alle Kürzel."
                ),
                format!("{code:?} is no known indicator; the list indicators names all codes."),
            )
        })
}

/// By what observations can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObservationOrder {
    /// By year.
    Year,
    /// By municipality.
    City,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<ObservationOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<ObservationOrder>| match by.field {
        ObservationOrder::Year => {
            OrderKey::new(observation::Column::Year, KeyKind::Integer, by.direction)
        }
        ObservationOrder::City => {
            OrderKey::new(observation::Column::CityAgs, KeyKind::Text, by.direction)
        }
    };
    if by.is_empty() {
        return vec![OrderKey::new(
            observation::Column::Year,
            KeyKind::Integer,
            Direction::Asc,
        )];
    }
    by.iter().map(key).collect()
}

/// The newest year first.
pub(crate) fn newest_first() -> Vec<OrderKey> {
    order(&[OrderBy {
        field: ObservationOrder::Year,
        direction: Direction::Desc,
    }])
}

/// Nothing but the value, with the keys of what it is a value of.
pub(crate) fn select_value() -> Select {
    Select {
        fields: Observation::field("value").unwrap_or_default(),
        ..Select::default()
    }
}

/// Observations that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Observation>> {
    reader.page(list, select).await
}

/// A new observation.
#[derive(Clone, Debug)]
pub struct NewObservation {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The municipality.
    pub city_ags: String,
    /// Year.
    pub year: i32,
    /// Value, in the indicator's unit.
    pub value: f64,
    /// Whether it was measured, is aimed at or planned.
    pub value_kind: ValueKind,
    /// SDMX observation status.
    pub obs_status: ObsStatus,
    /// How well it is documented.
    pub confidence: Confidence,
    /// Where it comes from.
    pub source: String,
    /// What to mind.
    pub note: Option<String>,
    /// Who may read it.
    pub release: Release,
}

/// Enters observations for the caller's own tenant; says how many.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write or release for it, `BAD_USER_INPUT` for a value that is no number.
pub async fn create_all(work: &Work<'_>, new: Vec<NewObservation>) -> Result<usize> {
    let now = work.ctx().now();
    let mut rows = Vec::with_capacity(new.len());
    for observation in new {
        let member = observation.release.author(work.ctx())?;
        if !observation.value.is_finite() {
            return Err(Error::invalid(
                "value",
                "ist keine Zahl.",
                "is not a number.",
            ));
        }
        rows.push((row(member.tenant, &observation, now), observation.release));
    }
    let count = rows.len();
    for (row, release) in &rows {
        let (Some(id), Some(tenant)) = (row.id.try_as_ref(), row.tenant_id.try_as_ref()) else {
            continue;
        };
        let facts = release.facts(*tenant, None);
        work.note_content(*id, ChangeAction::Created, None, Some(&facts))
            .await?;
    }
    work.insert_all(rows.into_iter().map(|(row, _)| row).collect())
        .await?;
    Ok(count)
}

fn row(tenant: TenantId, new: &NewObservation, now: DateTime<Utc>) -> observation::ActiveModel {
    observation::ActiveModel {
        id: Set(ObservationId(Work::new_id())),
        tenant_id: Set(tenant),
        indicator_id: Set(new.indicator),
        city_ags: Set(new.city_ags.clone()),
        year: Set(new.year),
        value: Set(Some(new.value)),
        value_kind: Set(new.value_kind),
        obs_status: Set(new.obs_status),
        confidence: Set(new.confidence),
        source: Set(new.source.clone()),
        note: Set(new.note.clone()),
        visibility: Set(new.release.visibility),
        embargo_until: Set(new.release.embargo_until),
        recorded_at: Set(now),
        supersedes: Set(None),
        network_id: Set(None),
        conf_status: Set(ConfStatus::Free),
        numerator: Set(None),
        denominator: Set(None),
        sample: Set(None),
        method_version: Set(1),
        plausibility: Set(Plausibility::Unchecked),
        revision: Set(1),
        superseded_at: Set(None),
    }
}
