//! What a language model made of a public text.
//!
//! Invariant: rows are reached through the scopes only.

use crate::scope::ReferenceTable;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// What a language model made of a public text.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "embedding")]
pub struct Model {
    /// The first half of the SHA-256 of model and text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The direction of the vector, a byte for each dimension.
    pub vector: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
