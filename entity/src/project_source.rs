//! Where a project is documented.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ProjectId, ProjectSourceId, TenantId},
    scope::PartTable,
};
use sea_orm::entity::prelude::*;

/// Where a project is documented.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project_source")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectSourceId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// The project.
    pub project_id: ProjectId,
    /// Order: the main source is first.
    pub position: i32,
    /// Address.
    pub url: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ProjectId;
}
