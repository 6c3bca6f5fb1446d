//! What an organisation decided about a suggestion: that two projects of two cities be brought together, or not, or later.
//!
//! Invariant: rows are reached through the scopes only; they are the organisation's own matter, and it has one about a pair.

use crate::{
    id::{NetworkId, ProjectId, SuggestionDecisionId, TenantId},
    scope::OwnTable,
    value::{SuggestionVerdict, TransferReason},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// What an organisation decided about a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suggestion_decision")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SuggestionDecisionId,
    /// Who decided.
    pub tenant_id: TenantId,
    /// In which network both projects stand.
    pub network_id: NetworkId,
    /// The project that was to learn.
    pub adopter_project_id: ProjectId,
    /// The project that was to be learnt from.
    pub source_project_id: ProjectId,
    /// What was decided.
    pub verdict: SuggestionVerdict,
    /// Why it was declined.
    pub reason: Option<TransferReason>,
    /// Until which day it was put off.
    pub until: Option<NaiveDate>,
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
