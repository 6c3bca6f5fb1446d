//! Networks, municipalities, tenants and memberships.
//!
//! Invariant: this step is not edited after its release.

use crate::column::*;
use sea_orm_migration::prelude::*;

/// Networks, municipalities, tenants and memberships.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        network(manager).await?;
        city(manager).await?;
        tenant(manager).await?;
        membership(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["membership", "tenant", "city", "network"]).await
    }
}

async fn network(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut network = table("network");
    network
        .col(id())
        .col(text("slug"))
        .col(text("name_de"))
        .col(text_null("name_en"))
        .col(text_null("purpose_de"))
        .col(text_null("purpose_en"))
        .col(text_null("programme"))
        .col(text_null("source_url"))
        .col(word("default_visibility"));
    stamps(&mut network);
    manager.create_table(network).await?;
    unique(manager, "network", &["slug"]).await
}

async fn city(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut city = table("city");
    city.col(text("ags").primary_key().take())
        .col(text_null("ars"))
        .col(text("name"))
        .col(text("display_name"))
        .col(word("kind"))
        .col(text("state"))
        .col(integer_null("population"))
        .col(day_null("population_on"))
        .col(double_null("area_km2"))
        .col(double_null("latitude"))
        .col(double_null("longitude"))
        .col(small_null("regiostar7"))
        .col(integer_null("traffic_area_ha"))
        .col(integer_null("land_area_ha"))
        .col(text_null("nuts3"))
        .col(text_null("wikidata"));
    manager.create_table(city).await
}

async fn tenant(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut tenant = table("tenant");
    tenant
        .col(id())
        .col(word("kind"))
        .col(text("name"))
        .col(text_null("city_ags"));
    stamps(&mut tenant);
    refers_to(&mut tenant, "tenant", "city_ags", ("city", "ags"));
    manager.create_table(tenant).await?;
    unique(manager, "tenant", &["city_ags"]).await
}

async fn membership(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut membership = table("membership");
    membership
        .col(id())
        .col(uuid("network_id"))
        .col(uuid("tenant_id"))
        .col(word("role"))
        .col(day("since"))
        .col(day_null("until"));
    stamps(&mut membership);
    refers(&mut membership, "membership", "network_id", "network");
    refers(&mut membership, "membership", "tenant_id", "tenant");
    manager.create_table(membership).await?;
    unique(manager, "membership", &["network_id", "tenant_id"]).await?;
    index(manager, "membership", &["tenant_id"]).await
}
