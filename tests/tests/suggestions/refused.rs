//! Decisions that are refused, and input that means nothing.
//!
//! Invariant: after a refusal everybody is told what they were told before, and what is hidden is answered like what does
//! not exist.

use super::round::{ACCEPT, DECLINE, LIST, SNOOZE, cities, coordinator, id, input, list, refused};
use crate::{
    audit::transfer_writes::next_month,
    desk::{AACHEN, Desk, KARLSRUHE, ask, plan, project, text},
    harness::Backend,
    tenancy::on_both,
};
use chrono::{Days, NaiveDate};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(decisions_of_others_are_refused);
on_both!(hidden_and_random_pairs_are_answered_alike);
on_both!(input_that_means_nothing_is_told_with_its_place);

/// Every decision about a suggestion.
fn decisions(suggestion: &str) -> [(&'static str, Value); 3] {
    let until = next_month();
    [
        (ACCEPT, input(&[suggestion], json!({}))),
        (DECLINE, input(&[suggestion], json!({ "reason": "OTHER" }))),
        (SNOOZE, input(&[suggestion], json!({ "until": until }))),
    ]
}

async fn decisions_of_others_are_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let office = coordinator(&desk);
    let before = list(&office).await;
    let of_others = |one: &&Value| !cities(one).contains(&KARLSRUHE.to_owned());
    let chosen = id(before.iter().find(of_others).unwrap());
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.operator(), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), "FORBIDDEN"),
        (desk.member(KARLSRUHE, Role::Admin), "BAD_USER_INPUT"),
    ] {
        for (document, input) in decisions(&chosen) {
            let (code, paths) = refused(&ctx, document, input).await;
            assert_eq!(code, expected, "{document}");
            let is_of_input = expected == "BAD_USER_INPUT";
            assert_eq!(paths == ["suggestions[0]"], is_of_input, "{paths:?}");
        }
    }
    assert_eq!(list(&office).await, before);
}

async fn hidden_and_random_pairs_are_answered_alike(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(KARLSRUHE, Role::Publisher);
    let hidden = project(&owner, &plan(&owner).await, "KA-verborgen").await;
    let office = coordinator(&desk);
    let all = list(&office).await;
    let known = text(all.first().unwrap(), "/adopterProject/id");
    let half = |id: &str| id.rsplit_once('_').unwrap().1.to_owned();
    let of = |source: &str| format!("suggestion_{}{}", half(&known), half(source));
    let random = domain::id::ProjectId(uuid::Uuid::now_v7()).to_string();
    let pairs = [of(&hidden), of(&random)].map(|pair| decisions(&pair));
    let [hidden, random] = pairs;
    for ((document, one), (_, other)) in hidden.into_iter().zip(random) {
        let one = ask(&office, document, one).await;
        let other = ask(&office, document, other).await;
        assert_eq!(text(&one, "/errors/0/extensions/code"), "BAD_USER_INPUT");
        assert_eq!(one.to_string(), other.to_string(), "{document}");
    }
}

/// Input that means nothing, and the places of its mistakes.
fn meaningless(
    good: &str,
    itself: &str,
    later: NaiveDate,
) -> Vec<(&'static str, Value, Vec<&'static str>)> {
    let many = vec![good; 51];
    let with = |ids: &[&str]| input(ids, json!({ "reason": "OTHER" }));
    let long = "ä".repeat(4_001);
    vec![
        (DECLINE, with(&[]), vec!["suggestions"]),
        (
            DECLINE,
            input(&many, json!({ "reason": "OTHER" })),
            vec!["suggestions"],
        ),
        (
            DECLINE,
            with(&[good, "🚲' OR 1=1 --", good]),
            vec!["suggestions[1]", "suggestions[2]"],
        ),
        (DECLINE, with(&[good, itself]), vec!["suggestions[1]"]),
        (
            SNOOZE,
            input(&[good], json!({ "until": "2020-01-01" })),
            vec!["until"],
        ),
        (
            SNOOZE,
            input(&[good], json!({ "until": later })),
            vec!["until"],
        ),
        (
            ACCEPT,
            input(&[good], json!({ "rationale": long })),
            vec!["rationale"],
        ),
        (
            ACCEPT,
            input(&[good], json!({ "rationale": "\u{0}" })),
            vec!["rationale"],
        ),
    ]
}

async fn input_that_means_nothing_is_told_with_its_place(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let office = coordinator(&desk);
    let before = list(&office).await;
    let good = id(before.first().unwrap());
    let own = text(before.first().unwrap(), "/adopterProject/id");
    let own = own.rsplit_once('_').unwrap().1;
    let itself = format!("suggestion_{own}{own}");
    let later = desk.store.clock().now().date_naive() + Days::new(2_000);
    for (document, input, expected) in meaningless(&good, &itself, later) {
        let (code, paths) = refused(&office, document, input.clone()).await;
        assert_eq!(
            (code.as_str(), paths),
            (
                "BAD_USER_INPUT",
                expected.iter().map(|path| (*path).to_owned()).collect()
            ),
            "{input}"
        );
    }
    for wrong in [
        json!({ "after": "x" }),
        json!({ "min": 1.5 }),
        json!({ "min": -0.1 }),
        json!({ "city": "Köln" }),
        json!({ "field": ["gibt es nicht"] }),
        json!({ "first": 101 }),
    ] {
        let mut variables = json!({ "network": "kora" });
        variables
            .as_object_mut()
            .unwrap()
            .extend(wrong.as_object().unwrap().clone());
        let (code, _) = refused(&office, LIST, variables).await;
        assert_eq!(code, "BAD_USER_INPUT", "{wrong}");
    }
    assert_eq!(list(&office).await, before);
}
