//! The settings of webhooks.
//!
//! Invariant: in production secrets are sealed with a key that somebody chose, or there are none; nothing leaves without
//! TLS.

use super::{Mode, identity::Secret, reader::Reader};
use domain::language::Words;

/// Shorter ones could be found by trying.
const SHORTEST_KEY: usize = 32;

/// What seals secrets on a laptop, where everybody may know it.
const DEVELOPMENT_KEY: &str = "not a secret: for development only";

/// Where webhooks may send, and what their secrets are sealed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSettings {
    /// What seals secrets; without it there are no webhooks.
    pub key: Option<Secret>,
    /// Origins that may be asked wherever they are.
    pub allow: Vec<String>,
}

impl WebhookSettings {
    pub(super) fn read(reader: &mut Reader, mode: Mode) -> Self {
        let key = reader.secret("webhook_key", SHORTEST_KEY);
        let usual = match mode {
            Mode::Development => Some(Secret::new(DEVELOPMENT_KEY)),
            Mode::Production => None,
        };
        Self {
            key: key.or(usual),
            allow: reader.origins("webhook_allow"),
        }
    }

    pub(super) fn check_production(&self, reader: &mut Reader) {
        let is_open = |origin: &String| !origin.starts_with("https://");
        if self.allow.iter().any(is_open) && !reader.is_mistaken("webhook_allow") {
            reader.report(
                "webhook_allow",
                Words::new(
                    "nennt im Produktionsbetrieb einen Ursprung ohne https",
                    "names an origin without https in production",
                ),
                Words::new(
                    "die Adresse angeben, unter der der Empfänger mit TLS antwortet",
                    "give the address at which the receiver answers with TLS",
                ),
            );
        }
    }
}
