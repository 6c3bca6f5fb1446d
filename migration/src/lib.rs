//! How storage changed: one file per step, the same for SQLite and PostgreSQL.
//!
//! Invariant: a step is never edited after its release and imports none of our crates, so that it still means in ten
//! years what it means today. Up, down and up again gives the same schema.

mod column;
mod guard;
mod m0001_networks_and_tenants;
mod m0002_action_plans;
mod m0003_transfer_links;
mod m0004_indicators;
mod m0005_changes;
mod m0006_identity;
mod m0007_audit;
mod m0008_row_security;
mod m0009_search_index;
mod m0010_concept_corrections;
mod m0011_embeddings;
mod m0012_similarity_weights;
mod m0013_network_concepts;
mod m0014_governed_transfers;
mod m0015_webhooks;
mod m0016_expertise;
mod m0017_suggestion_decisions;
mod m0018_figures;
mod m0019_peer_groups;
mod m0020_benchmarks;
mod m0023_persisted_documents;
mod m0024_stored_answers;

pub use sea_orm_migration::{MigratorTrait, sea_orm::DatabaseConnection};

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectOptions, Database, DbErr, EntityTrait, PaginatorTrait},
    seaql_migrations,
};

/// All steps in their order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_networks_and_tenants::Migration),
            Box::new(m0002_action_plans::Migration),
            Box::new(m0003_transfer_links::Migration),
            Box::new(m0004_indicators::Migration),
            Box::new(m0005_changes::Migration),
            Box::new(m0006_identity::Migration),
            Box::new(m0007_audit::Migration),
            Box::new(m0008_row_security::Migration),
            Box::new(m0009_search_index::Migration),
            Box::new(m0010_concept_corrections::Migration),
            Box::new(m0011_embeddings::Migration),
            Box::new(m0012_similarity_weights::Migration),
            Box::new(m0013_network_concepts::Migration),
            Box::new(m0014_governed_transfers::Migration),
            Box::new(m0015_webhooks::Migration),
            Box::new(m0016_expertise::Migration),
            Box::new(m0017_suggestion_decisions::Migration),
            Box::new(m0018_figures::Migration),
            Box::new(m0019_peer_groups::Migration),
            Box::new(m0020_benchmarks::Migration),
            Box::new(m0023_persisted_documents::Migration),
            Box::new(m0024_stored_answers::Migration),
        ]
    }
}

/// Brings a database to the newest step; says how many steps were taken. One that is there already is only read.
///
/// # Errors
/// What the database answers, such as missing rights.
pub async fn migrate(database: &DatabaseConnection) -> Result<usize, DbErr> {
    let steps = pending(database).await?;
    if steps > 0 {
        Migrator::up(database, None).await?;
    }
    Ok(steps)
}

/// How many steps are still to be taken; changes nothing.
///
/// # Errors
/// What the database answers.
#[expect(
    clippy::disallowed_methods,
    reason = "the list of steps belongs to no tenant"
)]
pub async fn pending(database: &DatabaseConnection) -> Result<usize, DbErr> {
    let all = Migrator::migrations().len();
    if !SchemaManager::new(database)
        .has_table("seaql_migrations")
        .await?
    {
        return Ok(all);
    }
    let taken = seaql_migrations::Entity::find().count(database).await?;
    Ok(all.saturating_sub(usize::try_from(taken).unwrap_or(all)))
}

/// Connects to a database to migrate it; the embedded one is made when it is missing.
///
/// # Errors
/// What the database answers, such as that it is not there.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        // As the service opens it: with a write-ahead log a step does not wait for the disk at each statement.
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .foreign_keys(true)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
        });
    Database::connect(options).await
}
