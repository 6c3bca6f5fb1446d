//! The example queries, as the demo shows them and as they lie in `examples/queries`.
//!
//! Invariant: every file there is one of the shown ones, runs without an error and finds something.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{demo, on_both_databases};
use serde_json::Value;

fn files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/queries");
    let entries = std::fs::read_dir(folder).unwrap();
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    entries.map(read).collect()
}

/// Whether any list in it has a row.
fn finds(value: &Value) -> bool {
    match value {
        Value::Array(rows) => !rows.is_empty(),
        Value::Object(fields) => fields.values().any(finds),
        _ => false,
    }
}

on_both_databases! { service from demo;
    async fn each_one_finds_something() {
        for (name, query) in files() {
            let data = service.query(&query).await.data();
            assert!(finds(&data), "{name} finds nothing: {data:#}");
        }
    }
}

#[test]
fn the_demo_shows_each_file() {
    let shown: Vec<&str> = api::demo::queries().map(|(_, query)| query).collect();
    let files = files();
    assert_eq!(shown.len(), files.len());
    for (name, text) in files {
        assert!(shown.contains(&text.as_str()), "{name} is not shown");
    }
}
