//! A tenant (Mandant): an organisation that owns content.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{id::TenantId, scope::ReferenceTable, value::TenantKind};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A tenant (Mandant): an organisation that owns content.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TenantId,
    /// What kind of organisation it is.
    pub kind: TenantKind,
    /// Name.
    pub name: String,
    /// The municipality it is, if it is one.
    pub city_ags: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts changes, for optimistic concurrency.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
