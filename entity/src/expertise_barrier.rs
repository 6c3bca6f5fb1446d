//! A barrier that an offer or request of expertise is about.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{BarrierId, ExpertiseBarrierId, ExpertiseId, TenantId},
    scope::PartTable,
};
use sea_orm::entity::prelude::*;

/// A barrier that an offer or request of expertise is about.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "expertise_barrier")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExpertiseBarrierId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// The offer or request.
    pub expertise_id: ExpertiseId,
    /// The barrier.
    pub barrier_id: BarrierId,
    /// Order in the offer or request.
    pub position: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ExpertiseId;
}
