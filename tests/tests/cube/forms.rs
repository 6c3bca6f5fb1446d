//! Every form of a cube, read by an independent reader of this test and compared with the flat JSON value by value.
//!
//! Invariant: a reader of one form knows that form only; what it reads is laid beside the rows of flat JSON.

use crate::{desk::text, harness::Service};
use calamine::{Data, Reader, Xlsx};
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Cursor};

/// The columns that were agreed with those who import them.
pub const COLUMNS: [&str; 19] = [
    "indicator",
    "indicatorLabel",
    "unit",
    "city",
    "cityName",
    "year",
    "value",
    "valueKind",
    "obsStatus",
    "confStatus",
    "reason",
    "sample",
    "numerator",
    "denominator",
    "confidence",
    "visibility",
    "source",
    "note",
    "recordedAt",
];

/// A cell as every form has it: value, status, confidentiality, reason, source.
pub type Told = (Option<f64>, String, String, Option<String>, Option<String>);

/// Cells by indicator, city and year.
pub type Table = BTreeMap<(String, String, i64), Told>;

/// The rows of flat JSON.
pub async fn rows(service: &Service, token: Option<&str>, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/cube?{query}");
    let answer = match token {
        Some(token) => service.read_as(token, &path).await,
        None => service.read(&path).await,
    };
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.json().as_array().cloned().unwrap()
}

fn word(row: &Value, member: &str) -> Option<String> {
    row.get(member)?.as_str().map(str::to_owned)
}

fn told(row: &Value) -> Told {
    let needed = |member| word(row, member).unwrap();
    let value = row.get("value").and_then(Value::as_f64);
    let texts = (word(row, "reason"), word(row, "source"));
    (
        value,
        needed("obsStatus"),
        needed("confStatus"),
        texts.0,
        texts.1,
    )
}

/// The cells of flat JSON.
pub fn of_rows(rows: &[Value]) -> Table {
    let cells = rows.iter().map(|row| {
        let year = row.get("year").and_then(Value::as_i64).unwrap();
        (
            (text(row, "/indicator"), text(row, "/city"), year),
            told(row),
        )
    });
    let table: Table = cells.collect();
    assert_eq!(table.len(), rows.len(), "a cell comes twice");
    table
}

/// Records of CSV by the names of their columns; texts as they were before they were made harmless.
pub fn records(body: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(body.as_bytes());
    let head: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let record = |record: csv::StringRecord| {
        let fields = record.iter().map(plain);
        head.iter().cloned().zip(fields).collect()
    };
    reader.records().map(|one| record(one.unwrap())).collect()
}

/// A text without the apostrophe that keeps spreadsheets from taking it for a formula.
fn plain(field: &str) -> String {
    match field.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => text.to_owned(),
        _ => field.to_owned(),
    }
}

fn of_records(records: &[BTreeMap<String, String>], names: [&str; 8]) -> Table {
    let [
        indicator,
        city,
        year,
        value,
        status,
        confidential,
        reason,
        source,
    ] = names;
    let cells = records.iter().map(|record| {
        let field = |name: &str| record.get(name).cloned().unwrap();
        let some = |name: &str| Some(field(name)).filter(|text| !text.is_empty());
        let number = some(value).filter(|text| text != "NaN");
        let number = number.map(|text| text.parse::<f64>().unwrap());
        let place = (field(indicator), field(city), field(year).parse().unwrap());
        let said = (field(status), field(confidential));
        (place, (number, said.0, said.1, some(reason), some(source)))
    });
    cells.collect()
}

/// The cells of CSV.
pub fn of_csv(body: &str) -> Table {
    let names = [
        "indicator",
        "city",
        "year",
        "value",
        "obsStatus",
        "confStatus",
        "reason",
        "source",
    ];
    of_records(&records(body), names)
}

/// The cells of SDMX-CSV.
pub fn of_sdmx_csv(body: &str) -> Table {
    let records = records(body);
    for record in &records {
        let field = |name: &str| record.get(name).map(String::as_str);
        assert_eq!(field("STRUCTURE"), Some("dataflow"));
        assert_eq!(field("STRUCTURE_ID"), Some("STAEDTENETZ:CUBE(1.0.0)"));
        assert_eq!(field("ACTION"), Some("I"));
    }
    let names = [
        "INDICATOR",
        "REF_AREA",
        "TIME_PERIOD",
        "OBS_VALUE",
        "OBS_STATUS",
        "CONF_STATUS",
        "REASON",
        "SOURCE",
    ];
    of_records(&records, names)
}

fn array<'v>(value: &'v Value, pointer: &str) -> &'v Vec<Value> {
    let found = value.pointer(pointer).and_then(Value::as_array);
    found.unwrap_or_else(|| panic!("no {pointer}"))
}

