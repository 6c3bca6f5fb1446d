//! The settings of credentials.
//!
//! Invariant: a secret that outsiders could guess or share never reaches production, and no output shows one.

use super::reader::Reader;
use crate::outgoing::Reach;
use chrono::TimeDelta;
use domain::language::Words;
use std::fmt;

/// HS256 needs as many bytes as its hash has (RFC 7518 §3.2).
const SHORTEST_SECRET: usize = 32;

/// How far requests for keys may go.
const REACHES: [(&str, Reach); 3] = [
    ("public", Reach::Public),
    ("intranet", Reach::Intranet),
    ("local", Reach::Development),
];

/// A secret of the configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret itself, for its one use.
    #[must_use]
    pub const fn expose(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(***)")
    }
}

/// How long credentials hold and whom to believe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentitySettings {
    /// How long an access token holds.
    pub token_lifetime: TimeDelta,
    /// How long a sign-in can be kept alive.
    pub refresh_lifetime: TimeDelta,
    /// The secret of the development issuer, if there is to be one.
    pub development_secret: Option<Secret>,
    /// Where keys of identity providers are fetched.
    pub reach: Reach,
}

impl IdentitySettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            token_lifetime: TimeDelta::seconds(
                reader
                    .number::<u32>("token_lifetime_seconds", 60, 3_600)
                    .into(),
            ),
            refresh_lifetime: TimeDelta::days(
                reader.number::<u32>("refresh_lifetime_days", 1, 365).into(),
            ),
            development_secret: reader.secret("development_secret", SHORTEST_SECRET),
            reach: reader
                .choice("identity_provider_reach", &REACHES)
                .unwrap_or(Reach::Public),
        }
    }

    pub(super) fn check_production(&self, reader: &mut Reader) {
        if self.development_secret.is_some() {
            reader.report(
                "development_secret",
                Words::new("ist im Produktionsbetrieb gesetzt", "is set in production"),
                Words::new(
                    "streichen; Konten, Schlüssel und Identitätsanbieter treten an seine Stelle",
                    "remove it; accounts, keys and identity providers take its place",
                ),
            );
        }
        if self.reach == Reach::Development {
            reader.report(
                "identity_provider_reach",
                Words::new("ist im Produktionsbetrieb local", "is local in production"),
                Words::new("public oder intranet angeben", "give public or intranet"),
            );
        }
    }
}
