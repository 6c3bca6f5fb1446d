//! Values that a city enters: what holds, what held before, who reads either, and what is said about them.
//!
//! Invariant: nothing that was said disappears, and nobody reads of it what they could not read then.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    changes::{actions, end},
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, people::acting_for},
    indicators::{DEFINE, definition, with},
    rest_writes::client::{place, read, write},
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::{
    Ctx,
    actor::{Role, Scope},
};
use serde_json::{Value, json};

on_both!(a_value_is_entered_corrected_and_struck);
on_both!(who_may_not_is_told_so);
on_both!(what_cannot_be_is_told_with_its_place);
on_both!(values_are_shared_and_taken_back);
on_both!(values_are_doubted_and_answered);
on_both!(the_same_over_rest);
on_both!(revisions_cost_one_statement);

const RECORD: &str = "mutation($input: RecordObservationInput!) { recordObservation(input: $input) { observation { id revision value visibility } } }";
const CORRECT: &str = "mutation($input: CorrectObservationInput!) { correctObservation(input: $input) { observation { id revision value } } }";
const WITHDRAW: &str = "mutation($input: WithdrawObservationInput!) { withdrawObservation(input: $input) { observation { id revision value obsStatus note } } }";
const PUBLISH: &str = "mutation($input: PublishObservationInput!) { publishObservation(input: $input) { observation { id visibility network { slug } } } }";
const REMARK: &str = "mutation($input: RemarkObservationInput!) { remarkObservation(input: $input) { observation { plausibility plausibilityLabel(locale: DE) } } }";
const REVISIONS: &str = "query($id: ID!) { node(id: $id) { ... on Observation { revision value revisions { id revision value obsStatus visibility } } } }";

/// A value of an indicator that nobody has a value of.
fn value(year: i32) -> Value {
    json!({ "indicator": "wege", "year": year, "value": 2.5, "source": "Kataster" })
}

async fn desk(backend: Backend) -> Option<Desk> {
    let desk = Desk::on(backend).await?;
    data(
        &desk.operator(),
        DEFINE,
        json!({ "input": definition("wege") }),
    )
    .await;
    Some(desk)
}

async fn send(ctx: &Ctx, document: &str, input: Value) -> Value {
    ask(&ctx.renewed(), document, json!({ "input": input })).await
}

async fn done(ctx: &Ctx, document: &str, input: Value) -> Value {
    let answer = data(&ctx.renewed(), document, json!({ "input": input })).await;
    let all = answer.as_object().unwrap().values().next().unwrap();
    all.get("observation").cloned().unwrap()
}

fn at(id: &str, revision: i32) -> Value {
    json!({ "observation": id, "expectedVersion": revision })
}

async fn revisions(ctx: &Ctx, id: &str) -> Value {
    let answer = data(&ctx.renewed(), REVISIONS, json!({ "id": id })).await;
    answer.get("node").cloned().unwrap()
}

