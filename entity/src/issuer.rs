//! An identity provider that a tenant brings along; it can speak for that tenant only.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{IssuerId, TenantId},
    scope::{HeldTable, OwnTable},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An identity provider that a tenant brings along; it can speak for that tenant only.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "issuer")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IssuerId,
    /// The tenant that it speaks for.
    pub tenant_id: TenantId,
    /// Issuer identifier, as in its tokens.
    pub url: String,
    /// Made from the identifier: by it the row is found before it is known for which tenant.
    pub url_key: Uuid,
    /// Audience that its tokens must name.
    pub audience: String,
    /// JWS algorithms that are accepted, separated by spaces.
    pub algorithms: String,
    /// Claim that holds the role.
    pub role_claim: String,
    /// When it was trusted.
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
    const HOLDER: Column = Column::UrlKey;
}
