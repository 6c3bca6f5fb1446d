//! How storage changed: one file per step, the same for SQLite and PostgreSQL.
//!
//! Invariant: a step is never edited after its release and imports none of our crates, so that it still means in ten
//! years what it means today. Up, down and up again gives the same schema.

mod column;
mod m0001_networks_and_tenants;
mod m0002_action_plans;
mod m0003_transfer_links;
mod m0004_indicators;
mod m0005_changes;

pub use sea_orm_migration::{MigratorTrait, sea_orm::DatabaseConnection};

use sea_orm_migration::{
    MigrationTrait, async_trait,
    sea_orm::{ConnectOptions, Database, DbErr},
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
        ]
    }
}

/// Brings a database to the newest step; says how many steps were taken.
///
/// # Errors
/// What the database answers, such as missing rights.
pub async fn migrate(database: &DatabaseConnection) -> Result<usize, DbErr> {
    let pending = Migrator::get_pending_migrations(database).await?.len();
    Migrator::up(database, None).await?;
    Ok(pending)
}

/// How many steps are still to be taken.
///
/// # Errors
/// What the database answers.
pub async fn pending(database: &DatabaseConnection) -> Result<usize, DbErr> {
    Ok(Migrator::get_pending_migrations(database).await?.len())
}

/// Connects to a database to migrate it; the embedded one is made when it is missing.
///
/// # Errors
/// What the database answers, such as that it is not there.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}
