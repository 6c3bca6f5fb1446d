//! Published comparisons of rings in the change feed.
//!
//! Invariant: whoever may read a comparison hears of it, and nobody else hears anything.

use super::{
    ring::{Ring, publisher},
    text,
};
use crate::{
    changes::{actions, end},
    desk::{AACHEN, COLOGNE, KARLSRUHE, data},
    harness::Backend,
    tenancy::on_both,
};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(members_hear_of_a_comparison_and_nobody_else_does);
on_both!(everybody_hears_of_a_public_comparison);

/// Invited to the ring, and has not answered.
const POTSDAM: &str = "12054000";

/// Those who are told, and those who are not, each as they are at the moment.
fn readers(ring: &Ring) -> ([Ctx; 2], [Ctx; 4]) {
    let desk = &ring.desk;
    let reader = |city| desk.member(city, Role::Reader);
    (
        [reader(AACHEN), reader(KARLSRUHE)],
        [
            desk.member(POTSDAM, Role::Admin),
            desk.member(COLOGNE, Role::Admin),
            desk.nobody(),
            desk.operator(),
        ],
    )
}

/// What the feed says of comparisons only: kind, record and what happened.
async fn of_comparisons(ctx: &Ctx, after: &Value) -> Vec<(String, String)> {
    let document = "query($after: String) { changes(after: $after, first: 100, kind: [BENCHMARK]) {
        totalCount nodes { kind subjectId action isDeleted } } }";
    let found = data(ctx, document, json!({ "after": after })).await;
    let nodes = found.pointer("/changes/nodes").and_then(Value::as_array);
    let nodes = nodes.into_iter().flatten();
    let told = nodes.map(|node| {
        assert_eq!(text(node, "/kind"), "BENCHMARK");
        let is_gone = node.pointer("/isDeleted") == Some(&json!(true));
        assert_eq!(is_gone, text(node, "/action") == "DELETED");
        (text(node, "/subjectId"), text(node, "/action"))
    });
    told.collect()
}

async fn withdraw(ring: &Ring, publication: &str) {
    let document = "mutation($input: WithdrawBenchmarkInput!) { withdrawBenchmark(input: $input) { publicationId } }";
    let input = json!({ "publication": publication, "reason": "Ein Wert war falsch gezählt." });
    let moderator = publisher(&ring.desk, AACHEN);
    data(&moderator, document, json!({ "input": input })).await;
}

async fn members_hear_of_a_comparison_and_nobody_else_does(backend: Backend) {
    let Some(ring) = Ring::on(backend, "SHARED").await else {
        return;
    };
    ring.desk.admit(COLOGNE).await;
    let start = end(&publisher(&ring.desk, AACHEN)).await;
    // Withheld at first, as nobody has accepted; then published in its place; then withdrawn.
    let (_, withheld) = ring.publish().await;
    ring.nine().await;
    let (outcome, published) = ring.publish().await;
    assert_eq!(outcome, "PUBLISHED");
    let [withheld, published] = [withheld, published].map(|one| text(&one, "/publicationId"));
    let replaced = end(&publisher(&ring.desk, AACHEN)).await;
    withdraw(&ring, &published).await;

    let entry = |id: &String, action: &str| (id.clone(), action.to_owned());
    let (told, untold) = readers(&ring);
    let [moderator, member] = told;
    assert_eq!(
        of_comparisons(&moderator, &start).await,
        [
            entry(&withheld, "CREATED"),
            entry(&withheld, "DELETED"),
            entry(&published, "CREATED"),
            entry(&published, "DELETED"),
        ]
    );
    // What was published before a city belonged to the ring is none of its business.
    assert_eq!(
        of_comparisons(&member, &start).await,
        [entry(&published, "CREATED"), entry(&published, "DELETED")]
    );
    assert_eq!(actions(&member, &replaced, &published).await, ["DELETED"]);
    for ctx in untold {
        assert_eq!(of_comparisons(&ctx, &start).await, []);
        for id in [&withheld, &published] {
            assert!(actions(&ctx, &Value::Null, id).await.is_empty());
        }
    }
}

async fn everybody_hears_of_a_public_comparison(backend: Backend) {
    let Some(ring) = Ring::on(backend, "PUBLIC").await else {
        return;
    };
    ring.desk.admit(COLOGNE).await;
    ring.nine().await;
    let start = end(&publisher(&ring.desk, AACHEN)).await;
    let (_, one) = ring.publish().await;
    let id = text(&one, "/publicationId");
    withdraw(&ring, &id).await;
    let (told, others) = readers(&ring);
    for ctx in told.into_iter().chain(others) {
        let entries = of_comparisons(&ctx, &start).await;
        let actions: Vec<_> = entries.iter().map(|(_, action)| action.as_str()).collect();
        assert_eq!(actions, ["CREATED", "DELETED"]);
        assert!(entries.iter().all(|(of, _)| *of == id));
    }
}
