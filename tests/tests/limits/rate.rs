//! How much may be asked for in how short a time.
//!
//! Invariant: one organisation's flood is nobody else's matter (DOS-2).

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{
    Answer, Backend, Service, errors, on_both_databases,
    people::{AACHEN, KARLSRUHE},
    set_up,
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn limited(backend: Backend) -> Option<&'static Service> {
    let settings = [
        ("rate_limit", "true"),
        ("rate_limit_client_points", "300"),
        ("rate_limit_client_per_second", "1"),
        ("rate_limit_address_points", "200"),
        ("rate_limit_address_per_second", "1"),
    ];
    set_up(
        backend,
        settings.map(|(key, value)| (key, value.to_owned())).into(),
    )
}

/// How many points are left in a bucket, as the header says.
fn left(answer: &Answer, bucket: &str) -> Option<u64> {
    let header = answer.header("ratelimit");
    let rest = header.split(&format!("\"{bucket}\";r=")).nth(1)?;
    rest.split(';').next()?.parse().ok()
}

fn is_about(value: Option<u64>, expected: u64) -> bool {
    value.is_some_and(|value| (expected..expected + 60).contains(&value))
}

const FORTY: &str = "{ cities(first: 40) { nodes { ags } } }";

on_both_databases! { service from limited;
    async fn points_are_taken_by_cost_and_come_back_with_time() {
        let key = service.token(Role::Reader, AACHEN);
        let policy = "\"client\";q=300;w=300, \"tenant\";q=1500;w=300";
        let first = service.query_as(&key, FORTY).await;
        assert_eq!(first.header("ratelimit-policy"), policy);
        assert!(is_about(left(&first, "client"), 300 - 1 - 41), "{}", first.header("ratelimit"));
        assert!(is_about(left(&first, "tenant"), 1_500 - 1 - 41), "{}", first.header("ratelimit"));

        // What was estimated and not found comes back.
        let none = "{ cities(first: 100, filter: { nameStartsWith: \"zzz\" }) { nodes { ags } } }";
        let found = service.query_as(&key, none).await;
        assert!(is_about(left(&found, "client"), 258 - 1 - 1), "{}", found.header("ratelimit"));

        for _ in 0..4 {
            assert_eq!(service.query_as(&key, FORTY).await.status, 200);
        }
        let hundred = "{ cities(first: 100) { nodes { ags } } }";
        let refused = service.query_as(&key, hundred).await;
        assert_eq!((refused.status, errors(&refused)), (429, vec![("RATE_LIMITED".to_owned(), String::new())]));
        let wait: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
        assert_eq!(refused.json().pointer("/errors/0/extensions/retryAfter"), Some(&Value::from(wait)));
        assert!(refused.json().get("data").is_none());

        // The same credential over REST has the same bucket; another one of the same organisation its own.
        let drained = (0..100).map(|_| service.read_as(&key, "/api/v1/cities?limit=100"));
        let mut last = None;
        for request in drained {
            let answer = request.await;
            if answer.status == 429 {
                last = Some(answer);
                break;
            }
        }
        let refused = last.unwrap();
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.json().get("code"), Some(&Value::from("RATE_LIMITED")));
        assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
        assert_eq!(left(&refused, "client"), Some(0));
        assert_eq!(service.read_as(&service.token(Role::Editor, AACHEN), "/api/v1/me").await.status, 200);
    }

    async fn addresses_have_their_own_and_what_is_no_question_is_free() {
        let first = service.read("/api/v1/barriers").await;
        assert_eq!(first.header("ratelimit-policy"), "\"address\";q=200;w=200");
        let mut refused = 0;
        for _ in 0..60 {
            let answer = service.query("{ cities(first: 10) { nodes { ags } } }").await;
            refused += usize::from(answer.status == 429);
        }
        assert!(refused > 30, "{refused}");
        for path in ["/healthz", "/readyz", "/limits", "/graphql/schema.graphql"] {
            assert_eq!(service.read(path).await.status, 200, "{path}");
        }
        // The bucket of the address is nobody's who shows a credential.
        let key = service.token(Role::Publisher, AACHEN);
        assert_eq!(service.read_as(&key, "/api/v1/me").await.status, 200);
        // Without the setting for a proxy, nobody makes up an address.
        let forged = service.read_with("/api/v1/barriers", &[("X-Forwarded-For", "192.0.2.77")]).await;
        assert!(left(&forged, "address").unwrap() < 60, "{}", forged.header("ratelimit"));
        let limits = service.read("/limits").await.json().to_string();
        for (name, maximum) in [("clientPoints", 300), ("tenantPoints", 1_500), ("addressPointsPerSecond", 1)] {
            assert!(limits.contains(&format!("\"maximum\":{maximum},\"name\":\"{name}\"")), "{limits}");
        }
    }

    async fn a_flood_of_one_organisation_leaves_the_others_alone() {
        let (flooding, quiet) = (service.token(Role::Admin, AACHEN), service.token(Role::Admin, KARLSRUHE));
        let mut refused = 0;
        let mut slowest = Duration::ZERO;
        for _ in 0..40 {
            // Ten times what it may: each of these costs 101 of 300 points.
            let flood = (0..3).map(|_| service.query_as(&flooding, "{ cities(first: 100) { nodes { ags } } }"));
            for answer in flood {
                refused += usize::from(answer.await.status == 429);
            }
            let start = Instant::now();
            let answer = service.query_as(&quiet, "{ cities(first: 3) { nodes { ags } } }").await;
            slowest = slowest.max(start.elapsed());
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        assert!(refused > 100, "{refused}");
        assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    }

    async fn refused_documents_cost_too() {
        let body = json!({ "query": "{ nonsense" });
        let key = service.token(Role::Editor, KARLSRUHE);
        let ask = || service.call(&key, Method::POST, "/graphql", Some(&body));
        let before = left(&ask().await, "client").unwrap();
        for _ in 0..70 {
            ask().await;
        }
        let after = left(&ask().await, "client").unwrap();
        assert!(after < before, "{before} {after}");
    }
}
