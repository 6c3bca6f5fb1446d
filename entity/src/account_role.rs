//! What a person may do in a tenant.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{AccountId, AccountRoleId, TenantId},
    scope::{HeldTable, OwnTable, PersonTable},
    value::TenantRole,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// What a person may do in a tenant.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account_role")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountRoleId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The person.
    pub account_id: AccountId,
    /// What they may do there.
    pub role: TenantRole,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl HeldTable for Entity {
    const HOLDER: Column = Column::AccountId;
}

impl PersonTable for Entity {
    const PERSON: Column = Column::AccountId;
}
