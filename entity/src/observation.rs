//! An observation (Messwert): a value of an indicator for a city and year. Append-only.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{IndicatorId, NetworkId, ObservationId, TenantId},
    scope::TenantTable,
    value::{ConfStatus, Confidence, ObsStatus, Plausibility, ValueKind, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An observation (Messwert): a value of an indicator for a city and year. Append-only.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObservationId,
    /// Who entered it.
    pub tenant_id: TenantId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The municipality.
    pub city_ags: String,
    /// Year.
    pub year: i32,
    /// Value, in the indicator's unit; none where the status says that there is none.
    pub value: Option<f64>,
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
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// The observation that it corrects.
    pub supersedes: Option<ObservationId>,
    /// The network whose members may read it, where the visibility says so.
    pub network_id: Option<NetworkId>,
    /// Whether it is free, or counts in rings without being shown.
    pub conf_status: ConfStatus,
    /// What was counted.
    pub numerator: Option<f64>,
    /// By what it was divided.
    pub denominator: Option<f64>,
    /// How many answers or cases it rests on.
    pub sample: Option<i32>,
    /// Version of the indicator's definition.
    pub method_version: i32,
    /// Whether somebody checked or doubts it.
    pub plausibility: Plausibility,
    /// 1, and one more with each correction.
    pub revision: i32,
    /// When a correction took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantTable for Entity {
    const ID: Column = Column::Id;
    const TENANT: Column = Column::TenantId;
    const NETWORK: Option<Column> = Some(Column::NetworkId);
    const VISIBILITY: Column = Column::Visibility;
    const EMBARGO: Column = Column::EmbargoUntil;
    // What was corrected is no longer what holds; history is asked for by name.
    const DELETED: Option<Column> = Some(Column::SupersededAt);
}
