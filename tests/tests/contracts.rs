//! The public contracts as they are committed.
//!
//! Invariant: a change of a contract is a difference in a committed file, to be reviewed.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use serde_json::Value;

fn committed(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_schema_is_the_committed_one() {
    let actual = schema::sdl();
    let place = concat!(env!("CARGO_TARGET_TMPDIR"), "/schema.graphql");
    std::fs::write(place, &actual).unwrap();
    assert!(
        actual == committed("schema/schema.graphql"),
        "copy {place} to schema/schema.graphql and review the difference"
    );
}

#[test]
fn the_openapi_document_is_the_committed_one() {
    let actual = api::rest::openapi().unwrap();
    let place = concat!(env!("CARGO_TARGET_TMPDIR"), "/openapi.json");
    std::fs::write(place, &actual).unwrap();
    assert!(
        actual == committed("api/openapi.json"),
        "copy {place} to api/openapi.json and review the difference"
    );
}

#[test]
fn every_operation_says_what_it_answers() {
    let document: Value = serde_json::from_str(&api::rest::openapi().unwrap()).unwrap();
    let version = document.get("openapi").and_then(Value::as_str);
    assert!(version.unwrap().starts_with("3.1"), "{version:?}");
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    assert!(paths.len() >= 12, "{}", paths.len());
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            for needed in [
                "/operationId",
                "/summary",
                "/responses/401",
                "/responses/500",
            ] {
                assert!(
                    operation.pointer(needed).is_some(),
                    "{method} {path} lacks {needed}"
                );
            }
            let succeeds = ["/responses/200", "/responses/201"];
            let succeeds = succeeds.iter().any(|one| operation.pointer(one).is_some());
            assert!(succeeds, "{method} {path} never succeeds");
        }
    }
}

/// Whether a text names the day from which something may be gone.
fn is_dated(text: &str) -> bool {
    text.split_once("Remove after ")
        .and_then(|(_, rest)| rest.get(..10))
        .is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok())
}

/// The lines of a schema that mark something as going and do not say when.
fn undated_lines(sdl: &str) -> Vec<&str> {
    let marked = |line: &&str| line.contains("@deprecated") && !line.starts_with("directive");
    sdl.lines()
        .filter(marked)
        .filter(|line| !is_dated(line))
        .collect()
}

/// The places of an OpenAPI document that mark something as going and do not say when.
fn undated_places(value: &Value, place: &str) -> Vec<String> {
    let is_marked = value.get("deprecated") == Some(&Value::Bool(true));
    let text = value.get("description").and_then(Value::as_str);
    let own = (is_marked && !text.is_some_and(is_dated)).then(|| place.to_owned());
    let below: Vec<String> = match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, member)| undated_places(member, &format!("{place}/{name}")))
            .collect(),
        Value::Array(items) => items
            .iter()
            .flat_map(|item| undated_places(item, place))
            .collect(),
        _ => Vec::new(),
    };
    own.into_iter().chain(below).collect()
}

#[test]
fn what_is_to_go_says_from_which_day() {
    let sdl = "directive @deprecated on FIELD_DEFINITION\n\ta: Int @deprecated\n\tb: Int @deprecated(reason: \"Use c.\")\n\
               \tc: Int @deprecated(reason: \"Use d. Remove after 2027-06-30.\")\n\td: Int @deprecated(reason: \"Remove after soon, it is\")";
    assert_eq!(undated_lines(sdl).len(), 3);
    let marked = serde_json::json!({
        "get": { "deprecated": true, "description": "Use others. Remove after 2027-06-30." },
        "put": { "parameters": [{ "deprecated": true, "description": "Use others." }] },
    });
    assert_eq!(undated_places(&marked, ""), ["/put/parameters"]);

    assert_eq!(undated_lines(&schema::sdl()), Vec::<&str>::new());
    let document: Value = serde_json::from_str(&api::rest::openapi().unwrap()).unwrap();
    assert_eq!(undated_places(&document, ""), Vec::<String>::new());
}

#[test]
fn what_is_the_same_everywhere_is_said_everywhere() {
    let document: Value = serde_json::from_str(&api::rest::openapi().unwrap()).unwrap();
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let responses = operation.get("responses").and_then(Value::as_object);
            let responses = responses.unwrap();
            assert!(responses.contains_key("429"), "{method} {path}");
            let has_body = operation.get("requestBody").is_some();
            assert!(
                !has_body || responses.contains_key("413"),
                "{method} {path} has a body of any size"
            );
            for (status, response) in responses {
                let limits = response.pointer("/headers/RateLimit/$ref");
                assert!(limits.is_some(), "{method} {path} {status}");
            }
        }
    }
}
