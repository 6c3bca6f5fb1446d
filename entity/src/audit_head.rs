//! The newest entry of the audit log; whoever adds one holds this row until it is committed.
//!
//! Invariant: rows are reached through the scopes only.

use crate::scope::ReferenceTable;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// The newest entry of the audit log; whoever adds one holds this row until it is committed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Number of the newest entry.
    pub seq: i64,
    /// When it was added; the next one is younger.
    pub at: DateTime<Utc>,
    /// Its hash.
    pub hash: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
