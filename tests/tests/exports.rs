//! Whole collections for those who keep a copy: the rows of the lists and no others, described, to be gone on with anywhere.
//!
//! Invariant: what is compared comes from the lists and objects of the same service, read by the same people.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod mirror;

use crate::{
    cube::place::{Figure, HIDDEN, HOSTILE, figure, fill, write},
    desk::{AACHEN, KARLSRUHE, text},
    harness::{Answer, Service, alone, demo, on_both_databases, people::Caller},
};
use domain::{actor::Role, value::ValueKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The collections that have a list of their own, and where it is.
pub const LISTS: [(&str, &str); 8] = [
    ("cities", "cities"),
    ("networks", "networks"),
    ("indicators", "indicators"),
    ("plans", "plans"),
    ("projects", "projects"),
    ("transfer-links", "transfer-links"),
    ("observations", "observations"),
    ("expertise", "expertise"),
];

/// Nobody, the owner, another city, an office of the network, and somebody without the right to read.
const READERS: [Caller; 5] = [
    Caller::Anonymous,
    Caller::City(AACHEN, Role::Admin),
    Caller::City(KARLSRUHE, Role::Editor),
    Caller::Coordinator,
    Caller::Operator,
];

/// The members of a project that are lists, and the tables that have them.
const PARTS: [(&str, &str); 5] = [
    ("subProjects", "sub-projects"),
    ("items", "project-items"),
    ("barriers", "project-barriers"),
    ("conceptCorrections", "concept-corrections"),
    ("sources", "project-sources"),
];

/// An export that somebody reads.
pub async fn export(service: &Service, who: Caller, query: &str) -> Answer {
    let answer = service
        .read_by(who, &format!("/api/v1/exports/{query}"))
        .await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    answer
}

/// The lines of a collection.
pub async fn lines(service: &Service, who: Caller, name: &str) -> Vec<Value> {
    parsed(&export(service, who, name).await.body)
}

fn parsed(body: &str) -> Vec<Value> {
    let lines = body.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

/// All items of a list, page by page.
async fn listed(service: &Service, who: Caller, list: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/{list}?limit=100{after}");
        let page = service.read_by(who, &path).await.json();
        all.extend(items(&page));
        match page.pointer("/page/nextCursor") {
            Some(Value::String(cursor)) => after = format!("&after={cursor}"),
            _ => return all,
        }
    }
}

pub fn items(page: &Value) -> Vec<Value> {
    page.pointer("/items")
        .and_then(Value::as_array)
        .unwrap()
        .clone()
}

fn by_id(rows: &[Value]) -> Vec<Value> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| text(row, "/id"));
    rows
}

async fn collections(service: &Service) -> Vec<Value> {
    items(&service.read("/api/v1/exports").await.json())
}

fn without_parts(row: &Value) -> Value {
    let mut row = row.as_object().unwrap().clone();
    for (member, _) in PARTS {
        row.remove(member).unwrap();
    }
    Value::Object(row)
}

/// What a value of a line is in a cell.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        Value::Array(several) => {
            let several = several.iter().map(|one| one.as_str().unwrap());
            several.collect::<Vec<_>>().join(";")
        }
        other => return other.to_string(),
    };
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text,
    }
}

/// Header and rows of CSV.
fn table(body: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(body.as_bytes());
    let texts =
        |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<String>>();
    let head = texts(reader.headers().unwrap());
    let rows = reader.records().map(|record| texts(&record.unwrap()));
    (head, rows.collect())
}

