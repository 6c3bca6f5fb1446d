//! Row security on PostgreSQL: the database refuses what the service forgets to filter.
//!
//! Invariant: this step is not edited after its release. Every table with `tenant_id` has row security, forced on its
//! owner too; where nobody has said for whom a connection reads, only public rows are there.

use crate::{
    column::run,
    guard::{OWNED, guard, open, part},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Row security on PostgreSQL.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// For whom the connection reads and writes; unset, empty and reset all mean nobody.
const FUNCTIONS: [&str; 5] = [
    // The operator checks and keeps the audit log of everybody; content stays closed to it.
    "CREATE FUNCTION acting_operator() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS \
     $$ SELECT coalesce(current_setting('staedtenetz.operator', true), '') = 'on' $$",
    "CREATE FUNCTION acting_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS \
     $$ SELECT NULLIF(current_setting('staedtenetz.tenant', true), '')::uuid $$",
    // Whoever proves to hold something, such as a key, may read what belongs to it before its tenant is known.
    "CREATE FUNCTION acting_principal() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS \
     $$ SELECT NULLIF(current_setting('staedtenetz.principal', true), '')::uuid $$",
    "CREATE FUNCTION acting_networks() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS \
     $$ SELECT network_id FROM membership WHERE tenant_id = acting_tenant() \
        AND since <= CURRENT_DATE AND (until IS NULL OR until >= CURRENT_DATE) $$",
    "CREATE FUNCTION shared_with_acting_tenant() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS \
     $$ SELECT subject_id FROM named_reader WHERE reader_id = acting_tenant() AND is_effective $$",
];

/// Tables whose rows say themselves who may read them: name, column of the visibility, and whether they stand in a
/// network and can be deleted; observations do neither.
const RELEASED: [(&str, &str, bool); 4] = [
    ("plan", "visibility", true),
    ("project", "effective_visibility", true),
    ("transfer_link", "visibility", true),
    ("observation", "visibility", false),
];

/// Parts, and the row that they are read through. Each asks for its own one: `IN (SELECT id …)` would read the whole
/// table of the parents for every statement.
const PARTS: [(&str, &str, &str); 4] = [
    ("plan_resolution", "plan_id", "plan"),
    ("sub_project", "project_id", "project"),
    ("project_barrier", "project_id", "project"),
    ("project_source", "project_id", "project"),
];

/// A tenant's own matters.
const OWN: [&str; 2] = ["source_document", "source_cell"];

/// The same, but for the rows of a holder who has proved to be one: name, and which rows are theirs. A person reads the
/// rows of their account in every tenant.
const HELD: [(&str, &str); 5] = [
    ("session", "(SELECT acting_principal()) IN (id, account_id)"),
    (
        "refresh_token",
        "id = (SELECT acting_principal()) OR session_id IN \
         (SELECT id FROM session WHERE account_id = (SELECT acting_principal()))",
    ),
    (
        "credential",
        "(SELECT acting_principal()) IN (id, created_by)",
    ),
    ("account_role", "account_id = (SELECT acting_principal())"),
    ("issuer", "url_key = (SELECT acting_principal())"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        run(manager, &FUNCTIONS).await?;
        for (table, visibility, in_network) in RELEASED {
            let readable = released(visibility, in_network);
            guard(manager, table, &readable, OWNED).await?;
        }
        guard(manager, "project_item", &item(), OWNED).await?;
        for (table, key, parent) in PARTS {
            part(manager, table, key, parent).await?;
        }
        for table in OWN {
            guard(manager, table, OWNED, OWNED).await?;
        }
        for (table, theirs) in HELD {
            let held = format!("{OWNED} OR {theirs}");
            guard(manager, table, &held, OWNED).await?;
        }
        let named = format!("{OWNED} OR reader_id = (SELECT acting_tenant())");
        guard(manager, "named_reader", &named, OWNED).await?;
        guard(
            manager,
            "change",
            &changed(),
            "tenant_id IS NULL OR tenant_id = (SELECT acting_tenant())",
        )
        .await?;
        let audited = format!("{OWNED} OR (SELECT acting_operator())");
        guard(manager, "audit_entry", &audited, "true").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let released = RELEASED.iter().map(|(table, ..)| *table);
        let parts = PARTS.iter().map(|(table, ..)| *table);
        let held = HELD.iter().map(|(table, _)| *table);
        let others = ["project_item", "named_reader", "change", "audit_entry"];
        for table in released.chain(parts).chain(OWN).chain(held).chain(others) {
            open(manager, table).await?;
        }
        let functions = [
            "shared_with_acting_tenant",
            "acting_networks",
            "acting_principal",
            "acting_tenant",
            "acting_operator",
        ];
        for function in functions {
            run(manager, &[&format!("DROP FUNCTION {function}()")]).await?;
        }
        Ok(())
    }
}

/// In `FROM` the body of the function becomes part of the statement; as `SELECT acting_networks()` it is prepared again for
/// every statement, which costs more than most of them.
const NETWORKS: &str = "SELECT network_id FROM acting_networks() AS networks (network_id)";
const SHARED: &str = "SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)";

/// A change is seen by whoever could see the record before or can see it now; the opening of an embargo by others than
/// the owner not before its moment.
fn changed() -> String {
    format!(
        "tenant_id IS NULL OR tenant_id = (SELECT acting_tenant()) OR (at <= now() AND (widest = 'PUBLIC' \
    OR (widest = 'NETWORK' AND network_id IN ({NETWORKS})) \
    OR ('SHARED' IN (before, after) AND subject_id IN ({SHARED})) \
    OR reader_id = (SELECT acting_tenant())))"
    )
}

/// An item may be narrower than its project.
fn item() -> String {
    format!(
        "tenant_id = (SELECT acting_tenant()) OR EXISTS (SELECT 1 FROM project \
    WHERE project.id = project_item.project_id \
    AND (project_item.visibility IS NULL OR project_item.visibility = 'PUBLIC' \
         OR (project_item.visibility = 'NETWORK' AND project.network_id IN ({NETWORKS}))))"
    )
}

fn released(visibility: &str, in_network: bool) -> String {
    let (alive, network) = if in_network {
        let network = format!(" OR ({visibility} = 'NETWORK' AND network_id IN ({NETWORKS}))");
        ("deleted_at IS NULL AND ", network)
    } else {
        ("", String::new())
    };
    format!(
        "{OWNED} OR ({alive}(embargo_until IS NULL OR embargo_until <= now()) AND ({visibility} = 'PUBLIC'{network} \
         OR ({visibility} = 'SHARED' AND id IN ({SHARED}))))"
    )
}
