//! A municipality of the register (Kommune), keyed by AGS. Global reference data, read-only.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{scope::ReferenceTable, value::CityKind};
use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

/// A municipality of the register (Kommune), keyed by AGS. Global reference data, read-only.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "city")]
pub struct Model {
    /// Official municipality key (Amtlicher Gemeindeschlüssel), eight digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ags: String,
    /// Regional key (Amtlicher Regionalschlüssel), twelve digits, where known.
    pub ars: Option<String>,
    /// Name as in the register, with suffixes such as ", Stadt".
    pub name: String,
    /// Name without those suffixes.
    pub display_name: String,
    /// What kind of place it is.
    pub kind: CityKind,
    /// Key of the federal state, two digits.
    pub state: String,
    /// Inhabitants.
    pub population: Option<i32>,
    /// The day the population figure is for.
    pub population_on: Option<NaiveDate>,
    /// Area in square kilometres.
    pub area_km2: Option<f64>,
    /// Degrees north (WGS 84).
    pub latitude: Option<f64>,
    /// Degrees east (WGS 84).
    pub longitude: Option<f64>,
    /// RegioStaR 7 type, 71 to 77.
    pub regiostar7: Option<i16>,
    /// Traffic area in hectares.
    pub traffic_area_ha: Option<i32>,
    /// Land area in hectares, of the same year as the traffic area.
    pub land_area_ha: Option<i32>,
    /// NUTS 3 code, where known.
    pub nuts3: Option<String>,
    /// Wikidata item, where known.
    pub wikidata: Option<String>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
