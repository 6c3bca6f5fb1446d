//! Observations (Messwerte): values of indicators for cities and years.
//!
//! Invariant: append-only; what was aimed at or planned is never mixed with what was measured.

mod check;
mod correct;
mod draft;
mod filter;
pub mod import;
mod load;
mod publish;
mod record;
mod revision;
mod warning;

use crate::{
    error::Result,
    observation_remark::ObservationRemark,
    policy::Facts,
    read::{
        Direction, Edge, ListRequest, OrderBy, OrderKey, Page, Reader, Row, Select, columns, parent,
    },
    release::Release,
};
use chrono::{DateTime, Utc};
use entity::{
    city,
    id::{IndicatorId, NetworkId, ObservationId, TenantId},
    indicator, network, observation, observation_remark, tenant,
    value::{ConfStatus, Confidence, ObsStatus, Plausibility, ValueKind, Visibility},
};

pub use correct::{correct, withdraw};
pub use draft::{Draft, Figure, Readership};
pub use filter::{ObservationFilter, ObservationOrder, order};
pub use load::{NewObservation, create_all};
pub use publish::publish;
pub use record::record;
pub use revision::{MOST as MOST_REVISIONS, revisions};

/// To whom a value is released.
pub(crate) const fn release(row: &observation::Model) -> Release {
    Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    }
}

/// What the policy needs to know of a value.
pub(crate) const fn facts(row: &observation::Model) -> Facts {
    release(row).facts(row.tenant_id, row.network_id)
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
        /// The network whose members may read it, where the visibility says so.
        network_id: Option<NetworkId> = NetworkId,
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
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| node.network_id),
    Edge::Revisions => revision::follow(reader, nodes, edge),
    Edge::Remarks => {
        reader.to_many::<_, ObservationRemark, _>(nodes, edge, observation_remark::Column::ObservationId, |node| node.id.0)
    },
});

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