async fn a_value_is_entered_corrected_and_struck(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Publisher);
    let end = end(&desk.nobody()).await;
    let first = done(
        &aachen,
        RECORD,
        with(value(2020), "visibility", json!("PUBLIC")),
    )
    .await;
    let first_id = text(&first, "/id");
    let second = send(&aachen, RECORD, value(2020)).await;
    assert_eq!(code(&second), "CONFLICT");
    assert!(
        second.to_string().contains("correctObservation") && second.to_string().contains(&first_id),
        "{second}"
    );
    let aim = with(value(2020), "valueKind", json!("TARGET"));
    done(&aachen, RECORD, aim).await;

    let correction = with(
        with(at(&first_id, 1), "value", json!(3)),
        "source",
        json!("Kataster, neu"),
    );
    assert_eq!(
        code(
            &send(
                &aachen,
                CORRECT,
                with(correction.clone(), "expectedVersion", json!(7))
            )
            .await
        ),
        "STALE_VERSION"
    );
    let second = done(&aachen, CORRECT, correction.clone()).await;
    let second_id = text(&second, "/id");
    assert_eq!(
        (second.get("revision"), second.get("value")),
        (Some(&json!(2)), Some(&json!(3.0)))
    );
    assert_ne!(first_id, second_id);
    let late = send(&aachen, CORRECT, correction).await;
    assert_eq!(
        code(&late),
        "STALE_VERSION",
        "the former id is known: {late}"
    );
    let struck = with(at(&second_id, 2), "reason", json!("Doppelt gezählt"));
    let third = done(&aachen, WITHDRAW, struck).await;
    assert_eq!(
        (
            third.get("value"),
            text(&third, "/obsStatus"),
            text(&third, "/note")
        ),
        (
            Some(&Value::Null),
            "O".to_owned(),
            "Doppelt gezählt".to_owned()
        )
    );
    let again = with(at(&text(&third, "/id"), 3), "reason", json!("noch einmal"));
    assert_eq!(code(&send(&aachen, WITHDRAW, again).await), "CONFLICT");

    // Everybody sees what was struck, and what it was.
    let shown = revisions(&desk.nobody(), &text(&third, "/id")).await;
    let former: Vec<_> = shown
        .get("revisions")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .collect();
    let former: Vec<_> = former
        .iter()
        .map(|one| (one.get("revision").cloned(), one.get("value").cloned()))
        .collect();
    assert_eq!(
        former,
        [
            (Some(json!(2)), Some(json!(3.0))),
            (Some(json!(1)), Some(json!(2.5)))
        ],
        "{shown:#}"
    );
    assert_eq!(revisions(&desk.nobody(), &first_id).await, Value::Null);
    let list = "{ observations(filter: { indicator: [\"wege\"], valueKind: [MEASURED] }) { totalCount nodes { obsStatus } } }";
    let list = data(&desk.nobody(), list, json!({})).await;
    assert_eq!(
        list.get("observations"),
        Some(&json!({ "totalCount": 1, "nodes": [{ "obsStatus": "O" }] }))
    );
    let third_id = text(&third, "/id");
    for (id, expected) in [
        (&first_id, vec!["CREATED", "DELETED"]),
        (&second_id, vec!["CREATED", "DELETED"]),
        (&third_id, vec!["CREATED"]),
    ] {
        assert_eq!(actions(&desk.nobody(), &end, id).await, expected);
    }
}

async fn who_may_not_is_told_so(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let shy = [Scope::ReadContent].into_iter().collect();
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.operator(), "FORBIDDEN"),
        (acting_for(&desk.store, None), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), "FORBIDDEN"),
        (desk.with_scopes(AACHEN, Role::Admin, shy), "FORBIDDEN"),
    ] {
        assert_eq!(code(&send(&ctx, RECORD, value(2020)).await), expected);
    }
    let editor = desk.member(AACHEN, Role::Editor);
    let wide = with(value(2020), "visibility", json!("PUBLIC"));
    assert_eq!(code(&send(&editor, RECORD, wide).await), "FORBIDDEN");
    let own = text(&done(&editor, RECORD, value(2020)).await, "/id");
    let publisher = desk.member(AACHEN, Role::Publisher);
    let open = with(value(2021), "visibility", json!("PUBLIC"));
    let open = text(&done(&publisher, RECORD, open).await, "/id");
    let other = desk.member(KARLSRUHE, Role::Admin);
    let figure = |id: &str| with(with(at(id, 1), "value", json!(1)), "source", json!("x"));
    for (id, expected) in [(&own, "NOT_FOUND"), (&open, "FORBIDDEN")] {
        assert_eq!(code(&send(&other, CORRECT, figure(id)).await), expected);
        assert_eq!(
            code(&send(&other, WITHDRAW, with(at(id, 1), "reason", json!("x"))).await),
            expected
        );
        assert_eq!(
            code(
                &send(
                    &other,
                    PUBLISH,
                    with(at(id, 1), "visibility", json!("PUBLIC"))
                )
                .await
            ),
            expected
        );
        assert_eq!(
            code(&send(&desk.nobody(), CORRECT, figure(id)).await),
            "UNAUTHENTICATED"
        );
    }
    let release = with(at(&own, 1), "visibility", json!("PUBLIC"));
    assert_eq!(code(&send(&editor, PUBLISH, release).await), "FORBIDDEN");
    let nothing = "observation_01jw0000000000000000000000";
    assert_eq!(
        code(&send(&publisher, CORRECT, figure(nothing)).await),
        "NOT_FOUND"
    );
    let seen = revisions(&other, &own).await;
    assert_eq!(seen, Value::Null);
}

