//! What an operation costs: told before it runs, counted after, and pinned for every query that is documented.
//!
//! Invariant: a documented query that becomes dearer is a difference in `costs.txt`, to be reviewed like a breaking change.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{Answer, Service, alone, demo, errors, on_both_databases};
use serde_json::{Value, json};
use std::fmt::Write;

const DRY: [(&str, &str); 1] = [("Staedtenetz-Dry-Run", "cost")];

fn read(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every query that a reader can find, by where it stands.
fn documented() -> Vec<(String, String)> {
    let examples = api::demo::queries().map(|(name, query)| (name.to_owned(), query.to_owned()));
    let readme = read("README.md");
    let inline = readme.split("{\"query\":\"").skip(1).enumerate();
    let inline = inline.map(|(number, rest)| {
        let text = rest.replace("\\\"", "\u{1}");
        let query = text
            .split('"')
            .next()
            .unwrap_or_default()
            .replace('\u{1}', "\"");
        (format!("README {}", number + 1), query)
    });
    examples.chain(inline).collect()
}

fn cost(answer: &Answer, part: &str) -> Option<u64> {
    answer
        .json()
        .pointer(&format!("/extensions/cost/{part}"))?
        .as_u64()
}

async fn price(service: &Service, query: &str) -> Answer {
    service.query_with(query, &json!({}), &DRY).await
}

on_both_databases! { service from demo;
    async fn documented_queries_cost_what_they_did() {
        let mut text = "# What the documented queries are estimated to cost, before they run.\n".to_owned();
        for (name, query) in documented() {
            let answer = price(service, &query).await;
            let requested = cost(&answer, "requested").unwrap_or_else(|| panic!("{name}: {}", answer.body));
            let _ = writeln!(text, "{name}: {requested}");
            let ran = service.query(&query).await;
            let actual = cost(&ran, "actual").unwrap_or_else(|| panic!("{name}: {}", ran.body));
            assert_eq!(cost(&ran, "requested"), Some(requested), "{name}");
            assert_eq!(cost(&ran, "limit"), Some(10_000), "{name}");
            assert!(actual > 0 && actual <= requested, "{name}: {actual} of {requested}");
        }
        let reviewed = std::fs::read_to_string(format!("{}/costs.txt", env!("CARGO_MANIFEST_DIR")));
        if reviewed.unwrap_or_default() != text {
            let beside = format!("{}/costs.txt", env!("CARGO_TARGET_TMPDIR"));
            std::fs::write(&beside, &text).unwrap();
            panic!("compare tests/costs.txt with {beside} and, if the difference is meant, take it over");
        }
    }

    async fn what_was_built_is_counted_whichever_way_it_was_written() {
        let plain = "{ cities(first: 3) { nodes { ags } pageInfo { hasNextPage } } }";
        // A field twice goes the library's way, which counts afterwards.
        let twice = "{ cities(first: 3) { nodes { ags } nodes { name } pageInfo { hasNextPage } } }";
        let (plain, twice) = (service.query(plain).await, service.query(twice).await);
        assert_eq!(cost(&plain, "actual"), Some(1 + 3 + 1), "{}", plain.body);
        assert_eq!(cost(&twice, "actual"), Some(1 + 3 + 1), "{}", twice.body);
        let search = service.query("{ search(text: \"Radweg\", first: 1) { totalFound } }").await;
        assert_eq!((cost(&search, "requested"), cost(&search, "actual")), (Some(20), Some(20)));
        let nothing = service.query("{ cities(first: 50, filter: { nameStartsWith: \"zzz\" }) { nodes { ags } } }").await;
        assert_eq!((cost(&nothing, "requested"), cost(&nothing, "actual")), (Some(51), Some(1)));
        let schema = service.query("{ __schema { types { name } } __typename }").await;
        assert_eq!((cost(&schema, "requested"), cost(&schema, "actual")), (Some(0), Some(0)));
    }

    async fn what_fifty_projects_tell_of_can_be_asked_at_once() {
        let query = "{ projects(first: 50) { nodes { code concepts { confidence concept { label } evidence { text marks { start end } } } } } }";
        let answer = service.query(query).await;
        let (requested, actual) = (cost(&answer, "requested").unwrap(), cost(&answer, "actual").unwrap());
        assert!(answer.data().pointer("/projects/nodes/0/concepts/0/evidence").is_some());
        assert!(actual > 200 && actual <= requested, "{actual} of {requested}");
    }
}

on_both_databases! { service from alone;
    async fn a_dry_run_runs_nothing() {
        let query = "{ projects(first: 7) { nodes { code city { name } } } }";
        let (answer, statements) = service.statements_of(price(service, query)).await;
        assert_eq!(statements, Vec::<String>::new());
        let expected = json!({ "data": null, "extensions": { "cost": { "requested": 15, "limit": 10_000 } } });
        assert_eq!((answer.status, answer.json()), (200, expected));

        // Also of what may not be asked, which is why somebody wants to know.
        let dear = "{ projects(first: 100) { nodes { items(first: 100) { nodes { id } } } } }";
        let dear = price(service, dear).await;
        assert!(cost(&dear, "requested").unwrap() > 10_000, "{}", dear.body);

        let change = "mutation { createPlan(input: { network: \"kora\", title: \"Trocken\" }) { plan { id } } }";
        let (change, statements) = service.statements_of(price(service, change)).await;
        assert_eq!(change.json().pointer("/extensions/cost/requested"), Some(&Value::from(12)));
        assert_eq!(statements, Vec::<String>::new());

        let other = [("Staedtenetz-Dry-Run", "true")];
        let other = service.query_with(query, &json!({}), &other).await;
        assert_eq!((other.status, errors(&other)), (400, vec![("BAD_REQUEST".to_owned(), String::new())]));
    }
}
