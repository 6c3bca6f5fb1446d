//! Definitions of indicators: by whom, what cannot be, and what they were before.
//!
//! Invariant: whoever reads a value can read by which definition it was collected.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    changes::actions,
    desk::{AACHEN, Desk, ask, code, data, text},
    harness::{Backend, people::acting_for},
    rest_writes::client::{read, write},
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::{
    actor::Role,
    network::{self, NewNetwork},
};
use serde_json::{Value, json};

on_both!(the_operator_defines_for_everybody);
on_both!(a_coordination_defines_for_its_network);
on_both!(a_changed_definition_leaves_the_former_one);
on_both!(indicators_are_found);

pub const DEFINE: &str = "mutation($input: DefineIndicatorInput!) { defineIndicator(input: $input) { indicator { id code version } } }";
const REVISE: &str = "mutation($input: ReviseIndicatorInput!) { reviseIndicator(input: $input) { indicator { version } } }";

/// A definition that says everything.
pub fn definition(code: &str) -> Value {
    json!({ "code": code, "valueType": "RATE", "labelDe": "Radwege je Kopf", "labelEn": "Cycle paths per head",
        "definitionDe": "Länge der Radwege.", "definitionEn": "Length of cycle paths.", "formula": "m / Einwohner",
        "numeratorDe": "Meter Radweg", "numeratorEn": "metres of cycle path", "denominatorDe": "Einwohner",
        "denominatorEn": "inhabitants", "methodDe": "Aus dem Kataster.", "methodEn": "From the cadastre.",
        "unitDe": "m je Einwohner*in", "unitEn": "m per inhabitant", "decimals": 2, "polarity": "HIGHER_BETTER",
        "kind": "OUTPUT", "frequency": "ANNUAL", "minimumSample": 10, "comparabilityDe": "Nur Straßenbegleitende.",
        "comparabilityEn": "Along roads only.", "frameworks": ["ISO 37120", "SDG-Indikatoren für Kommunen"],
        "source": "Satzung 7", "lowest": 0, "highest": 100, "countsPersons": false })
}

pub fn with(mut input: Value, member: &str, value: Value) -> Value {
    let members = input.as_object_mut().unwrap();
    members.insert(member.to_owned(), value);
    input
}

fn without(mut input: Value, members: &[&str]) -> Value {
    for member in members {
        input.as_object_mut().unwrap().remove(*member);
    }
    input
}

async fn define(ctx: &domain::Ctx, input: Value) -> Value {
    ask(&ctx.renewed(), DEFINE, json!({ "input": input })).await
}

async fn the_operator_defines_for_everybody(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.member(AACHEN, Role::Admin), "FORBIDDEN"),
        (acting_for(&desk.store, None), "FORBIDDEN"),
    ] {
        assert_eq!(code(&define(&ctx, definition("wege")).await), expected);
    }
    let done = define(&desk.operator(), definition("wege")).await;
    assert_eq!(done.get("errors"), None, "{done:#}");
    assert_eq!(
        code(&define(&desk.operator(), definition("wege")).await),
        "CONFLICT"
    );

    let shown = read(&desk.nobody(), "/indicators/wege").await;
    let expected = [
        ("/label", json!("Cycle paths per head")),
        ("/numerator", json!("metres of cycle path")),
        ("/denominator", json!("inhabitants")),
        ("/method", json!("From the cadastre.")),
        ("/comparability", json!("Along roads only.")),
        (
            "/frameworks",
            json!(["ISO 37120", "SDG-Indikatoren für Kommunen"]),
        ),
        ("/minimumSample", json!(10)),
        ("/source", json!("Satzung 7")),
        ("/lowest", json!(0.0)),
        ("/highest", json!(100.0)),
        ("/countsPersons", json!(false)),
        ("/version", json!(1)),
        ("/formerVersions", json!([])),
        ("/network", Value::Null),
    ];
    for (pointer, value) in expected {
        assert_eq!(
            shown.json.pointer(pointer),
            Some(&value),
            "{pointer}: {:#}",
            shown.json
        );
    }
    let query = "{ indicator(code: \"wege\") { label(locale: DE) numerator(locale: DE) method(locale: DE) frameworks lowest
        polarityLabel(locale: DE) kindLabel valueTypeLabel frequencyLabel validFrom network { slug } formerVersions { version } } }";
    let graph = data(&desk.nobody(), query, json!({})).await;
    let expected = json!({ "label": "Radwege je Kopf", "numerator": "Meter Radweg", "method": "Aus dem Kataster.",
        "frameworks": ["ISO 37120", "SDG-Indikatoren für Kommunen"], "lowest": 0.0, "polarityLabel": "Mehr ist besser",
        "kindLabel": "Output", "valueTypeLabel": "Rate", "frequencyLabel": "Every year", "validFrom": null, "network": null,
        "formerVersions": [] });
    assert_eq!(graph.get("indicator"), Some(&expected));
    every_mistake_is_told(&desk).await;
}

