//! The mutations of peer groups and rings, each refused and then done.
//!
//! Invariant: they are tried like all others, in `every_write`.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::every_write::{Trial, of_aachen};
use crate::{
    harness::people::{AACHEN, KARLSRUHE},
    tokens::text,
};
use domain::actor::Role;
use serde_json::{Value, json};

/// A group is made, changed, released, frozen, retired and brought back.
pub(super) async fn peer_groups(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let new = json!({ "name": "Nachbarn", "of": { "cities": [AACHEN, KARLSRUHE] } });
    let of_new = "{ peerGroup { id } }";
    let made = trial.try_both(who, "createPeerGroup", new, of_new).await;
    let of = Of(text(&made, "/peerGroup/id"));
    for (name, input) in [
        (
            "changePeerGroup",
            of.at(1, json!({ "name": "Nachbarstädte" })),
        ),
        (
            "publishPeerGroup",
            of.at(2, json!({ "visibility": "PUBLIC" })),
        ),
        ("freezePeerGroup", of.at(3, json!({ "year": 2024 }))),
        ("retirePeerGroup", of.at(4, json!({}))),
        ("restorePeerGroup", of.at(5, json!({}))),
    ] {
        trial.try_both(who, name, input, "{ __typename }").await;
    }
}

/// Karlsruhe keeps a ring together; Aachen accepts, leaves, is invited again and declines.
pub(super) async fn rings(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let own = (reader.as_str(), admin.as_str());
    let moderator = trial.service.token(Role::Admin, KARLSRUHE);
    let moderated = (reader.as_str(), moderator.as_str());
    let aachen = trial.service.tenant_of_aachen();
    let others = others(trial, &aachen).await;
    let invited: Vec<_> = others.iter().chain([&aachen]).collect();
    let ring = json!({ "indicators": ["cycling_staff_fte"], "terms": "Wir vergleichen uns.", "invite": invited });
    let new = json!({ "name": "Ring", "network": "kora", "of": { "ring": ring } });
    let made = trial
        .try_both(moderated, "createPeerGroup", new, "{ peerGroup { id } }")
        .await;
    let of = Of(text(&made, "/peerGroup/id"));
    let again = json!({ "invite": [aachen] });
    let gone = json!({ "member": others.first().unwrap() });
    for (who, name, input) in [
        (own, "acceptRing", of.at(1, json!({ "termsVersion": 1 }))),
        (own, "leaveRing", of.at(1, json!({}))),
        (moderated, "inviteToRing", of.at(1, again)),
        (own, "declineRing", of.at(2, json!({}))),
        (moderated, "removeFromRing", of.at(2, gone)),
    ] {
        trial.try_both(who, name, input, "{ __typename }").await;
    }
    let year = json!({ "ring": of.0, "year": 2024 });
    let which = "{ publications { publicationId } }";
    let made = trial
        .try_both(moderated, "publishBenchmarks", year, which)
        .await;
    let back = json!({ "publication": text(&made, "/publications/0/publicationId"), "reason": "Zählweise" });
    trial
        .try_both(moderated, "withdrawBenchmark", back, "{ __typename }")
        .await;
}

/// Six cities of the network besides Aachen and Karlsruhe.
async fn others(trial: &Trial<'_>, aachen: &str) -> Vec<String> {
    let query = "{ network(slug: \"kora\") { memberships(first: 100) { nodes { tenant { id city { ags } } } } } }";
    let data = trial.service.query(query).await.data();
    let nodes = data.pointer("/network/memberships/nodes");
    let nodes = nodes.and_then(Value::as_array).unwrap().iter();
    let cities = nodes.filter(|node| {
        let ags = node.pointer("/tenant/city/ags").and_then(Value::as_str);
        ags.is_some_and(|ags| ags != KARLSRUHE)
    });
    let ids = cities.map(|node| text(node, "/tenant/id"));
    ids.filter(|id| id != aachen).take(6).collect()
}

/// Inputs for a group.
struct Of(String);

impl Of {
    fn at(&self, version: i32, members: Value) -> Value {
        let mut input = json!({ "peerGroup": self.0, "expectedVersion": version });
        let all = input.as_object_mut().unwrap();
        all.extend(members.as_object().unwrap().clone());
        input
    }
}
