//! What cannot be done with a transfer link is refused, and nothing is changed.
//!
//! Invariant: a refusal says what is wrong and what would be possible; the link stays as it was.

use super::place::{BONN, EDIT, LOG, PROPOSE, Place, STEP, message, new_project, seen};
use crate::{
    desk::{AACHEN, KARLSRUHE, ask, code, plan, project},
    harness::Backend,
    tenancy::on_both,
};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(what_cannot_be_proposed);
on_both!(steps_that_are_not_possible_name_those_that_are);
on_both!(only_a_party_changes_a_link);
on_both!(what_is_agreed_is_not_changed_behind_an_agreement);
on_both!(wrong_hostile_and_german_input);

fn ends(learner: &str, teacher: &str) -> Value {
    json!({ "network": "kora", "adopterProject": learner, "sourceProject": teacher })
}

/// What cannot be proposed, what it is refused with, and why.
fn impossible(
    learner: &str,
    teacher: &str,
    hidden: &str,
) -> Vec<(Value, &'static str, &'static str)> {
    vec![
        (ends(learner, learner), "BAD_USER_INPUT", "oneself"),
        (
            ends(learner, hidden),
            "NOT_FOUND",
            "a project that the caller may not read",
        ),
        (
            ends(learner, "project_01jw0000000000000000000000"),
            "NOT_FOUND",
            "nothing",
        ),
        (
            ends(learner, "link_01jw0000000000000000000000"),
            "NOT_FOUND",
            "another kind",
        ),
        (
            json!({ "network": "kora", "adopterProject": learner }),
            "BAD_USER_INPUT",
            "no source",
        ),
        (
            json!({ "network": "kora", "adopterProject": learner, "sourceCity": "05334002" }),
            "BAD_USER_INPUT",
            "its own city",
        ),
        (
            json!({ "network": "kora", "adopterProject": learner, "sourceCity": "05315000" }),
            "BAD_USER_INPUT",
            "no member",
        ),
        (
            json!({ "network": "kora", "adopterProject": learner, "sourceCity": "Köln" }),
            "BAD_USER_INPUT",
            "no key",
        ),
        (
            json!({ "network": "gibt-es-nicht", "adopterProject": learner, "sourceProject": teacher }),
            "BAD_USER_INPUT",
            "no network",
        ),
        (
            json!({ "network": "kora", "adopterCity": KARLSRUHE, "adopterProject": learner, "sourceProject": teacher }),
            "BAD_USER_INPUT",
            "a city that is not the project's",
        ),
        (
            json!({ "network": "kora", "adopterProject": learner, "sourceProject": teacher, "startsOn": "2026-05-01",
            "endsOn": "2026-04-30" }),
            "BAD_USER_INPUT",
            "an end before the beginning",
        ),
    ]
}

async fn what_cannot_be_proposed(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let (office, source) = (place.coordinator(), place.source());
    let own = plan(&source).await;
    let hidden = project(&source, &own, "KA-verborgen").await;
    let sibling = new_project(place.desk(), BONN, "BN-1").await;
    let (learner, teacher) = (place.learner.as_str(), place.teacher.as_str());
    for (input, expected, why) in impossible(learner, teacher, &hidden) {
        let answer = ask(&office, PROPOSE, json!({ "input": input })).await;
        assert_eq!(code(&answer), expected, "{why}: {answer:#}");
    }
    // Somebody of a third city is no party, whatever they can read.
    let third = place.desk().member(BONN, Role::Admin);
    let answer = ask(&third, PROPOSE, json!({ "input": ends(learner, teacher) })).await;
    assert_eq!(code(&answer), "FORBIDDEN", "{answer:#}");
    let answer = ask(&third, PROPOSE, json!({ "input": ends(&sibling, teacher) })).await;
    assert!(
        answer.get("errors").is_none(),
        "its own project: {answer:#}"
    );
    place.propose().await;
    for ctx in [&office, &place.adopter(), &source] {
        let again = ask(ctx, PROPOSE, json!({ "input": place.proposal() })).await;
        assert_eq!(code(&again), "CONFLICT", "{again:#}");
    }
}

