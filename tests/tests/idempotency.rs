//! Changes that are sent again (IDEM-1): one effect, one answer.
//!
//! Invariant: effects are counted in what the service shows afterwards, never in what it says of itself.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod attempts;

use crate::{
    harness::{
        Answer, Service, alone, beside, errors, on_both_databases,
        people::{AACHEN, KARLSRUHE},
    },
    privacy::dump::Dump,
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const CREATE: &str =
    "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id title } } }";

/// A change under a key.
async fn change(
    service: &Service,
    (token, key): (&str, &str),
    (method, path): (Method, &str),
    body: &Value,
) -> Answer {
    let request = service.request(method, path).bearer_auth(token);
    let request = request.header("Idempotency-Key", key).json(body);
    service.send(request).await
}

fn plan(title: &str) -> Value {
    json!({ "network": "kora", "title": title, "status": "ADOPTED" })
}

async fn create(service: &Service, caller: (&str, &str), title: &str) -> Answer {
    change(
        service,
        caller,
        (Method::POST, "/api/v1/plans"),
        &plan(title),
    )
    .await
}

/// How many plans of that title somebody reads.
async fn plans(service: &Service, token: &str, title: &str) -> usize {
    let listed = service.read_as(token, "/api/v1/plans?limit=100").await;
    listed
        .body
        .matches(&format!("\"title\":\"{title}\""))
        .count()
}

fn code(answer: &Answer) -> String {
    let json = answer.json();
    json.get("code").and_then(Value::as_str).unwrap().to_owned()
}

on_both_databases! { service from alone;
    async fn a_change_sent_again_is_made_once_and_answered_alike() {
        let aachen = service.token(Role::Editor, AACHEN);
        let first = create(service, (&aachen, "k-1"), "Einmal").await;
        assert_eq!((first.status, first.header("idempotency-replayed")), (201, ""), "{}", first.body);
        let again = create(service, (&aachen, "\"k-1\""), "Einmal").await;
        assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"), "quotes are the draft's");
        assert_eq!(again.body, first.body);
        for name in ["etag", "location", "content-type", "content-language", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
        assert_eq!(plans(service, &aachen, "Einmal").await, 1);
        let other = create(service, (&aachen, "k-1"), "Anders").await;
        assert_eq!((other.status, code(&other).as_str()), (422, "IDEMPOTENCY_KEY_REUSED"));
        assert_eq!(plans(service, &aachen, "Anders").await, 0);
        // What nothing serves has no key to be right or wrong.
        let nothing = change(service, (&aachen, "k-1"), (Method::PUT, "/api/v1/plans"), &plan("Anders")).await;
        assert_eq!((nothing.status, nothing.header("allow")), (405, "GET, HEAD, POST"), "{}", nothing.body);
        // Whoever else chooses the same key has nothing to do with it.
        for token in [service.token(Role::Admin, AACHEN), service.token(Role::Editor, KARLSRUHE)] {
            let own = create(service, (&token, "k-1"), "Fremd").await;
            assert_eq!((own.status, own.header("idempotency-replayed")), (201, ""), "{}", own.body);
        }
    }

    async fn the_version_is_a_part_of_the_request() {
        let aachen = service.token(Role::Editor, AACHEN);
        let made = create(service, (&aachen, "v-0"), "Version").await;
        let path = made.header("location").to_owned();
        let edit = async |tag: &str| {
            let request = service.request(Method::PATCH, &path).bearer_auth(&aachen);
            let request = request.header("Idempotency-Key", "v-1").header("If-Match", tag);
            service.send(request.json(&json!({ "title": "Neu" }))).await
        };
        let (edited, again) = (edit("\"1\"").await, edit("\"1\"").await);
        assert_eq!((edited.status, again.status), (200, 200), "made once: a second time it would be stale");
        assert_eq!((edited.header("etag"), &edited.body), (again.header("etag"), &again.body));
        assert_eq!(edit("\"2\"").await.status, 422);
    }

    async fn a_refusal_leaves_the_key_free() {
        let aachen = service.token(Role::Editor, AACHEN);
        for _ in 0..2 {
            let refused = create(service, (&aachen, "f-1"), "").await;
            assert_eq!((refused.status, refused.header("idempotency-replayed")), (400, ""));
        }
        let mended = create(service, (&aachen, "f-1"), "Jetzt").await;
        assert_eq!(mended.status, 201, "{}", mended.body);
        let reader = service.token(Role::Reader, AACHEN);
        assert_eq!(create(service, (&reader, "f-1"), "Jetzt").await.status, 403);
        assert_eq!(plans(service, &aachen, "Jetzt").await, 1);
        for bad in ["", "zwei Worte", "a,b", &"x".repeat(256)] {
            let refused = create(service, (&aachen, bad), "Nie").await;
            assert_eq!((refused.status, code(&refused).as_str()), (400, "BAD_USER_INPUT"), "{bad}");
        }
        // Nobody in particular has no keys, and is told what is missing.
        let request = service.request(Method::POST, "/api/v1/plans").header("Idempotency-Key", "f-1");
        assert_eq!(service.send(request.json(&plan("Nie"))).await.status, 401);
    }

    async fn a_hundred_at_once_have_one_effect() {
        let aachen = service.token(Role::Editor, AACHEN);
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let request = service.request(Method::POST, "/api/v1/plans").bearer_auth(&aachen);
            let request = request.header("Idempotency-Key", "hundert").json(&plan("Hundert"));
            all.spawn(async move {
                let response = request.send().await.unwrap();
                (response.status().as_u16(), response.text().await.unwrap())
            });
        }
        let answers = all.join_all().await;
        let made: BTreeSet<&String> = answers.iter().filter(|(status, _)| *status == 201).map(|(_, body)| body).collect();
        assert_eq!(made.len(), 1, "{made:#?}");
        assert!(answers.iter().all(|(status, _)| [201, 409].contains(status)), "{answers:#?}");
        assert_eq!(plans(service, &aachen, "Hundert").await, 1);
        let after = create(service, (&aachen, "hundert"), "Hundert").await;
        assert_eq!((after.status, after.header("idempotency-replayed")), (201, "true"));
        assert!(made.contains(&after.body));
    }

    async fn the_graph_does_alike() {
        let aachen = service.token(Role::Editor, AACHEN);
        let ask = async |key: &str, title: &str| {
            let body = json!({ "query": CREATE, "variables": { "input": plan(title) } });
            change(service, (&aachen, key), (Method::POST, "/graphql"), &body).await
        };
        let (first, again) = (ask("g-1", "Graph").await, ask("g-1", "Graph").await);
        assert!(first.data().pointer("/createPlan/plan/id").is_some());
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
        assert_eq!(plans(service, &aachen, "Graph").await, 1);
        let other = ask("g-1", "Anders").await;
        let codes = errors(&other);
        assert_eq!((other.status, codes.first().unwrap().0.as_str()), (422, "IDEMPOTENCY_KEY_REUSED"), "{}", other.body);
        // A stream has no answer to be kept: it says so before anything is done.
        let body = json!({ "query": CREATE, "variables": { "input": plan("Strom") } });
        let request = service.request(Method::POST, "/graphql").bearer_auth(&aachen);
        let request = request.header("Idempotency-Key", "g-3").header("Accept", "text/event-stream");
        let refused = service.send(request.json(&body)).await;
        assert_eq!(errors(&refused).first().unwrap().0, "BAD_USER_INPUT", "{}", refused.body);
        assert_eq!(plans(service, &aachen, "Strom").await, 0);
        // What reads has no effect, and is read anew.
        let query = json!({ "query": "{ plans(first: 1) { nodes { id } } }" });
        for _ in 0..2 {
            let read = change(service, (&aachen, "g-2"), (Method::POST, "/graphql"), &query).await;
            assert_eq!((read.status, read.header("idempotency-replayed")), (200, ""), "{}", read.body);
        }
        assert!(ask("g-2", "Graph zwei").await.data().pointer("/createPlan/plan/id").is_some());
    }

    async fn another_copy_and_a_later_one_know_of_it() {
        let aachen = service.token(Role::Editor, AACHEN);
        let first = create(service, (&aachen, "copy"), "Kopie").await;
        let other = beside(service);
        let again = create(&other, (&aachen, "copy"), "Kopie").await;
        assert_eq!((again.status, again.header("idempotency-replayed"), &again.body), (201, "true", &first.body));
        assert_eq!(create(&other, (&aachen, "copy"), "Anders").await.status, 422);
        assert_eq!(plans(&other, &aachen, "Kopie").await, 1);
    }

    async fn a_secret_is_given_again_and_stands_nowhere() {
        let admin = service.token(Role::Admin, AACHEN);
        let key = json!({ "name": "Portal", "role": "READER", "scope": "content:read" });
        let ask = async || change(service, (&admin, "geheim-1"), (Method::POST, "/api/v1/keys"), &key).await;
        let (first, again) = (ask().await, ask().await);
        assert_eq!(first.status, 200, "{}", first.body);
        assert_eq!(again.body, first.body);
        let first = first.json();
        let secret = first.get("secret").and_then(Value::as_str).unwrap();
        let dump = Dump::of(&service.database).await;
        assert!(dump.holding(secret).await.is_empty());
        assert!(dump.holding("geheim-1").await.is_empty(), "nor does what opens it");
    }

    async fn whoever_runs_the_platform_has_keys_too() {
        let operator = service.authorization(crate::harness::people::Caller::Operator).unwrap();
        let ask = async |name: &str| {
            let request = service.request(Method::POST, "/api/v1/networks").header("Authorization", &operator);
            let request = request.header("Idempotency-Key", "o-1");
            service.send(request.json(&json!({ "slug": "nord", "nameDe": name }))).await
        };
        let (first, again) = (ask("Nord").await, ask("Nord").await);
        assert!(first.status < 300, "{}", first.body);
        assert_eq!((again.status, &again.body), (first.status, &first.body), "else it would exist already");
        assert_eq!(ask("Süd").await.status, 422);
    }
}
