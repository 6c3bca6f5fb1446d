//! Offers and requests of expertise, with the barriers that they are about.
//!
//! Invariant: this step is not edited after its release. Who reads a row is what its visibility says, as with plans.

use crate::{
    column::{
        day, drop_all, id, index, integer, refers, refers_to, refers_while_there, release, stamps,
        table, text, text_null, uuid, uuid_null, word,
    },
    guard::{OWNED, guard, part},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Offers and requests of expertise, with the barriers that they are about.
#[derive(DeriveMigrationName)]
pub struct Migration;

const EXPERTISE: &str = "expertise";
const BARRIER: &str = "expertise_barrier";

/// In `FROM` the bodies of the functions become part of the statement.
const READABLE: &str = "tenant_id = (SELECT acting_tenant()) OR (deleted_at IS NULL \
    AND (embargo_until IS NULL OR embargo_until <= now()) AND (visibility = 'PUBLIC' \
    OR (visibility = 'NETWORK' AND network_id IN (SELECT network_id FROM acting_networks() AS networks (network_id))) \
    OR (visibility = 'SHARED' AND id IN (SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)))))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        expertise(manager).await?;
        barrier(manager).await?;
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        guard(manager, EXPERTISE, READABLE, OWNED).await?;
        part(manager, BARRIER, "expertise_id", EXPERTISE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[BARRIER, EXPERTISE]).await
    }
}

async fn expertise(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut expertise = table(EXPERTISE);
    expertise
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("network_id"))
        .col(text_null("city_ags"))
        .col(uuid_null("project_id"))
        .col(word("kind"))
        .col(text("topic"))
        .col(text_null("description"))
        .col(word("capacity"))
        .col(text_null("contact"))
        .col(word("contact_visibility"))
        .col(day("until"));
    release(&mut expertise);
    stamps(&mut expertise);
    refers(&mut expertise, EXPERTISE, "tenant_id", "tenant");
    refers(&mut expertise, EXPERTISE, "network_id", "network");
    refers_to(&mut expertise, EXPERTISE, "city_ags", ("city", "ags"));
    // Experience outlives the project that it was gained in.
    refers_while_there(&mut expertise, EXPERTISE, "project_id", "project");
    manager.create_table(expertise).await?;
    index(manager, EXPERTISE, &["tenant_id", "id"]).await?;
    index(
        manager,
        EXPERTISE,
        &["network_id", "kind", "created_at", "id"],
    )
    .await?;
    index(manager, EXPERTISE, &["network_id", "id"]).await?;
    index(manager, EXPERTISE, &["city_ags", "id"]).await?;
    index(manager, EXPERTISE, &["project_id"]).await?;
    index(manager, EXPERTISE, &["created_at", "id"]).await?;
    index(manager, EXPERTISE, &["updated_at", "id"]).await
}

async fn barrier(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut barrier = table(BARRIER);
    barrier
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("expertise_id"))
        .col(uuid("barrier_id"))
        .col(integer("position"));
    refers(&mut barrier, BARRIER, "expertise_id", EXPERTISE);
    refers(&mut barrier, BARRIER, "barrier_id", "barrier");
    manager.create_table(barrier).await?;
    index(manager, BARRIER, &["expertise_id", "position"]).await?;
    index(manager, BARRIER, &["barrier_id", "expertise_id"]).await
}
