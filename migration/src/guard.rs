//! Row security of one table on PostgreSQL: who reads its rows, and who writes them.
//!
//! Invariant: what a step of the schema relies on here means the same for ever; a step that wants something else says so
//! itself.

use crate::column::run;
use sea_orm_migration::{SchemaManager, sea_orm::DbErr};

/// In a subquery, so that it is asked once a statement and not once a row.
pub const OWNED: &str = "tenant_id = (SELECT acting_tenant())";

/// Guards a table, its owner not excepted.
pub async fn guard(
    manager: &SchemaManager<'_>,
    table: &str,
    readable: &str,
    writable: &str,
) -> Result<(), DbErr> {
    let statements = [
        format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"),
        format!("ALTER TABLE {table} FORCE ROW LEVEL SECURITY"),
        format!("CREATE POLICY {table}_reads ON {table} FOR SELECT USING ({readable})"),
        format!("CREATE POLICY {table}_adds ON {table} FOR INSERT WITH CHECK ({writable})"),
        format!(
            "CREATE POLICY {table}_changes ON {table} FOR UPDATE USING ({writable}) WITH CHECK ({writable})"
        ),
        format!("CREATE POLICY {table}_deletes ON {table} FOR DELETE USING ({writable})"),
    ];
    run(manager, &statements.each_ref().map(String::as_str)).await
}

/// Guards a table whose rows are read by whoever reads the row that they are a part of.
pub async fn part(
    manager: &SchemaManager<'_>,
    table: &str,
    key: &str,
    parent: &str,
) -> Result<(), DbErr> {
    let readable =
        format!("{OWNED} OR EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = {table}.{key})");
    guard(manager, table, &readable, OWNED).await
}

/// Takes the guard of a table away.
pub async fn open(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let statements = [
        format!("DROP POLICY {table}_reads ON {table}"),
        format!("DROP POLICY {table}_adds ON {table}"),
        format!("DROP POLICY {table}_changes ON {table}"),
        format!("DROP POLICY {table}_deletes ON {table}"),
        format!("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"),
        format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"),
    ];
    run(manager, &statements.each_ref().map(String::as_str)).await
}
