//! An address that is told of changes (Webhook).
//!
//! Invariant: rows are reached through the scopes only; secrets are sealed by a key that is not in the database.

use crate::{
    id::{TenantId, WebhookId},
    scope::{OwnTable, ServiceTable},
    value::WebhookStop,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// An address that is told of changes (Webhook).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    /// The tenant whose it is, and as which changes are read.
    pub tenant_id: TenantId,
    /// Where messages are sent.
    pub url: String,
    /// Kinds of records that it wants to hear of, separated by spaces; empty for all.
    pub kinds: String,
    /// What it is for, in words.
    pub description: String,
    /// Whether it is told of changes now.
    pub is_active: bool,
    /// Why the service stopped, if it did.
    pub stopped_for: Option<WebhookStop>,
    /// What messages are signed with, sealed.
    pub secret: String,
    /// What they were signed with before, sealed.
    pub former_secret: Option<String>,
    /// Until when they are signed with that too.
    pub former_until: Option<DateTime<Utc>>,
    /// From when on changes are told, where there is no cursor.
    pub since: DateTime<Utc>,
    /// How far it has come in the change feed.
    pub cursor: Option<String>,
    /// Whether there may be changes to tell although nothing new has happened.
    pub is_behind: bool,
    /// Messages in a row that were given up.
    pub failures: i32,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// How often it was changed.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl ServiceTable for Entity {}
