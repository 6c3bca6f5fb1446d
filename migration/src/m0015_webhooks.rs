//! Addresses that are told of changes, and the messages to them.
//!
//! Invariant: this step is not edited after its release. Both tables are their tenant's own matter; connections of the
//! service itself may look through them, and write nothing.

use crate::{
    column::{
        drop_all, flag, id, index, integer, integer_null, moment, moment_null, refers, stamps,
        table, text, text_null, uuid, word, word_null,
    },
    guard::{OWNED, guard},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Addresses that are told of changes, and the messages to them.
#[derive(DeriveMigrationName)]
pub struct Migration;

const WEBHOOK: &str = "webhook";
const DELIVERY: &str = "webhook_delivery";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        webhook(manager).await?;
        delivery(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            let readable = format!("{OWNED} OR (SELECT acting_index())");
            guard(manager, WEBHOOK, &readable, OWNED).await?;
            guard(manager, DELIVERY, &readable, OWNED).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[DELIVERY, WEBHOOK]).await
    }
}

async fn webhook(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut webhook = table(WEBHOOK);
    webhook
        .col(id())
        .col(uuid("tenant_id"))
        .col(text("url"))
        .col(text("kinds"))
        .col(text("description"))
        .col(flag("is_active"))
        .col(word_null("stopped_for"))
        .col(text("secret"))
        .col(text_null("former_secret"))
        .col(moment_null("former_until"))
        .col(moment("since"))
        .col(text_null("cursor"))
        .col(flag("is_behind"))
        .col(integer("failures"));
    stamps(&mut webhook);
    refers(&mut webhook, WEBHOOK, "tenant_id", "tenant");
    manager.create_table(webhook).await?;
    index(manager, WEBHOOK, &["tenant_id", "id"]).await
}

async fn delivery(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut delivery = table(DELIVERY);
    delivery
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("webhook_id"))
        .col(word("kind"))
        .col(text("subject"))
        .col(word("action"))
        .col(moment("changed_at"))
        .col(word("state"))
        .col(integer("attempts"))
        .col(moment_null("next_at"))
        .col(moment_null("tried_at"))
        .col(integer_null("status"))
        .col(word_null("fault"))
        .col(integer_null("took_ms"))
        .col(moment("created_at"));
    refers(&mut delivery, DELIVERY, "tenant_id", "tenant");
    refers(&mut delivery, DELIVERY, "webhook_id", WEBHOOK);
    manager.create_table(delivery).await?;
    index(manager, DELIVERY, &["tenant_id", "id"]).await?;
    index(manager, DELIVERY, &["webhook_id", "id"]).await?;
    // The service looks for what is due every second.
    index(manager, DELIVERY, &["state", "next_at"]).await
}
