//! Files with values: read as people in municipalities write them, told cell by cell, imported whole or not at all.
//!
//! Invariant: a file with one wrong cell leaves the database as it was.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, people::acting_for},
    indicators::{DEFINE, definition, with},
    rest_writes::client::{Answer, read, send},
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::{
    Ctx,
    actor::Role,
    import::Upload,
    observation::import::{self, Level, Report, Request},
};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

on_both!(a_german_file_is_understood);
on_both!(every_wrong_cell_is_named);
on_both!(what_is_there_is_compared);
on_both!(unusual_values_are_told);
on_both!(who_may_not_is_told_so);
on_both!(rows_cost_no_statements);

const CSV: (&str, &str) = ("content-type", "text/csv");

async fn desk(backend: Backend) -> Option<Desk> {
    let desk = Desk::on(backend).await?;
    data(
        &desk.operator(),
        DEFINE,
        json!({ "input": definition("wege") }),
    )
    .await;
    let persons = with(definition("verletzte"), "valueType", json!("NUMBER"));
    let persons = with(
        with(persons, "countsPersons", json!(true)),
        "unitDe",
        json!("Personen"),
    );
    data(&desk.operator(), DEFINE, json!({ "input": persons })).await;
    Some(desk)
}

/// What the interface answers to a file.
async fn post(ctx: &Ctx, query: &str, file: &str) -> Answer {
    let path = format!("/observations/import{query}");
    send(ctx, (Method::POST, &path), &[CSV], file.to_owned()).await
}

/// The totals of a report: new, corrected, unchanged, skipped, refused.
fn totals(json: &Value) -> Vec<i64> {
    let count = |name: &str| {
        json.pointer(&format!("/totals/{name}"))
            .and_then(Value::as_i64)
    };
    let names = ["new", "corrected", "unchanged", "skipped", "refused"];
    names
        .iter()
        .map(|name| count(name).unwrap_or_else(|| panic!("{json:#}")))
        .collect()
}

/// The findings of a level, by cell.
fn found<'j>(json: &'j Value, level: &str) -> Vec<(&'j str, &'j str)> {
    let all = json.get("findings").and_then(Value::as_array).unwrap();
    let word =
        |one: &'j Value, name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
    let of_level = all.iter().filter(|one| word(one, "level") == level);
    of_level
        .map(|one| (word(one, "address"), word(one, "text")))
        .collect()
}

async fn count(ctx: &Ctx) -> Value {
    let query = "{ observations { totalCount } }";
    data(&ctx.renewed(), query, json!({}))
        .await
        .pointer("/observations/totalCount")
        .cloned()
        .unwrap()
}

async fn a_german_file_is_understood(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Publisher);
    let file = "\u{feff}Stand 2024\r\n\r\nKennzahl;Gemeinde;Jahr;Wert;Einheit;Wertart;Stichprobe;Sichtbarkeit;Quelle;Lieblingsfarbe;Bemerkung\r\n\
        wege;Aachen;2019;3,98;m je Einwohner*in;Ist;1.200;Öffentlich;Amt für „Straßen“;rot;\"mit; Semikolon\"\r\n\
        Radwege je Kopf;5334002;2020;4;;;;;Amt;;\r\n\
        wege;05334002;2030;12,5;;Zielwert;;;Amt;;\r\n\
        wege;Stadt Aachen;2021;;;;;;Amt;;\r\n";
    let file = file.replace("Stadt Aachen", "AACHEN");
    let before = count(&aachen).await;
    let dry = post(&aachen, "", &file).await;
    assert_eq!(dry.status, 200, "{:#}", dry.json);
    assert_eq!(totals(&dry.json), [3, 0, 0, 1, 0], "{:#}", dry.json);
    assert_eq!(
        (dry.json.get("isApplied"), dry.json.get("isImportable")),
        (Some(&json!(false)), Some(&json!(true)))
    );
    assert_eq!(text(&dry.json, "/format"), "CSV");
    let notes = found(&dry.json, "NOTE");
    let at: Vec<_> = notes.iter().map(|(address, _)| *address).collect();
    assert_eq!(
        at,
        ["J3", "B5", "D7"],
        "unknown column, leading zero, no value: {notes:?}"
    );
    assert_eq!(count(&aachen).await, before, "a dry run writes nothing");

    let done = post(&aachen, "?dryRun=false", &file).await;
    assert_eq!(
        (done.status, done.json.get("isApplied")),
        (200, Some(&json!(true))),
        "{:#}",
        done.json
    );
    let shown = read(&desk.nobody(), "/observations?indicator=wege").await;
    let items = shown.json.get("items").and_then(Value::as_array).unwrap();
    let [only] = items.as_slice() else {
        panic!("{:#}", shown.json)
    };
    for (member, value) in [
        ("value", json!(3.98)),
        ("year", json!(2019)),
        ("sample", json!(1200)),
        ("source", json!("Amt für „Straßen“")),
        ("note", json!("mit; Semikolon")),
        ("visibility", json!("PUBLIC")),
    ] {
        assert_eq!(only.get(member), Some(&value), "{only:#}");
    }
    // Windows-1252, as spreadsheets in municipalities write it, with tabs.
    let bytes = b"indicator\tyear\tvalue\tsource\nwege\t2015\t3,5\tAmt f\xfcr Stra\xdfen\n";
    let report = preview(&aachen, "werte.csv", bytes).await.unwrap();
    assert_eq!(
        (report.encoding, report.format.word(), report.totals.new),
        ("windows-1252", "TSV", 1)
    );
}

