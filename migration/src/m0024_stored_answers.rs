//! Answers to requests with an `Idempotency-Key`, for a day.
//!
//! Invariant: this step is not edited after its release. A row belongs to a tenant or, without one, to those who run the
//! platform; nobody else reads it.

use crate::{
    column::{drop_all, id, index, moment, moment_null, refers, table, text, uuid, uuid_null},
    guard::guard,
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Answers to requests with an `Idempotency-Key`, for a day.
#[derive(DeriveMigrationName)]
pub struct Migration;

const ANSWER: &str = "stored_answer";

/// Whose it is: an operator acts for no tenant.
const OWN: &str =
    "tenant_id = (SELECT acting_tenant()) OR (tenant_id IS NULL AND (SELECT acting_operator()))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut answer = table(ANSWER);
        answer
            .col(id())
            .col(uuid_null("tenant_id"))
            .col(text("request"))
            .col(text("rights"))
            .col(uuid("claim"))
            .col(moment("claimed_until"))
            .col(moment_null("applied_at"))
            .col(ColumnDef::new(Alias::new("answer")).binary().null().take())
            .col(moment("created_at"));
        refers(&mut answer, ANSWER, "tenant_id", "tenant");
        manager.create_table(answer).await?;
        index(manager, ANSWER, &["tenant_id", "created_at"]).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => guard(manager, ANSWER, OWN, OWN).await,
            _ => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[ANSWER]).await
    }
}
