//! REST as a portal uses it: pages by `Link`, entity tags, problem documents, the documentation.
//!
//! Invariant: REST and GraphQL answer the same question alike.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{Service, demo, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

/// Every list of the interface.
const LISTS: [&str; 8] = [
    "networks",
    "cities",
    "barriers",
    "indicators",
    "plans",
    "projects",
    "transfer-links",
    "observations",
];

fn items(page: &Value) -> &Vec<Value> {
    page.get("items").and_then(Value::as_array).unwrap()
}

/// Codes of all projects, following `Link`.
async fn codes(service: &Service, first: &str) -> Vec<String> {
    let (mut codes, mut path) = (Vec::new(), first.to_owned());
    loop {
        let page = service.read(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let body = page.json();
        let code = |row: &Value| row.get("code").and_then(Value::as_str).unwrap().to_owned();
        codes.extend(items(&body).iter().map(code));
        let link = page.header("link");
        let Some(next) = link.strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
            assert_eq!(body.pointer("/page/hasNextPage"), Some(&json!(false)));
            return codes;
        };
        assert_eq!(next.1, "; rel=\"next\"");
        next.0.clone_into(&mut path);
    }
}

/// Requests that cannot be answered, and what the detail must name.
const BAD: &[(&str, u16, &str)] = &[
    ("/api/v1/projects?limit=-1", 400, "limit"),
    ("/api/v1/projects?limit=101", 400, "limit"),
    ("/api/v1/projects?limit=viele", 400, "limit"),
    ("/api/v1/projects?after=nonsense", 400, "after"),
    ("/api/v1/projects?statsu=COMPLETED", 400, "statsu"),
    ("/api/v1/projects?status=DONE", 400, "COMPLETED"),
    ("/api/v1/projects?city=5334002", 400, "05334002"),
    ("/api/v1/projects?updatedSince=gestern", 400, "updatedSince"),
    (
        "/api/v1/projects/project_01h455vb4pex5vsknk084sn02q",
        404,
        "",
    ),
    ("/api/v1/projects/garbage", 404, ""),
    ("/api/v1/cities/99999999", 404, ""),
    ("/api/v1/vorhaben", 404, "/docs"),
    ("/nirgends", 404, "/docs"),
];

