//! A file from which a plan was imported.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{PlanId, SourceDocumentId, TenantId},
    scope::PartTable,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A file from which a plan was imported.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "source_document")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SourceDocumentId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// The plan it became.
    pub plan_id: PlanId,
    /// Name of the file.
    pub file_name: String,
    /// TSV, CSV, HTML, Markdown or XLSX.
    pub format: String,
    /// Encoding it was read in.
    pub encoding: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Size in bytes.
    pub size: i64,
    /// When it was imported.
    pub imported_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::PlanId;
}
