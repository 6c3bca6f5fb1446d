//! Row security of offers and requests: what PostgreSQL shows to a connection whose service filters nothing.
//!
//! Invariant: the statements here leave out every filter on purpose.

use super::{made, published};
use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE},
    harness::Backend,
};
use chrono::TimeDelta;
use domain::{actor::Role, id::TypedId};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement, TransactionTrait, Value};
use serde_json::json;

#[expect(
    clippy::disallowed_methods,
    reason = "goes around the scopes on purpose: the database is to hold alone"
)]
async fn rows(desk: &Desk, tenant: Option<&str>, sql: &str) -> Vec<String> {
    let database = Database::connect(desk.url()).await.unwrap();
    let transaction = database.begin().await.unwrap();
    if let Some(ags) = tenant {
        let tenant: Value = desk.tenant(ags).uuid().to_string().into();
        let set = "SELECT set_config('staedtenetz.tenant', $1, true)";
        let set = Statement::from_sql_and_values(DbBackend::Postgres, set, [tenant]);
        transaction.execute_raw(set).await.unwrap();
    }
    let found = transaction
        .query_all_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await;
    let found = found.unwrap();
    let mut texts: Vec<String> = found
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    texts.sort();
    texts
}

#[tokio::test]
async fn the_database_obeys_the_visibility() {
    let Some(desk) = Desk::on(Backend::Postgres).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let owner = desk.member(AACHEN, Role::Publisher);
    for (topic, visibility) in [("t", "TENANT"), ("n", "NETWORK"), ("p", "PUBLIC")] {
        made(&owner, json!({ "topic": topic, "visibility": visibility })).await;
    }
    let shared = made(&owner, json!({ "topic": "s" })).await;
    let cologne = json!([desk.tenant(COLOGNE).to_string()]);
    published(&owner, &shared, 1, "SHARED", cologne).await;
    let later = owner.now() + TimeDelta::days(1);
    made(
        &owner,
        json!({ "topic": "e", "visibility": "PUBLIC", "embargoUntil": later }),
    )
    .await;
    let topics = "SELECT topic FROM expertise WHERE length(topic) = 1";
    let parts = "SELECT DISTINCT e.topic FROM expertise e JOIN expertise_barrier b ON b.expertise_id = e.id WHERE length(topic) = 1";
    let orphans = "SELECT b.id::text FROM expertise_barrier b WHERE NOT EXISTS (SELECT 1 FROM expertise e WHERE e.id = b.expertise_id)";
    for (tenant, expected) in [
        (None, vec!["p"]),
        (Some(KARLSRUHE), vec!["n", "p"]),
        (Some(COLOGNE), vec!["p", "s"]),
        (Some(AACHEN), vec!["e", "n", "p", "s", "t"]),
    ] {
        assert_eq!(rows(&desk, tenant, topics).await, expected, "{tenant:?}");
        assert_eq!(rows(&desk, tenant, parts).await, expected, "{tenant:?}");
        assert_eq!(
            rows(&desk, tenant, orphans).await,
            Vec::<String>::new(),
            "{tenant:?}"
        );
    }
    let write = "UPDATE expertise SET topic = 'x' WHERE length(topic) = 1 RETURNING topic";
    assert_eq!(
        rows(&desk, Some(KARLSRUHE), write).await,
        Vec::<String>::new()
    );
}
