//! The search index follows the change feed of all tenants.
//!
//! Invariant: this step is not edited after its release. What is opened is the feed, which says that something happened to
//! a record and holds none of its content; content stays closed to the index, which reads it as each tenant in turn.

use crate::column::run;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The search index follows the change feed of all tenants.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: [&str; 2] = [
    "CREATE FUNCTION acting_index() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS \
     $$ SELECT coalesce(current_setting('staedtenetz.index', true), '') = 'on' $$",
    "CREATE POLICY change_follows ON change FOR SELECT USING ((SELECT acting_index()))",
];

const DOWN: [&str; 2] = [
    "DROP POLICY change_follows ON change",
    "DROP FUNCTION acting_index()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, &UP).await,
            _ => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, &DOWN).await,
            _ => Ok(()),
        }
    }
}
