//! A coordinating organisation's word on whether two projects are alike.
//!
//! Invariant: rows are reached through the scopes only; they are the organisation's own matter.

use crate::{
    id::{NetworkId, ProjectId, SimilarityDecisionId, TenantId},
    scope::OwnTable,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A coordinating organisation's word on whether two projects are alike.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "similarity_decision")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SimilarityDecisionId,
    /// Who decided: the coordinating organisation.
    pub tenant_id: TenantId,
    /// In which network both projects stand.
    pub network_id: NetworkId,
    /// The project for which a similar one was looked for.
    pub project_id: ProjectId,
    /// The project that was found.
    pub other_id: ProjectId,
    /// Whether the pair was accepted; otherwise it was declined.
    pub is_accepted: bool,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}
