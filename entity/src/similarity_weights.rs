//! What the features of similarity weigh in a network, in one version.
//!
//! Invariant: a version is never changed, only taken into use or out of it; at most one of a network is in use.

use crate::{
    id::{NetworkId, SimilarityWeightsId},
    scope::ReferenceTable,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// What the features of similarity weigh in a network, in one version.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "similarity_weights")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SimilarityWeightsId,
    /// The network.
    pub network_id: NetworkId,
    /// Number of the version in the network, from 1 on.
    pub number: i32,
    /// The weights by name of the feature, as a JSON object.
    pub weights: String,
    /// From how many accepted pairs it was learnt.
    pub accepted: i32,
    /// From how many declined ones.
    pub declined: i32,
    /// How well the weights that were in use before ranked those pairs.
    pub area_before: f64,
    /// How well weights that were learnt without them did.
    pub area_after: f64,
    /// When it was learnt.
    pub created_at: DateTime<Utc>,
    /// Since when it is in use, if it is.
    pub in_use_since: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
