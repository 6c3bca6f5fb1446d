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

/// The id of a row that an older version wrote.
fn id(number: u8) -> String {
    format!("01900000-0000-7000-8000-00000000000{number}")
}

/// Rows as they stood before transfers were governed: a public plan of Aachen names a city for three projects, of which one
/// is public still, one was hidden and one retired.
fn old_rows(backend: DbBackend) -> Vec<String> {
    let value = |number: u8| match backend {
        DbBackend::Sqlite => format!("x'{}'", id(number).replace('-', "")),
        _ => format!("'{}'", id(number)),
    };
    let [tenant, network, plan] = [1, 2, 3].map(value);
    let stamps = "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1";
    let mut rows = vec![
        "INSERT INTO city (ags, name, display_name, kind, state) VALUES ('05334002', 'Aachen', 'Aachen', 'CITY', '05')".to_owned(),
        format!(
            "INSERT INTO network (id, slug, name_de, default_visibility, created_at, updated_at, revision) \
             VALUES ({network}, 'netz', 'Netz', 'NETWORK', {stamps})"
        ),
        format!(
            "INSERT INTO tenant (id, kind, name, city_ags, created_at, updated_at, revision) \
             VALUES ({tenant}, 'MUNICIPALITY', 'Aachen', '05334002', {stamps})"
        ),
        format!(
            "INSERT INTO plan (id, tenant_id, network_id, title, title_key, status, visibility, created_at, updated_at, revision) \
             VALUES ({plan}, {tenant}, {network}, 'Plan', 'plan', 'ADOPTED', 'PUBLIC', {stamps})"
        ),
    ];
    let retired = "'2026-02-01T00:00:00Z'";
    for (number, visibility, deleted) in [
        (4, "PUBLIC", "NULL"),
        (5, "TENANT", "NULL"),
        (6, "PUBLIC", retired),
    ] {
        let own = value(number);
        rows.push(format!(
            "INSERT INTO project (id, tenant_id, network_id, plan_id, code, sequence_no, working_title, title_key, status, \
             is_delayed, contact_visibility, cost_visibility, search_text, effective_visibility, visibility, deleted_at, \
             created_at, updated_at, revision) VALUES ({own}, {tenant}, {network}, {plan}, 'c{number}', {number}, 'V', 'v', \
             'IDEA', false, 'NETWORK', 'NETWORK', 'v', '{visibility}', '{visibility}', {deleted}, {stamps})"
        ));
        rows.push(format!(
            "INSERT INTO transfer_link (id, tenant_id, network_id, kind, stage, origin, adopter_project_id, adopter_city_ags, \
             source_city_ags, is_bidirectional, certainty, visibility, created_at, updated_at, revision) \
             VALUES ({own}, {tenant}, {network}, 'EXPERIENCE_TRANSFER', 'SUGGESTED', 'PLAN_TABLE', {own}, '05334002', \
             '05334002', false, 'RECOGNISED', 'PUBLIC', {stamps})"
        ));
    }
    rows
}

/// A name in a plan was as visible as the plan, whatever became of its project; it follows the project from the step on that
/// governs transfers.
#[expect(
    clippy::disallowed_methods,
    reason = "writes rows as an older version left them"
)]
async fn old_names_follow_their_projects(database: DatabaseConnection) {
    Migrator::down(&database, None).await.unwrap();
    Migrator::up(&database, Some(13)).await.unwrap();
    let backend = database.get_database_backend();
    let as_aachen = format!(
        "SELECT set_config('staedtenetz.tenant', '{}', false)",
        id(1)
    );
    let run = async |text: &str| database.execute_unprepared(text).await.unwrap();
    let is_guarded = backend == DbBackend::Postgres;
    if is_guarded {
        run(&as_aachen).await;
    }
    for row in old_rows(backend) {
        run(&row).await;
    }
    if is_guarded {
        run("RESET staedtenetz.tenant").await;
    }
    Migrator::up(&database, None).await.unwrap();
    if is_guarded {
        run(&as_aachen).await;
    }
    let text = "SELECT visibility AS line FROM transfer_link ORDER BY id";
    let found = database.query_all_raw(Statement::from_string(backend, text));
    let found = found.await.unwrap();
    let found: Vec<String> = found
        .iter()
        .map(|row| row.try_get("", "line").unwrap())
        .collect();
    assert_eq!(found, ["PUBLIC", "TENANT", "TENANT"]);
    database.close().await.unwrap();
}

#[tokio::test]
async fn old_names_follow_their_projects_on_sqlite() {
    old_names_follow_their_projects(migration::connect("sqlite::memory:").await.unwrap()).await;
}

#[tokio::test]
async fn old_names_follow_their_projects_on_postgres() {
    if let Some(database) = postgres::database(crate::harness::migrate).await {
        old_names_follow_their_projects(migration::connect(&database.owner).await.unwrap()).await;
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
        suggestion_decision tenant transfer_effect transfer_event transfer_link webhook webhook_delivery
        indicator_version observation_remark peer_group peer_group_city peer_group_indicator ring_member
        benchmark_release benchmark_contribution document_list persisted_document stored_answer);
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
