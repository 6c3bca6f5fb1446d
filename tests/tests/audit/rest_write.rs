//! AUD-1 over REST: every operation that writes leaves one entry when it is refused, as its twin in the graph does.
//!
//! Invariant: the operations are those of the committed contract; one that is not tried here fails the test.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{every_write::Log, transfer_writes::next_month};
use crate::harness::{
    Service, alone, on_both_databases,
    people::{AACHEN, Caller},
};
use crate::isolation::bodies::{definition, no_policy};
use domain::{actor::Role, value::AuditOutcome};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Signing in is refused before anybody is known to ask; a description is sent by POST because it is long, and writes nothing.
const NO_WRITES: [&str; 2] = ["sign_in", "similarToDescription"];

const PROJECT: &str = "project_01h455vb4pex5vsknk084sn02q";

const PAIR: &str = "suggestion_01h455vb4pex5vsknk084sn02q01h455vb4pex5vsknk084sn02r";

/// Operations with the kind of id in their path and a body that would do.
fn operations(tenant: &str) -> Vec<(&'static str, &'static str, Value)> {
    let end = json!({ "until": "2099-01-01" });
    let join = json!({ "network": "kora", "tenant": tenant, "role": "NETWORK_CITY" });
    let issuer = json!({ "url": "https://id.aachen.example/", "audience": "staedtenetz", "algorithms": ["ES256"],
        "roleClaim": "role" });
    let key = json!({ "name": "Portal", "role": "READER", "scope": "content:read" });
    let password =
        json!({ "currentPassword": "Das ist es nicht.", "newPassword": "Das wird es auch nicht." });
    let project = json!({ "code": "AC-1", "sequenceNo": 1, "workingTitle": "Rad" });
    let release = json!({ "visibility": "PUBLIC" });
    vec![
        (
            "createAccount",
            "",
            json!({ "email": "ida@aachen.example", "name": "Ida", "role": "READER" }),
        ),
        ("closeAccount", "account", Value::Null),
        ("eraseAccount", "account", Value::Null),
        ("giveRole", "account", json!({ "role": "EDITOR" })),
        ("withdrawRole", "account", Value::Null),
        ("changePassword", "", password),
        ("trustIdentityProvider", "", issuer),
        ("distrustIdentityProvider", "issuer", Value::Null),
        ("createKey", "", key),
        ("revokeKey", "key", Value::Null),
        ("rotateKey", "key", json!({ "overlapHours": 1 })),
        ("createMembership", "", join),
        ("endMembership", "membership", end),
        (
            "createNetwork",
            "",
            json!({ "slug": "neu", "nameDe": "Neu" }),
        ),
        ("createTenant", "", json!({ "municipality": "05315000" })),
        (
            "createPlan",
            "",
            json!({ "network": "kora", "title": "Plan", "status": "ADOPTED" }),
        ),
        ("editPlan", "plan", json!({ "title": "Neu" })),
        ("publishPlan", "plan", release.clone()),
        ("retirePlan", "plan", Value::Null),
        ("restorePlan", "plan", Value::Null),
        ("createProject", "plan", project),
        ("editProject", "project", json!({ "workingTitle": "Neu" })),
        ("publishProject", "project", release),
        ("retireProject", "project", Value::Null),
        ("restoreProject", "project", Value::Null),
        (
            "decideSimilarity",
            "",
            json!({ "project": PROJECT, "other": PROJECT, "accepted": true }),
        ),
        ("refitSimilarityWeights", "", json!({ "dryRun": false })),
        ("restoreSimilarityWeights", "", json!({ "number": 0 })),
        ("replaceNetworkVocabulary", "", json!({ "concepts": [] })),
        ("changeDisclosurePolicy", "", no_policy()),
        ("sign_out", "", Value::Null),
    ]
}

/// Suggestions, transfers, and what expertise is offered and looked for.
fn of_exchange() -> Vec<(&'static str, &'static str, Value)> {
    let expertise = json!({ "network": "kora", "kind": "OFFER", "topic": "Rad", "capacity": "CALL", "until": next_month() });
    let release = json!({ "visibility": "PUBLIC" });
    vec![
        ("createExpertise", "", expertise),
        ("editExpertise", "expertise", json!({ "topic": "Neu" })),
        ("publishExpertise", "expertise", release),
        ("retireExpertise", "expertise", Value::Null),
        ("restoreExpertise", "expertise", Value::Null),
        ("acceptSuggestions", "", json!({ "suggestions": [PAIR] })),
        (
            "declineSuggestions",
            "",
            json!({ "suggestions": [PAIR], "reason": "OTHER" }),
        ),
        (
            "snoozeSuggestions",
            "",
            json!({ "suggestions": [PAIR], "until": "2099-01-01" }),
        ),
        (
            "proposeTransferLink",
            "",
            json!({ "network": "kora", "adopterCity": "05334002", "sourceCity": "08212000" }),
        ),
        ("editTransferLink", "link", json!({ "nextStep": "Termin" })),
        ("takeTransferStep", "link", json!({ "step": "ACCEPT" })),
        (
            "logTransferEvent",
            "link",
            json!({ "kind": "NOTE", "note": "gesehen" }),
        ),
    ]
}

