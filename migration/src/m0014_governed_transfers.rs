//! Transfer links become governed: both sides agree, every step is an event, what came of it is kept.
//!
//! Invariant: this step is not edited after its release. The parties of a link read it at any time; the events are theirs
//! alone, whoever reads the link.

use crate::{
    column::{
        day_null, drop_all, id, index, integer, moment, moment_null, refers, run, table, text_null,
        unique, uuid, uuid_null, word, word_null,
    },
    guard::{OWNED, guard, part},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Governed transfer links.
#[derive(DeriveMigrationName)]
pub struct Migration;

const LINK: &str = "transfer_link";
const EVENT: &str = "transfer_event";
const EFFECT: &str = "transfer_effect";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in columns() {
            let add = Table::alter()
                .table(Alias::new(LINK))
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(add).await?;
        }
        index(manager, LINK, &["source_tenant_id", "id"]).await?;
        index(manager, LINK, &["network_id", "last_event_at"]).await?;
        event(manager).await?;
        effect(manager).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => {
                secure(manager).await?;
                // Who migrates owns the tables; forced, row security would show them public rows only.
                force(manager, "NO FORCE").await?;
                run(manager, &[FOLLOW]).await?;
                force(manager, "FORCE").await
            }
            _ => run(manager, &[FOLLOW]).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            reads(manager, LINK, &link(false)).await?;
            reads(manager, "change", &changed(false)).await?;
        }
        drop_all(manager, &[EFFECT, EVENT]).await?;
        for name in ["source_tenant_id_id", "network_id_last_event_at"] {
            let index = format!("{LINK}_{name}_idx");
            let drop = Index::drop().name(index).table(Alias::new(LINK)).to_owned();
            manager.drop_index(drop).await?;
        }
        for column in columns() {
            let drop = Table::alter()
                .table(Alias::new(LINK))
                .drop_column(Alias::new(column.get_column_name()))
                .to_owned();
            manager.alter_table(drop).await?;
        }
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, &["DROP FUNCTION acting_coordinated()"]).await,
            _ => Ok(()),
        }
    }
}

/// What a plan names was as visible as the plan when it was imported; it follows its project from here on.
const FOLLOW: &str = "UPDATE transfer_link SET \
    visibility = coalesce((SELECT effective_visibility FROM project WHERE id = adopter_project_id AND deleted_at IS NULL), 'TENANT'), \
    embargo_until = (SELECT embargo_until FROM project WHERE id = adopter_project_id AND deleted_at IS NULL) \
    WHERE stage = 'SUGGESTED'";

async fn force(manager: &SchemaManager<'_>, word: &str) -> Result<(), DbErr> {
    let of = |table| format!("ALTER TABLE {table} {word} ROW LEVEL SECURITY");
    let statements = [of(LINK), of("project")];
    run(manager, &statements.each_ref().map(String::as_str)).await
}

fn columns() -> [ColumnDef; 18] {
    [
        uuid_null("source_tenant_id"),
        word_null("adopter_agrees"),
        word_null("source_agrees"),
        word_null("paused_at_stage"),
        word_null("reason"),
        text_null("expected_benefit"),
        text_null("shared_barriers"),
        text_null("adopter_contact"),
        text_null("source_contact"),
        text_null("next_step"),
        day_null("next_step_due"),
        day_null("starts_on"),
        day_null("ends_on"),
        word_null("outcome"),
        text_null("outcome_note"),
        day_null("completed_on"),
        day_null("follow_up_due"),
        moment_null("last_event_at"),
    ]
}

