//! What a barrier is to a project.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{BarrierId, ProjectBarrierId, ProjectId, TenantId},
    scope::PartTable,
    value::{BarrierBasis, BarrierRole},
};
use sea_orm::entity::prelude::*;

/// What a barrier is to a project.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project_barrier")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectBarrierId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// The project.
    pub project_id: ProjectId,
    /// The barrier.
    pub barrier_id: BarrierId,
    /// What the barrier is to the project.
    pub role: BarrierRole,
    /// Order in the project.
    pub position: i32,
    /// The statement in the words of the source.
    pub note: Option<String>,
    /// Where the statement comes from.
    pub basis: BarrierBasis,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ProjectId;
}
