//! Webhooks: addresses of programs that are told of changes, after the Standard Webhooks specification.
//!
//! The service follows the change feed for each of them, as its tenant would read it (`feed`), puts a message for each
//! change on a list, and lets the process send what is due (`courier`). A message may come twice, and after a repetition
//! out of order; its id is always the same for the same change and the same address.
//!
//! Invariant: an address is told nothing that its tenant could not read in the feed. What a secret is sealed with, and how
//! a request leaves, is the matter of the process.

mod courier;
mod feed;
mod schedule;
mod write;

use crate::{
    actor::Member,
    change::ChangeKind,
    ctx::Ctx,
    error::{Error, Result},
    policy::Action,
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{WebhookDeliveryId, WebhookId},
    scope::OwnTable,
    value::{ChangeAction, DeliveryFault},
    webhook::{Column, Entity},
};
use sea_orm::QueryOrder;
use std::{fmt, future::Future, pin::Pin};

pub use courier::Courier;
pub use entity::webhook::Model as Webhook;
pub(crate) use schedule::{Verdict, judge, lot};
pub(crate) use write::stop;
pub use write::{NewWebhook, WebhookChange, change, create, remove, resend, rotate};

/// How long the list of messages is kept, and how far back changes can be told again.
pub const LOG_KEPT: TimeDelta = TimeDelta::days(30);

/// A secret with which messages to an address are signed.
pub struct SigningSecret {
    /// What its owner gets, once.
    pub text: String,
    /// What is stored.
    pub sealed: String,
}

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id, the same at each attempt.
    pub id: WebhookDeliveryId,
    /// To whom.
    pub webhook: WebhookId,
    /// Where.
    pub url: String,
    /// The sealed secrets with which it is signed.
    pub secrets: Vec<String>,
    /// What happened, such as `project.updated`.
    pub kind: String,
    /// The word for the kind of the record.
    pub record: String,
    /// Id of the record, as outside.
    pub subject: String,
    /// What the change is to the tenant.
    pub action: ChangeAction,
    /// When the record changed.
    pub changed_at: DateTime<Utc>,
    /// When this attempt begins.
    pub at: DateTime<Utc>,
}

/// A message on its way: the status of its answer, or why there is none.
pub type Sending<'a> =
    Pin<Box<dyn Future<Output = std::result::Result<u16, DeliveryFault>> + Send + 'a>>;

/// What the process does for webhooks.
pub trait Dispatch: fmt::Debug + Send + Sync {
    /// A new secret for a webhook.
    ///
    /// # Errors
    /// `CONFLICT` where the installation has nothing to seal it with, `INTERNAL` where the machine has no randomness.
    fn secret(&self, webhook: WebhookId) -> Result<SigningSecret>;

    /// Refuses an address to which nothing would be sent.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`.
    fn check(&self, url: &str) -> Result<()>;

    /// Sends a message; takes bounded time, whatever the other side does.
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a>;
}

/// The member who acts, if it may manage its tenant and read what the tenant can: whoever decides where changes are told
/// could learn of them there.
pub(crate) fn steward(ctx: &Ctx) -> Result<&Member> {
    ctx.member_who_may(Action::Read)?;
    ctx.member_who_may(Action::Manage)
}

/// The webhooks of the caller's own tenant, the newest first.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage it and read its content.
pub async fn list(ctx: &Ctx) -> Result<Vec<Webhook>> {
    let tenant = steward(ctx)?.tenant;
    let rows = Entity::of(tenant).order_by_desc(Column::Id);
    ctx.records(rows).await
}

/// One of them.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the tenant and read its content, `NOT_FOUND`.
pub async fn one(ctx: &Ctx, id: WebhookId) -> Result<Webhook> {
    let mut all = list(ctx).await?.into_iter();
    all.find(|row| row.id == id)
        .ok_or(Error::NotFound("webhook"))
}

/// The kinds of records that a webhook wants to hear of; none for all.
#[must_use]
pub fn kinds(row: &Webhook) -> Vec<ChangeKind> {
    let words = row.kinds.split(' ');
    words.filter_map(ChangeKind::from_word).collect()
}