/// The places of the mistakes of an answer.
fn paths(answer: &Value) -> Vec<String> {
    let mistakes = answer
        .pointer("/errors/0/extensions/mistakes")
        .and_then(Value::as_array);
    let mistakes = mistakes.unwrap_or_else(|| panic!("{answer:#}"));
    mistakes.iter().map(|one| text(one, "/path")).collect()
}

async fn what_cannot_be_is_told_with_its_place(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let without_value = || {
        let mut input = value(2020);
        input.as_object_mut().unwrap().remove("value");
        input
    };
    for (input, expected) in [
        (with(value(2020), "indicator", json!("wegge")), "indicator"),
        (with(value(2020), "year", json!(1949)), "year"),
        (with(value(2020), "year", json!(2999)), "year"),
        (with(value(2020), "value", json!(-1)), "value"),
        (with(value(2020), "value", json!(100.5)), "value"),
        (with(value(2020), "value", json!(1e308)), "value"),
        (without_value(), "value"),
        (with(value(2020), "obsStatus", json!("M")), "value"),
        (with(value(2020), "numerator", json!(5)), "denominator"),
        (
            with(
                with(value(2020), "numerator", json!(5)),
                "denominator",
                json!(0),
            ),
            "denominator",
        ),
        (
            with(
                with(value(2020), "numerator", json!(7)),
                "denominator",
                json!(2),
            ),
            "value",
        ),
        (with(value(2020), "sample", json!(9)), "sample"),
        (with(value(2020), "sample", json!(0)), "sample"),
        (with(value(2020), "source", json!("")), "source"),
        (with(value(2020), "note", json!("\u{0}")), "note"),
        (with(value(2020), "visibility", json!("NETWORK")), "network"),
        (with(value(2020), "network", json!("kora")), "network"),
        (with(value(2020), "visibility", json!("SHARED")), "readers"),
        (
            with(
                with(value(2020), "confStatus", json!("C")),
                "visibility",
                json!("PUBLIC"),
            ),
            "confStatus",
        ),
    ] {
        let answer = send(&aachen, RECORD, input.clone()).await;
        assert_eq!(
            (code(&answer).as_str(), paths(&answer)),
            ("BAD_USER_INPUT", vec![expected.to_owned()]),
            "{input}"
        );
    }
    for (input, shown) in [
        (
            with(
                with(without_value(), "numerator", json!(7)),
                "denominator",
                json!(2),
            ),
            json!(3.5),
        ),
        (
            with(
                with(without_value(), "obsStatus", json!("M")),
                "year",
                json!(2021),
            ),
            Value::Null,
        ),
        (
            with(
                with(
                    with(value(2022), "sample", json!(9)),
                    "obsStatus",
                    json!("U"),
                ),
                "confStatus",
                json!("C"),
            ),
            json!(2.5),
        ),
        (
            with(
                with(value(2040), "valueKind", json!("TARGET")),
                "value",
                json!(100),
            ),
            json!(100.0),
        ),
        (
            json!({ "indicator": "coordination_loops", "year": 2024, "value": -1, "source": "Runde" }),
            json!(-1.0),
        ),
    ] {
        let made = done(&aachen, RECORD, input.clone()).await;
        assert_eq!(made.get("value"), Some(&shown), "{input}");
    }
    for wrong in [0.5, 2.0] {
        let half = json!({ "indicator": "coordination_loops", "year": 2023, "value": wrong, "source": "Runde" });
        assert_eq!(paths(&send(&aachen, RECORD, half).await), ["value"]);
    }
    // What is confidential is released to nobody.
    let query = "{ observations(filter: { confStatus: [C] }) { nodes { id } } }";
    let hidden = data(&aachen, query, json!({})).await;
    let hidden = text(&hidden, "/observations/nodes/0/id");
    let release = with(at(&hidden, 1), "visibility", json!("PUBLIC"));
    assert_eq!(
        paths(&send(&aachen, PUBLISH, release).await),
        ["confStatus"]
    );
}

