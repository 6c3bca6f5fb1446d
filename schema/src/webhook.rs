//! A webhook: an address that is told of changes.
//!
//! Invariant: the secret of a webhook is shown once, when it is made, and never again.

use crate::{change::ChangeKind, select::orders, value::Moment};
use async_graphql::{Enum, ID, SimpleObject};
use domain::webhook::{self, Webhook as Row};

/// Why the service has switched a webhook off.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::WebhookStop")]
pub enum WebhookStop {
    /// The address answered with 410: it is gone for good.
    #[graphql(name = "GONE")]
    Gone,
    /// Five messages in a row were not taken, each tried ten times over three days.
    #[graphql(name = "FAILING")]
    Failing,
}

/// A webhook: an address of a program of your organisation that is told of changes, after the Standard Webhooks
/// specification.
#[derive(SimpleObject)]
pub struct Webhook {
    /// Global id.
    id: ID,
    /// Where messages are sent.
    url: String,
    /// The kinds of records that it hears of; empty for all.
    kinds: Vec<ChangeKind>,
    /// What it is for, in words.
    description: String,
    /// Whether it is told of changes now.
    is_active: bool,
    /// Why the service has switched it off, if it did; switch it on again when the cause is mended.
    stopped_for: Option<WebhookStop>,
    /// Until when messages are signed with the secret before this one too, if they are.
    former_secret_until: Option<Moment>,
    /// When it was registered.
    created_at: Moment,
    /// When it was last changed.
    updated_at: Moment,
    /// Its version, for `expectedVersion`.
    version: i32,
}

impl From<Row> for Webhook {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to_string().into(),
            kinds: orders(webhook::kinds(&row)),
            url: row.url,
            description: row.description,
            is_active: row.is_active,
            stopped_for: row.stopped_for.map(Into::into),
            former_secret_until: row.former_until.map(Moment),
            created_at: Moment(row.created_at),
            updated_at: Moment(row.updated_at),
            version: row.revision,
        }
    }
}