async fn steps_that_are_not_possible_name_those_that_are(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let office = place.office.member(Role::Publisher);
    let (adopter, source) = (place.adopter(), place.source());
    let link = place.propose().await;
    for (who, ctx, step, possible) in [
        (
            "the office agrees for nobody",
            &office,
            "ACCEPT",
            "CONTACT, DECLINE",
        ),
        (
            "nothing to take back",
            &source,
            "WITHDRAW",
            "CONTACT, ACCEPT, DECLINE",
        ),
        (
            "not begun before both agree",
            &adopter,
            "BEGIN",
            "CONTACT, ACCEPT, DECLINE",
        ),
    ] {
        let before = seen(&source, &link).await;
        let answer = place
            .attempt(ctx, STEP, &link, json!({ "step": step }))
            .await;
        assert_eq!(code(&answer), "CONFLICT", "{who}: {answer:#}");
        assert!(
            message(&answer).contains(&format!("Possible are: {possible}.")),
            "{who}: {answer:#}"
        );
        assert_eq!(seen(&source, &link).await, before, "{who}");
    }
    place
        .take(&source, &link, json!({ "step": "ACCEPT" }))
        .await;
    let twice = place
        .attempt(&source, STEP, &link, json!({ "step": "ACCEPT" }))
        .await;
    assert_eq!(code(&twice), "CONFLICT", "{twice:#}");
    let stale =
        json!({ "input": { "transferLink": link, "expectedVersion": 1, "step": "ACCEPT" } });
    let stale = ask(&adopter, STEP, stale).await;
    assert_eq!(code(&stale), "STALE_VERSION", "{stale:#}");
    what_a_step_needs(&place, &link).await;
}

