//! The mutations of transfers, and of what expertise is offered and looked for, each refused and then done.
//!
//! Invariant: they are tried like all others, in `every_write`.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::every_write::{Trial, of_aachen};
use crate::{
    harness::people::{AACHEN, KARLSRUHE},
    tokens::text,
};
use serde_json::{Value, json};

/// Aachen proposes a transfer and goes its first way.
pub(super) async fn transfers(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let selection = "{ transferLink { id } }";
    let propose = json!({ "network": "kora", "adopterCity": AACHEN, "sourceCity": KARLSRUHE });
    let made = trial
        .try_both(who, "proposeTransferLink", propose, selection)
        .await;
    let link = text(&made, "/transferLink/id");
    let at = |version: i32| json!({ "transferLink": link, "expectedVersion": version });
    let with = |mut input: Value, members: Value| {
        let all = input.as_object_mut().unwrap();
        all.extend(members.as_object().unwrap().clone());
        input
    };
    let edit = with(at(1), json!({ "nextStep": "Termin finden" }));
    let step = with(at(2), json!({ "step": "ACCEPT" }));
    let note = with(at(3), json!({ "kind": "NOTE", "note": "Telefonat" }));
    for (name, input) in [
        ("editTransferLink", edit),
        ("takeTransferStep", step),
        ("logTransferEvent", note),
    ] {
        trial.try_both(who, name, input, selection).await;
    }
}

/// An offer is made, released, retired and brought back.
pub(super) async fn expertise(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let new = json!({ "network": "kora", "kind": "OFFER", "topic": "Rad", "capacity": "CALL", "until": next_month() });
    let of_new = "{ expertise { id } }";
    let made = trial.try_both(who, "createExpertise", new, of_new).await;
    let id = text(&made, "/expertise/id");
    let edit = json!({ "expertise": id, "expectedVersion": 1, "topic": "Fuß" });
    let publish = json!({ "expertise": id, "expectedVersion": 2, "visibility": "PUBLIC" });
    let at = |version: i32| json!({ "expertise": id, "expectedVersion": version });
    for (name, input) in [
        ("editExpertise", edit),
        ("publishExpertise", publish),
        ("retireExpertise", at(3)),
        ("restoreExpertise", at(4)),
    ] {
        trial.try_both(who, name, input, "{ __typename }").await;
    }
}

/// A day on which an offer is still open.
pub fn next_month() -> chrono::NaiveDate {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    now.date_naive() + chrono::Days::new(30)
}
