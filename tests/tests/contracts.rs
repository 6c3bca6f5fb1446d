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
