//! An item of a project: an idea, milestone, indicator statement, measure or lesson.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ProjectId, ProjectItemId, SubProjectId, TenantId},
    scope::PartTable,
    value::{Certainty, ItemKind},
};
use sea_orm::entity::prelude::*;

/// An item of a project: an idea, milestone, indicator statement, measure or lesson.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project_item")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectItemId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its sub-project, if it belongs to one.
    pub sub_project_id: Option<SubProjectId>,
    /// What it says.
    pub kind: ItemKind,
    /// Order in the project.
    pub position: i32,
    /// The statement.
    pub text: String,
    /// How often it was named in the workshop.
    pub mention_count: Option<i32>,
    /// How sure the importer was.
    pub certainty: Certainty,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ProjectId;
}
