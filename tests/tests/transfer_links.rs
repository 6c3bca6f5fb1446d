//! Governed transfer links: from a proposal to what came of it, with both sides' agreement.
//!
//! Invariant: nobody but the parties hears of a link before both sides agree, and every step is in its history.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod concurrent;
mod hidden;
mod overview;
pub mod place;
mod refused;
mod table;

use crate::{
    desk::{AACHEN, KARLSRUHE, data, text},
    harness::Backend,
    tenancy::on_both,
};
use chrono::TimeDelta;
use domain::{Ctx, actor::Role, clock::Clock};
use place::{BONN, EDIT, LOG, Place, seen, told};
use serde_json::{Value, json};

on_both!(a_transfer_runs_from_a_proposal_to_an_outcome);
on_both!(what_a_plan_names_is_taken_up);
on_both!(what_is_only_named_can_be_taken_up_by_its_parties);
on_both!(why_it_was_given_up_stays);
on_both!(a_look_back_moves_the_next_one);
on_both!(stalled_links_are_found);
on_both!(the_mentions_of_a_plan_in_one_query);
on_both!(a_paused_transfer_goes_on_where_it_was);

async fn a_transfer_runs_from_a_proposal_to_an_outcome(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let (office, adopter, source) = (place.coordinator(), place.adopter(), place.source());
    let link = place.propose().await;
    let first = &seen(&source, &link).await;
    assert_eq!(first["stage"], "PROPOSED", "{first:#}");
    assert_eq!(
        first["possibleSteps"],
        json!(["CONTACT", "ACCEPT", "DECLINE"])
    );
    place
        .take(&office, &link, json!({ "step": "CONTACT" }))
        .await;
    let half = &place
        .take(&source, &link, json!({ "step": "ACCEPT" }))
        .await;
    assert_eq!(
        (&half["stage"], &half["visibility"]),
        (&json!("ACCEPTED_BY_SOURCE"), &json!("SHARED"))
    );
    let both = &place
        .take(
            &adopter,
            &link,
            json!({ "step": "ACCEPT", "visibility": "PUBLIC" }),
        )
        .await;
    assert_eq!(
        (&both["stage"], &both["visibility"]),
        (&json!("ACCEPTED"), &json!("NETWORK"))
    );
    for step in ["BEGIN", "ADAPT", "REUSE"] {
        place.take(&adopter, &link, json!({ "step": step })).await;
    }
    let meeting = json!({ "kind": "MEETING", "heldOn": "2026-11-03", "participants": "Radbüro, Tiefbauamt", "note": "Ortstermin" });
    data(&source, LOG, place.input(&link, meeting).await).await;
    let effect = json!({ "effects": [{ "indicator": "adfc_fahrradklima_note", "note": "eine Zehntelnote besser" }] });
    data(&adopter, EDIT, place.input(&link, effect).await).await;
    let end = json!({ "step": "COMPLETE", "outcome": "ADAPTED", "outcomeNote": "Läuft im Regelbetrieb." });
    let end = &place.take(&office, &link, end).await;
    assert_eq!(end["outcome"], "ADAPTED");
    its_history_is_whole(&source, &link).await;
    evidence(&place).await;
}

async fn its_history_is_whole(source: &Ctx, link: &str) {
    let history = seen(source, link).await;
    let kinds: Vec<String> = history
        .pointer("/events/nodes")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .map(|event| text(event, "/kind"))
        .collect();
    assert_eq!(
        kinds.join(" "),
        "STEP STEP STEP STEP STEP STEP STEP MEETING CHANGE STEP"
    );
    assert_eq!(
        text(&history, "/effects/nodes/0/indicator/code"),
        "adfc_fahrradklima_note"
    );
}

