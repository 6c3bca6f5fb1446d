//! The input of each change of the graph, such that nothing changes.
//!
//! Invariant: a version that no record has, or something that is refused anyhow.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{
    bodies::{definition, no_policy, no_suggestion},
    hidden::{Hidden, nothing_like},
};
use crate::harness::people::PASSWORD;
use serde_json::{Value, json};

/// The input of each change.
pub fn inputs(hidden: &Hidden) -> Vec<(&'static str, Value)> {
    let mut all = of_content(&hidden.plan, &hidden.project);
    all.extend(of_transfers());
    all.extend(of_expertise(&hidden.expertise));
    all.extend(of_peer_groups(&hidden.peer_group));
    all.extend(of_figures(&hidden.observation));
    all.extend(of_platform(&hidden.key, &hidden.account));
    all.extend(of_webhooks(&hidden.webhook));
    // The last: whoever signs out is out.
    all.push(("signOut", Value::Null));
    all
}

fn of_content(plan: &str, project: &str) -> Vec<(&'static str, Value)> {
    let of_plan = json!({ "plan": plan, "expectedVersion": 999 });
    let of_project = json!({ "project": project, "expectedVersion": 999 });
    let with = |base: &Value, name: &str, value: &str| {
        let mut input = base.clone();
        input
            .as_object_mut()
            .unwrap()
            .insert(name.to_owned(), json!(value));
        input
    };
    let new = json!({ "plan": plan, "code": "x", "sequenceNo": 1, "workingTitle": "x", "actionField": "gibt-es-nicht" });
    let file = json!({ "network": "gibt-es-nicht", "fileName": "x.tsv", "content": "x" });
    let pair = json!({ "network": "kora", "project": project, "other": nothing_like("project_"), "accepted": true });
    vec![
        (
            "acceptSuggestions",
            json!({ "network": "kora", "suggestions": [no_suggestion()] }),
        ),
        ("createPlan", json!({ "network": "kora", "title": "" })),
        ("createProject", new),
        ("decideSimilarity", pair),
        (
            "declineSuggestions",
            json!({ "network": "kora", "suggestions": [no_suggestion()], "reason": "OTHER" }),
        ),
        ("editPlan", with(&of_plan, "title", "x")),
        ("editProject", with(&of_project, "workingTitle", "x")),
        ("importPlan", file),
        ("publishPlan", with(&of_plan, "visibility", "PUBLIC")),
        ("publishProject", with(&of_project, "visibility", "PUBLIC")),
        ("refitSimilarityWeights", json!({ "network": "kora" })),
        ("restorePlan", of_plan.clone()),
        ("restoreProject", of_project.clone()),
        (
            "restoreSimilarityWeights",
            json!({ "network": "kora", "number": 999 }),
        ),
        ("retirePlan", of_plan),
        ("retireProject", of_project),
        (
            "snoozeSuggestions",
            json!({ "network": "kora", "suggestions": [no_suggestion()], "until": "2020-01-01" }),
        ),
    ]
}

/// Transfers: of nothing that exists, or between a city and itself.
fn of_transfers() -> Vec<(&'static str, Value)> {
    let link = nothing_like("link_");
    let change = |member: &str, value: Value| json!({ "transferLink": link, "expectedVersion": 999, member: value });
    let mut event = change("kind", json!("NOTE"));
    event
        .as_object_mut()
        .unwrap()
        .insert("note".to_owned(), json!("x"));
    let oneself = json!({ "network": "kora", "adopterCity": "05334002", "sourceCity": "05334002" });
    vec![
        ("editTransferLink", change("nextStep", json!("x"))),
        ("logTransferEvent", event),
        ("proposeTransferLink", oneself),
        ("takeTransferStep", change("step", json!("ACCEPT"))),
    ]
}

fn of_expertise(expertise: &str) -> Vec<(&'static str, Value)> {
    let of = json!({ "expertise": expertise, "expectedVersion": 999 });
    let new = json!({ "network": "kora", "kind": "OFFER", "topic": "", "capacity": "CALL", "until": "2020-01-01" });
    let edit = json!({ "expertise": expertise, "expectedVersion": 999, "topic": "x" });
    let release = json!({ "expertise": expertise, "expectedVersion": 999, "visibility": "PUBLIC" });
    vec![
        ("createExpertise", new),
        ("editExpertise", edit),
        ("publishExpertise", release),
        ("restoreExpertise", of.clone()),
        ("retireExpertise", of),
    ]
}

