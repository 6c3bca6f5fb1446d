//! An API key of a machine client (Zugang).
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{AccountId, CredentialId, TenantId},
    scope::{HeldTable, OwnTable, PersonTable},
    value::TenantRole,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An API key of a machine client (Zugang).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CredentialId,
    /// The tenant it acts for.
    pub tenant_id: TenantId,
    /// What it is used for, in words.
    pub name: String,
    /// SHA-256 of its secret, 64 hexadecimal digits.
    pub secret_hash: String,
    /// What it may do at most.
    pub role: TenantRole,
    /// What it may do, as a list of scopes separated by spaces.
    pub scopes: String,
    /// Origins of web pages that may use it, separated by spaces; empty for any.
    pub origins: String,
    /// Who made it, if a person did.
    pub created_by: Option<AccountId>,
    /// The key that it takes over from, if any.
    pub replaces: Option<CredentialId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends, if it does.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was withdrawn, if it was.
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
    const PERSON: Column = Column::CreatedBy;
}
