//! A city's figures go out as CSV and come back into an instance that has none: the same file goes out again.
//!
//! Invariant: only the moment of entering is another.

use super::{
    forms::records,
    place::{HOSTILE, empty},
};
use crate::{
    desk::AACHEN,
    harness::{Service, alone, on_both_databases},
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A file, and its rows without the moment of entering.
async fn export(service: &Service, kind: &str) -> (String, Vec<BTreeMap<String, String>>) {
    let token = service.token(Role::Publisher, AACHEN);
    let path = format!("/api/v1/cube?format=csv&city={AACHEN}&valueKind={kind}");
    let answer = service.read_as(&token, &path).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut rows = records(&answer.body);
    for row in &mut rows {
        row.remove("recordedAt").unwrap();
    }
    (answer.body, rows)
}

async fn import(service: &Service, file: String) -> Value {
    let token = service.token(Role::Publisher, AACHEN);
    let path = "/api/v1/observations/import?dryRun=false";
    let request = service.request(Method::POST, path).bearer_auth(token);
    let request = request.header("Content-Type", "text/csv").body(file);
    let answer = service.send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// A figure with texts that spreadsheets take for formulas, and one that is missing.
fn more() -> String {
    let [formula, number, ..] = HOSTILE;
    let formula = formula.replace('"', "\"\"");
    format!(
        "indicator,city,year,value,obsStatus,confStatus,sample,visibility,source,note\r\n\
         bike_accidents,{AACHEN},2009,12,E,F,7,PUBLIC,\"'{formula}\",'{number}\r\n\
         bike_accidents,{AACHEN},2010,,O,F,,TENANT,Umfrage,\"Größe, nicht erhoben\"\r\n"
    )
}

/// Enters a figure with these texts, as somebody types them.
async fn enter(service: &Service, year: i32, texts: &str) {
    let token = service.token(Role::Publisher, AACHEN);
    let body = json!({ "indicator": "bike_counts_million", "year": year, "value": 1.5, "source": texts, "note": texts });
    let request = service.request(Method::POST, "/api/v1/observations");
    let answer = service.send(request.bearer_auth(token).json(&body)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let told = answer.json();
    for member in ["/source", "/note"] {
        let stored = told.pointer(member).and_then(Value::as_str);
        assert_eq!(stored, Some(texts.trim()), "without white space around it");
    }
}

/// Texts that a file would change: white space around them, what spreadsheets calculate, and what keeps them from it.
const TYPED: [&str; 9] = [
    "\t=1+1",
    "\rZählung",
    "  Umfrage \r\n",
    "\u{a0}Bericht\u{2003}",
    "'=1",
    "''@SUM(A1)",
    "'Radbericht', S. 7",
    "Zeile 1\r\nZeile 2\tmit Tabulator",
    "-",
];

on_both_databases! { service from alone;
    async fn what_goes_out_comes_back() {
        import(service, more()).await;
        for (year, texts) in (2001..).zip(TYPED) {
            enter(service, year, texts).await;
        }
        let mut before = Vec::new();
        for kind in ["MEASURED", "TARGET", "PLANNED"] {
            before.push((kind, export(service, kind).await));
        }
        let count: usize = before.iter().map(|(_, (_, rows))| rows.len()).sum();
        assert!(count > 20, "{count}");
        empty(service, AACHEN).await;
        for (kind, (file, rows)) in before {
            assert_eq!(export(service, kind).await.1, Vec::new());
            if !rows.is_empty() {
                let report = import(service, file).await;
                assert_eq!(report.pointer("/totals/new"), Some(&json!(rows.len())), "{report:#}");
            }
            assert_eq!(export(service, kind).await.1, rows, "{kind}");
        }
    }
}
