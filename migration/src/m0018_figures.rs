//! Indicators with the versions of their definition; observations that are corrected by newer ones, count in comparisons
//! without being shown, and are talked about.
//!
//! Invariant: this step is not edited after its release. A corrected value stays, and is left out by everybody who asks
//! for what holds.

use crate::{
    column::{
        double_null, drop_all, flag, id, index, integer, integer_null, moment, moment_null, refers,
        refers_to, run, table, text, text_null, unique, uuid, uuid_null, word,
    },
    guard::{OWNED, guard, open},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Indicators with versions, observations with revisions.
#[derive(DeriveMigrationName)]
pub struct Migration;

const INDICATOR: &str = "indicator";
const VERSION: &str = "indicator_version";
const OBSERVATION: &str = "observation";
const REMARK: &str = "observation_remark";

/// In `FROM` the bodies of the functions become part of the statement.
const READABLE: &str = "tenant_id = (SELECT acting_tenant()) OR ((embargo_until IS NULL OR embargo_until <= now()) \
    AND (visibility = 'PUBLIC' \
    OR (visibility = 'NETWORK' AND network_id IN (SELECT network_id FROM acting_networks() AS networks (network_id))) \
    OR (visibility = 'SHARED' AND id IN (SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)))))";

/// What a step before this one allowed.
const READABLE_BEFORE: &str = "tenant_id = (SELECT acting_tenant()) OR ((embargo_until IS NULL OR embargo_until <= now()) \
    AND (visibility = 'PUBLIC' \
    OR (visibility = 'SHARED' AND id IN (SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)))))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in indicator_columns() {
            add(manager, INDICATOR, &mut column).await?;
        }
        version(manager).await?;
        rebuild(manager).await?;
        remark(manager).await?;
        indexes(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            open(manager, OBSERVATION).await?;
            guard(manager, OBSERVATION, READABLE, OWNED).await?;
            let heard = format!("{OWNED} OR author_id = (SELECT acting_tenant())");
            guard(manager, REMARK, &heard, OWNED).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            open(manager, OBSERVATION).await?;
            guard(manager, OBSERVATION, READABLE_BEFORE, OWNED).await?;
        }
        drop_all(manager, &[REMARK, VERSION]).await?;
        for name in ["cube", "year", "own", "shared", "supersedes"] {
            let name = format!("observation_{name}_idx");
            let drop = Index::drop()
                .name(name)
                .table(Alias::new(OBSERVATION))
                .to_owned();
            manager.drop_index(drop).await?;
        }
        for name in observation_columns().map(|column| column.get_column_name()) {
            remove(manager, OBSERVATION, &name).await?;
        }
        for name in indicator_columns().map(|column| column.get_column_name()) {
            remove(manager, INDICATOR, &name).await?;
        }
        index(manager, OBSERVATION, &["indicator_id", "city_ags", "year"]).await
    }
}

async fn add(
    manager: &SchemaManager<'_>,
    name: &'static str,
    column: &mut ColumnDef,
) -> Result<(), DbErr> {
    let add = Table::alter()
        .table(Alias::new(name))
        .add_column(column)
        .to_owned();
    manager.alter_table(add).await
}

async fn remove(
    manager: &SchemaManager<'_>,
    name: &'static str,
    column: &str,
) -> Result<(), DbErr> {
    let drop = Table::alter()
        .table(Alias::new(name))
        .drop_column(Alias::new(column))
        .to_owned();
    manager.alter_table(drop).await
}

/// A number that rows have which are there already.
fn numbered(mut column: ColumnDef, first: i32) -> ColumnDef {
    column.default(first);
    column
}

/// A word that rows have which are there already.
fn worded(mut column: ColumnDef, first: &'static str) -> ColumnDef {
    column.default(first);
    column
}

fn indicator_columns() -> [ColumnDef; 13] {
    let mut counts_persons = flag("counts_persons");
    counts_persons.default(false);
    [
        uuid_null("network_id"),
        text_null("numerator_de"),
        text_null("numerator_en"),
        text_null("denominator_de"),
        text_null("denominator_en"),
        text_null("method_de"),
        text_null("method_en"),
        text_null("source"),
        double_null("lowest"),
        double_null("highest"),
        counts_persons,
        moment_null("valid_from"),
        moment_null("updated_at"),
    ]
}

/// What a definition was before it was changed.
async fn version(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut version = table(VERSION);
    version
        .col(id())
        .col(uuid("indicator_id"))
        .col(integer("version"))
        .col(moment_null("valid_from"))
        .col(moment("valid_until"))
        .col(text("label_de"))
        .col(text("label_en"))
        .col(text("definition_de"))
        .col(text("definition_en"))
        .col(text_null("formula"))
        .col(text_null("numerator_de"))
        .col(text_null("numerator_en"))
        .col(text_null("denominator_de"))
        .col(text_null("denominator_en"))
        .col(text_null("method_de"))
        .col(text_null("method_en"))
        .col(text("unit_de"))
        .col(text("unit_en"))
        .col(word("polarity"))
        .col(text("reason"));
    refers(&mut version, VERSION, "indicator_id", INDICATOR);
    manager.create_table(version).await?;
    unique(manager, VERSION, &["indicator_id", "version"]).await
}

