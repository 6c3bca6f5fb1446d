//! A concept that a network adds to the vocabulary.
//!
//! Invariant: rows are reached through the scopes only. Lists stand in a text, one entry a line.

use crate::{
    id::{NetworkConceptId, NetworkId},
    scope::ReferenceTable,
};
use sea_orm::entity::prelude::*;

/// A concept that a network adds to the vocabulary.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "network_concept")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NetworkConceptId,
    /// The network that adds it.
    pub network_id: NetworkId,
    /// Short name, unique in the network.
    pub notation: String,
    /// What kind of concept it is.
    pub kind: String,
    /// Short name of the wider concept.
    pub broader: Option<String>,
    /// Short names of the problems that it is usually used against.
    pub answers: String,
    /// Name in German.
    pub label_de: String,
    /// Name in English.
    pub label_en: Option<String>,
    /// What is meant, in German.
    pub definition_de: String,
    /// What is meant, in English.
    pub definition_en: Option<String>,
    /// Phrases that tell of it, in German.
    pub phrases_de: String,
    /// Phrases that tell of it, in English.
    pub phrases_en: String,
    /// Order in the vocabulary of the network.
    pub position: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
