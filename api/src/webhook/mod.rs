//! Sends messages to webhooks, after the Standard Webhooks specification.
//!
//! Invariant: a message goes to public addresses over https only, but for origins that the settings allow; it follows no
//! redirect and takes bounded time; nothing of an answer is read but its status.

mod signature;
mod vault;

use crate::{
    config::WebhookSettings,
    metrics,
    outgoing::{self, Outgoing, Reach, send},
    token::random_bytes,
};
use chrono::SecondsFormat;
use domain::{
    Error,
    id::WebhookId,
    language::Words,
    value::DeliveryFault,
    webhook::{Dispatch, Message, Sending, SigningSecret},
};
use reqwest::{
    Method, Url,
    header::{CONTENT_TYPE, USER_AGENT},
};
use serde::Serialize;
use signature::SigningKey;
use std::time::Duration;
use vault::Vault;

/// Longest time for one answer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Who asks.
const AGENT: &str = concat!("Staedtenetz-Webhooks/", env!("CARGO_PKG_VERSION"));

/// Sends messages, and makes the secrets that they are signed with.
#[derive(Debug)]
pub struct Sender {
    far: Outgoing,
    near: Outgoing,
    allow: Vec<Url>,
    vault: Option<Vault>,
}

/// What is sent: what happened to which record, and nothing of what stands in it.
#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    id: &'a str,
    kind: &'a str,
    action: &'a str,
}

impl Sender {
    /// With these settings.
    ///
    /// # Errors
    /// When the machine offers no certificates to trust.
    pub fn new(settings: &WebhookSettings) -> std::io::Result<Self> {
        let reaching = |reach| Outgoing::new(reach, TIMEOUT).map_err(std::io::Error::other);
        let allow = settings.allow.iter().map(|origin| Url::parse(origin));
        Ok(Self {
            far: reaching(Reach::Public)?,
            near: reaching(Reach::Development)?,
            allow: allow
                .collect::<Result<_, _>>()
                .map_err(std::io::Error::other)?,
            vault: settings.key.as_ref().map(|key| Vault::new(key.expose())),
        })
    }

    /// The way to an address.
    fn way(&self, address: &str) -> &Outgoing {
        let origin = Url::parse(address).map(|url| url.origin());
        let is_allowed = |url: &Url| origin.as_ref().is_ok_and(|origin| url.origin() == *origin);
        if self.allow.iter().any(is_allowed) {
            &self.near
        } else {
            &self.far
        }
    }

    async fn ask(&self, message: &Message) -> Result<u16, DeliveryFault> {
        let keys = self.keys(message)?;
        let (id, body) = (message.id.to_string(), body(message));
        let second = message.at.timestamp();
        let signatures = keys.iter().map(|key| key.sign(&id, second, &body));
        let request = self.way(&message.url).request(Method::POST, &message.url);
        let request = request
            .map_err(|_| DeliveryFault::NotAllowed)?
            .header("webhook-id", &id)
            .header("webhook-timestamp", second)
            .header(
                "webhook-signature",
                signatures.collect::<Vec<_>>().join(" "),
            )
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, AGENT)
            .body(body);
        match send(request).await {
            Ok(answer) => Ok(answer.status().as_u16()),
            Err(outgoing::Fault::TooLate) => Err(DeliveryFault::Timeout),
            Err(_) => Err(DeliveryFault::NoAnswer),
        }
    }

    fn keys(&self, message: &Message) -> Result<Vec<SigningKey>, DeliveryFault> {
        let open = |sealed: &String| self.vault.as_ref()?.open(message.webhook, sealed);
        let keys = message.secrets.iter().map(open).collect::<Option<_>>();
        keys.ok_or(DeliveryFault::NoSecret)
    }
}

/// The same bytes at each attempt.
fn body(message: &Message) -> String {
    let payload = Payload {
        kind: &message.kind,
        timestamp: message
            .changed_at
            .to_rfc3339_opts(SecondsFormat::AutoSi, true),
        data: Data {
            id: &message.subject,
            kind: &message.record,
            action: message.action.word(),
        },
    };
    serde_json::to_string(&payload).unwrap_or_default()
}

impl Dispatch for Sender {
    fn secret(&self, webhook: WebhookId) -> domain::Result<SigningSecret> {
        let vault = self.vault.as_ref().ok_or_else(|| {
            Error::Conflict(Words::new(
                "Diese Installation hat keinen Schlüssel für Webhooks; der Betreiber setzt ihn mit webhook_key.",
                "This installation has no key for webhooks; whoever runs it sets one by webhook_key.",
            ))
        })?;
        let key = SigningKey::new(random_bytes().map_err(internal)?);
        let nonce = random_bytes().map_err(internal)?;
        Ok(SigningSecret {
            sealed: vault.seal(webhook, &key, nonce).map_err(internal)?,
            text: key.reveal(),
        })
    }

    fn check(&self, url: &str) -> domain::Result<()> {
        self.way(url).permitted(url).map(|_| ()).map_err(|_| {
            Error::invalid(
                "url",
                "darf der Dienst nicht ansprechen; erwartet wird https://… im Internet, ohne Konto.",
                "may not be asked by the service; expected is https://… on the internet, without an account.",
            )
        })
    }

    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        Box::pin(async move {
            let answer = self.ask(message).await;
            metrics::count_delivery(answer);
            answer
        })
    }
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
