//! A message to a webhook.
//!
//! Invariant: it says what became of the message, and of the answer no more than its status.

use crate::{connection::connection, value::Moment};
use async_graphql::{Enum, ID, Object};
use domain::webhook_delivery::type_of;
use std::sync::Arc;

/// Where a message to a webhook stands.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::DeliveryState", name = "WebhookDeliveryState")]
pub enum DeliveryState {
    /// It waits for its first or next attempt.
    #[graphql(name = "PENDING")]
    Pending,
    /// It was taken: the answer had a status from 200 to 299.
    #[graphql(name = "DELIVERED")]
    Delivered,
    /// It was not taken and is not tried again by itself.
    #[graphql(name = "FAILED")]
    Failed,
}

/// Why an attempt to deliver a message had no answer.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::DeliveryFault", name = "WebhookDeliveryFault")]
pub enum DeliveryFault {
    /// No connection, or one that broke; also a name that stands for no address on the internet.
    #[graphql(name = "NO_ANSWER")]
    NoAnswer,
    /// No answer within 15 seconds.
    #[graphql(name = "TIMEOUT")]
    Timeout,
    /// The service may not send to this address.
    #[graphql(name = "NOT_ALLOWED")]
    NotAllowed,
    /// The secret cannot be read any more: give the webhook a new one.
    #[graphql(name = "NO_SECRET")]
    NoSecret,
}

/// A message to a webhook: that a record changed, and what became of the message. Kept for 30 days.
pub struct WebhookDelivery(pub(crate) Arc<domain::webhook_delivery::WebhookDelivery>);

/// A message to a webhook: that a record changed, and what became of the message. Kept for 30 days.
#[Object(serial)]
impl WebhookDelivery {
    /// Global id; it stands in the header `webhook-id` of each attempt.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Id of the webhook.
    async fn webhook_id(&self) -> ID {
        self.0.webhook_id.to_string().into()
    }

    /// What the message is called, such as `project.updated`.
    #[graphql(name = "type")]
    async fn kind(&self) -> String {
        type_of(&self.0)
    }

    /// Global id of the record that changed.
    async fn subject_id(&self) -> ID {
        self.0.subject.clone().into()
    }

    /// When the record changed.
    async fn changed_at(&self) -> Moment {
        Moment(self.0.changed_at)
    }

    /// Where the message stands.
    async fn state(&self) -> DeliveryState {
        self.0.state.into()
    }

    /// How often it was tried, of ten times.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// When it is tried next, if it is.
    async fn next_at(&self) -> Option<Moment> {
        self.0.next_at.map(Moment)
    }

    /// When it was tried last.
    async fn tried_at(&self) -> Option<Moment> {
        self.0.tried_at.map(Moment)
    }

    /// HTTP status of the last answer.
    async fn status(&self) -> Option<i32> {
        self.0.status
    }

    /// Why the last attempt had no answer.
    async fn fault(&self) -> Option<DeliveryFault> {
        self.0.fault.map(Into::into)
    }

    /// How long the last attempt took, in milliseconds.
    async fn took_ms(&self) -> Option<i32> {
        self.0.took_ms
    }
}

connection!(
    WebhookDelivery,
    WebhookDeliveryConnection,
    WebhookDeliveryEdge,
    domain::webhook_delivery::WebhookDelivery
);
