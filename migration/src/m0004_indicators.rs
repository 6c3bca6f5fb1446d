//! Indicators and observations.
//!
//! Invariant: this step is not edited after its release.

use crate::column::*;
use sea_orm_migration::prelude::*;

/// Indicators and observations.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        indicator(manager).await?;
        observation(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["observation", "indicator"]).await
    }
}

async fn indicator(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut indicator = table("indicator");
    indicator
        .col(id())
        .col(text("code"))
        .col(integer("version"))
        .col(text("label_de"))
        .col(text("label_en"))
        .col(text("definition_de"))
        .col(text("definition_en"))
        .col(text_null("formula"))
        .col(text("unit_de"))
        .col(text("unit_en"))
        .col(small("decimals"))
        .col(word("polarity"))
        .col(word("kind"))
        .col(word("value_type"))
        .col(word("frequency"))
        .col(integer_null("minimum_sample"))
        .col(text_null("comparability_de"))
        .col(text_null("comparability_en"))
        .col(text_null("frameworks"));
    manager.create_table(indicator).await?;
    unique(manager, "indicator", &["code", "version"]).await
}

async fn observation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut observation = table("observation");
    observation
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("indicator_id"))
        .col(text("city_ags"))
        .col(integer("year"))
        .col(double("value"))
        .col(word("value_kind"))
        .col(word("obs_status"))
        .col(word("confidence"))
        .col(text("source"))
        .col(text_null("note"))
        .col(word("visibility"))
        .col(moment_null("embargo_until"))
        .col(moment("recorded_at"))
        .col(uuid_null("supersedes"));
    refers(&mut observation, "observation", "tenant_id", "tenant");
    refers(&mut observation, "observation", "indicator_id", "indicator");
    refers_to(&mut observation, "observation", "city_ags", ("city", "ags"));
    manager.create_table(observation).await?;
    index(
        manager,
        "observation",
        &["indicator_id", "city_ags", "year"],
    )
    .await?;
    index(manager, "observation", &["city_ags", "id"]).await?;
    index(manager, "observation", &["tenant_id", "id"]).await?;
    index(manager, "observation", &["year", "id"]).await
}
