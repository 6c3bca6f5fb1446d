//! An observation (Messwert): a value of an indicator for a city and year. Append-only.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{IndicatorId, ObservationId, TenantId},
    scope::TenantTable,
    value::{Confidence, ObsStatus, ValueKind, Visibility},
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
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// The observation that it corrects.
    pub supersedes: Option<ObservationId>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantTable for Entity {
    const ID: Column = Column::Id;
    const TENANT: Column = Column::TenantId;
    const NETWORK: Option<Column> = None;
    const VISIBILITY: Column = Column::Visibility;
    const EMBARGO: Column = Column::EmbargoUntil;
    const DELETED: Option<Column> = None;
}
