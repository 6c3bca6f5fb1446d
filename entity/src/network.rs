//! A network (Städtenetz): cities with coordinators, action fields and rules of their own.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{id::NetworkId, scope::ReferenceTable, value::Visibility};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A network (Städtenetz): cities with coordinators, action fields and rules of their own.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "network")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NetworkId,
    /// Short name in addresses, unique.
    pub slug: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// What the network is for, in German.
    pub purpose_de: Option<String>,
    /// What the network is for, in English.
    pub purpose_en: Option<String>,
    /// Funding programme or project it began with.
    pub programme: Option<String>,
    /// Where this is documented.
    pub source_url: Option<String>,
    /// Visibility of new content.
    pub default_visibility: Visibility,
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
