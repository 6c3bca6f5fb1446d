//! A refresh token of a session; each is used once.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{RefreshTokenId, SessionId, TenantId},
    scope::{HeldTable, OwnTable, PartTable},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A refresh token of a session; each is used once.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefreshTokenId,
    /// The tenant of its session.
    pub tenant_id: TenantId,
    /// Its session.
    pub session_id: SessionId,
    /// SHA-256 of its secret, 64 hexadecimal digits.
    pub secret_hash: String,
    /// When it was given out.
    pub created_at: DateTime<Utc>,
    /// When it was used, if it was: a second use ends the session.
    pub used_at: Option<DateTime<Utc>>,
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

impl PartTable for Entity {
    const PARENT: Column = Column::SessionId;
}