fn observation_columns() -> [ColumnDef; 9] {
    [
        uuid_null("network_id"),
        worded(word("conf_status"), "F"),
        double_null("numerator"),
        double_null("denominator"),
        integer_null("sample"),
        numbered(integer("method_version"), 1),
        worded(word("plausibility"), "UNCHECKED"),
        numbered(integer("revision"), 1),
        moment_null("superseded_at"),
    ]
}

/// A value may be missing, and said to be. SQLite cannot loosen a column, so the table is written anew there.
async fn rebuild(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Postgres => {
            let loosen = "ALTER TABLE observation ALTER COLUMN value DROP NOT NULL";
            let former = "DROP INDEX observation_indicator_id_city_ags_year_idx";
            run(manager, &[loosen, former]).await?;
            for mut column in observation_columns() {
                add(manager, OBSERVATION, &mut column).await?;
            }
            Ok(())
        }
        _ => {
            let aside = "ALTER TABLE observation RENAME TO observation_before";
            run(manager, &[aside]).await?;
            let mut observation = table(OBSERVATION);
            for column in former_columns().into_iter().chain(observation_columns()) {
                observation.col(column);
            }
            refers(&mut observation, OBSERVATION, "tenant_id", "tenant");
            refers(&mut observation, OBSERVATION, "indicator_id", INDICATOR);
            refers_to(&mut observation, OBSERVATION, "city_ags", ("city", "ags"));
            manager.create_table(observation).await?;
            let names = former_columns().map(|column| column.get_column_name());
            let names = names.join(", ");
            let copy =
                format!("INSERT INTO observation ({names}) SELECT {names} FROM observation_before");
            run(manager, &[&copy, "DROP TABLE observation_before"]).await?;
            index(manager, OBSERVATION, &["city_ags", "id"]).await?;
            index(manager, OBSERVATION, &["tenant_id", "id"]).await?;
            index(manager, OBSERVATION, &["year", "id"]).await
        }
    }
}

fn former_columns() -> [ColumnDef; 15] {
    [
        id(),
        uuid("tenant_id"),
        uuid("indicator_id"),
        text("city_ags"),
        integer("year"),
        double_null("value"),
        word("value_kind"),
        word("obs_status"),
        word("confidence"),
        text("source"),
        text_null("note"),
        word("visibility"),
        moment_null("embargo_until"),
        moment("recorded_at"),
        uuid_null("supersedes"),
    ]
}

/// What was said about a value: checked, doubted, answered.
async fn remark(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut remark = table(REMARK);
    remark
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("observation_id"))
        // Who said it may be another organisation than the one that entered the value.
        .col(uuid("author_id"))
        .col(word("plausibility"))
        .col(text_null("note"))
        .col(moment("created_at"));
    refers(&mut remark, REMARK, "tenant_id", "tenant");
    refers(&mut remark, REMARK, "observation_id", OBSERVATION);
    manager.create_table(remark).await?;
    index(manager, REMARK, &["observation_id", "id"]).await?;
    index(manager, REMARK, &["tenant_id"]).await
}

/// Everything that a comparison reads is in the index, so that it never touches the rows: figures of all municipalities in
/// a year, and of some over the years. What was corrected is in neither.
async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let carried = "value, obs_status, visibility, embargo_until, network_id, tenant_id, id, conf_status, recorded_at";
    let (inside, included) = match manager.get_database_backend() {
        DbBackend::Postgres => (String::new(), format!(" INCLUDE ({carried})")),
        _ => (format!(", {carried}"), String::new()),
    };
    let over = |name: &str, keys: &str| {
        format!(
            "CREATE INDEX observation_{name}_idx ON observation ({keys}{inside}){included} WHERE superseded_at IS NULL"
        )
    };
    let year = over("year", "indicator_id, value_kind, year, city_ags");
    let cube = over("cube", "indicator_id, value_kind, city_ags, year");
    run(manager, &[&year, &cube]).await?;
    // What only some may read: found for each reader without passing by what everybody reads.
    let held = "superseded_at IS NULL AND (visibility <> 'PUBLIC' OR embargo_until IS NOT NULL)";
    let own = format!(
        "CREATE INDEX observation_own_idx ON observation (tenant_id, indicator_id, value_kind, year) WHERE {held}"
    );
    let shared = format!(
        "CREATE INDEX observation_shared_idx ON observation (indicator_id, value_kind, city_ags, year) WHERE {held} AND visibility <> 'TENANT'"
    );
    run(manager, &[&own, &shared]).await?;
    let corrected = "CREATE INDEX observation_supersedes_idx ON observation (supersedes) WHERE supersedes IS NOT NULL";
    run(manager, &[corrected]).await
}
