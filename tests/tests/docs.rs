//! The documentation as readers and caches meet it.
//!
//! Invariant: a page is the same whoever asks; who reads which field is a committed table. What the guides show is run by
//! `tests/suites/docs`.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{demo, on_both_databases, people::Caller};
use serde_json::Value;

const PAGES: [&str; 4] = ["de/", "en/portals", "de/errors.md", "en/limits"];

on_both_databases! { service from demo;
    async fn a_page_is_the_same_for_everybody() {
        let coordinator = service.authorization(Caller::Coordinator).unwrap();
        for page in PAGES {
            let path = format!("/docs/{page}");
            let plain = service.read(&path).await;
            assert_eq!(plain.status, 200, "{path}");
            let headers: [&[(&str, &str)]; 3] = [
                &[("Authorization", &coordinator)],
                &[("Accept-Language", "en")],
                &[("Accept-Language", "de"), ("Accept", "application/json")],
            ];
            for headers in headers {
                let other = service.read_with(&path, headers).await;
                assert_eq!(other.body, plain.body, "{path} {headers:?}");
                assert_eq!(other.header("etag"), plain.header("etag"));
                assert_eq!(other.header("cache-control"), "public, max-age=600");
            }
            let language = &page[..2];
            assert_eq!(plain.header("content-language"), language, "{path}");
            let media = if page.ends_with(".md") { "text/markdown" } else { "text/html" };
            assert!(plain.header("content-type").starts_with(media), "{path}");
        }
    }

    async fn a_page_that_is_known_is_not_sent_again() {
        for page in PAGES {
            let path = format!("/docs/{page}");
            let tag = service.read(&path).await.header("etag").to_owned();
            let again = service.read_with(&path, &[("If-None-Match", &tag)]).await;
            assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
            assert_eq!(again.header("etag"), tag);
        }
        let page = service.read("/docs/de/").await.body;
        let (_, style) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
        let style = service.read(style.split('"').next().unwrap()).await;
        assert_eq!(style.status, 200);
        assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    }

    async fn an_address_without_a_language_leads_to_the_wanted_one() {
        for (path, wanted, place) in [
            ("/docs/", "en-GB, de;q=0.5", "/docs/en/"),
            ("/docs/", "fr", "/docs/de/"),
            ("/docs/portals", "en", "/docs/en/portals"),
            ("/docs/errors.md", "de", "/docs/de/errors.md"),
            ("/", "en", "/docs/"),
            ("/docs", "en", "/docs/"),
            ("/docs/rest", "en", "/docs/rest/"),
        ] {
            let answer = service.read_with(path, &[("Accept-Language", wanted)]).await;
            assert_eq!((answer.status, answer.header("location")), (303, place), "{path}");
        }
        let answer = service.read("/docs/").await;
        assert!(answer.header("vary").to_ascii_lowercase().contains("accept-language"));
    }

    async fn nothing_runs_on_a_page() {
        for page in ["de/", "en/visibility"] {
            let page = service.read(&format!("/docs/{page}")).await;
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
            for part in ["<script", " style=", " onclick", "javascript:"] {
                assert!(!page.body.contains(part), "{part}");
            }
        }
    }

    async fn where_there_is_no_page_people_are_shown_one_and_programs_a_problem() {
        let program = service.read("/docs/de/nirgends").await;
        assert_eq!(program.status, 404);
        assert_eq!(program.header("content-type"), "application/problem+json");
        for (path, language) in [("/docs/de/nirgends", "de"), ("/docs/en/nowhere", "en"), ("/docs/nowhere", "en")] {
            let headers = [("Accept", "text/html"), ("Accept-Language", "en")];
            let person = service.read_with(path, &headers).await;
            assert_eq!(person.status, 404, "{path}");
            assert!(person.header("content-type").starts_with("text/html"), "{path}");
            assert_eq!(person.header("content-language"), language, "{path}");
            assert!(person.body.contains(&format!("/docs/{language}/")), "{path}");
        }
    }

    async fn the_limits_are_those_of_the_service() {
        let page = service.read("/docs/en/limits.md").await.body;
        let told = service.read("/limits").await.json();
        let told = told.get("limits").and_then(Value::as_array).unwrap();
        assert!(told.len() > 15);
        for limit in told {
            let name = limit.get("name").and_then(Value::as_str).unwrap();
            let row = page.lines().find(|line| line.contains(&format!("| `{name}` |")));
            let digits: String = row.unwrap().split('|').nth(2).unwrap().chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, limit.get("maximum").unwrap().to_string(), "{name}");
        }
    }
}

#[test]
fn who_reads_which_field_is_the_reviewed_table() {
    let actual = api::docs::readers_of_every_field();
    let place = concat!(env!("CARGO_TARGET_TMPDIR"), "/visibility.txt");
    std::fs::write(place, &actual).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/visibility.txt");
    assert!(
        std::fs::read_to_string(path).is_ok_and(|known| known == actual),
        "copy {place} to tests/visibility.txt and review the difference"
    );
}