/// The cells of JSON-stat; it has no sources.
pub fn of_json_stat(body: &Value) -> Table {
    assert_eq!(
        array(body, "/id"),
        &[json!("indicator"), json!("city"), json!("year")]
    );
    let codes = |id: &str| array(body, &format!("/dimension/{id}/category/index")).clone();
    let (indicators, cities, years) = (codes("indicator"), codes("city"), codes("year"));
    let sizes = [indicators.len(), cities.len(), years.len()];
    assert_eq!(array(body, "/size"), &sizes.map(|size| json!(size)));
    let values = array(body, "/value");
    assert_eq!(values.len(), sizes.iter().product::<usize>());
    let mut table = Table::new();
    let mut position = 0;
    for indicator in &indicators {
        for city in &cities {
            for year in &years {
                let said = |list: &str| word(body.pointer(list).unwrap(), &position.to_string());
                let value = values.get(position).and_then(Value::as_f64);
                let (status, reason) = (said("/status"), said("/extension/reason"));
                if value.is_some() || status.is_some() {
                    let text = |code: &Value| code.as_str().unwrap().to_owned();
                    let place = (text(indicator), text(city), text(year).parse().unwrap());
                    let status = status.unwrap_or_else(|| "A".to_owned());
                    let free = said("/extension/confStatus").unwrap_or_else(|| "F".to_owned());
                    table.insert(place, (value, status, free, reason, None));
                }
                position += 1;
            }
        }
    }
    table
}

/// The cells of SDMX-JSON.
pub fn of_sdmx_json(body: &Value) -> Table {
    let structure = body.pointer("/data/structures/0").unwrap();
    let dimensions = array(structure, "/dimensions/observation");
    let attributes = array(structure, "/attributes/observation");
    let at = |id: &str| {
        attributes
            .iter()
            .position(|one| text(one, "/id") == id)
            .unwrap()
    };
    let places = ["OBS_STATUS", "CONF_STATUS", "REASON", "SOURCE"].map(at);
    let observations = body.pointer("/data/dataSets/0/observations").unwrap();
    let cells = observations.as_object().unwrap().iter().map(|(key, told)| {
        let mut codes = key.split(':').zip(dimensions).map(|(place, dimension)| {
            let place: usize = place.parse().unwrap();
            text(array(dimension, "/values").get(place).unwrap(), "/id")
        });
        let mut next = || codes.next().unwrap();
        let place = (next(), next(), next().parse().unwrap());
        let told = told.as_array().unwrap();
        let said = |place: usize| {
            let datum = told.get(place + 1)?;
            let values = attributes
                .get(place)?
                .get("values")
                .and_then(Value::as_array);
            match values {
                Some(values) => values
                    .get(usize::try_from(datum.as_u64()?).ok()?)
                    .map(|one| text(one, "/id")),
                None => datum.as_str().map(str::to_owned),
            }
        };
        let [status, free, reason, source] = places.map(said);
        let value = told.first().and_then(Value::as_f64);
        assert!(
            value.is_some() || told.first() == Some(&json!("NaN")),
            "{told:?}"
        );
        (
            place,
            (value, status.unwrap(), free.unwrap(), reason, source),
        )
    });
    cells.collect()
}

/// The sheets of a workbook with their cells.
pub async fn workbook(service: &Service, query: &str) -> Vec<(String, Vec<Vec<Data>>)> {
    let path = format!("/api/v1/cube?format=xlsx&{query}");
    let response = service.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let bytes = response.bytes().await.unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets().into_iter();
    let rows = sheets.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()));
    rows.collect()
}

/// The cells of the first sheet.
pub fn of_sheet(rows: &[Vec<Data>]) -> Table {
    let head = rows.first().unwrap();
    let at = |name: &str| {
        head.iter()
            .position(|cell| *cell == Data::String(name.to_owned()))
            .unwrap()
    };
    let [
        indicator,
        city,
        year,
        value,
        status,
        confidential,
        reason,
        source,
    ] = [
        "indicator",
        "city",
        "year",
        "value",
        "obsStatus",
        "confStatus",
        "reason",
        "source",
    ]
    .map(at);
    let cells = rows.iter().skip(1).map(|row| {
        let text = |place: usize| match row.get(place) {
            Some(Data::String(text)) => Some(text.clone()),
            None | Some(Data::Empty) => None,
            other => panic!("{other:?} is no text"),
        };
        let number = |place: usize| match row.get(place) {
            Some(Data::Float(number)) => Some(*number),
            Some(Data::Int(number)) => Some(*number as f64),
            None | Some(Data::Empty) => None,
            other => panic!("{other:?} is no number"),
        };
        let year = number(year).unwrap() as i64;
        let place = (text(indicator).unwrap(), text(city).unwrap(), year);
        let said = (text(status).unwrap(), text(confidential).unwrap());
        (
            place,
            (number(value), said.0, said.1, text(reason), text(source)),
        )
    });
    cells.collect()
}
