//! A resolution (Vorsatz) of a plan across its projects.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{PlanId, PlanResolutionId, TenantId},
    scope::PartTable,
    value::Certainty,
};
use sea_orm::entity::prelude::*;

/// A resolution (Vorsatz) of a plan across its projects.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_resolution")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanResolutionId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// Its plan.
    pub plan_id: PlanId,
    /// Order in the plan.
    pub position: i32,
    /// What was resolved.
    pub text: String,
    /// How sure the importer was.
    pub certainty: Certainty,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::PlanId;
}
