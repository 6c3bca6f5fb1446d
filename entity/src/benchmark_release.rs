//! A comparison of a ring as it was published: one indicator in one year.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{BenchmarkReleaseId, IndicatorId, NetworkId, PeerGroupId, TenantId},
    scope::TenantTable,
    value::{Visibility, Withheld},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A comparison of a ring as it was published: one indicator in one year.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "benchmark_release")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BenchmarkReleaseId,
    /// Who moderates the ring.
    pub tenant_id: TenantId,
    /// The network of the ring.
    pub network_id: NetworkId,
    /// The ring.
    pub group_id: PeerGroupId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The year.
    pub year: i32,
    /// How often it was published.
    pub number: i32,
    /// The version of the definition.
    pub method_version: i32,
    /// Cities of the ring in that year.
    pub cities: i32,
    /// Cities for which there can be no value.
    pub not_applicable: i32,
    /// Cities whose confidential values count.
    pub contributors: i32,
    /// Values that count.
    pub n: i32,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Lower quartile.
    pub q1: Option<f64>,
    /// Upper quartile.
    pub q3: Option<f64>,
    /// Smallest value.
    pub least: Option<f64>,
    /// Largest value.
    pub most: Option<f64>,
    /// The nine deciles, separated by spaces.
    pub deciles: Option<String>,
    /// Why there is nothing, if so.
    pub withheld: Option<Withheld>,
    /// Why there are no quartiles and no median.
    pub quartiles_withheld: Option<Withheld>,
    /// Why there are no deciles.
    pub deciles_withheld: Option<Withheld>,
    /// Why there is no smallest and largest value.
    pub extremes_withheld: Option<Withheld>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was withdrawn, or replaced by a newer one.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Why it was withdrawn.
    pub withdrawn_because: Option<String>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
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
    const DELETED: Option<Column> = Some(Column::DeletedAt);
}