async fn preview(ctx: &Ctx, name: &str, bytes: &[u8]) -> domain::Result<Report> {
    let file = async { import::open(Upload { name, bytes }) };
    let request = Request {
        source: None,
        dry_run: true,
    };
    import::run(&ctx.renewed(), request, file).await
}

/// Rows with one mistake each, and the cell that has it.
const WRONG: [(&str, &str, &str); 25] = [
    ("wegge,,2019,1,,,,x", "A", "wege"),
    (",,2019,1,,,,x", "A", "missing"),
    ("wege,08212000,2019,1,,,,x", "B", "Karlsruhe"),
    ("wege,05334003,2019,1,,,,x", "B", "05334002"),
    ("wege,Achen,2019,1,,,,x", "B", "Aachen"),
    ("wege,,1949,1,,,,x", "C", "1950"),
    ("wege,,2999,1,,,,x", "C", "1950"),
    ("wege,,zwanzig,1,,,,x", "C", "2024"),
    ("wege,,,1,,,,x", "C", "missing"),
    ("wege,,2018,NaN,,,,x", "D", "number"),
    ("wege,,2017,inf,,,,x", "D", "number"),
    ("wege,,2016,1e308,,,,x", "D", "between"),
    ("wege,,2015,k. A.,,,,x", "D", "number"),
    ("wege,,2014,#DIV/0!,,,,x", "D", "number"),
    ("wege,,2013,-4,,,,x", "D", "between"),
    ("wege,,2012,1.234,,,,x", "D", "can be"),
    ("verletzte,,2011,-1,,,,x", "D", "between"),
    ("wege,,2010,1,Kilometer,,,x", "E", "m per inhabitant"),
    ("wege,,2009,1,,Q,,x", "F", "possible"),
    ("wege,,2008,1,,M,,x", "D", "M or O"),
    ("wege,,2007,1,,,3,x", "G", "smallest sample"),
    ("wege,,2006,1,,,viele,x", "G", "whole number"),
    ("wege,,2005,1,,,,", "H", "characters"),
    ("wege,,2000,1,,,,x", "", ""),
    ("wege,,2000,2,,,,x", "row", "row"),
];

async fn every_wrong_cell_is_named(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let mut file = String::from("indicator,city,year,value,unit,obsStatus,sample,source\n");
    for (row, ..) in WRONG {
        file.push_str(row);
        file.push('\n');
    }
    let before = count(&aachen).await;
    let dry = post(&aachen, "?dryRun=true", &file).await;
    assert_eq!(totals(&dry.json), [1, 0, 0, 0, 24], "{:#}", dry.json);
    assert_eq!(dry.json.get("isImportable"), Some(&json!(false)));
    let errors = found(&dry.json, "ERROR");
    assert_eq!(errors.len(), 24, "{errors:#?}");
    let aachen_en = &aachen;
    for (line, (row, column, words)) in (2..).zip(WRONG) {
        match column {
            "" => {}
            "row" => assert!(
                errors
                    .iter()
                    .any(|(at, text)| at.is_empty() && text.contains(words)),
                "{row}: {errors:#?}"
            ),
            _ => {
                let address = format!("{column}{line}");
                let text = errors.iter().find(|(at, _)| *at == address);
                assert!(
                    text.is_some_and(|(_, text)| text.contains(words)),
                    "{row} at {address}: {errors:#?}"
                );
            }
        }
    }
    let refused = post(aachen_en, "?dryRun=false", &file).await;
    assert_eq!(refused.refusal(), (400, "BAD_USER_INPUT".to_owned()));
    let mistakes = refused
        .json
        .get("errors")
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(mistakes.len(), 24, "{:#}", refused.json);
    assert_eq!(count(&aachen).await, before, "nothing half written");
    for (name, bytes, part) in [
        ("x.csv", &b""[..], "empty"),
        ("x.csv", b"\x00\x01\x02\x03", "text"),
        ("x.csv", b"Farbe;Form\nrot;rund\n", "header"),
        ("x.csv", b"indicator,year,value\n", "below the header"),
        (
            "x.csv",
            b"<html><table><tr><td>x</td></tr></table></html>",
            "CSV",
        ),
        ("x.xlsx", b"indicator,year,value\nwege,2000,1\n", "workbook"),
        ("x.xlsx", b"PK\x03\x04 and nothing else", "workbook"),
    ] {
        let refused = preview(&aachen, name, bytes).await.unwrap_err();
        let words = refused.text(domain::language::Language::En);
        assert!(words.contains(part), "{words}");
    }
    let many = format!("indicator,year,value\n{}", "wege,2000,1\n".repeat(10_001));
    assert!(preview(&aachen, "x.csv", many.as_bytes()).await.is_err());
    let media = ("content-type", "application/json");
    let json = send(
        &aachen,
        (Method::POST, "/observations/import"),
        &[media],
        "{}".to_owned(),
    )
    .await;
    assert_eq!(json.status, 415);
}