/// Others of the network see what came of it at the adopter's project, and none of what is for the parties.
async fn evidence(place: &Place) {
    let query = "query($id: ID!) { project(id: $id) { transferLinks { nodes { outcome outcomeNote stage sourceCity { ags }
        possibleSteps adopterAgrees events { totalCount nodes { note } } } } } }";
    let other = place.desk().member(BONN, Role::Reader);
    let found = data(&other, query, json!({ "id": place.learner })).await;
    let link = found.pointer("/project/transferLinks/nodes/0").unwrap();
    assert_eq!(
        *link,
        json!({ "outcome": "ADAPTED", "outcomeNote": "Läuft im Regelbetrieb.", "stage": "COMPLETED",
            "sourceCity": { "ags": KARLSRUHE }, "possibleSteps": [], "adopterAgrees": null,
            "events": { "totalCount": 0, "nodes": [] } })
    );
    let nobody = data(
        &place.desk().nobody(),
        query,
        json!({ "id": place.learner }),
    )
    .await;
    assert_eq!(
        nobody.pointer("/project/transferLinks/nodes"),
        Some(&json!([]))
    );
}

async fn what_a_plan_names_is_taken_up(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let named = "query($city: [String!], $from: [String!]) { transferLinks(first: 1,
        filter: { adopterCity: $city, sourceCity: $from, origin: [PLAN_TABLE], isNarrowed: false })
        { nodes { id stage adopterProject { id } } totalCount } }";
    let variables = json!({ "city": [AACHEN], "from": [KARLSRUHE] });
    let nobody = place.desk().nobody();
    let before = data(&nobody, named, variables.clone()).await;
    let link = text(&before, "/transferLinks/nodes/0/id");
    let learner = text(&before, "/transferLinks/nodes/0/adopterProject/id");
    let input =
        json!({ "network": "kora", "adopterProject": learner, "sourceProject": place.teacher });
    let made = data(
        &place.coordinator(),
        place::PROPOSE,
        json!({ "input": input }),
    )
    .await;
    let made = made.pointer("/proposeTransferLink/transferLink").unwrap();
    assert_eq!(made["id"], json!(link), "it is the same link");
    assert_eq!(
        (&made["origin"], &made["stage"], &made["standing"]),
        (&json!("PLAN_TABLE"), &json!("PROPOSED"), &json!("NARROWED"))
    );
    // While the two talk about it, it is nobody else's business.
    assert_eq!(seen(&nobody, &link).await, Value::Null);
    let after = data(&nobody, named, variables).await;
    let count = |answer: &Value| {
        answer
            .pointer("/transferLinks/totalCount")
            .and_then(Value::as_i64)
    };
    assert_eq!(count(&after), count(&before).map(|count| count - 1));
}

async fn what_is_only_named_can_be_taken_up_by_its_parties(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let query = "query($from: [String!]) { transferLinks(first: 1, filter: { sourceCity: $from, origin: [PLAN_TABLE] })
        { nodes { id version possibleSteps adopterProject { id } } } }";
    let from = json!({ "from": [KARLSRUHE] });
    for (ctx, expected) in [
        (place.adopter(), json!(["PROPOSE", "DECLINE"])),
        (place.coordinator(), json!(["PROPOSE", "DECLINE"])),
        (place.source(), json!(["PROPOSE"])),
        (place.desk().member(BONN, Role::Admin), json!([])),
        (place.desk().nobody(), json!([])),
    ] {
        let found = data(&ctx, query, from.clone()).await;
        let steps = found.pointer("/transferLinks/nodes/0/possibleSteps");
        assert_eq!(steps, Some(&expected), "{found:#}");
    }
    // What the plan's city has said about it is not lost when somebody else proposes it.
    let named = data(&place.adopter(), query, from).await;
    let link = text(&named, "/transferLinks/nodes/0/id");
    let input = json!({ "transferLink": link, "rationale": "Ihr Ablauf ist kürzer.", "nextStep": "Anrufen",
        "expectedVersion": named.pointer("/transferLinks/nodes/0/version") });
    data(&place.adopter(), EDIT, json!({ "input": input })).await;
    let input = json!({ "network": "kora", "sourceProject": place.teacher,
        "adopterProject": named.pointer("/transferLinks/nodes/0/adopterProject/id") });
    data(
        &place.coordinator(),
        place::PROPOSE,
        json!({ "input": input }),
    )
    .await;
    let taken_up = &seen(&place.source(), &link).await;
    assert_eq!(
        (
            &taken_up["stage"],
            &taken_up["rationale"],
            &taken_up["nextStep"]
        ),
        (
            &json!("PROPOSED"),
            &json!("Ihr Ablauf ist kürzer."),
            &json!("Anrufen")
        )
    );
}

