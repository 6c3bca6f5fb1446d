//! A project (Vorhaben) of an action plan.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ActionFieldId, NetworkId, PlanId, ProjectId, TenantId},
    scope::TenantTable,
    value::{CostBand, ProjectPhase, ProjectStatus, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A project (Vorhaben) of an action plan.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// In which network it stands.
    pub network_id: NetworkId,
    /// Its plan.
    pub plan_id: PlanId,
    /// The municipality it is carried out in.
    pub city_ags: Option<String>,
    /// Its action field.
    pub action_field_id: Option<ActionFieldId>,
    /// Stable public code, unique in the network.
    pub code: String,
    /// Number in the plan.
    pub sequence_no: i32,
    /// Working title.
    pub working_title: String,
    /// Working title folded for sorting.
    pub title_key: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Overall goal (Übergeordnete Zielsetzung).
    pub overall_goal: Option<String>,
    /// Where it stands.
    pub status: ProjectStatus,
    /// The status in the words of the source.
    pub status_note: Option<String>,
    /// Whether it is behind its plan.
    pub is_delayed: bool,
    /// How mature it is.
    pub phase: Option<ProjectPhase>,
    /// Year in which it began.
    pub start_year: Option<i32>,
    /// Year in which it ended or is to end.
    pub end_year: Option<i32>,
    /// Responsible unit, as the source names it.
    pub responsible: Option<String>,
    /// Whom to ask: the address of a role, not of a person.
    pub contact: Option<String>,
    /// Who may read the contact, as far as the project itself may be read.
    pub contact_visibility: Visibility,
    /// What it costs, as a band.
    pub cost_band: Option<CostBand>,
    /// Who may read the cost, as far as the project itself may be read.
    pub cost_visibility: Visibility,
    /// A note for colleagues; never leaves the tenant.
    pub own_note: Option<String>,
    /// Title, summary and goal folded for the text filter.
    pub search_text: String,
    /// Who may read it, as its tenant set it.
    pub visibility: Visibility,
    /// Not before this moment, as its tenant set it.
    pub own_embargo_until: Option<DateTime<Utc>>,
    /// The narrower of its own and its plan's visibility; kept up on every write.
    pub effective_visibility: Visibility,
    /// Not before this moment: the later of its own and its plan's.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted, if it was.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts changes, for optimistic concurrency.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantTable for Entity {
    const ID: Column = Column::Id;
    const TENANT: Column = Column::TenantId;
    const NETWORK: Option<Column> = Some(Column::NetworkId);
    const VISIBILITY: Column = Column::EffectiveVisibility;
    const EMBARGO: Column = Column::EmbargoUntil;
    const DELETED: Option<Column> = Some(Column::DeletedAt);
}
