//! A sign-in of a person for a tenant, kept alive by rotating refresh tokens.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{AccountId, SessionId, TenantId},
    scope::{HeldTable, OwnTable, PersonTable},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A sign-in of a person for a tenant, kept alive by rotating refresh tokens.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// The tenant it acts for.
    pub tenant_id: TenantId,
    /// The person.
    pub account_id: AccountId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was ended, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl HeldTable for Entity {
    const HOLDER: Column = Column::Id;
}

impl PersonTable for Entity {
    const PERSON: Column = Column::AccountId;
}
