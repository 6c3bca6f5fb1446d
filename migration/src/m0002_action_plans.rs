//! Action fields, barriers, action plans with their projects, and the files they came from.
//!
//! Invariant: this step is not edited after its release.

use crate::column::*;
use sea_orm_migration::prelude::*;

/// Action fields, barriers, action plans with their projects, and the files they came from.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        action_field(manager).await?;
        barrier(manager).await?;
        plan(manager).await?;
        plan_resolution(manager).await?;
        project(manager).await?;
        sub_project(manager).await?;
        project_item(manager).await?;
        project_barrier(manager).await?;
        project_source(manager).await?;
        source_document(manager).await?;
        source_cell(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            manager,
            &[
                "source_cell",
                "source_document",
                "project_source",
                "project_barrier",
                "project_item",
                "sub_project",
                "project",
                "plan_resolution",
                "plan",
                "barrier",
                "action_field",
            ],
        )
        .await
    }
}

async fn action_field(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut action_field = table("action_field");
    action_field
        .col(id())
        .col(uuid("network_id"))
        .col(text("code"))
        .col(text("label_de"))
        .col(text_null("label_en"))
        .col(integer("position"));
    refers(&mut action_field, "action_field", "network_id", "network");
    manager.create_table(action_field).await?;
    unique(manager, "action_field", &["network_id", "code"]).await
}

async fn barrier(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut barrier = table("barrier");
    barrier
        .col(id())
        .col(integer("version"))
        .col(text("code"))
        .col(text("label_de"))
        .col(text("label_en"))
        .col(text("definition_de"))
        .col(text("definition_en"));
    manager.create_table(barrier).await?;
    unique(manager, "barrier", &["version", "code"]).await
}

async fn plan(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut plan = table("plan");
    plan.col(id())
        .col(uuid("tenant_id"))
        .col(uuid("network_id"))
        .col(text_null("city_ags"))
        .col(text("title"))
        .col(key_text(manager, "title_key"))
        .col(word("status"))
        .col(text_null("selection_method"))
        .col(text_null("licence"))
        .col(text_null("source_url"))
        .col(day_null("adopted_on"));
    release(&mut plan);
    stamps(&mut plan);
    refers(&mut plan, "plan", "tenant_id", "tenant");
    refers(&mut plan, "plan", "network_id", "network");
    refers_to(&mut plan, "plan", "city_ags", ("city", "ags"));
    manager.create_table(plan).await?;
    index(manager, "plan", &["tenant_id", "network_id"]).await?;
    index(manager, "plan", &["network_id", "id"]).await?;
    index(manager, "plan", &["city_ags", "id"]).await?;
    index(manager, "plan", &["title_key", "id"]).await?;
    index(manager, "plan", &["updated_at", "id"]).await
}

async fn plan_resolution(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut plan_resolution = table("plan_resolution");
    plan_resolution
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("plan_id"))
        .col(integer("position"))
        .col(text("text"))
        .col(word("certainty"));
    refers(&mut plan_resolution, "plan_resolution", "plan_id", "plan");
    manager.create_table(plan_resolution).await?;
    index(manager, "plan_resolution", &["plan_id", "position"]).await
}

