//! Files that cannot be imported.
//!
//! Invariant: each wrong cell is named, and nothing is half written.

use super::{count, desk, found, post, preview, totals};
use crate::{desk::AACHEN, harness::Backend, rest_writes::client::send, tenancy::on_both};
use actix_web::http::Method;
use domain::{actor::Role, language::Language};
use serde_json::{Value, json};

on_both!(every_wrong_cell_is_named);
on_both!(what_is_no_table_is_refused);

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
    for (line, (row, column, words)) in (2..).zip(WRONG) {
        let address = match column {
            "" => continue,
            "row" => String::new(),
            column => format!("{column}{line}"),
        };
        let is_told = |(at, text): &(&str, &str)| *at == address && text.contains(words);
        assert!(
            errors.iter().any(is_told),
            "{row} at {address}: {errors:#?}"
        );
    }
    let refused = post(&aachen, "?dryRun=false", &file).await;
    assert_eq!(refused.refusal(), (400, "BAD_USER_INPUT".to_owned()));
    let mistakes = refused.json.get("errors").and_then(Value::as_array);
    assert_eq!(mistakes.map(Vec::len), Some(24), "{:#}", refused.json);
    assert_eq!(count(&aachen).await, before, "nothing half written");
}

/// Files that are no table of values, and a word of the answer.
const NO_TABLES: [(&str, &[u8], &str); 7] = [
    ("x.csv", b"", "empty"),
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
];

async fn what_is_no_table_is_refused(backend: Backend) {
    let Some(desk) = desk(backend).await else {
        return;
    };
    let aachen = desk.member(AACHEN, Role::Admin);
    for (name, bytes, part) in NO_TABLES {
        let refused = preview(&aachen, name, bytes).await.unwrap_err();
        let words = refused.text(Language::En);
        assert!(words.contains(part), "{words}");
    }
    let many = format!("indicator,year,value\n{}", "wege,2000,1\n".repeat(10_001));
    assert!(preview(&aachen, "x.csv", many.as_bytes()).await.is_err());
    let media = ("content-type", "application/json");
    let path = (Method::POST, "/observations/import");
    let json = send(&aachen, path, &[media], "{}".to_owned()).await;
    assert_eq!(json.status, 415);
}