async fn what_is_there_is_compared(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let first = "indicator,year,value,source,note,visibility\nwege,2018,3.5,Amt,alt,PUBLIC\nwege,2019,3.6,Amt,,PUBLIC\n";
    assert_eq!(post(&aachen, "?dryRun=false", first).await.status, 200);
    let second = "indicator,year,value,visibility\nwege,2018,3.5,TENANT\nwege,2019,3.75,PUBLIC\nwege,2020,4,PUBLIC\n";
    let refused = post(&aachen, "", second).await;
    assert_eq!(
        totals(&refused.json),
        [0, 1, 1, 0, 1],
        "the new one has no source: {:#}",
        refused.json
    );
    let dry = post(&aachen, "?source=Kataster", second).await;
    assert_eq!(totals(&dry.json), [1, 1, 1, 0, 0], "{:#}", dry.json);
    let listed = json!([{ "row": 3, "indicator": "wege", "year": 2019, "valueKind": "MEASURED", "former": 3.6, "value": 3.75 }]);
    assert_eq!(dry.json.get("corrections"), Some(&listed));
    let notes: Vec<_> = found(&dry.json, "NOTE")
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    assert_eq!(
        notes,
        ["C2", "D2"],
        "unchanged, and stays as visible as it is"
    );
    assert_eq!(
        post(&aachen, "?dryRun=false&source=Kataster", second)
            .await
            .status,
        200
    );
    let query = "{ observations(filter: { indicator: [\"wege\"] }) { nodes { year value revision source note revisions { value } } } }";
    let shown = data(&desk.nobody(), query, json!({})).await;
    let expected = json!([
        { "year": 2018, "value": 3.5, "revision": 1, "source": "Amt", "note": "alt", "revisions": [] },
        { "year": 2019, "value": 3.75, "revision": 2, "source": "Amt", "note": null, "revisions": [{ "value": 3.6 }] },
        { "year": 2020, "value": 4.0, "revision": 1, "source": "Kataster", "note": null, "revisions": [] },
    ]);
    assert_eq!(shown.pointer("/observations/nodes"), Some(&expected));
    let again = post(&aachen, "?dryRun=false&source=Kataster", second).await;
    assert_eq!(totals(&again.json), [0, 0, 3, 0, 0]);
    // What was missing comes in, and what is taken back goes.
    let third = "indicator;year;value;obsStatus\nwege;2020;;O\nwege;2021;;M\n";
    let third = post(&aachen, "?dryRun=false&source=Kataster", third).await;
    assert_eq!(totals(&third.json), [1, 1, 0, 0, 0], "{:#}", third.json);
    let fourth = "indicator;year;value\nwege;2020;4,25\n";
    let fourth = post(&aachen, "?dryRun=false", fourth).await;
    assert_eq!(
        fourth.json.pointer("/corrections/0/former"),
        Some(&Value::Null),
        "{:#}",
        fourth.json
    );
    let graph = "mutation($input: ImportObservationsInput!) { importObservations(input: $input) { report { isApplied totals { new unchanged }
        findings { level address text(locale: DE) } columns { header meaning(locale: DE) } } } }";
    let graph = graph
        .replace("text(locale: DE)", "text")
        .replace("meaning(locale: DE)", "meaning");
    let input = json!({ "content": "Indikator;Jahr;Wert\nwege;2020;4,25\n" });
    let graph = data(&aachen.renewed(), &graph, json!({ "input": input })).await;
    let report = graph.pointer("/importObservations/report").unwrap();
    assert_eq!(
        report.get("totals"),
        Some(&json!({ "new": 0, "unchanged": 1 })),
        "{report:#}"
    );
}

