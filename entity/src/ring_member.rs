//! A city that was invited to a ring, and what it answered.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{PeerGroupId, RingMemberId, TenantId},
    scope::PartTable,
    value::RingState,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A city that was invited to a ring, and what it answered.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ring_member")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RingMemberId,
    /// Who moderates the ring.
    pub tenant_id: TenantId,
    /// The ring.
    pub group_id: PeerGroupId,
    /// The organisation that was invited.
    pub member_id: TenantId,
    /// Its municipality.
    pub city_ags: String,
    /// What it answered.
    pub state: RingState,
    /// The version of the terms that it accepted.
    pub terms_version: Option<i32>,
    /// When it was invited.
    pub invited_at: DateTime<Utc>,
    /// When it answered, or left.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::GroupId;
}
