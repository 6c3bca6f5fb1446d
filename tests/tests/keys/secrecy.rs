//! No secret is found where others can look: in no table and no line of the log.
//!
//! Invariant: what is looked for is what was really given out, and a secret that is stored on purpose is found, so that a
//! search which finds nothing has searched.

use crate::{
    harness::{Backend, Service, identity, log, people::AACHEN},
    keys::created,
    tokens::{access_token, text},
};
use domain::actor::Role;
use reqwest::Method;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use serde_json::json;

#[tokio::test]
async fn on_sqlite() {
    let service = identity(Backend::Sqlite).unwrap();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    secrets_are_nowhere(service, &service.database, tables).await;
}

#[tokio::test]
async fn on_postgres() {
    if let Some(service) = identity(Backend::Postgres) {
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        let all = service.database.replace("//staedtenetz@", "//postgres@");
        secrets_are_nowhere(service, &all, tables).await;
    }
}

async fn secrets_are_nowhere(service: &Service, database: &str, tables: &str) {
    log::start();
    let secrets = given_out(service).await;
    let dump = dump(database, tables).await;
    let lines = log::lines();
    assert!(
        dump.contains("$argon2id$") && lines.contains("/api/v1/sign-in"),
        "nothing was searched"
    );
    for (what, secret) in secrets {
        assert!(!dump.contains(&secret), "{what} is in the database");
        assert!(!lines.contains(&secret), "{what} is in the log");
    }
}

/// Secrets of every kind, each used once.
async fn given_out(service: &Service) -> Vec<(&'static str, String)> {
    let (_, key) = created(service, "EDITOR", "content:read").await;
    let access = access_token(service, &key).await;
    service.read_as(&key, "/api/v1/me").await;
    let admin = service.token(Role::Admin, AACHEN);
    let body = json!({ "email": "kira@aachen.example", "name": "Kira", "role": "READER" });
    let made = service
        .call(&admin, Method::POST, "/api/v1/accounts", Some(&body))
        .await
        .json();
    let password = text(&made, "/firstPassword");
    let body = json!({ "email": "kira@aachen.example", "password": password });
    let signed_in = service.post("/api/v1/sign-in", &body).await.json();
    let refresh = text(&signed_in, "/refreshToken");
    service
        .form(
            "/oauth/token",
            &[("grant_type", "refresh_token"), ("refresh_token", &refresh)],
        )
        .await;
    let secret = |text: &str| {
        text.rsplit('_')
            .next()
            .unwrap()
            .chars()
            .take(64)
            .collect::<String>()
    };
    vec![
        ("the secret of a key", secret(&key)),
        (
            "an access token",
            access.rsplit('.').next().unwrap().to_owned(),
        ),
        ("a password", password),
        ("the secret of a refresh token", secret(&refresh)),
        (
            "an access token of a sign-in",
            text(&signed_in, "/accessToken")
                .rsplit('.')
                .next()
                .unwrap()
                .to_owned(),
        ),
    ]
}

/// Every row of every table as text.
#[expect(
    clippy::disallowed_methods,
    reason = "looks into every table, past all scopes"
)]
async fn dump(url: &str, tables: &str) -> String {
    let database = Database::connect(url).await.unwrap();
    let backend = database.get_database_backend();
    let names = database
        .query_all_raw(Statement::from_string(backend, tables))
        .await
        .unwrap();
    let mut dump = String::new();
    for row in names {
        let table: String = row.try_get_by_index(0).unwrap();
        let sql = match backend {
            DbBackend::Postgres => format!("SELECT t::text FROM \"{table}\" t"),
            _ => format!(
                "SELECT json_group_array(json_array({})) FROM \"{table}\"",
                columns(&database, &table).await
            ),
        };
        for row in database
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
        {
            dump.push_str(
                &row.try_get_by_index::<Option<String>>(0)
                    .unwrap()
                    .unwrap_or_default(),
            );
        }
    }
    dump
}

#[expect(
    clippy::disallowed_methods,
    reason = "looks into every table, past all scopes"
)]
async fn columns(database: &sea_orm::DatabaseConnection, table: &str) -> String {
    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
    let rows = database
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await
        .unwrap();
    let names = rows
        .iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap());
    names
        .map(|name| {
            format!("CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE \"{name}\" END")
        })
        .collect::<Vec<_>>()
        .join(", ")
}
