//! A tenant that may read a record which is shared with named tenants.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{NamedReaderId, TenantId},
    scope::OwnTable,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A tenant that may read a record which is shared with named tenants.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "named_reader")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NamedReaderId,
    /// Who owns the record.
    pub tenant_id: TenantId,
    /// The record.
    pub subject_id: Uuid,
    /// The tenant that may read it.
    pub reader_id: TenantId,
    /// Whether the owner named it for this record, and not only for what the record is inside of.
    pub is_named: bool,
    /// Whether it holds: what is inside of something is never visible to more than that.
    pub is_effective: bool,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}
