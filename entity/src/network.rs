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
    /// Fewest cities, besides the reader's, whose confidential values a figure is made of.
    pub least_contributors: i32,
    /// Fewest of them for quartiles.
    pub least_for_quartiles: i32,
    /// Fewest of them for deciles.
    pub least_for_deciles: i32,
    /// Largest share of the total that one of them may have, in percent.
    pub dominance_percent: i32,
    /// How exactly the second largest may be able to estimate the largest, in percent of it.
    pub estimate_percent: i32,
    /// Fewest persons in a figure that counts persons.
    pub least_persons: i32,
    /// To what multiple such figures are rounded.
    pub person_step: i32,
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
