//! What organisations decided about suggestions.
//!
//! Invariant: this step is not edited after its release. A decision is read by the organisation that made it.

use crate::{
    column::{day_null, drop_all, id, index, moment, refers, table, unique, uuid, word, word_null},
    guard::{OWNED, guard},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// What organisations decided about suggestions.
#[derive(DeriveMigrationName)]
pub struct Migration;

const DECISION: &str = "suggestion_decision";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut decision = table(DECISION);
        decision
            .col(id())
            .col(uuid("tenant_id"))
            .col(uuid("network_id"))
            .col(uuid("adopter_project_id"))
            .col(uuid("source_project_id"))
            .col(word("verdict"))
            .col(word_null("reason"))
            .col(day_null("until"))
            .col(moment("decided_at"));
        refers(&mut decision, DECISION, "tenant_id", "tenant");
        refers(&mut decision, DECISION, "network_id", "network");
        // A retired project may come back, and what was decided about it with it; with an erased one it goes.
        refers(&mut decision, DECISION, "adopter_project_id", "project");
        refers(&mut decision, DECISION, "source_project_id", "project");
        manager.create_table(decision).await?;
        let pair = ["tenant_id", "adopter_project_id", "source_project_id"];
        unique(manager, DECISION, &pair).await?;
        index(manager, DECISION, &["tenant_id", "network_id"]).await?;
        index(manager, DECISION, &["adopter_project_id"]).await?;
        index(manager, DECISION, &["source_project_id"]).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => guard(manager, DECISION, OWNED, OWNED).await,
            _ => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[DECISION]).await
    }
}
