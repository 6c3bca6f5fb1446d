//! The order in which records changed.
//!
//! Invariant: this step is not edited after its release.

use crate::column::*;
use sea_orm_migration::prelude::*;

/// The order in which records changed.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        change(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["change"]).await
    }
}

async fn change(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut change = table("change");
    change
        .col(
            ColumnDef::new(Alias::new("seq"))
                .big_integer()
                .not_null()
                .auto_increment()
                .primary_key()
                .take(),
        )
        .col(moment("at"))
        .col(uuid_null("tenant_id"))
        .col(text("kind"))
        .col(text("entity_id"))
        .col(word("action"))
        .col(uuid_null("network_id"))
        .col(word_null("before"))
        .col(word_null("after"))
        .col(word_null("widest"))
        .col(uuid_null("subject_id"))
        .col(uuid_null("reader_id"));
    manager.create_table(change).await?;
    index(manager, "change", &["at", "seq"]).await?;
    index(manager, "change", &["subject_id", "at"]).await?;
    // Every write looks for the newest change of reference data, which belongs to no tenant.
    let of_reference = "CREATE INDEX change_reference_idx ON change (seq) WHERE tenant_id IS NULL";
    run(manager, &[of_reference]).await
}