async fn values_are_shared_and_taken_back(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Admin),
        desk.member(KARLSRUHE, Role::Reader),
    );
    let readers = json!([desk.tenant(KARLSRUHE).to_string()]);
    let shared = with(
        with(value(2020), "visibility", json!("SHARED")),
        "readers",
        readers,
    );
    let first = text(&done(&aachen, RECORD, shared).await, "/id");
    let correction = with(with(at(&first, 1), "value", json!(3)), "source", json!("x"));
    let second = text(&done(&aachen, CORRECT, correction).await, "/id");
    let seen = revisions(&karlsruhe, &second).await;
    assert_eq!(
        seen.pointer("/revisions/0/value"),
        Some(&json!(2.5)),
        "still shared, history too: {seen:#}"
    );
    for stranger in [
        desk.nobody(),
        acting_for(&desk.store, None),
        desk.operator(),
    ] {
        assert_eq!(revisions(&stranger, &second).await, Value::Null);
    }
    let network = with(
        with(at(&second, 2), "visibility", json!("NETWORK")),
        "network",
        json!("kora"),
    );
    let published = done(&aachen, PUBLISH, network).await;
    assert_eq!(published.pointer("/network/slug"), Some(&json!("kora")));
    let office = revisions(&acting_for(&desk.store, None), &second).await;
    assert_eq!(office.get("value"), Some(&json!(3.0)));
    assert_eq!(
        office.get("revisions"),
        Some(&json!([])),
        "what was for one reader stays so"
    );
    let elsewhere = with(
        with(at(&second, 2), "visibility", json!("NETWORK")),
        "network",
        json!("nirgends"),
    );
    assert_eq!(
        code(&send(&aachen, PUBLISH, elsewhere).await),
        "BAD_USER_INPUT"
    );

    let end = end(&desk.member(KARLSRUHE, Role::Reader)).await;
    done(
        &aachen,
        PUBLISH,
        with(at(&second, 2), "visibility", json!("TENANT")),
    )
    .await;
    assert_eq!(revisions(&karlsruhe, &second).await, Value::Null);
    let told = actions(&desk.member(KARLSRUHE, Role::Reader), &end, &second).await;
    assert_eq!(told, ["DELETED"]);
    // Nor does the history come back with a wider release than it had.
    done(
        &aachen,
        PUBLISH,
        with(at(&second, 2), "visibility", json!("PUBLIC")),
    )
    .await;
    let open = revisions(&desk.nobody(), &second).await;
    assert_eq!(
        (open.get("value"), open.get("revisions")),
        (Some(&json!(3.0)), Some(&json!([])))
    );
    let path = format!("/observations/{first}/revisions");
    assert_eq!(
        read(&desk.nobody(), &path).await.status,
        404,
        "a former value is as hidden as it was"
    );
    let own = revisions(&aachen, &second).await;
    assert_eq!(own.pointer("/revisions/0/value"), Some(&json!(2.5)));

    let later = with(value(2021), "embargoUntil", json!("2100-01-01T00:00:00Z"));
    let later = text(
        &done(&aachen, RECORD, with(later, "visibility", json!("PUBLIC"))).await,
        "/id",
    );
    assert_eq!(revisions(&desk.nobody(), &later).await, Value::Null);
}