async fn project(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut project = table("project");
    project
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("network_id"))
        .col(uuid("plan_id"))
        .col(text_null("city_ags"))
        .col(uuid_null("action_field_id"))
        .col(text("code"))
        .col(integer("sequence_no"))
        .col(text("working_title"))
        .col(key_text(manager, "title_key"))
        .col(text_null("summary"))
        .col(text_null("overall_goal"))
        .col(word("status"))
        .col(text_null("status_note"))
        .col(flag("is_delayed"))
        .col(word_null("phase"))
        .col(integer_null("start_year"))
        .col(integer_null("end_year"))
        .col(text_null("responsible"))
        .col(text_null("contact"))
        .col(word("contact_visibility"))
        .col(word_null("cost_band"))
        .col(word("cost_visibility"))
        .col(text_null("own_note"))
        .col(text("search_text"))
        .col(word("effective_visibility"))
        .col(moment_null("own_embargo_until"));
    release(&mut project);
    stamps(&mut project);
    refers(&mut project, "project", "tenant_id", "tenant");
    refers(&mut project, "project", "network_id", "network");
    refers(&mut project, "project", "plan_id", "plan");
    refers_to(&mut project, "project", "city_ags", ("city", "ags"));
    refers(&mut project, "project", "action_field_id", "action_field");
    manager.create_table(project).await?;
    unique(manager, "project", &["network_id", "code"]).await?;
    index(manager, "project", &["plan_id", "sequence_no", "id"]).await?;
    index(manager, "project", &["tenant_id", "id"]).await?;
    index(manager, "project", &["network_id", "id"]).await?;
    index(manager, "project", &["city_ags", "id"]).await?;
    index(manager, "project", &["action_field_id", "status", "id"]).await?;
    index(manager, "project", &["title_key", "id"]).await?;
    index(manager, "project", &["updated_at", "id"]).await?;
    index(manager, "project", &["code", "id"]).await
}

async fn sub_project(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut sub_project = table("sub_project");
    sub_project
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("project_id"))
        .col(integer("number"))
        .col(text("title"));
    refers(&mut sub_project, "sub_project", "project_id", "project");
    manager.create_table(sub_project).await?;
    unique(manager, "sub_project", &["project_id", "number"]).await
}

async fn project_item(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut project_item = table("project_item");
    project_item
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("project_id"))
        .col(uuid_null("sub_project_id"))
        .col(word("kind"))
        .col(integer("position"))
        .col(text("text"))
        .col(integer_null("mention_count"))
        .col(word("certainty"))
        .col(word_null("visibility"));
    refers(&mut project_item, "project_item", "project_id", "project");
    refers(
        &mut project_item,
        "project_item",
        "sub_project_id",
        "sub_project",
    );
    manager.create_table(project_item).await?;
    index(manager, "project_item", &["project_id", "position"]).await?;
    index(manager, "project_item", &["sub_project_id", "position"]).await
}

async fn project_barrier(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut project_barrier = table("project_barrier");
    project_barrier
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("project_id"))
        .col(uuid("barrier_id"))
        .col(word("role"))
        .col(integer("position"))
        .col(text_null("note"))
        .col(word("basis"));
    refers(
        &mut project_barrier,
        "project_barrier",
        "project_id",
        "project",
    );
    refers(
        &mut project_barrier,
        "project_barrier",
        "barrier_id",
        "barrier",
    );
    manager.create_table(project_barrier).await?;
    index(manager, "project_barrier", &["project_id", "position"]).await?;
    index(manager, "project_barrier", &["barrier_id", "project_id"]).await
}

async fn project_source(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut project_source = table("project_source");
    project_source
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("project_id"))
        .col(integer("position"))
        .col(text("url"));
    refers(
        &mut project_source,
        "project_source",
        "project_id",
        "project",
    );
    manager.create_table(project_source).await?;
    index(manager, "project_source", &["project_id", "position"]).await
}

async fn source_document(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut source_document = table("source_document");
    source_document
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("plan_id"))
        .col(text("file_name"))
        .col(text("format"))
        .col(text("encoding"))
        .col(text("sha256"))
        .col(
            ColumnDef::new(Alias::new("size"))
                .big_integer()
                .not_null()
                .take(),
        )
        .col(moment("imported_at"));
    refers(&mut source_document, "source_document", "plan_id", "plan");
    manager.create_table(source_document).await?;
    index(manager, "source_document", &["plan_id", "imported_at"]).await
}

async fn source_cell(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut source_cell = table("source_cell");
    source_cell
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("document_id"))
        .col(integer("row"))
        .col(integer("column"))
        .col(text_null("header"))
        .col(text("text"));
    refers(
        &mut source_cell,
        "source_cell",
        "document_id",
        "source_document",
    );
    manager.create_table(source_cell).await?;
    index(manager, "source_cell", &["document_id", "row", "column"]).await
}
