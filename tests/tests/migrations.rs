//! Migrations: up, down and up again give the same schema, and the schema is the one that the entities expect.
//!
//! Invariant: both databases are looked at in their own catalogue, not in our idea of it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::postgres;
use migration::{DatabaseConnection, Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QuerySelect, Statement};

/// Tables, columns, indexes and constraints as SQLite keeps them.
const SQLITE: &str =
    "SELECT name || ': ' || coalesce(sql, '') AS line FROM sqlite_schema ORDER BY 1";
/// The same of PostgreSQL; sequences and policies too.
const POSTGRES: &str = "\
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(' ' || collation_name, '') AS line \
    FROM information_schema.columns WHERE table_schema = 'public' \
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
    UNION ALL SELECT tablename || ' ' || policyname || ' ' || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies \
    ORDER BY 1";

#[expect(
    clippy::disallowed_methods,
    reason = "the catalogue has no entity, and its rows belong to no tenant"
)]
async fn schema(database: &DatabaseConnection) -> Vec<String> {
    let backend = database.get_database_backend();
    let text = match backend {
        DbBackend::Sqlite => SQLITE,
        _ => POSTGRES,
    };
    let rows = database.query_all_raw(Statement::from_string(backend, text));
    let rows = rows.await.unwrap();
    rows.iter()
        .map(|row| row.try_get::<String>("", "line").unwrap())
        .collect()
}

async fn there_and_back(database: DatabaseConnection) {
    Migrator::up(&database, None).await.unwrap();
    let first = schema(&database).await;
    assert!(first.len() > 50, "{first:#?}");
    entities_fit(&database).await;
    Migrator::down(&database, None).await.unwrap();
    let empty = schema(&database).await;
    let left: Vec<&String> = empty
        .iter()
        .filter(|line| !line.contains("seaql_migrations") && !line.contains("sqlite_"))
        .collect();
    assert!(left.is_empty(), "left behind: {left:#?}");
    Migrator::up(&database, None).await.unwrap();
    assert_eq!(schema(&database).await, first);
    database.close().await.unwrap();
}

#[tokio::test]
async fn on_sqlite() {
    there_and_back(migration::connect("sqlite::memory:").await.unwrap()).await;
}

#[tokio::test]
async fn on_postgres() {
    if let Some(database) = postgres::database(crate::harness::migrate).await {
        there_and_back(migration::connect(&database.owner).await.unwrap()).await;
    }
}

/// Reads every column of every entity, so that one that the schema lacks is an error.
macro_rules! read_all {
    ($database:ident: $($entity:ident)*) => {$(
        #[expect(clippy::disallowed_methods, reason = "looks at the columns, there are no rows")]
        let rows = entity::$entity::Entity::find().limit(1).all($database).await;
        assert!(rows.is_ok(), "{}: {rows:?}", stringify!($entity));
    )*};
}

async fn entities_fit(database: &DatabaseConnection) {
    read_all!(database: account account_role action_field audit_entry audit_head barrier change city concept_correction credential embedding expertise expertise_barrier issuer indicator membership named_reader network network_concept observation plan
        plan_resolution project project_barrier project_item project_source source_cell source_document
        refresh_token revocation session signing_key similarity_decision similarity_weights sub_project
        suggestion_decision tenant transfer_effect transfer_event transfer_link webhook webhook_delivery);
}

#[test]
fn every_entity_is_read() {
    let library =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../entity/src/lib.rs"));
    let own = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/migrations.rs"))
        .unwrap();
    for line in library.unwrap().lines() {
        let name = line
            .strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(';'));
        if let Some(name) =
            name.filter(|name| !["holding", "id", "privacy", "scope", "value"].contains(name))
        {
            assert!(own.contains(&format!(" {name}")), "read_all! lacks {name}");
        }
    }
}
