//! Optimistic concurrency over both contracts: every change of an object names the version that it is based on, or it stands
//! here why it need not.
//!
//! Invariant: the operations are those of the committed contracts; one that is new needs a version or a reason, and a reason
//! that is no longer needed goes.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Nothing is there yet that somebody else could have changed.
const NEW: &str = "makes something new";
/// Whatever it was, it is to be over; a second time changes nothing.
const END: &str = "ends something, whatever it is by now";
/// The whole of it is given, and it says nothing else than before or something that does not depend on it.
const WHOLE: &str = "gives the whole value, which does not depend on the one before";
/// It is refused where it was done before.
const ONCE: &str = "is refused or changes nothing where it was done already";

/// Why an operation names no version: its name in REST (empty where there is none) and in the graph.
const WITHOUT: [(&str, &str, &str); 40] = [
    ("createAccount", "createAccount", NEW),
    ("createExpertise", "createExpertise", NEW),
    ("createKey", "createApiKey", NEW),
    ("createMembership", "createMembership", NEW),
    ("createNetwork", "createNetwork", NEW),
    ("createPlan", "createPlan", NEW),
    ("createProject", "createProject", NEW),
    ("createTenant", "createTenant", NEW),
    ("createWebhook", "createWebhook", NEW),
    ("proposeTransferLink", "proposeTransferLink", NEW),
    ("trustIdentityProvider", "trustIdentityProvider", NEW),
    ("createPeerGroup", "createPeerGroup", NEW),
    ("defineIndicator", "defineIndicator", NEW),
    ("recordObservation", "recordObservation", NEW),
    (
        "remarkObservation",
        "remarkObservation",
        "adds a remark; those before stay",
    ),
    (
        "importObservations",
        "importObservations",
        "a file replaces what it names; what it would change is shown by a dry run before",
    ),
    (
        "publishBenchmarks",
        "publishBenchmarks",
        "adds a publication of its own, and none where nothing changed",
    ),
    ("withdrawBenchmark", "withdrawBenchmark", END),
    ("acceptSuggestions", "acceptSuggestions", ONCE),
    ("declineSuggestions", "declineSuggestions", WHOLE),
    ("snoozeSuggestions", "snoozeSuggestions", WHOLE),
    ("decideSimilarity", "decideSimilarity", WHOLE),
    ("giveRole", "giveRole", WHOLE),
    ("withdrawRole", "withdrawRole", END),
    ("closeAccount", "closeAccount", END),
    ("eraseAccount", "eraseAccount", END),
    ("distrustIdentityProvider", "distrustIdentityProvider", END),
    ("revokeKey", "revokeApiKey", END),
    ("removeWebhook", "removeWebhook", END),
    ("rotateKey", "rotateApiKey", ONCE),
    (
        "rotateWebhookSecret",
        "rotateWebhookSecret",
        "the secret before signs on for the overlap, whoever made it",
    ),
    (
        "resendWebhook",
        "resendWebhook",
        "messages have the ids that they had, so receivers know them again",
    ),
    ("replayWebhookDelivery", "replayWebhookDelivery", ONCE),
    (
        "changePassword",
        "changePassword",
        "names the password before, which is as good",
    ),
    (
        "refitSimilarityWeights",
        "refitSimilarityWeights",
        "adds a version of its own; every version stays",
    ),
    (
        "restoreSimilarityWeights",
        "restoreSimilarityWeights",
        "names the version that is to be in use; every version stays",
    ),
    (
        "",
        "importPlan",
        "a file replaces what it names; what it would change is shown by a dry run before",
    ),
    ("sign_in", "", NEW),
    ("sign_out", "", END),
    (
        "similarToDescription",
        "",
        "reads; a description is too long for an address",
    ),
];

fn committed(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The operations of REST that change something, and whether they name a version.
fn rest() -> BTreeMap<String, bool> {
    let document: Value = serde_json::from_str(&committed("api/openapi.json")).unwrap();
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    let operations = paths.values().flat_map(|path| path.as_object().unwrap());
    let changing = operations.filter(|(method, _)| *method != "get");
    let named = changing.map(|(_, operation)| {
        let name = operation.get("operationId").and_then(Value::as_str);
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let mut parameters = parameters.into_iter().flatten();
        let names_version = parameters.any(|one| one.get("name") == Some(&"If-Match".into()));
        (name.unwrap().to_owned(), names_version)
    });
    named.collect()
}

/// The fields of the root of change, and whether their input has `expectedVersion: Int!`.
fn graph() -> BTreeMap<String, bool> {
    let text = committed("schema/schema.graphql");
    let body = |head: &str| {
        let start = text.find(&format!("\n{head} ")).unwrap();
        let rest = text.get(start + 1..).unwrap();
        rest.get(..rest.find("\n}").unwrap()).unwrap()
    };
    let fields = body("type Mutation").lines();
    let fields = fields.filter_map(|line| line.strip_prefix('\t')?.split_once("(input: "));
    let named = fields.map(|(name, rest)| {
        let input = rest.split(['!', ')']).next().unwrap();
        let input = body(&format!("input {input}"));
        (name.to_owned(), input.contains("\texpectedVersion: Int!"))
    });
    named.collect()
}

fn compare(
    all: &BTreeMap<String, bool>,
    reasons: impl Iterator<Item = (&'static str, &'static str)>,
) {
    let reasons: BTreeSet<&str> = reasons
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, reason)| {
            assert!(reason.len() > 10, "{name} has no reason");
            name
        })
        .collect();
    let without = all.iter().filter(|(_, names_version)| !**names_version);
    let without: BTreeSet<&str> = without.map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        without, reasons,
        "each change names the version that it is based on, or says here why not"
    );
}

#[test]
fn every_change_over_rest_names_a_version_or_says_why_not() {
    let all = rest();
    assert!(all.len() > 40, "{}", all.len());
    compare(&all, WITHOUT.iter().map(|(name, _, why)| (*name, *why)));
}

#[test]
fn every_change_of_the_graph_names_a_version_or_says_why_not() {
    let all = graph();
    assert!(all.len() > 40, "{}", all.len());
    compare(&all, WITHOUT.iter().map(|(_, name, why)| (*name, *why)));
}

#[test]
fn every_change_over_rest_may_be_sent_again() {
    let document: Value = serde_json::from_str(&committed("api/openapi.json")).unwrap();
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    let reading = ["sign_in", "similarToDescription"];
    for (method, operation) in paths.values().flat_map(|path| path.as_object().unwrap()) {
        let name = operation
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap();
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let mut parameters = parameters.into_iter().flatten();
        let has_key = parameters.any(|one| one.get("name") == Some(&"Idempotency-Key".into()));
        let changes = method != "get" && !reading.contains(&name);
        assert_eq!(has_key, changes, "{name}");
        let tells = operation.pointer("/responses/422").is_some();
        assert!(tells || !changes, "{name}");
    }
}
