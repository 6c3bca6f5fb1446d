//! Row security alone: what the database shows to a connection whose service filters nothing.
//!
//! Invariant: these tests speak SQL as the role of the service and leave out every filter on purpose.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "goes around the scopes on purpose: the database is to hold alone"
)]

use crate::{harness::Backend, tenancy::Fixture};
use domain::{
    actor::{Actor, Role, Scopes},
    id::{TenantId, TypedId},
    policy::{Action, Facts, may},
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement, TransactionTrait, Value,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Every table whose rows belong to a tenant.
const TENANT_TABLES: &str = "SELECT table_name FROM information_schema.columns \
    WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_name <> 'membership' ORDER BY 1";

struct Raw(sea_orm::DatabaseConnection);

impl Raw {
    async fn connect(fixture: &Fixture) -> Self {
        let mut options = sea_orm::ConnectOptions::new(&fixture.url);
        options.max_connections(2).sqlx_logging(false);
        Self(sea_orm::Database::connect(options).await.unwrap())
    }

    async fn begin(&self, tenant: Option<&str>) -> DatabaseTransaction {
        let transaction = self.0.begin().await.unwrap();
        if let Some(tenant) = tenant {
            let set = "SELECT set_config('staedtenetz.tenant', $1, true)";
            let values: [Value; 1] = [tenant.into()];
            let statement = Statement::from_sql_and_values(DbBackend::Postgres, set, values);
            transaction.execute_raw(statement).await.unwrap();
        }
        transaction
    }
}

async fn texts(connection: &impl ConnectionTrait, sql: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| row.try_get_by_index::<String>(0))
        .collect()
}

async fn tenants_in(
    connection: &impl ConnectionTrait,
    table: &str,
) -> Result<BTreeSet<Uuid>, DbErr> {
    let sql = format!("SELECT DISTINCT tenant_id::text FROM {table} WHERE tenant_id IS NOT NULL");
    let found = texts(connection, &sql).await?;
    Ok(found.iter().map(|text| text.parse().unwrap()).collect())
}

/// ISO-11: with every filter of the service removed, the database shows a tenant exactly what the policy lets it read.
#[tokio::test]
async fn without_any_filter_the_database_obeys_the_policy() {
    let Some(fixture) = Fixture::on(Backend::Postgres).await else {
        return;
    };
    let raw = Raw::connect(&fixture).await;
    let now = fixture.store().clock().now();
    let mut actors = vec![(None, Actor::Anonymous)];
    for (place, tenant) in fixture.tenants.iter().enumerate() {
        actors.push((
            Some(*tenant),
            fixture.member(place, Role::Reader, Scopes::all()),
        ));
    }
    for (tenant, actor) in actors {
        let text = tenant.map(|tenant: TenantId| tenant.uuid().to_string());
        let transaction = raw.begin(text.as_deref()).await;
        let seen = texts(&transaction, "SELECT id::text FROM project")
            .await
            .unwrap();
        let parts = texts(&transaction, "SELECT project_id::text FROM project_item")
            .await
            .unwrap();
        let sources = texts(&transaction, "SELECT project_id::text FROM project_source")
            .await
            .unwrap();
        for project in fixture.projects() {
            let facts = Facts {
                is_named_reader: project.is_shared_with(&actor),
                has_parties: false,
                ..project.facts
            };
            let id = project.id.uuid().to_string();
            let expected = may(&actor, Action::Read, &facts, now);
            assert_eq!(seen.contains(&id), expected, "{tenant:?} {project:?}");
            assert_eq!(
                sources.contains(&id),
                expected,
                "sources, {tenant:?} {project:?}"
            );
            // One of two items is the tenant's own.
            let items = parts.iter().filter(|other| **other == id).count();
            let is_own = tenant == Some(project.facts.tenant);
            assert_eq!(
                items,
                usize::from(expected) + usize::from(is_own),
                "items, {tenant:?} {project:?}"
            );
        }
    }
}

