//! GraphQL documents that an organisation trusts, and what its keys may run besides.
//!
//! Invariant: this step is not edited after its release. A list is its tenant's own matter; connections of the service
//! itself read how strict lists are, and whoever names a document by its hash may read that one.

use crate::{
    column::{drop_all, id, index, refers, stamps, table, text, unique, uuid, uuid_null, word},
    guard::{OWNED, guard},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// GraphQL documents that an organisation trusts, and what its keys may run besides.
#[derive(DeriveMigrationName)]
pub struct Migration;

const LIST: &str = "document_list";
const DOCUMENT: &str = "persisted_document";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        list(manager).await?;
        document(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            let rules = format!("{OWNED} OR (SELECT acting_index())");
            guard(manager, LIST, &rules, OWNED).await?;
            let named = format!("{OWNED} OR hash_key = (SELECT acting_principal())");
            guard(manager, DOCUMENT, &named, OWNED).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[DOCUMENT, LIST]).await
    }
}

async fn list(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut list = table(LIST);
    list.col(id())
        .col(uuid("tenant_id"))
        .col(uuid_null("credential_id"))
        // The key that the list is for, or the tenant: one column to be unique by, since NULL never is.
        .col(uuid("holder_id"))
        .col(word("mode"));
    stamps(&mut list);
    refers(&mut list, LIST, "tenant_id", "tenant");
    refers(&mut list, LIST, "credential_id", "credential");
    manager.create_table(list).await?;
    unique(manager, LIST, &["holder_id"]).await?;
    index(manager, LIST, &["tenant_id"]).await
}

async fn document(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut document = table(DOCUMENT);
    document
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("document_list_id"))
        .col(uuid("hash_key"))
        .col(text("hash"))
        .col(text("document"));
    refers(&mut document, DOCUMENT, "tenant_id", "tenant");
    refers(&mut document, DOCUMENT, "document_list_id", LIST);
    manager.create_table(document).await?;
    unique(manager, DOCUMENT, &["document_list_id", "hash"]).await?;
    index(manager, DOCUMENT, &["hash_key"]).await
}
