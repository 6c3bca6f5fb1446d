//! Made-up networks, cities' plans, projects and figures, as many as are asked for.
//!
//! Invariant: the same size always gives the same rows. A quarter of the projects is not public, so that every read has
//! something to leave out.

mod rows;
pub mod text;

pub use rows::INDICATORS;

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, EntityTrait, IntoActiveModel, TransactionTrait,
};

/// SQLite takes 32,766 parameters in one statement; the widest table has some thirty columns.
const ROWS_PER_INSERT: usize = 500;

/// How much of everything there is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Projects.
    pub projects: u32,
    /// Municipalities that take part.
    pub tenants: u32,
    /// Networks.
    pub networks: u32,
}

impl Size {
    /// What belongs to so many projects.
    pub fn of(projects: u32) -> Self {
        Self {
            projects,
            tenants: (projects / 50).clamp(20, 10_000),
            networks: (projects / 2_000).clamp(4, 500),
        }
    }
}

/// Fills a migrated database that holds the municipality register and the barriers.
pub async fn load(url: &str, size: Size) {
    let database = Database::connect(url).await.unwrap();
    let reference = rows::Reference::of(&database).await;
    let transaction = database.begin().await.unwrap();
    insert_all(&transaction, &reference, size).await;
    transaction.commit().await.unwrap();
    tidy(&database).await;
    database.close().await.unwrap();
}

async fn insert_all(to: &DatabaseTransaction, known: &rows::Reference, size: Size) {
    insert(to, (0..size.networks).map(rows::network)).await;
    insert(to, (0..size.networks).flat_map(rows::action_fields)).await;
    insert(to, (0..size.tenants).map(|n| rows::tenant(known, n))).await;
    insert(to, (0..size.tenants).map(|n| rows::membership(size, n))).await;
    insert(to, (0..size.tenants).map(|n| rows::plan(known, size, n))).await;
    insert(
        to,
        (0..size.projects).map(|n| rows::project(known, size, n)),
    )
    .await;
    insert(to, (0..size.projects).flat_map(|n| rows::items(size, n))).await;
    let barriers = (0..size.projects).flat_map(|n| rows::barriers(known, size, n));
    insert(to, barriers).await;
    let links = (0..size.projects).flat_map(|n| rows::links(known, size, n));
    insert(to, links).await;
    insert(to, (0..rows::INDICATORS).map(rows::indicator)).await;
    let observations = (0..size.tenants).flat_map(|n| rows::observations(known, n));
    insert(to, observations).await;
}

async fn insert<A>(to: &DatabaseTransaction, rows: impl Iterator<Item = A>)
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let batch: Vec<A> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        let statement = A::Entity::insert_many(batch);
        statement.exec_without_returning(to).await.unwrap();
    }
}

/// Both databases plan by statistics; without them they guess.
#[expect(clippy::disallowed_methods, reason = "no entity has a door for this")]
async fn tidy(database: &DatabaseConnection) {
    let statement = match database.get_database_backend() {
        DbBackend::Postgres => "VACUUM ANALYZE",
        _ => "ANALYZE",
    };
    database.execute_unprepared(statement).await.unwrap();
}
