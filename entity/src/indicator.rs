//! An indicator (Indikator): the definition of a figure.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{IndicatorId, NetworkId},
    scope::ReferenceTable,
    value::{Frequency, IndicatorKind, Polarity, ValueType},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An indicator (Indikator): the definition of a figure.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IndicatorId,
    /// Stable code, unique.
    pub code: String,
    /// Version of the definition.
    pub version: i32,
    /// Name in German.
    pub label_de: String,
    /// Name in English.
    pub label_en: String,
    /// Definition in German.
    pub definition_de: String,
    /// Definition in English.
    pub definition_en: String,
    /// How it is computed.
    pub formula: Option<String>,
    /// Unit in German.
    pub unit_de: String,
    /// Unit in English.
    pub unit_en: String,
    /// Decimal places to show.
    pub decimals: i16,
    /// Which direction is the good one.
    pub polarity: Polarity,
    /// What it measures in the chain of effects.
    pub kind: IndicatorKind,
    /// What its values are.
    pub value_type: ValueType,
    /// How often it is collected.
    pub frequency: Frequency,
    /// Smallest sample for which a value is published.
    pub minimum_sample: Option<i32>,
    /// What to mind when comparing, in German.
    pub comparability_de: Option<String>,
    /// What to mind when comparing, in English.
    pub comparability_en: Option<String>,
    /// Frameworks it belongs to.
    pub frameworks: Option<String>,
    /// The network whose coordination defined it; none where the operator did.
    pub network_id: Option<NetworkId>,
    /// What is counted, in German.
    pub numerator_de: Option<String>,
    /// What is counted, in English.
    pub numerator_en: Option<String>,
    /// By what it is divided, in German.
    pub denominator_de: Option<String>,
    /// By what it is divided, in English.
    pub denominator_en: Option<String>,
    /// How it is collected, in German.
    pub method_de: Option<String>,
    /// How it is collected, in English.
    pub method_en: Option<String>,
    /// Where the definition comes from.
    pub source: Option<String>,
    /// The smallest value that can be.
    pub lowest: Option<f64>,
    /// The largest value that can be.
    pub highest: Option<f64>,
    /// Whether its values count persons: small ones say something about somebody.
    pub counts_persons: bool,
    /// Since when this version of the definition holds; none where it is the first one.
    pub valid_from: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
