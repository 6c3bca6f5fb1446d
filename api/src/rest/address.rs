//! Addresses of the interface, as the OpenAPI document names them.
//!
//! Invariant: an address that the document has answers every method, 405 naming those that do something where it is another.

use actix_web::http::Method;
use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeMap, sync::LazyLock};

/// The paths of the document, each with the methods that it serves.
static PATHS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| paths().unwrap_or_default());

#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, Value>>,
}

fn paths() -> serde_json::Result<Vec<(String, String)>> {
    let document: Document = serde_json::from_str(&super::openapi()?)?;
    let methods = |operations: BTreeMap<String, Value>| {
        let names = operations.keys().map(|name| name.to_uppercase());
        // Whatever can be read has HEAD as well; the document needs no line for that.
        let names = names.map(|name| {
            if name == "GET" {
                "GET, HEAD".to_owned()
            } else {
                name
            }
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let paths = document.paths.into_iter();
    Ok(paths
        .map(|(path, served)| (path, methods(served)))
        .collect())
}

/// The methods that an address serves, none where there is no such address.
#[must_use]
pub fn methods(path: &str) -> Option<&'static str> {
    let same = |(known, _): &&(String, String)| {
        let (known, asked) = (known.split('/'), path.split('/'));
        known.clone().count() == asked.clone().count()
            && known
                .zip(asked)
                .all(|(known, asked)| known == asked || known.starts_with('{') && !asked.is_empty())
    };
    PATHS.iter().find(same).map(|(_, methods)| methods.as_str())
}

/// Whether an address does something when it is asked with a method.
#[must_use]
pub fn serves(path: &str, method: &Method) -> bool {
    methods(path).is_some_and(|served| served.split(", ").any(|one| one == method.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_document() {
        assert_eq!(methods("/api/v1/projects"), Some("GET, HEAD"));
        assert_eq!(
            methods("/api/v1/projects/project_1"),
            Some("DELETE, GET, HEAD, PATCH")
        );
        assert_eq!(methods("/api/v1/projects/"), None);
        assert_eq!(methods("/api/v1/nothing"), None);
        assert!(serves("/api/v1/projects/project_1", &Method::PATCH));
        assert!(!serves("/api/v1/projects/project_1", &Method::PUT));
        assert!(!serves("/api/v1/nothing", &Method::POST));
    }
}