on_both_databases! { service from demo;
    async fn everybody_gets_what_their_lists_show() {
        for who in READERS {
            for (name, list) in LISTS {
                // The register is long, and the same for everybody.
                if name == "cities" && who != Caller::Anonymous {
                    continue;
                }
                let exported = lines(service, who, name).await;
                let shown: Vec<_> = match name {
                    "projects" => exported.iter().map(without_parts).collect(),
                    _ => exported.clone(),
                };
                assert_eq!(shown, by_id(&listed(service, who, list).await), "{name} for {who:?}");
            }
        }
        let seen = async |who| lines(service, who, "projects").await.len();
        let [nobody, owner] = [seen(Caller::Anonymous).await, seen(Caller::City(AACHEN, Role::Admin)).await];
        assert!(nobody > 90 && owner > nobody, "{nobody} and {owner}");
    }

    async fn a_project_has_the_parts_that_it_has_alone() {
        for who in [Caller::Anonymous, Caller::City(AACHEN, Role::Admin)] {
            let projects = lines(service, who, "projects").await;
            for project in projects.iter().take(12) {
                let path = format!("/api/v1/projects/{}", text(project, "/id"));
                assert_eq!(service.read_by(who, &path).await.json(), *project);
            }
            for (member, name) in PARTS {
                let expected = projects.iter().flat_map(|project| {
                    let id = text(project, "/id");
                    let parts = project.get(member).and_then(Value::as_array).unwrap();
                    let rows = (1..).zip(parts).map(|(position, part)| {
                        let own = json!({ "id": format!("{id}.{position}"), "project": id, "position": position });
                        let mut row: Map<String, Value> = own.as_object().unwrap().clone();
                        match part.as_object() {
                            Some(members) => row.extend(members.clone()),
                            None => { row.insert("url".to_owned(), part.clone()); }
                        }
                        Value::Object(row)
                    });
                    rows.collect::<Vec<_>>()
                });
                assert_eq!(lines(service, who, name).await, expected.collect::<Vec<_>>(), "{name} for {who:?}");
            }
        }
        assert!(!lines(service, Caller::Anonymous, "project-items").await.is_empty());
    }

    async fn both_forms_have_the_same_rows_as_described() {
        let who = Caller::City(AACHEN, Role::Admin);
        let all = collections(service).await;
        assert_eq!(all.len(), 15);
        for collection in &all {
            let name = text(collection, "/name");
            let rows = lines(service, who, &name).await;
            let answer = export(service, who, &format!("{name}?format=csv")).await;
            let (head, cells) = table(&answer.body);
            assert_eq!(json!(head), *collection.get("columns").unwrap());
            let expected = rows.iter().map(|row| {
                let cells = head.iter().map(|column| cell(row.get(column).unwrap()));
                cells.collect::<Vec<_>>()
            });
            assert_eq!(cells, expected.collect::<Vec<_>>(), "{name}");
            let schema = service.read(&text(collection, "/tableSchema")).await.json();
            fields_hold(&schema, &head, &rows);
            let tables = collection.get("tables").and_then(Value::as_array).unwrap();
            let tables = tables.iter().map(|table| text(table, "/member"));
            let known: BTreeSet<String> = head.iter().cloned().chain(tables).collect();
            for row in &rows {
                let members: BTreeSet<_> = row.as_object().unwrap().keys().cloned().collect();
                assert_eq!(members, known, "{name}");
            }
            let ids: Vec<_> = rows.iter().map(|row| text(row, "/id")).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}");
        }
    }

    async fn an_answer_says_what_it_is() {
        for (query, media, schema) in [
            ("plans", "application/jsonl", "jsonl"),
            ("plans?format=csv", "text/csv; charset=utf-8; header=present", "csv"),
        ] {
            let answer = export(service, Caller::Anonymous, query).await;
            assert_eq!(answer.header("content-type"), media);
            let described = format!("</api/v1/exports/plans/schema?format={schema}>; rel=\"describedby\"");
            assert_eq!(answer.header("link"), described);
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.header("content-disposition").contains(&format!("plans.{schema}")));
            assert!(!answer.header("staedtenetz-changes-after").is_empty());
        }
        let line = service.read("/api/v1/exports/projects/schema").await;
        assert!(!line.header("etag").is_empty());
        assert_eq!(text(&line.json(), "/$schema"), "https://json-schema.org/draft/2020-12/schema");
    }

    async fn a_broken_one_goes_on_behind_any_row() {
        let who = Caller::City(AACHEN, Role::Admin);
        for collection in collections(service).await {
            let name = text(&collection, "/name");
            let whole = lines(service, who, &name).await;
            let csv = export(service, who, &format!("{name}?format=csv")).await.body;
            let count = whole.len();
            for place in BTreeSet::from([0, count / 3, count / 2, count.saturating_sub(2), count.saturating_sub(1)]) {
                let Some(row) = whole.get(place) else { continue };
                let after = format!("{name}?after={}", text(row, "/id"));
                let rest = parsed(&export(service, who, &after).await.body);
                assert_eq!(rest, whole.get(place + 1..).unwrap(), "{name} behind {place} of {count}");
                let rest = export(service, who, &format!("{after}&format=csv")).await;
                assert_eq!(rest.header("content-type"), "text/csv; charset=utf-8; header=absent");
                let is_end = csv.ends_with(&rest.body) && rest.body.is_empty() == (place + 1 == count);
                assert!(is_end && !rest.body.starts_with("id,"), "{name} behind {place}");
            }
        }
    }

    async fn bad_questions_get_a_clear_refusal() {
        for (path, status, parts) in [
            ("nichts", 404, ["NOT_FOUND", ""]),
            ("nichts/schema", 404, ["NOT_FOUND", ""]),
            ("plans?format=xml", 400, ["format", "jsonl"]),
            ("plans/schema?format=xml", 400, ["format", "jsonl"]),
            ("plans?after=project_01h455vb4pex5vsknk084sn02q", 400, ["after", "plan_"]),
            ("plans?after=kaputt", 400, ["after", "plan_"]),
            ("cities?after=city_1", 400, ["after", "05334002"]),
            ("networks?after=kora", 400, ["after", "network_"]),
            ("indicators?after=population", 400, ["after", "indicator_"]),
            ("project-items?after=plan_01h455vb4pex5vsknk084sn02q.1", 400, ["after", "project_"]),
            ("project-items?after=project_01h455vb4pex5vsknk084sn02q.x", 400, ["after", "id"]),
            ("plans?limit=3", 400, ["limit", "after"]),
        ] {
            let mut said = Vec::new();
            for language in ["de", "en"] {
                let answer = service.read_with(&format!("/api/v1/exports/{path}"), &[("Accept-Language", language)]).await;
                assert_eq!(answer.status, status, "{path}: {}", answer.body);
                assert!(parts.iter().all(|part| answer.body.contains(part)), "{path}: {}", answer.body);
                said.push(text(&answer.json(), "/detail"));
            }
            assert_ne!(said.first(), said.last(), "{path}");
        }
        for path in ["exports", "exports/plans", "exports/plans/schema"] {
            for who in [Caller::Garbage, Caller::Expired, Caller::RevokedKey] {
                let refused = service.read_by(who, &format!("/api/v1/{path}")).await;
                assert_eq!(refused.status, 401, "{path} for {who:?}");
            }
        }
        // It is no collection's row any more, and yet the place is known.
        let gone = export(service, Caller::Anonymous, "plans?after=plan_00000000000000000000000000").await;
        assert_eq!(gone.body, export(service, Caller::Anonymous, "plans").await.body);
    }
}