async fn unusual_values_are_told(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    let mut file = String::from("indicator,year,value,source,visibility\n");
    for (year, value) in [
        (2010, "3.1"),
        (2011, "3.2"),
        (2012, "3.3"),
        (2013, "3.2"),
        (2014, "32.0"),
        (2015, "3.4"),
    ] {
        file.push_str(&format!("wege,{year},{value},Amt,TENANT\n"));
    }
    file.push_str("verletzte,2015,2,Polizei,PUBLIC\nverletzte,2016,2,Polizei,TENANT\nverletzte,2017,30,Polizei,PUBLIC\n");
    let dry = post(&aachen, "?dryRun=false", &file).await;
    let warnings: Vec<_> = found(&dry.json, "WARNING")
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    assert_eq!(
        warnings,
        ["C6", "C8"],
        "ten times too much, and two persons: {:#}",
        dry.json
    );
    assert_eq!(
        dry.json.get("isApplied"),
        Some(&json!(true)),
        "a warning never blocks"
    );
    // Grades of cities of the same size: nobody has a 6.
    let grade = "indicator,year,value,sample,source\nadfc_fahrradklima_note,2018,5.99,500,ADFC\n";
    let graded = post(&desk.member(KARLSRUHE, Role::Admin), "", grade).await;
    assert_eq!(graded.status, 200, "{:#}", graded.json);
}

async fn who_may_not_is_told_so(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let file = "indicator,year,value,source,visibility\nwege,2018,3.5,Amt,PUBLIC\n";
    for (ctx, status) in [
        (desk.nobody(), 401),
        (desk.operator(), 403),
        (acting_for(&desk.store, None), 403),
        (desk.member(AACHEN, Role::Reader), 403),
        (desk.member(AACHEN, Role::Editor), 403),
    ] {
        for query in ["", "?dryRun=false"] {
            let answer = post(&ctx, query, file).await;
            assert_eq!(answer.status, status, "{query}: {:#}", answer.json);
        }
        let document = "mutation($input: ImportObservationsInput!) { importObservations(input: $input) { report { format } } }";
        let answer = ask(&ctx, document, json!({ "input": { "content": file } })).await;
        let expected = if status == 401 {
            "UNAUTHENTICATED"
        } else {
            "FORBIDDEN"
        };
        assert_eq!(code(&answer), expected);
    }
    let editor = desk.member(AACHEN, Role::Editor);
    let own = file.replace("PUBLIC", "TENANT");
    assert_eq!(post(&editor, "?dryRun=false", &own).await.status, 200);
    let shared = post(
        &editor,
        "",
        &file.replace("PUBLIC", "SHARED").replace("2018", "2019"),
    )
    .await;
    assert_eq!(
        found(&shared.json, "ERROR").first().map(|(at, _)| *at),
        Some("E2")
    );
}

async fn rows_cost_no_statements(backend: Backend) {
    let counter = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&counter);
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
    let file = |years: std::ops::Range<i32>, value: f64| {
        let rows = years.map(|year| format!("wege,{year},{value},Amt,PUBLIC\n"));
        format!(
            "indicator,year,value,source,visibility\n{}",
            rows.collect::<String>()
        )
    };
    let mut costs = Vec::new();
    for (years, value) in [
        (1950..1952, 3.5),
        (1952..2020, 3.5),
        (1950..1952, 4.5),
        (1952..2020, 4.5),
    ] {
        let file = file(years, value);
        let bytes = file.as_bytes();
        let opened = async {
            import::open(Upload {
                name: "x.csv",
                bytes,
            })
        };
        let request = Request {
            source: None,
            dry_run: false,
        };
        let ctx = aachen.renewed();
        counter.store(0, Ordering::Relaxed);
        let report = import::run(&ctx, request, opened).await.unwrap();
        costs.push(counter.load(Ordering::Relaxed));
        assert!(report.is_applied && report.findings.iter().all(|one| one.level != Level::Error));
    }
    let [few, many, few_corrected, many_corrected] = costs.as_slice() else {
        panic!("{costs:?}");
    };
    assert_eq!((few, few_corrected), (many, many_corrected), "{costs:?}");
}
