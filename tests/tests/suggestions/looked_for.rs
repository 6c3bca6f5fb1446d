//! Suggestions from offers and requests, and between two cities.
//!
//! Invariant: a pair is suggested for it only while both are open and both projects can be read.

use super::round::{cities, coordinator, id, wanted};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, data, text},
    harness::Backend,
    tenancy::on_both,
    transfer_links::place::new_project,
};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(who_offers_is_suggested_to_who_looks_for_it);
on_both!(two_cities_can_be_named);

/// An offer or request of a city for the whole network, about a project.
async fn enter(desk: &Desk, city: &str, kind: &str, project: &str) {
    let owner = desk.member(city, Role::Publisher);
    let document = "mutation($input: CreateExpertiseInput!) { createExpertise(input: $input) { expertise { id } } }";
    let until = desk.store.clock().now().date_naive() + chrono::Days::new(60);
    let input = json!({ "network": "kora", "kind": kind, "topic": "Ampelschaltungen für den Radverkehr",
        "description": "Grüne Welle auf Hauptachsen, mit dem Tiefbauamt abgestimmt.", "barriers": ["H5"],
        "project": project, "capacity": "CALL", "until": until, "visibility": "NETWORK" });
    data(&owner, document, json!({ "input": input })).await;
}

async fn who_offers_is_suggested_to_who_looks_for_it(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let learner = new_project(&desk, AACHEN, "AC-sucht").await;
    let teacher = new_project(&desk, KARLSRUHE, "KA-bietet").await;
    let office = coordinator(&desk);
    let only = json!({ "source": ["EXPERTISE"], "city": AACHEN });
    assert_eq!(wanted(&office, only.clone()).await, Vec::<Value>::new());
    enter(&desk, KARLSRUHE, "OFFER", &teacher).await;
    enter(&desk, AACHEN, "REQUEST", &learner).await;
    let found = wanted(&office, only.clone()).await;
    let [one] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(
        (
            text(one, "/adopterProject/id"),
            text(one, "/sourceProject/id")
        ),
        (learner.clone(), teacher)
    );
    assert!(text(one, "/explanation").contains("offers what"), "{one:#}");
    let parts = one["components"].as_array().unwrap();
    let part = parts
        .iter()
        .find(|part| part["name"] == "expertise")
        .unwrap();
    assert!(part["value"].as_f64() > Some(0.3), "{part:#}");
    // What is hidden from the office is not suggested to it.
    let hide = json!({ "project": learner, "expectedVersion": 1, "visibility": "TENANT" });
    crate::desk::publish(&desk.member(AACHEN, Role::Publisher), "Project", hide).await;
    assert_eq!(wanted(&office, only).await, Vec::<Value>::new());
}

async fn two_cities_can_be_named(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let office = coordinator(&desk);
    let all = wanted(&office, json!({ "city": AACHEN })).await;
    let between = wanted(&office, json!({ "city": AACHEN, "other": KARLSRUHE })).await;
    assert!(!between.is_empty() && between.len() < all.len());
    for one in &between {
        let mut ends = cities(one);
        ends.sort_unstable();
        assert_eq!(ends, [AACHEN, KARLSRUHE], "{}", id(one));
    }
}