/// ISO-9: no setting, an empty one, a broken one and that of another tenant show nothing that is not public.
#[tokio::test]
async fn without_a_tenant_only_public_rows_are_there() {
    let Some(fixture) = Fixture::on(Backend::Postgres).await else {
        return;
    };
    let raw = Raw::connect(&fixture).await;
    let tables = texts(&raw.0, TENANT_TABLES).await.unwrap();
    assert!(tables.len() >= 16, "{tables:?}");
    let public: BTreeSet<String> = fixture
        .projects()
        .iter()
        .filter(|project| {
            may(
                &Actor::Anonymous,
                Action::Read,
                &project.facts,
                fixture.store().clock().now(),
            )
        })
        .map(|project| project.canary.clone())
        .collect();
    for setting in [None, Some("")] {
        let transaction = raw.begin(setting).await;
        let seen = texts(
            &transaction,
            "SELECT code FROM project WHERE code LIKE 'kanari%'",
        )
        .await
        .unwrap();
        assert_eq!(
            seen.into_iter().collect::<BTreeSet<_>>(),
            public,
            "{setting:?}"
        );
        for own in [
            "account_role",
            "credential",
            "session",
            "refresh_token",
            "issuer",
            "source_cell",
            "source_document",
            "audit_entry",
            "named_reader",
            "similarity_decision",
            "webhook",
            "webhook_delivery",
            "suggestion_decision",
            "benchmark_contribution",
        ] {
            assert!(
                tenants_in(&transaction, own).await.unwrap().is_empty(),
                "{own} {setting:?}"
            );
        }
    }
    let broken = raw.begin(Some("' OR true --")).await;
    assert!(texts(&broken, "SELECT code FROM project").await.is_err());
}

/// Whatever a tenant writes under another tenant's name is refused, in every table and by every kind of statement.
#[tokio::test]
async fn nothing_can_be_written_for_another_tenant() {
    let Some(fixture) = Fixture::on(Backend::Postgres).await else {
        return;
    };
    let raw = Raw::connect(&fixture).await;
    let [own, other, ..] = fixture.tenants.map(|tenant| tenant.uuid().to_string());
    let before = contents(&raw, &other).await;
    for sql in [
        format!("UPDATE project SET working_title = 'x' WHERE tenant_id = '{other}'"),
        format!("DELETE FROM project WHERE tenant_id = '{other}'"),
        format!("DELETE FROM project_item WHERE tenant_id = '{other}'"),
        format!("UPDATE named_reader SET reader_id = '{own}' WHERE tenant_id = '{other}'"),
    ] {
        let transaction = raw.begin(Some(&own)).await;
        let done = transaction
            .execute_raw(Statement::from_string(DbBackend::Postgres, &sql))
            .await
            .unwrap();
        assert_eq!(done.rows_affected(), 0, "{sql}");
        transaction.commit().await.unwrap();
    }
    for sql in [
        format!("UPDATE project SET tenant_id = '{other}' WHERE tenant_id = '{own}'"),
        format!(
            "INSERT INTO sub_project (id, tenant_id, project_id, number, title) SELECT gen_random_uuid(), '{other}', id, 99, 'x' FROM project LIMIT 1"
        ),
        format!(
            "INSERT INTO credential (id, tenant_id, name, secret_hash, role, scopes, origins, created_at) VALUES (gen_random_uuid(), '{other}', 'x', 'x', 'ADMIN', '', '', now())"
        ),
        "UPDATE audit_entry SET hash = 'x'".to_owned(),
        "DELETE FROM audit_entry".to_owned(),
        "ALTER TABLE project DISABLE ROW LEVEL SECURITY".to_owned(),
        "SET ROLE postgres".to_owned(),
    ] {
        let transaction = raw.begin(Some(&own)).await;
        let done = transaction
            .execute_raw(Statement::from_string(DbBackend::Postgres, &sql))
            .await;
        assert!(done.is_err(), "{sql}: {done:?}");
    }
    assert_eq!(contents(&raw, &other).await, before);
}

async fn contents(raw: &Raw, tenant: &str) -> Vec<String> {
    let transaction = raw.begin(Some(tenant)).await;
    let sql = format!(
        "SELECT row_to_json(project)::text FROM project WHERE tenant_id = '{tenant}' ORDER BY id"
    );
    let mut rows = texts(&transaction, &sql).await.unwrap();
    let items = format!(
        "SELECT row_to_json(project_item)::text FROM project_item WHERE tenant_id = '{tenant}' ORDER BY id"
    );
    rows.extend(texts(&transaction, &items).await.unwrap());
    rows
}

