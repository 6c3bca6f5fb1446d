//! A sub-project (Teilvorhaben) of a project.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ProjectId, SubProjectId, TenantId},
    scope::PartTable,
};
use sea_orm::entity::prelude::*;

/// A sub-project (Teilvorhaben) of a project.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sub_project")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubProjectId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// Its project.
    pub project_id: ProjectId,
    /// Number in the project.
    pub number: i32,
    /// Title.
    pub title: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ProjectId;
}
