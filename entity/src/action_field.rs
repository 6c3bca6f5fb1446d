//! An action field (Aktionsfeld) of a network's scheme.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ActionFieldId, NetworkId},
    scope::ReferenceTable,
};
use sea_orm::entity::prelude::*;

/// An action field (Aktionsfeld) of a network's scheme.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "action_field")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActionFieldId,
    /// The network whose scheme it belongs to.
    pub network_id: NetworkId,
    /// Short code, such as A.
    pub code: String,
    /// Name in German.
    pub label_de: String,
    /// Name in English.
    pub label_en: Option<String>,
    /// Order in the scheme.
    pub position: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