async fn every_mistake_is_told(desk: &Desk) {
    let mut wrong = without(definition("Rad Wege"), &["numeratorDe", "methodDe"]);
    for (member, value) in [
        ("labelDe", json!(" ")),
        ("unitEn", json!("\u{7}")),
        ("decimals", json!(7)),
        ("minimumSample", json!(0)),
        ("frameworks", json!(["ISO 37120", "zwei\nZeilen"])),
        ("lowest", json!(1e300)),
        ("highest", json!(-5)),
    ] {
        wrong = with(wrong, member, value);
    }
    let answer = define(&desk.operator(), wrong.clone()).await;
    let mistakes = answer
        .pointer("/errors/0/extensions/mistakes")
        .and_then(Value::as_array);
    let mut paths: Vec<_> = mistakes
        .unwrap()
        .iter()
        .map(|one| text(one, "/path"))
        .collect();
    paths.sort_unstable();
    let expected = [
        "code",
        "decimals",
        "frameworks[1]",
        "highest",
        "labelDe",
        "lowest",
        "methodDe",
        "minimumSample",
        "numeratorDe",
        "unitEn",
    ];
    assert_eq!(paths, expected, "{answer:#}");
    // The same over REST.
    let refused = write(&desk.operator(), (Method::POST, "/indicators"), "", wrong).await;
    let errors = refused
        .json
        .get("errors")
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(
        (refused.status, errors.len()),
        (400, expected.len()),
        "{:#}",
        refused.json
    );
    let closed = without(definition("richtung"), &["lowest", "highest"]);
    let closed = with(
        with(closed, "valueType", json!("TREND")),
        "lowest",
        json!(0),
    );
    assert_eq!(
        code(&define(&desk.operator(), closed).await),
        "BAD_USER_INPUT"
    );
}

async fn a_coordination_defines_for_its_network(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let operator = desk.operator();
    let work = operator.begin().await.unwrap();
    network::create(&work, NewNetwork::named("nord"))
        .await
        .unwrap();
    work.commit().await.unwrap();
    let office = acting_for(&desk.store, None);
    let own = with(definition("netz_wege"), "network", json!("kora"));
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.member(AACHEN, Role::Admin), "FORBIDDEN"),
        (desk.operator(), "FORBIDDEN"),
    ] {
        assert_eq!(code(&define(&ctx, own.clone()).await), expected);
    }
    let elsewhere = with(definition("fremd"), "network", json!("nord"));
    assert_eq!(code(&define(&office, elsewhere).await), "FORBIDDEN");
    let nowhere = with(definition("fremd"), "network", json!("nirgends"));
    assert_eq!(code(&define(&office, nowhere).await), "BAD_USER_INPUT");

    let made = write(&office, (Method::POST, "/indicators"), "", own).await;
    assert_eq!(made.status, 201, "{:#}", made.json);
    assert_eq!(made.header("location"), "/api/v1/indicators/netz_wege");
    assert_eq!(text(&made.json, "/network"), "kora");
    let found = "{ indicators(filter: { network: \"kora\" }) { nodes { code network { slug } } } }";
    let found = data(&desk.nobody(), found, json!({})).await;
    let expected = json!([{ "code": "netz_wege", "network": { "slug": "kora" } }]);
    assert_eq!(found.pointer("/indicators/nodes"), Some(&expected));
    // What it defined is its own to change.
    let change = without(definition("netz_wege"), &["valueType"]);
    let change = with(
        with(change, "expectedVersion", json!(1)),
        "reason",
        json!("Genauer"),
    );
    let variables = json!({ "input": change });
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.member(AACHEN, Role::Admin), "FORBIDDEN"),
        (desk.operator(), "FORBIDDEN"),
    ] {
        assert_eq!(code(&ask(&ctx, REVISE, variables.clone()).await), expected);
    }
    let done = data(&office, REVISE, variables).await;
    assert_eq!(
        done.pointer("/reviseIndicator/indicator/version"),
        Some(&json!(2))
    );
}

