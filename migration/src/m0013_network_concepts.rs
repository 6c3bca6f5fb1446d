//! Concepts that networks add to the vocabulary.
//!
//! Invariant: this step is not edited after its release.

use crate::column::{drop_all, id, integer, refers, table, text, text_null, unique, uuid, word};
use sea_orm_migration::prelude::*;

/// Concepts that networks add to the vocabulary.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "network_concept";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut concept = table(TABLE);
        concept
            .col(id())
            .col(uuid("network_id"))
            .col(text("notation"))
            .col(word("kind"))
            .col(text_null("broader"))
            .col(text("answers"))
            .col(text("label_de"))
            .col(text_null("label_en"))
            .col(text("definition_de"))
            .col(text_null("definition_en"))
            .col(text("phrases_de"))
            .col(text("phrases_en"))
            .col(integer("position"));
        refers(&mut concept, TABLE, "network_id", "network");
        manager.create_table(concept).await?;
        unique(manager, TABLE, &["network_id", "notation"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[TABLE]).await
    }
}
