//! A list of the GraphQL documents that an organisation trusts, for one of its keys or for all.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{CredentialId, DocumentListId, TenantId},
    scope::{OwnTable, ServiceTable},
    value::DocumentMode,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A list of the GraphQL documents that an organisation trusts, for one of its keys or for all.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_list")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentListId,
    /// Whose list it is.
    pub tenant_id: TenantId,
    /// For which key; for all that have no list of their own where none is named.
    pub credential_id: Option<CredentialId>,
    /// That key or, where none is named, the tenant.
    pub holder_id: Uuid,
    /// What the key may run besides.
    pub mode: DocumentMode,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// How often it was written.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl ServiceTable for Entity {}
