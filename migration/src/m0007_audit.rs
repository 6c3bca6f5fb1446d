//! The audit log, which can only grow, and the hash of its newest entry.
//!
//! Invariant: this step is not edited after its release. The database itself refuses to change or delete an entry.

use crate::column::*;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The audit log.
#[derive(DeriveMigrationName)]
pub struct Migration;

const GUARD_SQLITE: [&str; 2] = [
    "CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry \
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_entry_is_not_deleted BEFORE DELETE ON audit_entry \
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
];
const GUARD_POSTGRES: [&str; 2] = [
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
     $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry \
     FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        audit_entry(manager).await?;
        audit_head(manager).await?;
        let guards = match manager.get_database_backend() {
            DbBackend::Postgres => GUARD_POSTGRES,
            _ => GUARD_SQLITE,
        };
        run(manager, &guards).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["audit_head", "audit_entry"]).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, &["DROP FUNCTION audit_is_append_only()"]).await,
            _ => Ok(()),
        }
    }
}

async fn audit_entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut audit_entry = table("audit_entry");
    audit_entry
        .col(
            ColumnDef::new(Alias::new("seq"))
                .big_integer()
                .not_null()
                .primary_key()
                .take(),
        )
        .col(moment("at"))
        .col(uuid_null("tenant_id"))
        .col(text("actor"))
        .col(text("action"))
        .col(text("subject"))
        .col(word("outcome"))
        .col(text("request"))
        .col(text("previous"))
        .col(text("hash"));
    manager.create_table(audit_entry).await?;
    index(manager, "audit_entry", &["tenant_id", "at"]).await
}

/// One row: whoever adds an entry holds it until the end of the transaction, so that entries have one order.
async fn audit_head(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut audit_head = table("audit_head");
    audit_head
        .col(integer("id").primary_key().take())
        .col(
            ColumnDef::new(Alias::new("seq"))
                .big_integer()
                .not_null()
                .take(),
        )
        .col(moment("at"))
        .col(text("hash"));
    manager.create_table(audit_head).await?;
    let first = Query::insert()
        .into_table(Alias::new("audit_head"))
        .columns(["id", "seq", "at", "hash"].map(Alias::new))
        .values_panic([
            1.into(),
            0_i64.into(),
            Expr::cust("'1970-01-01T00:00:00+00:00'"),
            String::new().into(),
        ])
        .to_owned();
    manager.execute(first).await
}