async fn why_it_was_given_up_stays(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let source = place.source();
    let link = place.agreed().await;
    let end = json!({ "step": "ABANDON", "reason": "LEGAL", "outcome": "REJECTED_AFTER_REVIEW" });
    place.take(&place.adopter(), &link, end).await;
    for step in ["WITHDRAW", "ACCEPT"] {
        place.take(&source, &link, json!({ "step": step })).await;
        assert_eq!(told(&source, &link, "reason").await, "LEGAL", "{step}");
    }
}

async fn a_look_back_moves_the_next_one(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let link = place.completed().await;
    let query = "query($id: ID!) { transferLink(id: $id) { completedOn followUpDue outcome } }";
    let at = async |ctx| data(ctx, query, json!({ "id": link })).await;
    let adopter = place.adopter();
    let first = at(&adopter).await;
    let completed: chrono::NaiveDate = text(&first, "/transferLink/completedOn").parse().unwrap();
    for months in [6, 12, 24] {
        let expected = completed
            .checked_add_months(chrono::Months::new(months))
            .unwrap();
        let now = at(&adopter).await;
        assert_eq!(
            text(&now, "/transferLink/followUpDue"),
            expected.to_string()
        );
        let look = json!({ "kind": "FOLLOW_UP", "outcome": "REPLICATED", "note": "Hält." });
        data(&adopter, LOG, place.input(&link, look).await).await;
    }
    let last = at(&adopter).await;
    assert_eq!(
        (
            last.pointer("/transferLink/followUpDue"),
            last.pointer("/transferLink/outcome")
        ),
        (Some(&Value::Null), Some(&json!("REPLICATED")))
    );
}

async fn stalled_links_are_found(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let link = place.propose().await;
    let query = "{ transferLinks(filter: { network: \"kora\", noEventForDays: 30 }) { nodes { id lastEventAt } totalCount } }";
    let now = data(&place.coordinator(), query, json!({})).await;
    assert_eq!(now.pointer("/transferLinks/nodes"), Some(&json!([])));
    let later = place.desk().store.clock().now() + TimeDelta::days(31);
    let desk = place.desk().at(Clock::Stopped(later)).await;
    let stalled = data(&desk.member(KARLSRUHE, Role::Reader), query, json!({})).await;
    assert_eq!(text(&stalled, "/transferLinks/nodes/0/id"), link);
    assert_eq!(
        stalled.pointer("/transferLinks/totalCount"),
        Some(&json!(1))
    );
    let nobody = data(&desk.nobody(), query, json!({})).await;
    assert_eq!(nobody.pointer("/transferLinks/totalCount"), Some(&json!(0)));
}

async fn the_mentions_of_a_plan_in_one_query(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let query = "query($city: [String!]) { transferLinks(first: 100, filter: { adopterCity: $city, origin: [PLAN_TABLE] })
        { totalCount nodes { standing sourceCity { ags } adopterProject { sequenceNo } sourceProject { id } outcome } } }";
    let found = data(&place.desk().nobody(), query, json!({ "city": [AACHEN] })).await;
    let nodes = found
        .pointer("/transferLinks/nodes")
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(nodes.len(), 37, "as many as the plan of Aachen names");
    assert!(nodes.iter().all(|node| node["standing"] == "CITY_ONLY"));
}

async fn a_paused_transfer_goes_on_where_it_was(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let (adopter, source) = (place.adopter(), place.source());
    let link = place.agreed().await;
    place.take(&source, &link, json!({ "step": "BEGIN" })).await;
    let rest = json!({ "step": "PAUSE", "reason": "NO_CAPACITY", "note": "Haushaltsjahr" });
    let paused = &place.take(&source, &link, rest).await;
    assert_eq!(paused["stage"], "PAUSED");
    assert_eq!(told(&adopter, &link, "reason").await, "NO_CAPACITY");
    let on = &place
        .take(&adopter, &link, json!({ "step": "RESUME" }))
        .await;
    assert_eq!(on["stage"], "UNDERSTAND");
    let back = &place
        .take(&source, &link, json!({ "step": "WITHDRAW" }))
        .await;
    assert_eq!(
        (&back["stage"], &back["visibility"]),
        (&json!("ACCEPTED_BY_ADOPTER"), &json!("SHARED"))
    );
}
