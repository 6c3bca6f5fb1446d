//! Cubes of figures: the same cells in every form, from what the caller may read, in a few statements however large.
//!
//! Invariant: figures are written past the service, so that nothing here depends on how they are entered.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod dashboard;
pub mod forms;
pub mod place;
mod register;
mod round_trip;

use crate::{
    desk::{AACHEN, COLOGNE, KARLSRUHE, text},
    harness::{Service, alone, demo, on_both_databases, people::Caller, watched},
};
use domain::{actor::Role, value::ValueKind};
use forms::{
    COLUMNS, Table, of_csv, of_json_stat, of_rows, of_sdmx_csv, of_sdmx_json, of_sheet, rows,
    workbook,
};
use place::{CANARY, Figure, GRADE, HIDDEN, HOSTILE, SPEND, figure, fill, write};
use serde_json::{Value, json};

/// All forms that are text.
const TEXTS: [&str; 5] = ["json", "csv", "json-stat", "sdmx-csv", "sdmx-json"];

async fn body(service: &Service, query: &str) -> String {
    let answer = service.read(&format!("/api/v1/cube?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    answer.body
}

/// Values are written so that reading them gives the same number, with more digits than a JSON reader of ours may mind.
fn without_sources(table: &Table) -> Table {
    let cells = table.iter().map(|(place, told)| {
        let mut told = told.clone();
        told.4 = None;
        (place.clone(), told)
    });
    cells.collect()
}

/// The value of a row of an indicator, city and year.
fn value(rows: &[Value], city: &str, year: i64) -> Option<f64> {
    let mut rows = rows.iter();
    let row = rows.find(|row| {
        text(row, "/city") == city && row.get("year").and_then(Value::as_i64) == Some(year)
    });
    row?.get("value")?.as_f64()
}

async fn compare(service: &Service, query: &str) {
    let flat = rows(service, None, query).await;
    let expected = of_rows(&flat);
    let read = async |form: &str| body(service, &format!("{query}&format={form}")).await;
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(of_csv(&read("csv").await), expected, "CSV");
    assert_eq!(of_sdmx_csv(&read("sdmx-csv").await), expected, "SDMX-CSV");
    let message = parse(&read("sdmx-json").await);
    assert_eq!(of_sdmx_json(&message), expected, "SDMX-JSON");
    let dataset = parse(&read("json-stat").await);
    assert_eq!(
        of_json_stat(&dataset),
        without_sources(&expected),
        "JSON-stat"
    );
    let book = workbook(service, query).await;
    let (_, values) = book.first().unwrap();
    assert_eq!(of_sheet(values), expected, "XLSX");
}

on_both_databases! { service from alone;
    async fn every_form_has_the_same_cells_and_nothing_hidden() {
        let of_network = fill(service).await;
        for query in ["", "indicator=cycling_spend_eur_per_capita", &format!("city={KARLSRUHE}&yearFrom=2031")] {
            compare(service, query).await;
        }
        let flat = rows(service, None, "").await;
        for year in 2031..2038 {
            assert!(value(&flat, KARLSRUHE, year).is_some(), "{year} is missing");
        }
        for format in TEXTS {
            let body = body(service, &format!("format={format}")).await;
            let told = HIDDEN.iter().find(|number| body.contains(*number));
            assert!(told.is_none() && !body.contains(CANARY), "{told:?} is in {format}");
        }
        let book = format!("{:?}", workbook(service, "").await);
        assert!(!book.contains("7770") && !book.contains(CANARY));
        confidential_figures_say_that_they_are(service).await;
        others_read_what_is_for_them(service, &of_network.to_string()).await;
    }

    async fn one_of_several_is_taken() {
        fill(service).await;
        let flat = rows(service, None, &format!("indicator={SPEND}&yearFrom=2061&yearTo=2061")).await;
        assert_eq!(value(&flat, KARLSRUHE, 2061), Some(61.2), "the city's own");
        assert_eq!(value(&flat, COLOGNE, 2061), Some(61.4), "the newest");
        let aims = rows(service, None, &format!("indicator={SPEND}&yearFrom=2061&valueKind=TARGET")).await;
        assert_eq!((aims.len(), value(&aims, KARLSRUHE, 2061)), (1, Some(61.5)));
    }

    async fn texts_of_others_are_no_formulas() {
        fill(service).await;
        let query = format!("indicator={SPEND}&city={KARLSRUHE}&yearFrom=2031&yearTo=2037");
        for format in ["csv", "sdmx-csv"] {
            let body = body(service, &format!("format={format}&{query}")).await;
            let mut reader = csv::Reader::from_reader(body.as_bytes());
            let mut notes = 0;
            for record in reader.records() {
                for field in record.unwrap().iter() {
                    let is_number = field.parse::<f64>().is_ok();
                    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(is_number || !is_formula, "{field:?} in {format}");
                    notes += usize::from(HOSTILE.contains(&field.trim_start_matches('\'')));
                }
            }
            assert_eq!(notes, HOSTILE.len() * 2, "notes and sources of {format}");
        }
        let book = workbook(service, &query).await;
        // A workbook has line feeds only.
        let texts = HOSTILE.map(|text| text.replace("\r\n", "\n"));
        let cells = book.first().unwrap().1.iter().flatten();
        let kept = cells.filter(|cell| texts.contains(&cell.to_string().replace("\r\n", "\n")));
        assert_eq!(kept.count(), HOSTILE.len() * 2, "{book:?}");
    }

    async fn too_large_ones_are_refused_with_a_way_out() {
        // Years for all indicators and 100 cities, and some more.
        let years = (1850..2100).map(|year| Figure { kind: ValueKind::Planned, ..figure(year, 1.0) });
        write(service, &years.collect::<Vec<_>>()).await;
        let mut cities = listed(service, "/api/v1/cities?limit=99", "/ags").await;
        cities.push(KARLSRUHE.to_owned());
        let indicators = listed(service, "/api/v1/indicators?limit=100", "/code").await;
        assert!(cities.len() * indicators.len() * 250 > 1_000_000, "{}", indicators.len());
        let some: Vec<_> = indicators.iter().filter(|code| *code != SPEND).take(4).cloned().collect();
        let some = format!("{},{SPEND}", some.join(","));
        let of_all = format!("{} × 100 × 250", indicators.len());
        let three = (3 * indicators.len()).to_string();
        let (cities, all) = (cities.join(","), indicators.join(","));
        let query = format!("/api/v1/cube?valueKind=PLANNED&city={cities}&indicator=");
        let whole = service.read(&format!("{query}{all}&yearFrom=1900&format=csv")).await;
        assert_eq!((whole.status, whole.body.lines().count()), (200, 201));
        for (query, parts) in [
            (format!("{query}{all}"), [of_all.as_str(), "1000000"]),
            (format!("{query}{some}&format=xlsx"), ["5 × 100 × 250", "100000"]),
            (format!("{query}{all},{all},{all}"), [three.as_str(), "100"]),
        ] {
            let answer = service.read(&query).await;
            let told = parts.iter().all(|part| answer.body.contains(part));
            assert!(answer.status == 400 && told, "{}", answer.body);
            assert!(answer.header("content-type").starts_with("application/problem+json"));
        }
    }
}

/// What a list names under a member.
async fn listed(service: &Service, path: &str, member: &str) -> Vec<String> {
    let list = service.read(path).await.json();
    let items = list.pointer("/items").and_then(Value::as_array).unwrap();
    items.iter().map(|item| text(item, member)).collect()
}

/// That there is one is told, with the reason; what it is, to nobody but its city.
async fn confidential_figures_say_that_they_are(service: &Service) {
    let query = format!("indicator={SPEND}&city={KARLSRUHE}&yearFrom=2053&yearTo=2053");
    let flat = rows(service, None, &query).await;
    let row = flat.first().unwrap();
    let said = [
        "value",
        "obsStatus",
        "confStatus",
        "reason",
        "source",
        "sample",
        "numerator",
    ]
    .map(|member| row.get(member).cloned().unwrap());
    let null = Value::Null;
    let expected = [
        null.clone(),
        json!("Q"),
        json!("C"),
        json!("NOT_GRANTED"),
        null.clone(),
        null.clone(),
        null,
    ];
    assert_eq!(said, expected);
    let own = service.token(Role::Editor, KARLSRUHE);
    let flat = rows(service, Some(&own), &query).await;
    assert_eq!(value(&flat, KARLSRUHE, 2053), Some(777_003.0));
    assert_eq!(text(flat.first().unwrap(), "/confStatus"), "C");
}

/// A member of the network reads what is for it, and its owner can see who did.
async fn others_read_what_is_for_them(service: &Service, id: &str) {
    let query = format!("indicator={SPEND}&city={KARLSRUHE}&yearFrom=2051");
    let reader = service.token(Role::Reader, AACHEN);
    let flat = rows(service, Some(&reader), &query).await;
    let seen = [2051, 2052, 2053, 2054, 2055].map(|year| value(&flat, KARLSRUHE, year));
    assert_eq!(seen, [None, Some(777_002.0), None, None, None]);
    let owner = service.token(Role::Admin, KARLSRUHE);
    let log = service
        .read_as(&owner, "/api/v1/audit-entries?limit=100")
        .await;
    assert!(log.body.contains(id), "{id} is not in {}", log.body);
    let own = rows(service, Some(&owner), &query).await;
    let seen = [2051, 2052, 2053, 2054, 2055].map(|year| value(&own, KARLSRUHE, year));
    let all = [777_001.0, 777_002.0, 777_003.0, 777_004.0].map(Some);
    assert_eq!(seen.split_last().unwrap(), (&None, all.as_slice()));
}

on_both_databases! { service from demo;
    async fn columns_are_the_agreed_ones_and_described() {
        let csv = body(service, "format=csv").await;
        let head = csv.lines().next().unwrap();
        assert_eq!(head, COLUMNS.join(","));
        assert!(csv.contains("\r\n") && csv.lines().count() > 100);
        let answer = service.read("/api/v1/cube?format=csv").await;
        assert!(answer.header("link").contains("</api/v1/cube/schema>; rel=\"describedby\""));
        assert_eq!(answer.header("cache-control"), "public, max-age=0, must-revalidate");
        let schema = service.read("/api/v1/cube/schema").await;
        assert!(!schema.header("etag").is_empty());
        let fields = schema.json().get("fields").and_then(Value::as_array).cloned().unwrap();
        let names: Vec<_> = fields.iter().map(|field| text(field, "/name")).collect();
        assert_eq!(names, COLUMNS);
        for row in rows(service, None, "").await {
            let members: Vec<_> = row.as_object().unwrap().keys().cloned().collect();
            assert_eq!(members.len(), COLUMNS.len());
            for field in &fields {
                let found = row.get(text(field, "/name")).unwrap();
                let codes = field.pointer("/constraints/enum").and_then(Value::as_array);
                let is_known = codes.is_none_or(|codes| found.is_null() || codes.contains(found));
                let is_there = field.pointer("/constraints/required") != Some(&json!(true)) || !found.is_null();
                assert!(is_known && is_there, "{found} in {field}");
            }
        }
    }

    async fn language_changes_names_and_no_number() {
        let path = format!("/api/v1/cube?format=csv&indicator={GRADE}");
        let german = service.read_with(&path, &[("Accept-Language", "de")]).await;
        let english = service.read_with(&path, &[("Accept-Language", "en")]).await;
        assert_eq!((german.header("content-language"), english.header("content-language")), ("de", "en"));
        assert!(german.body.contains("Schulnote") && !german.body.contains("insufficient"));
        assert!(english.body.contains("insufficient") && !english.body.contains("Schulnote"));
        assert_eq!(of_csv(&german.body), of_csv(&english.body));
        let labels = body(service, &format!("format=sdmx-csv&labels=both&indicator={GRADE}")).await;
        assert!(labels.contains("OBS_STATUS: ") && labels.contains(&format!("{GRADE}: Note im ADFC")), "{labels}");
    }

    async fn accept_chooses_the_form() {
        for (accept, media) in [
            ("*/*", "application/json"),
            ("text/csv", "text/csv; charset=utf-8; header=present"),
            ("application/vnd.sdmx.data+csv; version=2.1.0", "application/vnd.sdmx.data+csv; version=2.1.0; charset=utf-8"),
            ("application/vnd.sdmx.data+json", "application/vnd.sdmx.data+json; version=2.1.0"),
        ] {
            let answer = service.read_with("/api/v1/cube", &[("Accept", accept)]).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, media), "{accept}");
            assert!(answer.header("vary").contains("Accept,"), "{}", answer.header("vary"));
        }
    }

    async fn what_is_named_is_there_without_values_too() {
        let query = format!("indicator={GRADE}&city=05334002,01001000&format=json-stat");
        let dataset: Value = serde_json::from_str(&body(service, &query).await).unwrap();
        assert_eq!(dataset.pointer("/dimension/city/category/index"), Some(&json!(["01001000", "05334002"])));
        let nothing = "yearFrom=1801&yearTo=1802";
        let empty: Value = serde_json::from_str(&body(service, &format!("{nothing}&format=json-stat")).await).unwrap();
        assert_eq!((empty.get("size"), empty.get("value")), (Some(&json!([0, 0, 0])), Some(&json!([]))));
        assert_eq!(rows(service, None, nothing).await, Vec::<Value>::new());
        assert_eq!(workbook(service, nothing).await.len(), 3);
        let kora = rows(service, None, "network=kora").await;
        assert_eq!(of_rows(&kora), of_rows(&rows(service, None, "").await), "all cities of the demo belong to it");
        let some = rows(service, None, "state=05&regiostar7=72").await;
        assert!(!some.is_empty() && some.iter().all(|row| text(row, "/city").starts_with("05")));
    }

    async fn bad_questions_get_a_clear_refusal() {
        for (question, part) in [
            ("indicator=gibt_es_nicht", "gibt_es_nicht"),
            ("city=99999999", "99999999"),
            ("city=5334002", "05334002"),
            ("network=gibt-es-nicht", "gibt-es-nicht"),
            ("state=99", "99"),
            ("yearFrom=2020&yearTo=2019", "yearTo"),
            ("yearFrom=99999", "2200"),
            ("valueKind=MEASURED,TARGET", "valueKind"),
            ("valueKind=GUESSED", "PLANNED"),
            ("format=xml", "sdmx-json"),
            ("labels=name", "both"),
            ("cities=05334002", "city"),
        ] {
            let answer = service.read(&format!("/api/v1/cube?{question}")).await;
            assert!(answer.status == 400 && answer.body.contains(part), "{question}: {}", answer.body);
        }
        let garbage = service.read_by(Caller::Garbage, "/api/v1/cube").await;
        assert_eq!(garbage.status, 401);
    }
}

on_both_databases! { service from watched;
    async fn a_cube_costs_two_statements() {
        let ask = |query: &'static str| async move {
            let (answer, statements) = service.statements_of(service.read(query)).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            statements
        };
        let small = ask("/api/v1/cube?indicator=population,adfc_fahrradklima_note&city=05334002,08212000").await;
        assert_eq!(small.len(), 2, "{small:#?}");
        let other = ask("/api/v1/cube?indicator=bike_accidents,adfc_fahrradklima_note&city=05334002,08212000,05315000&format=csv").await;
        assert_eq!(small, other, "the text of a statement does not depend on what is asked");
        let all = ask("/api/v1/cube").await;
        assert!((2..=4).contains(&all.len()), "{all:#?}");
    }
}
