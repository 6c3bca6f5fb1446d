//! Weights of similarity by network, and the decisions that they are learnt from.
//!
//! Invariant: this step is not edited after its release. A decision is read by the organisation that made it; weights are
//! public like the network that they belong to.

use crate::{
    column::{
        double, drop_all, flag, id, index, integer, moment, moment_null, refers, table, text,
        unique, uuid,
    },
    guard::{OWNED, guard},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Weights of similarity by network, and the decisions that they are learnt from.
#[derive(DeriveMigrationName)]
pub struct Migration;

const DECISION: &str = "similarity_decision";
const WEIGHTS: &str = "similarity_weights";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        decision(manager).await?;
        weights(manager).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => guard(manager, DECISION, OWNED, OWNED).await,
            _ => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[WEIGHTS, DECISION]).await
    }
}

async fn decision(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut decision = table(DECISION);
    decision
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("network_id"))
        .col(uuid("project_id"))
        .col(uuid("other_id"))
        .col(flag("is_accepted"))
        .col(moment("decided_at"));
    refers(&mut decision, DECISION, "tenant_id", "tenant");
    refers(&mut decision, DECISION, "network_id", "network");
    // A retired project may come back, and what was decided about it with it; with an erased one it goes.
    refers(&mut decision, DECISION, "project_id", "project");
    refers(&mut decision, DECISION, "other_id", "project");
    manager.create_table(decision).await?;
    // A project stands in one network.
    unique(manager, DECISION, &["tenant_id", "project_id", "other_id"]).await?;
    index(manager, DECISION, &["tenant_id", "network_id", "id"]).await?;
    index(manager, DECISION, &["project_id"]).await?;
    index(manager, DECISION, &["other_id"]).await
}

async fn weights(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut weights = table(WEIGHTS);
    weights
        .col(id())
        .col(uuid("network_id"))
        .col(integer("number"))
        .col(text("weights"))
        .col(integer("accepted"))
        .col(integer("declined"))
        .col(double("area_before"))
        .col(double("area_after"))
        .col(moment("created_at"))
        .col(moment_null("in_use_since"));
    refers(&mut weights, WEIGHTS, "network_id", "network");
    manager.create_table(weights).await?;
    unique(manager, WEIGHTS, &["network_id", "number"]).await
}
