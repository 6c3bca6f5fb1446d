//! Nulls and order of answers.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::*;
use async_graphql::{ServerError, parser::parse_query};
use serde_json::json;

const SDL: &str = "type Query { a: Thing b: Thing c: Int must: Thing! }
    type Thing { name: String! note: String things: [Thing] all: [Thing!]! }";

/// An answer after completion: what the library answered, and where fields failed.
fn completed(query: &str, data: serde_json::Value, paths: &[serde_json::Value]) -> String {
    let asked = Asked {
        document: Arc::new(parse_query(query).unwrap()),
        operation: None,
    };
    let mut response = Response::new(Value::from_json(data).unwrap());
    for path in paths {
        let mut error = ServerError::new("x", None);
        error.path = serde_json::from_value(path.clone()).unwrap();
        response.errors.push(error);
    }
    asked.complete(&mut response, &TypeMap::from_sdl(SDL).unwrap());
    serde_json::to_string(&response.data).unwrap()
}

#[test]
fn fields_stand_in_the_order_of_the_request() {
    let data = json!({ "c": 1, "x": { "note": null, "name": "n" }, "b": null });
    let query = "{ ...F c b } fragment F on Query { x: a { name note } }";
    assert_eq!(
        completed(query, data, &[]),
        r#"{"x":{"name":"n","note":null},"c":1,"b":null}"#
    );
}

#[test]
fn what_failed_is_null() {
    let data = json!({ "c": 1 });
    let failed = [json!(["b"]), json!(["a", "note"])];
    assert_eq!(
        completed("{ a { note } b { name } c }", data, &failed),
        r#"{"a":{"note":null},"b":null,"c":1}"#
    );
}

#[test]
fn what_must_not_be_null_takes_its_parent_along() {
    let query = "{ a { name note } c }";
    let data = json!({ "a": { "note": "x" }, "c": 1 });
    assert_eq!(
        completed(query, data, &[json!(["a", "name"])]),
        r#"{"a":null,"c":1}"#
    );
    let data = json!({ "c": 1 });
    assert_eq!(
        completed("{ must { name } c }", data, &[json!(["must", "name"])]),
        "null"
    );
}

#[test]
fn items_of_lists_are_null_where_they_may() {
    let query = "{ a { all { name } things { name } } }";
    let data = json!({ "a": { "things": [{ "name": "x" }, null], "all": [] } });
    assert_eq!(
        completed(query, data, &[json!(["a", "things", 1, "name"])]),
        r#"{"a":{"all":[],"things":[{"name":"x"},null]}}"#
    );
    let data = json!({ "a": { "things": [], "all": [{}] } });
    assert_eq!(
        completed(query, data, &[json!(["a", "all", 0, "name"])]),
        r#"{"a":null}"#
    );
}

#[test]
fn a_refusal_has_no_data() {
    assert_eq!(completed("{ c }", json!(null), &[json!([])]), "null");
}
