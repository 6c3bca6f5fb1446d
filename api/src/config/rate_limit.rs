//! How much may be asked for in how short a time.
//!
//! Invariant: a bucket leaks, so nobody is shut out for ever.

use super::reader::Reader;
use crate::rate_limit::{Rate, of_all};
use domain::language::Words;
use schema::Limit;

/// How much may be asked for in how short a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitSettings {
    /// With one credential.
    pub client: Rate,
    /// From one address, without a credential.
    pub address: Rate,
}

impl RateLimitSettings {
    /// `None` where nothing is limited.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let mut rate = |points, per_second| Rate {
            points: reader.number(points, 100, 1_000_000_000),
            per_second: reader.number(per_second, 1, 1_000_000_000),
        };
        let settings = Self {
            client: rate("rate_limit_client_points", "rate_limit_client_per_second"),
            address: rate("rate_limit_address_points", "rate_limit_address_per_second"),
        };
        reader.flag("rate_limit").then_some(settings)
    }

    /// As it is told to clients.
    pub(crate) fn published(self) -> Vec<Limit> {
        let Self { client, address } = self;
        let tenant = of_all(client);
        [
            (
                "clientPoints",
                client.points,
                "Punkte eines Zugangs auf einmal",
                "Points of a credential at once",
            ),
            (
                "clientPointsPerSecond",
                client.per_second,
                "Punkte eines Zugangs, die je Sekunde nachkommen",
                "Points of a credential that come back each second",
            ),
            (
                "tenantPoints",
                tenant.points,
                "Punkte aller Zugänge einer Organisation auf einmal",
                "Points of all credentials of an organisation at once",
            ),
            (
                "tenantPointsPerSecond",
                tenant.per_second,
                "Punkte einer Organisation, die je Sekunde nachkommen",
                "Points of an organisation that come back each second",
            ),
            (
                "addressPoints",
                address.points,
                "Punkte einer Internetadresse ohne Zugang auf einmal",
                "Points of an internet address without a credential at once",
            ),
            (
                "addressPointsPerSecond",
                address.per_second,
                "Punkte einer Internetadresse, die je Sekunde nachkommen",
                "Points of an internet address that come back each second",
            ),
        ]
        .map(|(name, maximum, de, en)| Limit {
            name,
            maximum,
            words: Words::new(de, en),
        })
        .into()
    }
}
