//! Connections on which subscriptions are told.
//!
//! Invariant: every one of them has a bound, in number, in time and in what waits on it.

use super::reader::Reader;
use std::time::Duration;

/// Connections on which subscriptions are told, and how they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubscriptionSettings {
    /// Connections of one tenant.
    pub per_tenant: usize,
    /// Connections from one address of those who have shown no credential.
    pub per_address: usize,
    /// Operations that run on one connection at a time.
    pub operations: usize,
    /// How long a WebSocket waits for `connection_init`.
    pub init: Duration,
    /// How often there is a sign of life.
    pub ping: Duration,
    /// How long somebody is waited for who does not read.
    pub patience: Duration,
}

impl SubscriptionSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            per_tenant: reader.number("subscription_connections_per_tenant", 1, 100_000),
            per_address: reader.number("subscription_connections_per_address", 1, 100_000),
            operations: reader.number("subscription_operations", 1, 1_000),
            init: Duration::from_secs(reader.number("subscription_init_seconds", 1, 60)),
            ping: Duration::from_secs(reader.number("subscription_ping_seconds", 1, 3_600)),
            patience: Duration::from_secs(reader.number("subscription_patience_seconds", 1, 600)),
        }
    }
}
