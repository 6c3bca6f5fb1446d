//! A GraphQL document that an organisation trusts.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{DocumentListId, PersistedDocumentId, TenantId},
    scope::{HeldTable, OwnTable},
};
use sea_orm::entity::prelude::*;

/// A GraphQL document that an organisation trusts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "persisted_document")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersistedDocumentId,
    /// Who trusts it.
    pub tenant_id: TenantId,
    /// On which list it stands.
    pub document_list_id: DocumentListId,
    /// The first half of its SHA-256: whoever names that may read it.
    pub hash_key: Uuid,
    /// Its SHA-256, 64 hexadecimal digits.
    pub hash: String,
    /// Its text.
    pub document: String,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl HeldTable for Entity {
    const HOLDER: Column = Column::HashKey;
}
