//! The mutations of organisations that coordinate a network, each refused and then done.
//!
//! Invariant: they are tried like all others, in `every_write`.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{
    every_write::{Trial, of_aachen},
    transfer_writes,
};
use crate::{
    harness::{Service, people::Caller},
    tokens::text,
};
use serde_json::{Value, json};

/// Aachen comes to coordinate the new network, and says what it speaks of.
pub(super) async fn coordination(trial: &mut Trial<'_>, who: (&str, &str)) {
    let aachen = trial.service.tenant_of_aachen();
    let join = json!({ "network": "neu", "tenant": aachen, "role": "COORDINATOR" });
    trial
        .try_both(who, "createMembership", join, "{ membership { id } }")
        .await;
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let concepts = json!({ "network": "neu", "expectedVersion": 1, "concepts": [] });
    let refit = json!({ "network": "neu", "dryRun": false });
    let restore = json!({ "network": "neu", "number": 0 });
    let policy = json!({ "leastContributors": 6, "leastForQuartiles": 9, "leastForDeciles": 20, "dominancePercent": 75,
        "estimatePercent": 10, "leastPersons": 3, "personStep": 5 });
    let policy = json!({ "network": "neu", "expectedVersion": 2, "policy": policy });
    for (name, input) in [
        ("replaceNetworkConcepts", concepts),
        ("changeDisclosurePolicy", policy),
        ("refitSimilarityWeights", refit),
        ("restoreSimilarityWeights", restore),
    ] {
        trial
            .try_both(who, name, input, "{ network { version } }")
            .await;
    }
    let office = trial.service.authorization(Caller::Coordinator).unwrap();
    let who = (reader.as_str(), office.trim_start_matches("Bearer "));
    decisions(trial, who).await;
    let pair = pair(trial.service).await;
    trial
        .try_both(who, "decideSimilarity", pair, "{ accepted }")
        .await;
}

/// The first suggestions of the demo are put off, declined and accepted.
async fn decisions(trial: &mut Trial<'_>, who: (&str, &str)) {
    let query = "{ suggestions(network: \"kora\", first: 3) { nodes { id } } }";
    let found = trial.service.query_as(who.1, query).await.data();
    let nodes = found
        .pointer("/suggestions/nodes")
        .and_then(Value::as_array);
    let ids: Vec<String> = nodes
        .unwrap()
        .iter()
        .map(|node| text(node, "/id"))
        .collect();
    let [first, second, third] = ids.as_slice() else {
        panic!("{found:#}");
    };
    let until = transfer_writes::next_month();
    let snooze = json!({ "network": "kora", "suggestions": [first], "until": until });
    let decline = json!({ "network": "kora", "suggestions": [second], "reason": "NO_CAPACITY" });
    let accept = json!({ "network": "kora", "suggestions": [third] });
    for (name, input, selection) in [
        ("snoozeSuggestions", snooze, "{ suggestions }"),
        ("declineSuggestions", decline, "{ suggestions }"),
        ("acceptSuggestions", accept, "{ links { id } }"),
    ] {
        trial.try_both(who, name, input, selection).await;
    }
}

/// Two projects of two cities.
async fn pair(service: &Service) -> Value {
    let query =
        "{ projects(first: 100, filter: { network: \"kora\" }) { nodes { id city { ags } } } }";
    let data = service.query(query).await.data();
    let nodes = data.pointer("/projects/nodes").and_then(Value::as_array);
    let nodes = nodes.unwrap();
    let first = nodes.first().unwrap();
    let is_elsewhere = |node: &&Value| node.pointer("/city/ags") != first.pointer("/city/ags");
    let other = nodes.iter().find(is_elsewhere).unwrap();
    json!({ "network": "kora", "project": text(first, "/id"), "other": text(other, "/id"), "accepted": true })
}
