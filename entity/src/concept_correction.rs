//! What editors say about a concept that was, or was not, recognised in the texts of a project.
//!
//! Invariant: rows are reached through the scopes only. A concept is kept by its short name, so that a correction outlives
//! every version of the vocabulary.

use crate::{
    id::{ConceptCorrectionId, ProjectId, TenantId},
    scope::PartTable,
    value::ConceptVerdict,
};
use sea_orm::entity::prelude::*;

/// What editors say about a concept of a project.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_correction")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConceptCorrectionId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// The project.
    pub project_id: ProjectId,
    /// Short name of the concept in the vocabulary.
    pub notation: String,
    /// What is said about it.
    pub verdict: ConceptVerdict,
    /// Order in the project.
    pub position: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ProjectId;
}
