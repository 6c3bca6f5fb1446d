//! Values of webhooks and their deliveries.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

words! {
    /// Where a message to an address that is told of changes stands.
    DeliveryState {
        /// It waits for its first or next attempt.
        Pending = "PENDING",
        /// It was taken.
        Delivered = "DELIVERED",
        /// It was not taken, and is not tried again.
        Failed = "FAILED",
    }

    /// Why an attempt had no answer.
    DeliveryFault {
        /// No connection, or one that broke.
        NoAnswer = "NO_ANSWER",
        /// No answer in time.
        Timeout = "TIMEOUT",
        /// The address may not be asked.
        NotAllowed = "NOT_ALLOWED",
        /// The secret cannot be read: the service's own key is another one.
        NoSecret = "NO_SECRET",
    }

    /// Why the service stopped telling an address of changes.
    WebhookStop {
        /// It answered that it is gone for good.
        Gone = "GONE",
        /// Message after message was not taken.
        Failing = "FAILING",
    }
}
