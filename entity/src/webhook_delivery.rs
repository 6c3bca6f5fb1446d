//! A message to an address that is told of changes, and what became of it.
//!
//! Invariant: rows are reached through the scopes only; nothing of an answer is kept but its status.

use crate::{
    id::{TenantId, WebhookDeliveryId, WebhookId},
    scope::{OwnTable, ServiceTable},
    value::{ChangeAction, DeliveryFault, DeliveryState},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A message to an address that is told of changes, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Key; the same for the same change to the same address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// The tenant whose webhook it is.
    pub tenant_id: TenantId,
    /// To which address.
    pub webhook_id: WebhookId,
    /// Kind of the record that changed.
    pub kind: String,
    /// Id of that record, as outside.
    pub subject: String,
    /// What the change is to the tenant.
    pub action: ChangeAction,
    /// When it changed.
    pub changed_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: i32,
    /// When it is tried next, if it is. While an attempt runs, when it is taken to be lost.
    pub next_at: Option<DateTime<Utc>>,
    /// When it was tried last.
    pub tried_at: Option<DateTime<Utc>>,
    /// HTTP status of the last answer.
    pub status: Option<i32>,
    /// Why the last attempt had none.
    pub fault: Option<DeliveryFault>,
    /// How long the last attempt took, in milliseconds.
    pub took_ms: Option<i32>,
    /// When it was put on the list.
    pub created_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl OwnTable for Entity {
    const TENANT: Column = Column::TenantId;
}

impl ServiceTable for Entity {}
