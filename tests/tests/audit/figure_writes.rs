//! AUD-1 for figures: every mutation of indicators and observations leaves one entry when it is done, and one when it is
//! refused.
//!
//! Invariant: each is tried by somebody who may and by somebody who may not.

use super::every_write::{Trial, of_aachen};
use crate::{harness::people::Caller, isolation::bodies::definition, tokens::text};
use serde_json::{Value, json};

pub(super) async fn figures(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let operator = trial.service.authorization(Caller::Operator);
    let operator = operator.unwrap_or_default();
    let platform = (admin.as_str(), operator.trim_start_matches("Bearer "));
    let selection = "{ indicator { version } }";
    let new = definition("code", "protokolle");
    trial
        .try_both(platform, "defineIndicator", new, selection)
        .await;
    let revised = with(definition("reason", "Anders"), "code", json!("protokolle"));
    let revised = with(revised, "expectedVersion", json!(1));
    trial
        .try_both(platform, "reviseIndicator", revised, selection)
        .await;
    let who = (reader.as_str(), admin.as_str());
    let selection = "{ observation { id revision } }";
    let new = json!({ "indicator": "protokolle", "year": 2020, "value": 1, "source": "Archiv" });
    let made = trial
        .try_both(who, "recordObservation", new, selection)
        .await;
    let at = |id: &Value, revision: i32| json!({ "observation": text(id, "/observation/id"), "expectedVersion": revision });
    let remark =
        json!({ "observation": text(&made, "/observation/id"), "plausibility": "CHECKED" });
    trial
        .try_both(who, "remarkObservation", remark, selection)
        .await;
    let correction = with(
        with(at(&made, 1), "value", json!(2)),
        "source",
        json!("Archiv"),
    );
    let made = trial
        .try_both(who, "correctObservation", correction, selection)
        .await;
    let release = with(at(&made, 2), "visibility", json!("PUBLIC"));
    trial
        .try_both(who, "publishObservation", release, selection)
        .await;
    let strike = with(at(&made, 2), "reason", json!("Doppelt gezählt"));
    trial
        .try_both(who, "withdrawObservation", strike, selection)
        .await;
    let file = json!({ "content": "indicator,year,value,source\nprotokolle,2021,3,Archiv\n", "dryRun": false });
    trial
        .try_both(who, "importObservations", file, "{ report { isApplied } }")
        .await;
}

fn with(mut input: Value, member: &str, value: Value) -> Value {
    if let Some(members) = input.as_object_mut() {
        members.insert(member.to_owned(), value);
    }
    input
}
