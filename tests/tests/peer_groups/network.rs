//! The peer groups and rings of a network, as an edge of it.
//!
//! Invariant: the edge shows what the list shows, page by page, with the statements of one list however many networks there are.

use crate::{
    desk::{AACHEN, Desk, data, text},
    harness::{Backend, on_both_databases, watched},
    tenancy::on_both,
};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(a_network_shows_its_groups);

/// The names of the groups of the demo's network, walked two by two, and of those that a list has.
async fn names(ctx: &Ctx) -> (Vec<String>, Vec<String>) {
    let document =
        "query($after: String) { network(slug: \"kora\") { peerGroups(first: 2, after: $after) {
            totalCount nodes { name } pageInfo { hasNextPage endCursor } } }
        peerGroups(first: 100, filter: { network: \"kora\" }) { nodes { name } } }";
    let (mut walked, mut after) = (Vec::new(), Value::Null);
    loop {
        let found = data(ctx, document, json!({ "after": after })).await;
        let texts = |pointer: &str| {
            let nodes = found.pointer(pointer).and_then(Value::as_array);
            let texts = nodes.unwrap().iter().map(|node| text(node, "/name"));
            texts.collect::<Vec<_>>()
        };
        walked.extend(texts("/network/peerGroups/nodes"));
        let listed = texts("/peerGroups/nodes");
        let total = found.pointer("/network/peerGroups/totalCount");
        assert_eq!(total, Some(&json!(listed.len())));
        let page = found.pointer("/network/peerGroups/pageInfo").unwrap();
        if page.get("hasNextPage") != Some(&json!(true)) {
            return (walked, listed);
        }
        after = page.get("endCursor").cloned().unwrap();
    }
}

async fn a_network_shows_its_groups(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (walked, listed) = names(&desk.nobody()).await;
    assert_eq!((walked.len(), &walked), (4, &listed));
    let is_ring = |name: &String| name.contains("Vergleichsring");
    assert!(!walked.iter().any(is_ring), "{walked:?}");
    let (walked, listed) = names(&desk.member(AACHEN, Role::Reader)).await;
    assert_eq!((walked.len(), &walked), (5, &listed));
    assert!(walked.iter().any(is_ring), "{walked:?}");
    let rules = "{ network(slug: \"kora\") { peerGroups(filter: { kind: [NEAREST_NEIGHBOUR] }, orderBy: { field: CREATED_AT, direction: DESC }) {
        nodes { kind peers { count } } } } }";
    let found = data(&desk.nobody(), rules, json!({})).await;
    let nodes = found.pointer("/network/peerGroups/nodes").unwrap();
    assert_eq!(
        nodes,
        &json!([{ "kind": "NEAREST_NEIGHBOUR", "peers": { "count": 10 } }])
    );
}

on_both_databases! { service from watched;
    async fn statements_do_not_grow_with_networks() {
        let query = "{ networks(first: 20) { nodes { peerGroups(first: 5) { nodes { name } } } } }";
        let (_, of_networks) = service.statements_of(service.query(query)).await;
        let list = "{ peerGroups(first: 5) { nodes { name } } }";
        let (_, of_list) = service.statements_of(service.query(list)).await;
        assert_eq!((of_networks.len(), of_list.len()), (1, 1), "{of_networks:#?}");
    }
}
