//! A cell of an imported file, to the last character.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{SourceCellId, SourceDocumentId, TenantId},
    scope::PartTable,
};
use sea_orm::entity::prelude::*;

/// A cell of an imported file, to the last character.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "source_cell")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SourceCellId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// The file.
    pub document_id: SourceDocumentId,
    /// Row, from 1.
    pub row: i32,
    /// Column, from 1; 0 for text outside of the table.
    pub column: i32,
    /// Header of the column.
    pub header: Option<String>,
    /// The text as it stood there.
    pub text: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::DocumentId;
}
