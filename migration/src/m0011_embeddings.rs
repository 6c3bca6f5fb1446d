//! Vectors that a language model made of public texts, so that none is asked for twice.
//!
//! Invariant: this step is not edited after its release. A row tells no text: its key is a hash. Row security opens the
//! table to the connections of the search index only, which see public rows of everything else.

use crate::column::*;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Vectors of public texts.
#[derive(DeriveMigrationName)]
pub struct Migration;

const GUARD: [&str; 3] = [
    "ALTER TABLE embedding ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE embedding FORCE ROW LEVEL SECURITY",
    "CREATE POLICY embedding_index ON embedding USING ((SELECT acting_index())) WITH CHECK ((SELECT acting_index()))",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut embedding = table("embedding");
        embedding
            .col(id())
            .col(
                ColumnDef::new(Alias::new("vector"))
                    .binary()
                    .not_null()
                    .take(),
            )
            .col(moment("created_at"));
        manager.create_table(embedding).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, &GUARD).await,
            _ => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["embedding"]).await
    }
}
