//! Columns that many tables share.
//!
//! Invariant: a kind of value is stored the same way in every table.

use sea_orm_migration::{
    SchemaManager,
    prelude::{
        Alias, ColumnDef, ForeignKey, ForeignKeyAction, Index, IntoIden, Table,
        TableCreateStatement,
    },
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

/// A new table with its key.
pub fn table(name: &'static str) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name.into_iden());
    table
}

/// The key of most tables.
pub fn id() -> ColumnDef {
    let mut column = uuid("id");
    column.primary_key();
    column
}

/// A reference to another row.
pub fn uuid(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.uuid().not_null();
    column
}

/// A reference that may be missing.
pub fn uuid_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.uuid().null();
    column
}

/// Text of any length.
pub fn text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().not_null();
    column
}

/// Text that may be missing.
pub fn text_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().null();
    column
}

/// Text that is compared byte by byte: folded sort keys are ordered alike on both databases.
pub fn key_text(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = text(name);
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// A word of a closed list.
pub fn word(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.string_len(24).not_null();
    column
}

/// A word of a closed list that may be missing.
pub fn word_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.string_len(24).null();
    column
}

/// A whole number.
pub fn integer(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.integer().not_null();
    column
}

/// A whole number that may be missing.
pub fn integer_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.integer().null();
    column
}

/// A small whole number.
pub fn small(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.small_integer().not_null();
    column
}

/// A small whole number that may be missing.
pub fn small_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.small_integer().null();
    column
}

/// A number with fractions.
pub fn double(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.double().not_null();
    column
}

/// A number with fractions that may be missing.
pub fn double_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.double().null();
    column
}

/// Yes or no.
pub fn flag(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.boolean().not_null();
    column
}

/// A day.
pub fn day(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.date().not_null();
    column
}

/// A day that may be missing.
pub fn day_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.date().null();
    column
}

/// A moment, in UTC.
pub fn moment(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.timestamp_with_time_zone().not_null();
    column
}

/// A moment that may be missing.
pub fn moment_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.timestamp_with_time_zone().null();
    column
}

/// When a row was created and last changed, and how often.
pub fn stamps(table: &mut TableCreateStatement) {
    table
        .col(moment("created_at"))
        .col(moment("updated_at"))
        .col(integer("revision"));
}

/// Who may read a row, from when on, and whether it was deleted.
pub fn release(table: &mut TableCreateStatement) {
    table
        .col(word("visibility"))
        .col(moment_null("embargo_until"))
        .col(moment_null("deleted_at"));
}

/// A foreign key to the `id` of another table; the parts of a row go with it.
pub fn refers(
    table: &mut TableCreateStatement,
    name: &'static str,
    column: &'static str,
    to: &'static str,
) {
    refers_to(table, name, column, (to, "id"));
}

/// A foreign key to the `id` of another table, which becomes empty with that row.
pub fn refers_while_there(
    table: &mut TableCreateStatement,
    name: &'static str,
    column: &'static str,
    to: &'static str,
) {
    refers_by(table, name, column, (to, "id"), ForeignKeyAction::SetNull);
}

/// A foreign key to any key column of another table.
pub fn refers_to(
    table: &mut TableCreateStatement,
    name: &'static str,
    column: &'static str,
    to: (&'static str, &'static str),
) {
    refers_by(table, name, column, to, ForeignKeyAction::Cascade);
}

fn refers_by(
    table: &mut TableCreateStatement,
    name: &'static str,
    column: &'static str,
    to: (&'static str, &'static str),
    on_delete: ForeignKeyAction,
) {
    table.foreign_key(
        ForeignKey::create()
            .name(format!("{name}_{column}_fkey"))
            .from(Alias::new(name), Alias::new(column))
            .to(Alias::new(to.0), Alias::new(to.1))
            .on_delete(on_delete),
    );
}

/// An index over columns in their order.
pub async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    index_of(manager, table, columns, false).await
}

/// An index that holds its columns unique.
pub async fn unique(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    index_of(manager, table, columns, true).await
}

async fn index_of(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    is_unique: bool,
) -> Result<(), DbErr> {
    let kind = if is_unique { "key" } else { "idx" };
    let mut index = Index::create();
    index
        .name(format!("{table}_{}_{kind}", columns.join("_")))
        .table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    if is_unique {
        index.unique();
    }
    manager.create_index(index).await
}

/// Runs what the schema builder has no words for.
#[expect(
    clippy::disallowed_methods,
    reason = "a migration has no rows of tenants to read"
)]
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}

/// Drops tables, the youngest first.
pub async fn drop_all(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for name in tables {
        manager
            .drop_table(Table::drop().table(Alias::new(*name)).to_owned())
            .await?;
    }
    Ok(())
}
