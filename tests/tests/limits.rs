//! What one request may ask for, what it costs, how often it may be asked, and how long it may take.
//!
//! Invariant: whatever is refused was not begun.

mod abuse;
mod cost;
mod deadline;
mod rate;

use crate::harness::{demo, errors, on_both_databases};
use serde_json::Value;
use std::collections::HashMap;

on_both_databases! { service from demo;
    async fn limits_are_told_alike_by_both_faces_and_by_errors() {
        let rest = service.read("/limits").await;
        assert_eq!((rest.status, rest.header("content-type")), (200, "application/json"));
        let told = rest.json().get("limits").cloned().unwrap_or_default();
        let graph = service.query("{ limits { name maximum description } }").await.data();
        assert_eq!(graph.get("limits"), Some(&told));
        let maxima: HashMap<&str, u64> = told
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|limit| Some((limit.get("name")?.as_str()?, limit.get("maximum")?.as_u64()?)))
            .collect();
        assert_eq!(maxima.get("tokens"), Some(&2_000));
        assert_eq!(maxima.get("seconds"), Some(&10));
        let english = service.read_with("/limits", &[("Accept-Language", "en")]).await;
        assert!(english.body.contains("Tokens of a document"), "{}", english.body);
        assert_ne!(english.header("etag"), rest.header("etag"));

        let deep = format!("{{ projects {}id{} }}", "{ nodes { plan { projects ".repeat(6), "} } }".repeat(6));
        let repeated = format!("{{ cities {{ {} }} }}", "__typename ".repeat(40));
        let dear = "{ projects(first: 100) { nodes { items(first: 100) { nodes { id } } } } }";
        let roots: String = (0..21).map(|number| format!("city{number}: cities {{ nodes {{ ags }} }} ")).collect();
        for (document, limit) in [(deep, "depth"), (repeated, "aliases"), (dear.to_owned(), "cost"), (format!("{{ {roots} }}"), "rootFields")] {
            let answer = service.query(&document).await;
            assert_eq!(errors(&answer), [("LIMIT_EXCEEDED".to_owned(), String::new())], "{}", answer.body);
            let body = answer.json();
            let extension = |name: &str| body.pointer(&format!("/errors/0/extensions/{name}")).cloned();
            assert_eq!(extension("limit"), Some(Value::from(limit)));
            assert_eq!(extension("maximum"), maxima.get(limit).copied().map(Value::from), "{limit}");
        }
    }

    async fn the_readme_tells_those_that_are_shipped() {
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap_or_default();
        let told = service.read("/limits").await.json();
        let told = told.get("limits").and_then(Value::as_array).cloned().unwrap_or_default();
        assert!(told.len() > 15, "{told:?}");
        for limit in told {
            let part = |name: &str| limit.get(name).map(|value| value.to_string().replace('"', ""));
            let row = format!("| `{}` | {} |", part("name").unwrap_or_default(), part("maximum").unwrap_or_default());
            assert!(readme.contains(&row), "{row}");
        }
    }

    async fn introspection_has_limits_of_its_own() {
        let chain = format!("{}{{ name }}{}", "{ ofType ".repeat(7), " }".repeat(7));
        let standard = format!("{{ __schema {{ types {{ fields {{ type {chain} }} }} }} }}");
        assert!(service.query(&standard).await.data().pointer("/__schema/types/0").is_some());
        let lists = format!("{}{{ name }}{}", "{ fields { type ".repeat(4), " } }".repeat(4));
        let lists = format!("{{ __schema {{ types {lists} }} }}");
        let refused = service.query(&lists).await;
        assert_eq!(errors(&refused), [("LIMIT_EXCEEDED".to_owned(), String::new())], "{}", refused.body);
    }
}
