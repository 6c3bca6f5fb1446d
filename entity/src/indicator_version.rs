//! A definition of an indicator as it was before it was changed.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{IndicatorId, IndicatorVersionId},
    scope::ReferenceTable,
    value::Polarity,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A definition of an indicator as it was before it was changed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator_version")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IndicatorVersionId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// Version of the definition.
    pub version: i32,
    /// Since when it held; none where it was the first one.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when it held.
    pub valid_until: DateTime<Utc>,
    /// Name in German.
    pub label_de: String,
    /// Name in English.
    pub label_en: String,
    /// Definition in German.
    pub definition_de: String,
    /// Definition in English.
    pub definition_en: String,
    /// How it was computed.
    pub formula: Option<String>,
    /// What was counted, in German.
    pub numerator_de: Option<String>,
    /// What was counted, in English.
    pub numerator_en: Option<String>,
    /// By what it was divided, in German.
    pub denominator_de: Option<String>,
    /// By what it was divided, in English.
    pub denominator_en: Option<String>,
    /// How it was collected, in German.
    pub method_de: Option<String>,
    /// How it was collected, in English.
    pub method_en: Option<String>,
    /// Unit in German.
    pub unit_de: String,
    /// Unit in English.
    pub unit_en: String,
    /// Which direction was the good one.
    pub polarity: Polarity,
    /// Why it was changed.
    pub reason: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