async fn values_are_doubted_and_answered(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let (aachen, office) = (
        desk.member(AACHEN, Role::Admin),
        acting_for(&desk.store, None),
    );
    let open = with(value(2020), "visibility", json!("PUBLIC"));
    let open = text(&done(&aachen, RECORD, open).await, "/id");
    let hidden = text(&done(&aachen, RECORD, value(2021)).await, "/id");
    let doubt = |id: &str| json!({ "observation": id, "plausibility": "CONTESTED", "note": "Im Vorjahr die Hälfte?" });
    for (ctx, id, expected) in [
        (desk.nobody(), &open, "UNAUTHENTICATED"),
        (desk.operator(), &open, "FORBIDDEN"),
        (desk.member(KARLSRUHE, Role::Admin), &open, "FORBIDDEN"),
        (desk.member(AACHEN, Role::Reader), &open, "FORBIDDEN"),
        (acting_for(&desk.store, None), &hidden, "NOT_FOUND"),
        (desk.member(KARLSRUHE, Role::Admin), &hidden, "NOT_FOUND"),
    ] {
        assert_eq!(code(&send(&ctx, REMARK, doubt(id)).await), expected);
    }
    let silent = json!({ "observation": open, "plausibility": "CONTESTED" });
    assert_eq!(paths(&send(&office, REMARK, silent).await), ["note"]);
    let doubted = done(&office, REMARK, doubt(&open)).await;
    assert_eq!(
        doubted,
        json!({ "plausibility": "CONTESTED", "plausibilityLabel": "Angezweifelt" })
    );
    let found = read(
        &desk.nobody(),
        "/observations?plausibility=CONTESTED&indicator=wege",
    )
    .await;
    assert_eq!(found.json.pointer("/items/0/id"), Some(&json!(open)));
    let answer =
        json!({ "observation": open, "plausibility": "CHECKED", "note": "Neue Wege gebaut." });
    done(&aachen, REMARK, answer).await;

    let query = "query($id: ID!) { node(id: $id) { ... on Observation { plausibility remarks { totalCount nodes { plausibility note tenant { name } } } } } }";
    for (ctx, notes) in [
        (
            aachen.clone(),
            vec!["Im Vorjahr die Hälfte?", "Neue Wege gebaut."],
        ),
        (office, vec!["Im Vorjahr die Hälfte?"]),
        (desk.member(KARLSRUHE, Role::Admin), vec![]),
        (desk.nobody(), vec![]),
    ] {
        let shown = data(&ctx.renewed(), query, json!({ "id": open })).await;
        assert_eq!(text(&shown, "/node/plausibility"), "CHECKED");
        let nodes = shown
            .pointer("/node/remarks/nodes")
            .and_then(Value::as_array)
            .unwrap();
        let found: Vec<_> = nodes.iter().map(|one| text(one, "/note")).collect();
        assert_eq!(found, notes);
        assert_eq!(
            shown.pointer("/node/remarks/totalCount"),
            Some(&json!(notes.len()))
        );
    }
    let own = read(&aachen, &format!("/observations/{open}/remarks")).await;
    assert_eq!(
        own.json
            .get("items")
            .and_then(Value::as_array)
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(
        read(&desk.nobody(), &format!("/observations/{hidden}/remarks"))
            .await
            .status,
        404
    );
}

async fn the_same_over_rest(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let new = with(
        with(value(2020), "visibility", json!("NETWORK")),
        "network",
        json!("kora"),
    );
    let made = write(&aachen, (Method::POST, "/observations"), "", new).await;
    let path = place(&made);
    assert_eq!(
        write(&aachen, (Method::POST, "/observations"), "", value(2020))
            .await
            .refusal(),
        (409, "CONFLICT".to_owned())
    );
    let shown = read(&desk.member(KARLSRUHE, Role::Reader), &path).await;
    assert_eq!(
        (text(&shown.json, "/network"), shown.json.get("revision")),
        ("kora".to_owned(), Some(&json!(1)))
    );
    assert_eq!(read(&desk.nobody(), &path).await.status, 404);
    let bad =
        json!({ "indicator": 7, "value": "viel", "year": 2020.5, "source": null, "farbe": "rot" });
    let bad = write(&aachen, (Method::POST, "/observations"), "", bad).await;
    let errors = bad.json.get("errors").and_then(Value::as_array).unwrap();
    assert_eq!((bad.status, errors.len()), (400, 5), "{:#}", bad.json);

    let correction = json!({ "value": 3, "source": "Kataster", "sample": 11 });
    assert_eq!(
        write(&aachen, (Method::PUT, &path), "", correction.clone())
            .await
            .status,
        428
    );
    let tag = made.header("etag").to_owned();
    let corrected = write(&aachen, (Method::PUT, &path), &tag, correction.clone()).await;
    assert_eq!(
        (corrected.status, corrected.json.get("sample")),
        (200, Some(&json!(11))),
        "{:#}",
        corrected.json
    );
    let late = write(&aachen, (Method::PUT, &path), &tag, correction).await;
    assert_eq!(late.refusal(), (412, "STALE_VERSION".to_owned()));
    assert_eq!(
        read(&aachen, &path).await.status,
        404,
        "the former id is history"
    );
    let now = format!("/observations/{}", text(&corrected.json, "/id"));
    let history = read(&aachen, &format!("{now}/revisions")).await;
    assert_eq!(history.json.pointer("/items/0/value"), Some(&json!(2.5)));
    let again = read(&aachen, &format!("{path}/revisions")).await;
    assert_eq!(
        again.json,
        json!({ "items": [] }),
        "nothing was before the first"
    );

    let release = json!({ "visibility": "PUBLIC" });
    let public = write(
        &aachen,
        (Method::POST, &format!("{now}/publish")),
        "\"2\"",
        release,
    )
    .await;
    assert_eq!(
        (public.status, text(&public.json, "/visibility")),
        (200, "PUBLIC".to_owned())
    );
    let doubt = json!({ "plausibility": "CHECKED" });
    let checked = write(
        &aachen,
        (Method::POST, &format!("{now}/remarks")),
        "",
        doubt,
    )
    .await;
    assert_eq!(
        (checked.status, text(&checked.json, "/plausibility")),
        (200, "CHECKED".to_owned())
    );
    let struck = json!({ "reason": "Doppelt" });
    let struck = write(
        &aachen,
        (Method::POST, &format!("{now}/withdraw")),
        "\"2\"",
        struck,
    )
    .await;
    assert_eq!(
        (struck.status, text(&struck.json, "/obsStatus")),
        (200, "O".to_owned()),
        "{:#}",
        struck.json
    );
    for (query, expected) in [
        ("obsStatus=O", 1),
        ("obsStatus=A", 0),
        ("confStatus=F", 1),
        ("recordedSince=2020-01-01T00:00:00Z", 1),
        ("recordedSince=2100-01-01T00:00:00Z", 0),
    ] {
        let found = read(
            &desk.nobody(),
            &format!("/observations?indicator=wege&{query}"),
        )
        .await;
        let items = found.json.get("items").and_then(Value::as_array).unwrap();
        assert_eq!(items.len(), expected, "{query}");
    }
}

async fn revisions_cost_one_statement(backend: Backend) {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let listener = Arc::new(move |_: &sea_orm::Statement| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let Some(desk) = Desk::watched(backend, Some(listener)).await else {
        return;
    };
    data(
        &desk.operator(),
        DEFINE,
        json!({ "input": definition("wege") }),
    )
    .await;
    let aachen = desk.member(AACHEN, Role::Admin);
    for year in 2010..2016 {
        let made = done(
            &aachen,
            RECORD,
            with(value(year), "visibility", json!("PUBLIC")),
        )
        .await;
        let correction = with(
            with(at(&text(&made, "/id"), 1), "value", json!(3)),
            "source",
            json!("x"),
        );
        done(&aachen, CORRECT, correction).await;
    }
    for first in [1, 6] {
        let query = format!(
            "{{ observations(first: {first}, filter: {{ indicator: [\"wege\"] }}) {{ nodes {{ year revisions {{ value }} }} }} }}"
        );
        let nobody = desk.nobody();
        count.store(0, Ordering::Relaxed);
        let found = data(&nobody, &query, json!({})).await;
        assert_eq!(count.load(Ordering::Relaxed), 2, "{first}");
        let nodes = found
            .pointer("/observations/nodes")
            .and_then(Value::as_array)
            .unwrap();
        assert!(
            nodes
                .iter()
                .all(|node| node.get("revisions") == Some(&json!([{ "value": 2.5 }]))),
            "{found:#}"
        );
        assert_eq!(nodes.len(), first);
    }
}