fn of_peer_groups(tenant: &str) -> Vec<(&'static str, &'static str, Value)> {
    let kind = "peergroup";
    vec![
        (
            "createPeerGroup",
            "",
            json!({ "name": "Gruppe", "cities": [AACHEN] }),
        ),
        ("changePeerGroup", kind, json!({ "name": "Neu" })),
        ("publishPeerGroup", kind, json!({ "visibility": "PUBLIC" })),
        ("freezePeerGroup", kind, json!({ "year": 2024 })),
        ("retirePeerGroup", kind, Value::Null),
        ("restorePeerGroup", kind, Value::Null),
        ("inviteToRing", kind, json!({ "invite": [tenant] })),
        ("removeFromRing", kind, json!({ "member": tenant })),
        ("acceptRing", kind, json!({ "termsVersion": 1 })),
        ("declineRing", kind, Value::Null),
        ("leaveRing", kind, Value::Null),
        ("publishBenchmarks", kind, json!({ "year": 2024 })),
        ("withdrawBenchmark", "benchmark", json!({ "reason": "x" })),
    ]
}

/// Indicators, and what is observed of them.
fn of_figures() -> Vec<(&'static str, &'static str, Value)> {
    let value = json!({ "indicator": "population", "year": 2001, "value": 1, "source": "x" });
    let readers = json!({ "visibility": "TENANT" });
    vec![
        ("defineIndicator", "", definition("code", "neu")),
        ("reviseIndicator", "", definition("reason", "Anders")),
        ("recordObservation", "", value),
        (
            "correctObservation",
            "observation",
            json!({ "value": 2, "source": "x" }),
        ),
        ("publishObservation", "observation", readers),
        (
            "withdrawObservation",
            "observation",
            json!({ "reason": "Doppelt" }),
        ),
        (
            "remarkObservation",
            "observation",
            json!({ "plausibility": "CHECKED" }),
        ),
        ("importObservations", "", Value::Null),
    ]
}

fn of_programs() -> Vec<(&'static str, &'static str, Value)> {
    let url = json!({ "url": "https://portal.aachen.example/hook" });
    vec![
        ("createWebhook", "", url.clone()),
        ("changeWebhook", "webhook", url),
        (
            "replacePersistedDocuments",
            "",
            json!({ "mode": "OPEN", "documents": {} }),
        ),
        (
            "rotateWebhookSecret",
            "webhook",
            json!({ "overlapHours": 1 }),
        ),
        (
            "resendWebhook",
            "webhook",
            json!({ "since": "2026-01-01T00:00:00Z" }),
        ),
        ("removeWebhook", "webhook", Value::Null),
        ("replayWebhookDelivery", "delivery", Value::Null),
    ]
}

/// Method and path of every operation of the contract that writes.
fn contract() -> Vec<(String, Method, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/openapi.json");
    let document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    let mut all = Vec::new();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation
                .get("operationId")
                .and_then(Value::as_str)
                .unwrap();
            if method != "get" && !NO_WRITES.contains(&id) {
                let method = method.to_uppercase().parse().unwrap();
                all.push((id.to_owned(), method, path.clone()));
            }
        }
    }
    all
}

on_both_databases! { service from alone;
    async fn every_refused_operation_leaves_one_entry() {
        let (log, mut rows) = (Log::of(service).await, operations(&service.tenant_of_aachen()));
        rows.extend(of_exchange());
        rows.extend(of_peer_groups(&service.tenant_of_aachen()));
        rows.extend(of_programs());
        rows.extend(of_figures());
        let mut tried = BTreeSet::new();
        let contract = contract();
        for (id, method, path) in &contract {
            let Some((_, kind, body)) = rows.iter().find(|(name, ..)| name == id) else {
                panic!("try {id} here");
            };
            let path = path.replace("{id}", &format!("{kind}_01h455vb4pex5vsknk084sn02q"));
            let path = path.replace("{slug}", "kora").replace("{code}", "population");
            for caller in [Caller::City(AACHEN, Role::Reader), Caller::Anonymous] {
                let status = refused(service, caller, (method, &path), body, &log).await;
                assert!((400..500).contains(&status), "{id}");
            }
            tried.insert(id.clone());
        }
        assert_eq!(tried.len(), rows.len(), "no longer in the contract");
    }
}

/// The status; whoever is known leaves an entry, nobody in particular leaves none.
async fn refused(
    service: &Service,
    caller: Caller,
    (method, path): (&Method, &str),
    body: &Value,
    log: &Log,
) -> u16 {
    let mut request = service
        .request(method.clone(), path)
        .header("If-Match", "\"1\"");
    if let Some(value) = service.authorization(caller) {
        request = request.header("Authorization", value);
    }
    if path.ends_with("/import") {
        let file = "indicator,year,value\npopulation,2001,1\n";
        request = request.header("Content-Type", "text/csv").body(file);
    }
    if !body.is_null() {
        request = request.json(body);
    }
    let answer = service.send(request).await;
    let outcomes: Vec<_> = log
        .of_request(&answer)
        .await
        .into_iter()
        .map(|(_, outcome)| outcome)
        .collect();
    let expected: &[AuditOutcome] = match caller {
        Caller::Anonymous => &[],
        _ => &[AuditOutcome::Refused],
    };
    assert_eq!(
        outcomes, expected,
        "{method} {path} by {caller:?}: {}",
        answer.body
    );
    answer.status
}
