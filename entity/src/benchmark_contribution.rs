//! A confidential value that counts in a published comparison.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{
        BenchmarkContributionId, BenchmarkReleaseId, IndicatorId, ObservationId, PeerGroupId,
        TenantId,
    },
    scope::{OwnTable, ServiceTable},
};
use sea_orm::entity::prelude::*;

/// A confidential value that counts in a published comparison.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "benchmark_contribution")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BenchmarkContributionId,
    /// Whose value it is.
    pub tenant_id: TenantId,
    /// The comparison.
    pub release_id: BenchmarkReleaseId,
    /// The ring.
    pub group_id: PeerGroupId,
    /// How many values counted in that comparison.
    pub counted: i32,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The year.
    pub year: i32,
    /// The municipality.
    pub city_ags: String,
    /// The value.
    pub observation_id: ObservationId,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl ServiceTable for Entity {}
