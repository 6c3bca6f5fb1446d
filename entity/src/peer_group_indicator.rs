//! An indicator that the members of a peer group compare.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{IndicatorId, PeerGroupId, PeerGroupIndicatorId, TenantId},
    scope::PartTable,
};
use sea_orm::entity::prelude::*;

/// An indicator that the members of a peer group compare.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "peer_group_indicator")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PeerGroupIndicatorId,
    /// Who keeps the group.
    pub tenant_id: TenantId,
    /// The group.
    pub group_id: PeerGroupId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// Order in the group.
    pub position: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::GroupId;
}