async fn event(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut event = table(EVENT);
    event
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid_null("source_tenant_id"))
        .col(uuid("network_id"))
        .col(uuid("link_id"))
        .col(integer("number"))
        .col(word("kind"))
        .col(word_null("step"))
        .col(word("stage"))
        .col(word("party"))
        // Whoever acted may leave the service; what they did is told all the same.
        .col(uuid("actor_id"))
        .col(moment("at"))
        .col(day_null("held_on"))
        .col(word_null("reason"))
        .col(word_null("outcome"))
        .col(text_null("participants"))
        .col(text_null("note"))
        .col(text_null("document_url"));
    refers(&mut event, EVENT, "tenant_id", "tenant");
    refers(&mut event, EVENT, "network_id", "network");
    refers(&mut event, EVENT, "link_id", LINK);
    manager.create_table(event).await?;
    unique(manager, EVENT, &["link_id", "number"]).await?;
    index(manager, EVENT, &["tenant_id"]).await
}

async fn effect(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut effect = table(EFFECT);
    effect
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("link_id"))
        .col(uuid("indicator_id"))
        .col(text_null("note"));
    refers(&mut effect, EFFECT, "tenant_id", "tenant");
    refers(&mut effect, EFFECT, "link_id", LINK);
    refers(&mut effect, EFFECT, "indicator_id", "indicator");
    manager.create_table(effect).await?;
    unique(manager, EFFECT, &["link_id", "indicator_id"]).await?;
    index(manager, EFFECT, &["tenant_id"]).await
}

async fn secure(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let coordinated = "CREATE FUNCTION acting_coordinated() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS \
         $$ SELECT network_id FROM membership WHERE tenant_id = acting_tenant() AND role = 'COORDINATOR' \
            AND since <= CURRENT_DATE AND (until IS NULL OR until >= CURRENT_DATE) $$";
    run(manager, &[coordinated]).await?;
    reads(manager, LINK, &link(true)).await?;
    reads(manager, "change", &changed(true)).await?;
    guard(manager, EVENT, &format!("{OWNED} OR {PARTIES}"), OWNED).await?;
    part(manager, EFFECT, "link_id", LINK).await
}

/// Says anew who reads the rows of a table.
async fn reads(manager: &SchemaManager<'_>, table: &str, readable: &str) -> Result<(), DbErr> {
    let statements = [
        format!("DROP POLICY {table}_reads ON {table}"),
        format!("CREATE POLICY {table}_reads ON {table} FOR SELECT USING ({readable})"),
    ];
    run(manager, &statements.each_ref().map(String::as_str)).await
}

const NETWORKS: &str = "SELECT network_id FROM acting_networks() AS networks (network_id)";
const COORDINATED: &str = "SELECT network_id FROM acting_coordinated() AS coordinated (network_id)";
const SHARED: &str = "SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)";
/// The parties of a link besides its owner.
const PARTIES: &str = "source_tenant_id = (SELECT acting_tenant()) OR (source_tenant_id IS NOT NULL \
    AND network_id IN (SELECT network_id FROM acting_coordinated() AS coordinated (network_id)))";

fn link(with_parties: bool) -> String {
    let parties = match with_parties {
        true => format!(" OR (deleted_at IS NULL AND ({PARTIES}))"),
        false => String::new(),
    };
    format!(
        "{OWNED}{parties} OR (deleted_at IS NULL AND (embargo_until IS NULL OR embargo_until <= now()) \
         AND (visibility = 'PUBLIC' OR (visibility = 'NETWORK' AND network_id IN ({NETWORKS})) \
         OR (visibility = 'SHARED' AND id IN ({SHARED}))))"
    )
}

/// Offices hear of links that are their parties' alone, too.
fn changed(with_parties: bool) -> String {
    let parties = match with_parties {
        true => format!(
            " OR (kind = 'link' AND 'SHARED' IN (before, after) AND network_id IN ({COORDINATED}))"
        ),
        false => String::new(),
    };
    format!(
        "tenant_id IS NULL OR tenant_id = (SELECT acting_tenant()) OR (at <= now() AND (widest = 'PUBLIC' \
         OR (widest = 'NETWORK' AND network_id IN ({NETWORKS})) \
         OR ('SHARED' IN (before, after) AND subject_id IN ({SHARED})){parties} \
         OR reader_id = (SELECT acting_tenant())))"
    )
}