on_both_databases! { service from demo;
    async fn every_list_answers() {
        for list in LISTS {
            let page = service.read(&format!("/api/v1/{list}?limit=2")).await;
            assert_eq!(page.status, 200, "{list}: {}", page.body);
            assert!(items(&page.json()).len() <= 2, "{list}");
        }
    }

    async fn pages_follow_links() {
        let whole = codes(service, "/api/v1/projects?limit=100").await;
        assert!(whole.len() >= 92);
        assert_eq!(codes(service, "/api/v1/projects?limit=9").await, whole);
    }

    async fn both_interfaces_tell_the_same() {
        let page = service.read("/api/v1/projects?city=05334002&actionField=A&limit=100").await.json();
        let query = r#"{ projects(first: 100, filter: { city: ["05334002"], actionField: ["A"] }) {
            nodes { id code workingTitle status statusLabel updatedAt version } } }"#;
        let data = service.query(query).await.data();
        let nodes = data.pointer("/projects/nodes").and_then(Value::as_array).unwrap();
        assert_eq!(items(&page).len(), nodes.len());
        assert!(!nodes.is_empty());
        for (row, node) in items(&page).iter().zip(nodes) {
            for (name, value) in node.as_object().unwrap() {
                assert_eq!(row.get(name), Some(value), "{name}");
            }
        }
    }

    async fn known_answers_are_not_sent_again() {
        let path = "/api/v1/projects?limit=3";
        let first = service.read(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && first.header("vary").contains("Accept-Language"), "{:?}", first.headers);
        let second = service.read_with(path, &[("If-None-Match", &tag)]).await;
        assert_eq!((second.status, second.body.as_str()), (304, ""));
        let english = service.read_with(path, &[("If-None-Match", &tag), ("Accept-Language", "en")]).await;
        assert_eq!(english.status, 200);
        assert_eq!(english.header("content-language"), "en");
    }

    async fn problems_say_what_is_wrong() {
        for (path, status, word) in BAD {
            let answer = service.read(path).await;
            assert_eq!(answer.status, *status, "{path}: {}", answer.body);
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            let problem = answer.json();
            assert_eq!(problem.get("status"), Some(&json!(status)), "{path}");
            assert!(problem.get("code").and_then(Value::as_str).is_some(), "{path}");
            let detail = problem.get("detail").and_then(Value::as_str).unwrap();
            assert!(detail.contains(word), "{path}: {detail}");
        }
    }

    async fn other_methods_are_answered_with_those_that_are_served() {
        let asked = service.request(Method::PATCH, "/api/v1/projects");
        let answer = service.send(asked).await;
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{}", answer.body);
        let asked = service.request(Method::PATCH, "/api/v1/nothing");
        assert_eq!(service.send(asked).await.status, 404);
    }

    async fn a_head_is_answered_like_a_get_without_its_body() {
        for path in ["/api/v1/cities?limit=3", "/healthz", "/api/v1/cities/00000000", "/api/v1/cube?indicator=population"] {
            let (got, asked) = (service.read(path).await, service.send(service.request(Method::HEAD, path)).await);
            assert_eq!((asked.status, asked.body.as_str()), (got.status, ""), "{path}");
            for name in ["content-type", "etag", "cache-control", "vary"] {
                assert_eq!(asked.header(name), got.header(name), "{path}: {name}");
            }
        }
        let tag = service.read("/api/v1/cities?limit=3").await.header("etag").to_owned();
        let asked = service.request(Method::HEAD, "/api/v1/cities?limit=3").header("If-None-Match", tag);
        assert_eq!(service.send(asked).await.status, 304);
        assert_eq!(service.send(service.request(Method::HEAD, "/graphql")).await.status, 405);
    }

    async fn an_empty_cursor_is_none() {
        for list in ["cities?limit=3", "changes?limit=3", "exports/networks?format=csv"] {
            let path = format!("/api/v1/{list}");
            let [first, same] = [service.read(&path).await, service.read(&format!("{path}&after=")).await];
            assert_eq!((first.status, &first.body), (same.status, &same.body), "{path}");
            assert_eq!(first.status, 200, "{path}");
        }
    }

    async fn parameters_are_as_long_as_the_contract_says() {
        for (length, status) in [(100, 200), (101, 400)] {
            let name = "x".repeat(length);
            let answer = service.read(&format!("/api/v1/cities?name={name}")).await;
            assert_eq!(answer.status, status, "{length}: {}", answer.body);
        }
    }

    async fn absent_and_foreign_ids_look_alike() {
        let absent = service.read("/api/v1/projects/project_01h455vb4pex5vsknk084sn02q").await;
        let garbage = service.read("/api/v1/projects/garbage").await;
        assert_eq!(absent.body, garbage.body);
    }

    async fn credentials_are_never_ignored() {
        for value in ["Bearer x", "Basic dXNlcjpwdw==", "garbage"] {
            let answer = service.read_with("/api/v1/projects", &[("Authorization", value)]).await;
            assert_eq!(answer.status, 401, "{value}");
            assert!(answer.header("www-authenticate").starts_with("Bearer"), "{value}");
        }
    }

    async fn the_process_tells_its_state() {
        for (path, part) in [
            ("/healthz", "ok"),
            ("/readyz", "ok"),
            ("/metrics", "http_requests_total"),
            ("/docs/rest/", "swagger"),
            ("/robots.txt", "Allow: /docs/"),
            ("/api/v1/openapi.json", "\"openapi\": \"3.1"),
            ("/graphql/schema.graphql", "type Query"),
        ] {
            let answer = service.read(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.body.contains(part), "{path} lacks {part}: {:.300}", answer.body);
        }
    }

    async fn pages_for_people_load_nothing_from_elsewhere() {
        for path in ["/graphql", "/docs/rest/", "/docs/de/", "/docs/en/visibility"] {
            let page = service.read_with(path, &[("Accept", "text/html")]).await;
            assert_eq!(page.status, 200, "{path}");
            let foreign = ["src=\"http", "href=\"http", "src=\"//", "url(http"];
            assert!(foreign.iter().all(|part| !page.body.contains(part)), "{path}: {:.2000}", page.body);
        }
    }
}