/// Each row has in it what the description says of its columns.
fn fields_hold(schema: &Value, head: &[String], rows: &[Value]) {
    let fields = schema.get("fields").and_then(Value::as_array).unwrap();
    let names: Vec<_> = fields.iter().map(|field| text(field, "/name")).collect();
    assert_eq!(names, head);
    for (field, row) in rows
        .iter()
        .flat_map(|row| fields.iter().map(move |field| (field, row)))
    {
        let value = row.get(text(field, "/name")).unwrap();
        let holds = match (value, text(field, "/type").as_str()) {
            (Value::Null, _) => field.pointer("/constraints/required") == Some(&json!(false)),
            (Value::String(text), "datetime") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
            (Value::String(text), "date") => text.parse::<chrono::NaiveDate>().is_ok(),
            (Value::String(text), "string") => {
                !text.is_empty() || field.pointer("/constraints/required") == Some(&json!(false))
            }
            (Value::Array(_), "string") | (Value::Bool(_), "boolean") => true,
            (Value::Number(number), "integer") => number.is_i64() || number.is_u64(),
            (Value::Number(_), "number") => true,
            _ => false,
        };
        assert!(holds, "{value} in {field}");
    }
}

on_both_databases! { service from alone;
    async fn many_rows_cost_statements_by_the_page_and_hide_what_is_hidden() {
        fill(service).await;
        many(service, 21).await;
        costs_by_the_page(service).await;
        let csv = export(service, Caller::Anonymous, "observations?format=csv").await.body;
        let (_, rows) = table(&csv);
        // The third is confidential and yet public, which only somebody who writes past the service can make; lists show it.
        for (place, hidden) in HIDDEN.iter().enumerate().filter(|(place, _)| *place != 2) {
            assert!(!rows.iter().flatten().any(|cell| cell.starts_with(*hidden)), "{place} is shown");
        }
        let is_formula = |cell: &String| cell.parse::<f64>().is_err() && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!rows.iter().flatten().any(is_formula));
        let kept = rows.iter().flatten().filter(|cell| HOSTILE.contains(&cell.trim_start_matches('\'')));
        assert_eq!(kept.count(), HOSTILE.len() * 2);
    }
}

/// A hundred figures for each of some cities.
pub async fn many(service: &Service, cities: usize) {
    let page = service.read("/api/v1/cities?limit=100").await.json();
    let figures = items(&page).into_iter().take(cities).flat_map(|city| {
        let city: &'static str = text(&city, "/ags").leak();
        (1_900..2_000).map(move |year| Figure {
            city,
            kind: ValueKind::Planned,
            ..figure(year, f64::from(year))
        })
    });
    write(service, &figures.collect::<Vec<_>>()).await;
}

/// So many rows are read at once.
const ROWS: usize = 200;

async fn costs_by_the_page(service: &Service) {
    let path = "/api/v1/exports/observations";
    let (answer, statements) = service.statements_of(service.read(path)).await;
    let rows = parsed(&answer.body).len();
    let of_rows = statements
        .iter()
        .filter(|one| one.contains("\"observation\""));
    assert!(rows > 2_100, "{rows}");
    assert_eq!(of_rows.count(), rows.div_ceil(ROWS), "for {rows} rows");
    assert!(
        statements.len() <= rows.div_ceil(ROWS) + 4,
        "{statements:#?}"
    );
}
