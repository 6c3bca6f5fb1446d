//! The dashboard of Grafana that is shipped: what it asks for is answered, with the columns that it shows.
//!
//! Invariant: every address and every column in it is checked against the running service.

use crate::harness::{demo, on_both_databases};
use serde_json::Value;

fn file(name: &str) -> String {
    let path = format!("{}/../examples/grafana/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All objects in a document that have an address to be asked.
fn queries<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(members) => {
            let url = members.get("url").and_then(Value::as_str);
            if url.is_some_and(|url| url.starts_with('/')) {
                found.push(value);
            }
            members.values().for_each(|member| queries(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| queries(item, found)),
        _ => {}
    }
}

/// The value that a variable of the dashboard has at first.
fn first(dashboard: &Value, name: &str) -> String {
    let variables = dashboard.pointer("/templating/list").unwrap();
    let mut variables = variables.as_array().unwrap().iter();
    let variable = variables.find(|one| one.get("name").and_then(Value::as_str) == Some(name));
    let value = variable.unwrap().pointer("/current/value").unwrap();
    match value {
        Value::Array(several) => several
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(","),
        one => one.as_str().unwrap().to_owned(),
    }
}

on_both_databases! { service from demo;
    async fn everything_that_it_asks_is_answered() {
        let dashboard: Value = serde_json::from_str(&file("dashboards/figures.json")).unwrap();
        let mut found = Vec::new();
        queries(&dashboard, &mut found);
        assert!(found.len() >= 4, "{}", found.len());
        for query in found {
            let url = query.get("url").and_then(Value::as_str).unwrap();
            let url = url.replace("${indicator}", &first(&dashboard, "indicator"));
            let url = url.replace("${city:csv}", &first(&dashboard, "city"));
            assert!(!url.contains('$'), "{url}");
            let answer = service.read(&url).await;
            assert_eq!(answer.status, 200, "{url}: {}", answer.body);
            let root = query.get("root_selector").and_then(Value::as_str).unwrap();
            let body = answer.json();
            let rows = match root {
                "" => &body,
                root => body.get(root).unwrap(),
            };
            let row = rows.as_array().unwrap().first().unwrap();
            let columns = query.get("columns").and_then(Value::as_array).unwrap();
            assert!(!columns.is_empty());
            for column in columns {
                let selector = column.get("selector").and_then(Value::as_str).unwrap();
                assert!(row.get(selector).is_some(), "{url} has no {selector}");
            }
        }
    }
}

#[test]
fn the_parts_fit_together() {
    let source = file("provisioning/datasources/staedtenetz.yaml");
    let dashboard = file("dashboards/figures.json");
    let compose = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docker-compose.yml"
    ))
    .unwrap();
    let uid = source
        .lines()
        .find_map(|line| line.trim().strip_prefix("uid: "))
        .unwrap();
    let document: Value = serde_json::from_str(&dashboard).unwrap();
    let panels = document.get("panels").and_then(Value::as_array).unwrap();
    assert!(panels.len() >= 2);
    for panel in panels {
        assert_eq!(
            panel.pointer("/datasource/uid").and_then(Value::as_str),
            Some(uid)
        );
    }
    let kind = "yesoreyeram-infinity-datasource";
    for text in [&source, &dashboard, &compose] {
        assert!(text.contains(kind), "{text}");
    }
    // The service is told by the name that it has beside Grafana, and is the only one that may be asked.
    assert!(
        source.contains("url: http://service:8080") && source.contains("- http://service:8080"),
        "{source}"
    );
    assert!(
        compose.contains("profiles: [dashboards]") && compose.contains("./examples/grafana/"),
        "{compose}"
    );
}
