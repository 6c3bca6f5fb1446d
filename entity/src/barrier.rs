//! A barrier (Hemmnis) of the versioned vocabulary.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{id::BarrierId, scope::ReferenceTable};
use sea_orm::entity::prelude::*;

/// A barrier (Hemmnis) of the versioned vocabulary.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "barrier")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BarrierId,
    /// Version of the vocabulary; 0 is a reconstruction.
    pub version: i32,
    /// Notation, such as H7.
    pub code: String,
    /// Name in German.
    pub label_de: String,
    /// Name in English.
    pub label_en: String,
    /// Definition in German.
    pub definition_de: String,
    /// Definition in English.
    pub definition_en: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
