//! Transfer links between cities and their projects.
//!
//! Invariant: this step is not edited after its release.

use crate::column::*;
use sea_orm_migration::prelude::*;

/// Transfer links between cities and their projects.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        transfer_link(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["transfer_link"]).await
    }
}

async fn transfer_link(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut transfer_link = table("transfer_link");
    transfer_link
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("network_id"))
        .col(word("kind"))
        .col(word("stage"))
        .col(word("origin"))
        .col(uuid_null("adopter_project_id"))
        .col(text("adopter_city_ags"))
        .col(uuid_null("source_project_id"))
        .col(text("source_city_ags"))
        .col(flag("is_bidirectional"))
        .col(text_null("rationale"))
        .col(word("certainty"));
    release(&mut transfer_link);
    stamps(&mut transfer_link);
    refers(&mut transfer_link, "transfer_link", "tenant_id", "tenant");
    refers(&mut transfer_link, "transfer_link", "network_id", "network");
    refers(
        &mut transfer_link,
        "transfer_link",
        "adopter_project_id",
        "project",
    );
    // A link names a city at least: it outlives the project that its adopter learns from.
    refers_while_there(
        &mut transfer_link,
        "transfer_link",
        "source_project_id",
        "project",
    );
    refers_to(
        &mut transfer_link,
        "transfer_link",
        "adopter_city_ags",
        ("city", "ags"),
    );
    refers_to(
        &mut transfer_link,
        "transfer_link",
        "source_city_ags",
        ("city", "ags"),
    );
    manager.create_table(transfer_link).await?;
    index(manager, "transfer_link", &["adopter_project_id", "id"]).await?;
    index(manager, "transfer_link", &["source_project_id", "id"]).await?;
    index(manager, "transfer_link", &["network_id", "id"]).await?;
    index(manager, "transfer_link", &["adopter_city_ags", "id"]).await?;
    index(manager, "transfer_link", &["source_city_ags", "id"]).await?;
    index(manager, "transfer_link", &["tenant_id", "id"]).await?;
    index(manager, "transfer_link", &["updated_at", "id"]).await
}
