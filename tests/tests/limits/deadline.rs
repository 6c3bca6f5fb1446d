//! How long an operation may take.
//!
//! Invariant: what passed its deadline is answered with DEADLINE, and the database works on it no longer.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "holds a table as no use case can"
)]

use crate::harness::{Backend, Service, errors, people::AACHEN, set_up};
use domain::actor::Role;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, TransactionTrait};
use serde_json::Value;
use std::time::{Duration, Instant};
use tokio::time::interval;

/// Statements of the service that wait for the table.
const WAITING: &str = "SELECT query FROM pg_stat_activity WHERE datname = current_database() \
    AND state = 'active' AND wait_event_type = 'Lock'";

async fn raw(service: &Service) -> DatabaseConnection {
    let mut options = ConnectOptions::new(&service.database);
    options.max_connections(2).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn waiting(database: &DatabaseConnection) -> Vec<String> {
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, WAITING);
    let rows = database.query_all_raw(statement).await.unwrap();
    let query = |row: &sea_orm::QueryResult| row.try_get_by_index(0).unwrap();
    rows.iter().map(query).collect()
}

/// Whether none of them waits any more, asked several times in some seconds.
async fn ends(database: &DatabaseConnection) -> bool {
    let mut ticks = interval(Duration::from_millis(200));
    for _ in 0..30 {
        ticks.tick().await;
        if waiting(database).await.is_empty() {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn what_takes_too_long_ends_here_and_in_the_database() {
    let settings = vec![("request_timeout_seconds", "1".to_owned())];
    let Some(service) = set_up(Backend::Postgres, settings) else {
        return;
    };
    let database = raw(service).await;
    // What reads the table to build the index may take its time.
    let mut ticks = interval(Duration::from_millis(200));
    while service.read("/readyz").await.status != 200 {
        ticks.tick().await;
    }
    let key = service.token(Role::Reader, AACHEN);
    let query = "{ projects(first: 1) { nodes { code } } }";
    assert_eq!(service.query_as(&key, query).await.status, 200);

    let holding = database.begin().await.unwrap();
    let lock = "LOCK TABLE project IN ACCESS EXCLUSIVE MODE";
    holding.execute_unprepared(lock).await.unwrap();
    let start = Instant::now();
    let graph = service.query_as(&key, query).await;
    assert_eq!(
        (graph.status, errors(&graph)),
        (504, vec![("DEADLINE".to_owned(), String::new())])
    );
    assert!(graph.json().get("data").is_none());
    let rest = service.read_as(&key, "/api/v1/projects").await;
    assert_eq!(
        (rest.status, rest.json().get("code").cloned()),
        (504, Some(Value::from("DEADLINE")))
    );
    assert_eq!(rest.header("content-type"), "application/problem+json");
    let nobody = service.query(query).await;
    assert_eq!(nobody.status, 504, "{}", nobody.body);
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_ne!(waiting(&database).await, Vec::<String>::new());
    assert!(ends(&database).await, "{:#?}", waiting(&database).await);
    holding.rollback().await.unwrap();
    assert_eq!(service.query_as(&key, query).await.status, 200);
    assert_eq!(service.query(query).await.status, 200);
}
