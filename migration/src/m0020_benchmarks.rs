//! Comparisons of rings as they were published, and which confidential values counted in them.
//!
//! Invariant: this step is not edited after its release. What counted is read by the city whose value it is, and by the
//! guard that decides about the next publication; by nobody else.

use crate::{
    column::{
        double_null, drop_all, id, index, integer, moment, moment_null, refers, refers_to, table,
        text, text_null, unique, uuid, word, word_null,
    },
    guard::{OWNED, guard},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Published comparisons.
#[derive(DeriveMigrationName)]
pub struct Migration;

const RELEASE: &str = "benchmark_release";
const CONTRIBUTION: &str = "benchmark_contribution";

/// In `FROM` the bodies of the functions become part of the statement.
const READABLE: &str = "tenant_id = (SELECT acting_tenant()) OR (deleted_at IS NULL \
    AND (embargo_until IS NULL OR embargo_until <= now()) AND (visibility = 'PUBLIC' \
    OR (visibility = 'NETWORK' AND network_id IN (SELECT network_id FROM acting_networks() AS networks (network_id))) \
    OR (visibility = 'SHARED' AND id IN (SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)))))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        published(manager).await?;
        contribution(manager).await?;
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        guard(manager, RELEASE, READABLE, OWNED).await?;
        let counted = format!("{OWNED} OR (SELECT acting_index())");
        guard(manager, CONTRIBUTION, &counted, OWNED).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[CONTRIBUTION, RELEASE]).await
    }
}

async fn published(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut published = table(RELEASE);
    published
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("network_id"))
        .col(uuid("group_id"))
        .col(uuid("indicator_id"))
        .col(integer("year"))
        .col(integer("number"))
        .col(integer("method_version"))
        .col(integer("cities"))
        .col(integer("not_applicable"))
        .col(integer("contributors"))
        .col(integer("n"))
        .col(double_null("mean"))
        .col(double_null("sd"))
        .col(double_null("median"))
        .col(double_null("q1"))
        .col(double_null("q3"))
        .col(double_null("least"))
        .col(double_null("most"))
        .col(text_null("deciles"))
        .col(word_null("withheld"))
        .col(word_null("quartiles_withheld"))
        .col(word_null("deciles_withheld"))
        .col(word_null("extremes_withheld"))
        .col(word("visibility"))
        .col(moment_null("embargo_until"))
        .col(moment_null("deleted_at"))
        .col(text_null("withdrawn_because"))
        .col(moment("published_at"));
    refers(&mut published, RELEASE, "tenant_id", "tenant");
    refers(&mut published, RELEASE, "network_id", "network");
    refers(&mut published, RELEASE, "group_id", "peer_group");
    refers(&mut published, RELEASE, "indicator_id", "indicator");
    manager.create_table(published).await?;
    unique(
        manager,
        RELEASE,
        &["group_id", "indicator_id", "year", "number"],
    )
    .await?;
    index(manager, RELEASE, &["tenant_id", "id"]).await?;
    index(manager, RELEASE, &["indicator_id", "year"]).await
}

async fn contribution(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut contribution = table(CONTRIBUTION);
    contribution
        .col(id())
        .col(uuid("tenant_id"))
        // No reference: that a value has counted is remembered when the comparison, or the ring, is gone.
        .col(uuid("release_id"))
        .col(uuid("group_id"))
        // How many counted in it: where rows are gone with a city, it is known that they are.
        .col(integer("counted"))
        .col(uuid("indicator_id"))
        .col(integer("year"))
        .col(text("city_ags"))
        .col(uuid("observation_id"));
    refers(&mut contribution, CONTRIBUTION, "tenant_id", "tenant");
    refers_to(&mut contribution, CONTRIBUTION, "city_ags", ("city", "ags"));
    manager.create_table(contribution).await?;
    index(
        manager,
        CONTRIBUTION,
        &["indicator_id", "year", "release_id"],
    )
    .await?;
    index(manager, CONTRIBUTION, &["tenant_id", "id"]).await
}