/// A step with what it lacks, or with what does not belong to it.
async fn what_a_step_needs(place: &Place, link: &str) {
    let adopter = place.adopter();
    for input in [
        json!({ "step": "DECLINE" }),
        json!({ "step": "ACCEPT", "reason": "COST" }),
        json!({ "step": "ACCEPT", "visibility": "TENANT" }),
        json!({ "step": "ACCEPT", "outcome": "ADAPTED" }),
        json!({ "step": "ACCEPT", "note": "" }),
    ] {
        let answer = place.attempt(&adopter, STEP, link, input.clone()).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{input}: {answer:#}");
    }
    let early = json!({ "kind": "FOLLOW_UP", "outcome": "ADAPTED" });
    let early = place.attempt(&adopter, LOG, link, early).await;
    assert_eq!(code(&early), "CONFLICT", "{early:#}");
}

async fn only_a_party_changes_a_link(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let link = place.agreed().await;
    let desk = place.desk();
    let writes = [
        (STEP, json!({ "step": "BEGIN" })),
        (EDIT, json!({ "nextStep": "Termin finden" })),
        (LOG, json!({ "kind": "NOTE", "note": "gesehen" })),
    ];
    let before = seen(&place.source(), &link).await;
    for (who, ctx, expected) in [
        ("nobody", desk.nobody(), "UNAUTHENTICATED"),
        ("whoever runs the service", desk.operator(), "NOT_FOUND"),
        ("a third city", desk.member(BONN, Role::Admin), "FORBIDDEN"),
        (
            "a reader of a side",
            desk.member(AACHEN, Role::Reader),
            "FORBIDDEN",
        ),
    ] {
        for (document, input) in &writes {
            let answer = place.attempt(&ctx, document, &link, input.clone()).await;
            assert_eq!(code(&answer), expected, "{who}: {document}: {answer:#}");
        }
    }
    let editor = desk.member(KARLSRUHE, Role::Editor);
    let back = place
        .attempt(&editor, STEP, &link, json!({ "step": "WITHDRAW" }))
        .await;
    assert_eq!(
        code(&back),
        "FORBIDDEN",
        "to release is for publishers: {back:#}"
    );
    assert_eq!(seen(&place.source(), &link).await, before);
}

async fn what_is_agreed_is_not_changed_behind_an_agreement(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let (office, adopter, source) = (place.coordinator(), place.adopter(), place.source());
    let city =
        json!({ "network": "kora", "adopterProject": place.learner, "sourceCity": KARLSRUHE });
    let made = crate::desk::data(&office, PROPOSE, json!({ "input": city })).await;
    let link = crate::desk::text(&made, "/proposeTransferLink/transferLink/id");
    place
        .take(&source, &link, json!({ "step": "ACCEPT" }))
        .await;
    for input in [
        json!({ "rationale": "Etwas anderes" }),
        json!({ "kind": "WARNING_FROM" }),
        json!({ "sourceProject": place.teacher }),
    ] {
        let answer = place.attempt(&office, EDIT, &link, input.clone()).await;
        assert_eq!(code(&answer), "CONFLICT", "{input}: {answer:#}");
    }
    // Which project of theirs is meant is for the source to say.
    let named = place
        .attempt(
            &source,
            EDIT,
            &link,
            json!({ "sourceProject": place.teacher }),
        )
        .await;
    assert!(named.get("errors").is_none(), "{named:#}");
    let next = place
        .attempt(
            &adopter,
            EDIT,
            &link,
            json!({ "nextStep": "Termin", "nextStepDue": "2027-01-15" }),
        )
        .await;
    assert!(next.get("errors").is_none(), "{next:#}");
    let foreign = place
        .attempt(
            &adopter,
            EDIT,
            &link,
            json!({ "sourceContact": "rad@ka.example" }),
        )
        .await;
    assert_eq!(code(&foreign), "FORBIDDEN", "{foreign:#}");
    let own = place
        .attempt(
            &source,
            EDIT,
            &link,
            json!({ "sourceContact": "rad@ka.example" }),
        )
        .await;
    assert!(own.get("errors").is_none(), "{own:#}");
}

/// Input that cannot be accepted, and the place of the mistake.
fn hostile() -> Vec<(&'static str, Value, &'static str)> {
    let long = "Radverkehrsinfrastrukturplanungsbeschleunigungsgesetz".repeat(100);
    vec![
        (EDIT, json!({ "rationale": long }), "rationale"),
        (EDIT, json!({ "nextStep": "\u{0}" }), "nextStep"),
        (
            EDIT,
            json!({ "sharedBarriers": ["H99"] }),
            "sharedBarriers[0]",
        ),
        (
            EDIT,
            json!({ "sharedBarriers": ["H5", "H5"] }),
            "sharedBarriers[1]",
        ),
        (
            EDIT,
            json!({ "effects": [{ "indicator": "'; drop table" }] }),
            "effects[0].indicator",
        ),
        (
            LOG,
            json!({ "kind": "MEETING", "note": "ohne Tag" }),
            "heldOn",
        ),
        (
            LOG,
            json!({ "kind": "MEETING", "heldOn": "2999-01-01" }),
            "heldOn",
        ),
        (
            LOG,
            json!({ "kind": "DOCUMENT", "documentUrl": "javascript:alert(1)" }),
            "documentUrl",
        ),
        (
            LOG,
            json!({ "kind": "STEP", "note": "selbst gemacht" }),
            "kind",
        ),
        (
            LOG,
            json!({ "kind": "NOTE", "note": "x", "outcome": "ADAPTED" }),
            "outcome",
        ),
    ]
}

async fn wrong_hostile_and_german_input(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let adopter = place.adopter();
    let link = place.propose().await;
    for (document, input, at) in hostile() {
        let answer = place.attempt(&adopter, document, &link, input).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{at}: {answer:#}");
        assert!(message(&answer).contains(at), "{at}: {answer:#}");
    }
    let text = "Straßenraumgestaltung für Füße, Räder & „Öffis“ 🚲 <b>fett</b>";
    let kept = place
        .attempt(&adopter, EDIT, &link, json!({ "rationale": text }))
        .await;
    assert_eq!(
        kept.pointer("/data/editTransferLink/transferLink/rationale"),
        Some(&json!(text))
    );
    let emptied = place
        .attempt(&adopter, EDIT, &link, json!({ "rationale": null }))
        .await;
    assert_eq!(
        emptied.pointer("/data/editTransferLink/transferLink/rationale"),
        Some(&Value::Null)
    );
}
