//! An entry of the audit log (Protokoll): append-only, each one sealed by a hash over the one before.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::TenantId,
    scope::{OwnTable, ReferenceTable},
    value::AuditOutcome,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An entry of the audit log (Protokoll): append-only, each one sealed by a hash over the one before.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Ever-growing number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose matter it is; none for the platform.
    pub tenant_id: Option<TenantId>,
    /// Who did it, as a pseudonym.
    pub actor: String,
    /// What was done, such as project.edit.
    pub action: String,
    /// To what, as an id outside.
    pub subject: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Id of the request.
    pub request: String,
    /// Hash of the entry before, 64 hexadecimal digits.
    pub previous: String,
    /// Hash of this entry and the one before.
    pub hash: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}
