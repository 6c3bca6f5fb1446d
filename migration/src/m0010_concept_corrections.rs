//! What editors say about the concepts of a project.
//!
//! Invariant: this step is not edited after its release.

use crate::{
    column::{drop_all, id, index, integer, refers, table, text, uuid, word},
    guard::part,
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// What editors say about the concepts of a project.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "concept_correction";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut correction = table(TABLE);
        correction
            .col(id())
            .col(uuid("tenant_id"))
            .col(uuid("project_id"))
            .col(text("notation"))
            .col(word("verdict"))
            .col(integer("position"));
        refers(&mut correction, TABLE, "project_id", "project");
        manager.create_table(correction).await?;
        index(manager, TABLE, &["project_id", "position"]).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => part(manager, TABLE, "project_id", "project").await,
            _ => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[TABLE]).await
    }
}
