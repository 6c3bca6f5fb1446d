//! Many at once agree to one link and take it back.
//!
//! Invariant: there is one order of events without gaps or doubles, and both sides see the same.

use super::place::{Place, STEP, seen};
use crate::{desk::ask, harness::Backend, tenancy::on_both};
use serde_json::{Value, json};
use std::{collections::HashSet, sync::Arc};

on_both!(a_hundred_agreements_and_withdrawals_have_one_order);

/// So many at each side, half of whom agree and half of whom take it back.
const AT_EACH_SIDE: usize = 50;

async fn a_hundred_agreements_and_withdrawals_have_one_order(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let link = place.propose().await;
    let place = Arc::new(place);
    let mut people = tokio::task::JoinSet::new();
    for number in 0..2 * AT_EACH_SIDE {
        let (place, link) = (Arc::clone(&place), link.clone());
        people.spawn(async move { one(&place, &link, number).await });
    }
    let mut done = 0;
    while let Some(taken) = people.join_next().await {
        done += usize::from(taken.unwrap());
    }
    assert!(done >= 2, "{done}");
    let [adopter, source] = [place.adopter(), place.source()];
    let history = seen(&adopter, &link).await;
    assert_eq!(
        history.pointer("/events"),
        seen(&source, &link).await.pointer("/events")
    );
    let events = history
        .pointer("/events/nodes")
        .and_then(Value::as_array)
        .unwrap();
    let taken: Vec<&Value> = events.iter().skip(1).collect();
    assert_eq!(taken.len(), done.min(99), "nothing is lost");
    let numbers: HashSet<_> = events
        .iter()
        .map(|event| event["number"].as_i64())
        .collect();
    assert_eq!(numbers.len(), events.len(), "{events:#?}");
    follows_the_rules(&taken);
}

/// Tries until it is done, or is not possible as things stand.
async fn one(place: &Place, link: &str, number: usize) -> bool {
    let ctx = if number.is_multiple_of(2) {
        place.adopter()
    } else {
        place.source()
    };
    let step = if number % 4 < 2 { "ACCEPT" } else { "WITHDRAW" };
    for _ in 0..400 {
        let input = place.input(link, json!({ "step": step })).await;
        let answer = ask(&ctx, STEP, input).await;
        let code = answer
            .pointer("/errors/0/extensions/code")
            .and_then(Value::as_str);
        match code {
            None => return true,
            Some("CONFLICT") => return false,
            Some("STALE_VERSION" | "UNAVAILABLE") => {}
            Some(_) => panic!("{answer:#}"),
        }
    }
    panic!("never had its turn");
}

/// Each side agrees and takes back in turn.
fn follows_the_rules(events: &[&Value]) {
    for party in ["ADOPTER", "SOURCE"] {
        let own = events.iter().filter(|event| event["party"] == party);
        for (at, event) in own.enumerate() {
            let expected = if at.is_multiple_of(2) {
                "ACCEPT"
            } else {
                "WITHDRAW"
            };
            assert_eq!(event["step"], expected, "{party} {at}: {events:#?}");
        }
    }
}
