//! AUD-1 for webhooks: every mutation of them leaves one entry when it is done, and one when it is refused.
//!
//! Invariant: the service itself puts a message on the list; nothing answers at the address.

use super::every_write::{Trial, of_aachen};
use crate::tokens::text;
use chrono::{SecondsFormat, TimeDelta};
use domain::clock::Clock;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(super) async fn webhooks(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let new = json!({ "url": "https://portal.aachen.example/hook", "kinds": ["NETWORK"] });
    let made = trial
        .try_both(who, "createWebhook", new, "{ webhook { id } secret }")
        .await;
    let of = json!({ "webhook": text(&made, "/webhook/id") });
    let with = |name: &str, value: Value| {
        let mut input = of.clone();
        let members = input.as_object_mut();
        members.map(|members| members.insert(name.to_owned(), value));
        input
    };
    let selection = "{ webhook { version } }";
    let change = with("expectedVersion", json!(1));
    trial
        .try_both(who, "changeWebhook", change, selection)
        .await;
    trial
        .try_both(who, "rotateWebhookSecret", of.clone(), selection)
        .await;
    let hour_ago = Clock::System.now() - TimeDelta::hours(1);
    let since = json!(hour_ago.to_rfc3339_opts(SecondsFormat::Secs, true));
    let resend = with("since", since);
    trial
        .try_both(who, "resendWebhook", resend, selection)
        .await;
    let message = json!({ "webhookDelivery": message(trial, &admin).await });
    let selection = "{ webhookDelivery { state } }";
    trial
        .try_both(who, "replayWebhookDelivery", message, selection)
        .await;
    trial
        .try_both(who, "removeWebhook", of, "{ webhook }")
        .await;
}

/// The id of a message that the service has put on the list.
async fn message(trial: &Trial<'_>, admin: &str) -> String {
    let query = "{ webhookDeliveries(first: 1) { nodes { id type } } }";
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let data = trial.service.query_as(admin, query).await.data();
        if let Some(node) = data.pointer("/webhookDeliveries/nodes/0") {
            assert_eq!(text(node, "/type"), "network.created");
            return text(node, "/id");
        }
        assert!(Instant::now() < end, "no message was put on the list");
    }
}
