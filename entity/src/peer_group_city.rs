//! A city of a peer group: of a list, or of any group as it was frozen for a year.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{PeerGroupCityId, PeerGroupId, TenantId},
    scope::PartTable,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A city of a peer group: of a list, or of any group as it was frozen for a year.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "peer_group_city")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PeerGroupCityId,
    /// Who keeps the group.
    pub tenant_id: TenantId,
    /// The group.
    pub group_id: PeerGroupId,
    /// The year for which it was frozen; none for a standing list.
    pub year: Option<i32>,
    /// The municipality.
    pub city_ags: String,
    /// How far it is from the city whose neighbours these are.
    pub distance: Option<f64>,
    /// When it was written.
    pub frozen_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::GroupId;
}
