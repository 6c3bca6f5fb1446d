//! A change of a record, in the order in which changes happened.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{id::TenantId, scope::ReferenceTable, value::ChangeAction};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A change of a record, in the order in which changes happened.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Ever-growing number.
    #[sea_orm(primary_key, auto_increment = true)]
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose record it is; none for reference data.
    pub tenant_id: Option<TenantId>,
    /// Kind of the record, such as project.
    pub kind: String,
    /// Id of the record, as outside.
    pub entity_id: String,
    /// What happened.
    pub action: ChangeAction,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