async fn a_changed_definition_leaves_the_former_one(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    define(&desk.operator(), definition("wege")).await;
    let aachen = desk.member(AACHEN, Role::Admin);
    let record = "mutation($input: RecordObservationInput!) { recordObservation(input: $input) { observation { methodVersion } } }";
    let value = |year: i32| json!({ "input": { "indicator": "wege", "year": year, "value": 2.5, "source": "Kataster" } });
    let first = data(&aachen, record, value(2020)).await;
    let before = read(&desk.operator(), "/indicators/wege").await;
    let body = without(definition("wege"), &["code", "valueType"]);
    let body = with(
        with(body, "labelEn", json!("Cycle path density")),
        "reason",
        json!("Nur noch gewidmete Wege"),
    );
    let path = (Method::PUT, "/indicators/wege");
    let unnamed = write(&desk.operator(), path.clone(), "", body.clone()).await;
    assert_eq!(unnamed.status, 428);
    let without_reason = write(
        &desk.operator(),
        path.clone(),
        "\"1\"",
        without(body.clone(), &["reason"]),
    )
    .await;
    assert_eq!(without_reason.status, 400);
    let with_code = write(
        &desk.operator(),
        path.clone(),
        "\"1\"",
        with(body.clone(), "code", json!("anders")),
    )
    .await;
    assert_eq!(with_code.status, 400, "the code stays");
    let changed = write(
        &desk.operator(),
        path.clone(),
        before.header("etag"),
        body.clone(),
    )
    .await;
    assert_eq!(changed.status, 200, "{:#}", changed.json);
    assert_eq!(changed.json.get("version"), Some(&json!(2)));
    let former = changed.json.pointer("/formerVersions/0").unwrap();
    assert_eq!(
        (
            text(former, "/label"),
            text(former, "/reason"),
            former.get("version")
        ),
        (
            "Cycle paths per head".to_owned(),
            "Nur noch gewidmete Wege".to_owned(),
            Some(&json!(1))
        )
    );
    assert_eq!(former.get("validUntil"), changed.json.get("validFrom"));
    let late = write(&desk.operator(), path, before.header("etag"), body).await;
    assert_eq!(late.refusal(), (412, "STALE_VERSION".to_owned()));
    let second = data(&aachen.renewed(), record, value(2021)).await;
    let version = |answer: &Value| {
        answer
            .pointer("/recordObservation/observation/methodVersion")
            .cloned()
    };
    assert_eq!(
        (version(&first), version(&second)),
        (Some(json!(1)), Some(json!(2)))
    );
    let id = text(&changed.json, "/id");
    let told = actions(&desk.nobody(), &Value::Null, &id).await;
    assert_eq!(told, ["CREATED", "UPDATED"]);
    let query = "{ indicator(code: \"wege\") { version formerVersions { version label reason polarity validFrom } } }";
    let graph = data(&desk.nobody(), query, json!({})).await;
    let expected = json!([{ "version": 1, "label": "Cycle paths per head", "reason": "Nur noch gewidmete Wege",
        "polarity": "HIGHER_BETTER", "validFrom": null }]);
    assert_eq!(graph.pointer("/indicator/formerVersions"), Some(&expected));
}

async fn indicators_are_found(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    define(&desk.operator(), definition("wege")).await;
    let nobody = desk.nobody();
    for (query, expected) in [
        ("framework=iso%2037120", vec!["wege"]),
        ("text=ABSTIMMUNGSSCHLEIFEN", vec!["coordination_loops"]),
        ("valueType=TREND", vec!["coordination_loops"]),
        ("code=wege,population", vec!["population", "wege"]),
        ("code=wege&kind=OUTCOME", vec![]),
    ] {
        let found = read(&nobody, &format!("/indicators?{query}")).await;
        let items = found.json.get("items").and_then(Value::as_array).unwrap();
        let codes: Vec<_> = items.iter().map(|one| text(one, "/code")).collect();
        assert_eq!(codes, expected, "{query}");
    }
    for query in ["kind=WIRKUNG", "network=nirgends", "unbekannt=1"] {
        let refused = read(&nobody, &format!("/indicators?{query}")).await;
        assert_eq!(refused.status, 400, "{query}");
    }
    assert_eq!(read(&nobody, "/indicators/gibt_es_nicht").await.status, 404);
    let graph = "{ indicators(filter: { framework: \"ISO 37120\", valueType: [RATE] }) { totalCount nodes { code } } }";
    let graph = data(&nobody, graph, json!({})).await;
    assert_eq!(graph.pointer("/indicators/totalCount"), Some(&json!(1)));
}