fn of_peer_groups(group: &str) -> Vec<(&'static str, Value)> {
    let of = json!({ "peerGroup": group, "expectedVersion": 999 });
    let with = |members: Value| {
        let mut input = of.clone();
        let all = input.as_object_mut().unwrap();
        all.extend(members.as_object().unwrap().clone());
        input
    };
    let new = json!({ "name": "", "of": { "cities": ["05334002"] } });
    let member = nothing_like("tenant_");
    vec![
        ("acceptRing", with(json!({ "termsVersion": 1 }))),
        ("publishBenchmarks", json!({ "ring": group, "year": 2020 })),
        (
            "withdrawBenchmark",
            json!({ "publication": nothing_like("benchmark_"), "reason": "x" }),
        ),
        ("changePeerGroup", with(json!({ "name": "x" }))),
        ("createPeerGroup", new),
        ("declineRing", of.clone()),
        ("freezePeerGroup", with(json!({ "year": 2020 }))),
        ("inviteToRing", with(json!({ "invite": [] }))),
        ("leaveRing", of.clone()),
        ("publishPeerGroup", with(json!({ "visibility": "PUBLIC" }))),
        ("removeFromRing", with(json!({ "member": member }))),
        ("restorePeerGroup", of.clone()),
        ("retirePeerGroup", of),
    ]
}

fn of_figures(observation: &str) -> Vec<(&'static str, Value)> {
    let with = |mut input: Value, member: &str, value: Value| {
        let members = input.as_object_mut().unwrap();
        members.insert(member.to_owned(), value);
        input
    };
    let of = json!({ "observation": observation, "expectedVersion": 999 });
    let mut revised = with(definition("reason", "Anders"), "code", json!("population"));
    revised = with(revised, "expectedVersion", json!(999));
    let new = json!({ "indicator": "gibt_es_nicht", "year": 2024, "value": 1, "source": "x" });
    let correction = with(of.clone(), "value", json!(0));
    let doubt = json!({ "observation": observation, "plausibility": "CONTESTED" });
    vec![
        ("correctObservation", with(correction, "source", json!("x"))),
        ("defineIndicator", definition("code", "population")),
        ("importObservations", json!({ "content": "x" })),
        (
            "publishObservation",
            with(of.clone(), "visibility", json!("PUBLIC")),
        ),
        ("recordObservation", new),
        // A doubt says why.
        ("remarkObservation", doubt),
        ("reviseIndicator", revised),
        ("withdrawObservation", with(of, "reason", json!("x"))),
    ]
}

fn of_platform(key: &str, account: &str) -> Vec<(&'static str, Value)> {
    let nothing = |kind: &str| nothing_like(&format!("{kind}_"));
    let passwords =
        json!({ "currentPassword": PASSWORD, "newPassword": "Nicht mehr derselbe Satz." });
    let person = json!({ "email": "kein Postfach", "name": "Neu", "role": "READER" });
    let program = json!({ "name": "", "role": "READER", "scopes": ["CONTENT_READ"] });
    let member = json!({ "network": "kora", "tenant": nothing("tenant"), "role": "NETWORK_CITY" });
    let end = json!({ "membership": nothing("membership"), "expectedVersion": 999, "until": "2020-01-01" });
    let provider = json!({ "url": "http://127.0.0.1:9/r", "audience": "x", "algorithms": ["NONE"], "roleClaim": "roles" });
    vec![
        ("changePassword", passwords),
        ("closeAccount", json!({ "account": account })),
        ("createAccount", person),
        ("createApiKey", program),
        ("createMembership", member),
        (
            "createNetwork",
            json!({ "slug": "kora", "nameDe": "Schon da" }),
        ),
        (
            "createTenant",
            json!({ "organisation": { "municipality": "05334002" } }),
        ),
        (
            "distrustIdentityProvider",
            json!({ "identityProvider": nothing("issuer") }),
        ),
        ("endMembership", end),
        ("eraseAccount", json!({ "account": account })),
        ("giveRole", json!({ "account": account, "role": "READER" })),
        (
            "changeDisclosurePolicy",
            json!({ "network": "kora", "expectedVersion": 999, "policy": no_policy() }),
        ),
        (
            "replaceNetworkConcepts",
            json!({ "network": "kora", "expectedVersion": 999, "concepts": [] }),
        ),
        ("revokeApiKey", json!({ "apiKey": key })),
        ("rotateApiKey", json!({ "apiKey": key })),
        ("trustIdentityProvider", provider),
        ("withdrawRole", json!({ "account": account })),
    ]
}

fn of_webhooks(webhook: &str) -> Vec<(&'static str, Value)> {
    let of = json!({ "webhook": webhook });
    let version = json!({ "webhook": webhook, "expectedVersion": 999 });
    let since = json!({ "webhook": webhook, "since": "2020-01-01T00:00:00Z" });
    let message = json!({ "webhookDelivery": nothing_like("delivery_") });
    vec![
        ("changeWebhook", version),
        ("createWebhook", json!({ "url": "http://127.0.0.1:9/hook" })),
        ("removeWebhook", of.clone()),
        ("replayWebhookDelivery", message),
        ("resendWebhook", since),
        ("rotateWebhookSecret", of),
    ]
}