/// ISO-10: the catalogue is complete.
#[tokio::test]
async fn every_tenant_table_is_guarded() {
    let Some(fixture) = Fixture::on(Backend::Postgres).await else {
        return;
    };
    let raw = Raw::connect(&fixture).await;
    let tables = texts(&raw.0, TENANT_TABLES).await.unwrap();
    for table in tables {
        let guarded = format!(
            "SELECT (relrowsecurity AND relforcerowsecurity AND relowner <> current_user::regrole)::text FROM pg_class WHERE oid = '{table}'::regclass"
        );
        assert_eq!(texts(&raw.0, &guarded).await.unwrap(), ["true"], "{table}");
        // The search index follows the feed of everybody.
        let expected: &[&str] = if table == "change" {
            &["DELETE", "INSERT", "SELECT", "SELECT", "UPDATE"]
        } else {
            &["DELETE", "INSERT", "SELECT", "UPDATE"]
        };
        let policies =
            format!("SELECT cmd FROM pg_policies WHERE tablename = '{table}' ORDER BY 1");
        assert_eq!(texts(&raw.0, &policies).await.unwrap(), expected, "{table}");
        let unchecked = format!(
            "SELECT policyname::text FROM pg_policies WHERE tablename = '{table}' AND cmd IN ('INSERT', 'UPDATE') AND with_check IS NULL"
        );
        assert!(
            texts(&raw.0, &unchecked).await.unwrap().is_empty(),
            "{table}"
        );
    }
    let role = "SELECT (rolsuper OR rolbypassrls OR rolcreaterole)::text FROM pg_roles WHERE rolname = current_user";
    assert_eq!(texts(&raw.0, role).await.unwrap(), ["false"]);
    let create = "SELECT has_schema_privilege('public', 'CREATE')::text";
    assert_eq!(texts(&raw.0, create).await.unwrap(), ["false"]);
}

/// What follows the feed of everybody sees that something happened, and nothing of what it happened to.
#[tokio::test]
async fn the_search_index_follows_the_feed_and_reads_no_content_by_that() {
    let Some(fixture) = Fixture::on(Backend::Postgres).await else {
        return;
    };
    let raw = Raw::connect(&fixture).await;
    let nobody = raw.begin(None).await;
    let (feed, content) = (
        tenants_in(&nobody, "change").await.unwrap(),
        texts(&nobody, ALL_CONTENT).await.unwrap(),
    );
    let index = raw.begin(None).await;
    let set = "SELECT set_config('staedtenetz.index', 'on', true)";
    texts(&index, set).await.unwrap();
    let entries = "SELECT count(*)::text FROM change";
    assert_ne!(
        texts(&index, entries).await.unwrap(),
        texts(&nobody, entries).await.unwrap(),
        "it sees more of the feed"
    );
    assert!(
        tenants_in(&index, "change")
            .await
            .unwrap()
            .is_superset(&feed)
    );
    assert_eq!(texts(&index, ALL_CONTENT).await.unwrap(), content);
}

/// What a language model made of texts is there for the search index, whoever else asks.
#[tokio::test]
async fn vectors_belong_to_the_search_index_alone() {
    let Some(fixture) = Fixture::on(Backend::Postgres).await else {
        return;
    };
    let raw = Raw::connect(&fixture).await;
    let insert = "INSERT INTO embedding (id, vector, created_at) VALUES (gen_random_uuid(), '\\x01', now()) RETURNING 'x'";
    let select = "SELECT 'x' FROM embedding";
    let index = raw.begin(None).await;
    let set = "SELECT set_config('staedtenetz.index', 'on', true)";
    texts(&index, set).await.unwrap();
    texts(&index, insert).await.unwrap();
    assert_eq!(texts(&index, select).await.unwrap(), ["x"]);
    index.commit().await.unwrap();
    let own = fixture.tenants.map(|tenant| tenant.uuid().to_string());
    for tenant in [None, own.first().map(String::as_str)] {
        let transaction = raw.begin(tenant).await;
        assert!(texts(&transaction, select).await.unwrap().is_empty());
        let delete = "DELETE FROM embedding RETURNING 'x'";
        assert!(texts(&transaction, delete).await.unwrap().is_empty());
        assert!(texts(&transaction, insert).await.is_err(), "{tenant:?}");
    }
}

const ALL_CONTENT: &str = "SELECT id::text FROM plan UNION ALL SELECT id::text FROM project \
    UNION ALL SELECT id::text FROM project_item UNION ALL SELECT id::text FROM named_reader ORDER BY 1";
