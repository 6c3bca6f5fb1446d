//! Documents that are named instead of sent, and keys that are held to those that their organisation trusts.
//!
//! Invariant: what a key may not run over one way it may not run over any.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{
    Answer, Service, alone, errors, on_both_databases,
    people::{AACHEN, KARLSRUHE},
};
use domain::{actor::Role, persisted_document::hash};
use reqwest::Method;
use serde_json::{Value, json};

const CITIES: &str = "query($n: Int) { cities(first: $n) { nodes { name } } }";
const PLANS: &str = "{ plans(first: 5) { nodes { title } } }";
const CHANGE: &str = "mutation { createPlan(input: { network: \"kora\", title: \"Nein\", status: ADOPTED }) { plan { id } } }";
const PATH: &str = "/api/v1/persisted-documents";

fn id(text: &str) -> String {
    format!("sha256:{}", hash(text))
}

fn list(mode: &str, texts: &[&str]) -> Value {
    let documents = texts.iter().map(|text| (id(text), json!(text)));
    let documents: serde_json::Map<String, Value> = documents.collect();
    json!({ "mode": mode, "documents": documents })
}

async fn write(
    service: &Service,
    token: &str,
    (path, version): (&str, i32),
    body: &Value,
) -> Answer {
    let request = service.request(Method::PUT, path).bearer_auth(token);
    let request = request.header("If-Match", format!("\"{version}\""));
    service.send(request.json(body)).await
}

async fn ask(service: &Service, token: Option<&str>, body: &Value) -> Answer {
    let request = service.request(Method::POST, "/graphql");
    let request = request.header("Accept", "application/graphql-response+json");
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    service.send(request.json(body)).await
}

/// Status and code of a refusal of the graph.
fn refusal(answer: &Answer) -> (u16, String) {
    let code = errors(answer).into_iter().next().map(|(code, _)| code);
    (answer.status, code.unwrap_or_default())
}

/// A new key: its id and its text.
async fn key(service: &Service, admin: &str) -> (String, String) {
    let body = json!({ "name": "Portal", "role": "EDITOR", "scope": "content:read content:write" });
    let made = service
        .call(admin, Method::POST, "/api/v1/keys", Some(&body))
        .await
        .json();
    let text = |place| {
        made.pointer(place)
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    };
    (text("/key/id"), text("/secret"))
}

on_both_databases! { service from alone;
    async fn a_registered_document_is_run_by_its_name() {
        let admin = service.token(Role::Admin, AACHEN);
        let written = write(service, &admin, (PATH, 0), &list("OPEN", &[CITIES, CHANGE])).await;
        assert_eq!(written.status, 200, "{}", written.body);
        let variables = json!({ "n": 3 });
        let sent = ask(service, None, &json!({ "query": CITIES, "variables": variables })).await;
        let named = ask(service, None, &json!({ "documentId": id(CITIES), "variables": variables })).await;
        assert_eq!((named.status, &named.body), (200, &sent.body));
        let address = format!("/graphql?documentId={}&variables=%7B%22n%22%3A3%7D", id(CITIES));
        let got = service.read(&address).await;
        assert_eq!((got.status, got.data()), (200, sent.data()));
        // A change is none of those that an address can cause, by whatever name.
        let address = format!("/graphql?documentId={}", id(CHANGE));
        assert_eq!(refusal(&service.read_as(&admin, &address).await), (405, "METHOD_NOT_ALLOWED".to_owned()));
        let unknown = json!({ "documentId": id("{ me { id } }") });
        assert_eq!(refusal(&ask(service, None, &unknown).await), (404, "PERSISTED_QUERY_NOT_FOUND".to_owned()));
        for (body, word) in [
            (json!({ "documentId": "abc" }), "sha256:"),
            (json!({ "documentId": id(CITIES).to_uppercase() }), "sha256:"),
            (json!({ "documentId": id(CITIES), "query": CITIES }), "documentId"),
            (json!([{ "documentId": id(CITIES) }]), "Batching"),
        ] {
            let answer = ask(service, None, &body).await;
            assert_eq!(refusal(&answer), (400, "BAD_REQUEST".to_owned()), "{body}");
            assert!(answer.body.contains(word), "{}", answer.body);
        }
    }

    async fn a_list_is_written_as_a_whole_by_whoever_manages() {
        let admin = service.token(Role::Admin, AACHEN);
        let empty = service.read_as(&admin, PATH).await;
        assert_eq!(empty.json(), json!({ "key": null, "mode": "OPEN", "version": 0, "documents": {} }));
        let body = list("AUDIT", &[CITIES, PLANS]);
        let written = write(service, &admin, (PATH, 0), &body).await;
        assert_eq!(written.status, 200, "{}", written.body);
        let read = service.read_as(&admin, PATH).await;
        assert_eq!((read.json(), read.header("etag")), (written.json(), written.header("etag")));
        assert_eq!(read.json().get("documents"), body.get("documents"));
        // What is read can be written back; what is not named is gone.
        assert_eq!(write(service, &admin, (PATH, 1), &body).await.json().get("version"), Some(&json!(2)));
        let stale = write(service, &admin, (PATH, 1), &body).await;
        assert_eq!(stale.status, 412, "{}", stale.body);
        let none = write(service, &admin, (PATH, 2), &list("OPEN", &[])).await;
        assert_eq!(none.json(), json!({ "key": null, "mode": "OPEN", "version": 3, "documents": {} }));
        let blind = service.call(&admin, Method::PUT, PATH, Some(&body)).await;
        assert_eq!(blind.status, 428);
        for (role, city) in [(Role::Publisher, AACHEN), (Role::Reader, AACHEN)] {
            let token = service.token(role, city);
            assert_eq!(write(service, &token, (PATH, 3), &body).await.status, 403);
            assert_eq!(service.read_as(&token, PATH).await.status, 403);
        }
        let other = service.read_as(&service.token(Role::Admin, KARLSRUHE), PATH).await;
        assert_eq!(other.json().get("version"), Some(&json!(0)));
    }

    async fn what_does_not_hold_is_refused_by_its_place() {
        let admin = service.token(Role::Admin, AACHEN);
        let wrong = "{ cities { nodes { nothing } } }";
        let deep = format!("{}{}", "{ me ".repeat(40), "}".repeat(40));
        for (documents, words) in [
            (json!({ id(CITIES): PLANS }), "SHA-256"),
            (json!({ "abc": CITIES }), "SHA-256"),
            (json!({ id(wrong): wrong }), "Schema"),
            (json!({ id("{ cities"): "{ cities" }), "Syntax"),
            (json!({ id(&deep): deep }), "Grenze"),
            (json!({ id(CITIES): 7 }), "Text"),
        ] {
            let place = documents.as_object().unwrap().keys().next().unwrap().clone();
            let body = json!({ "mode": "OPEN", "documents": documents });
            let answer = write(service, &admin, (PATH, 0), &body).await;
            assert_eq!(answer.status, 400, "{words}: {}", answer.body);
            assert!(answer.body.contains(words) && answer.body.contains(&place), "{words}: {}", answer.body);
        }
        for (body, words) in [
            (json!({ "mode": "STRENG", "documents": {} }), "TRUSTED"),
            (json!({ "mode": "OPEN" }), "documents"),
            (json!({ "documents": {} }), "mode"),
        ] {
            let answer = write(service, &admin, (PATH, 0), &body).await;
            assert!(answer.status == 400 && answer.body.contains(words), "{words}: {}", answer.body);
        }
        let (foreign, _) = key(service, &service.token(Role::Admin, KARLSRUHE)).await;
        for key in [foreign.as_str(), "key_01h455vb4pex5vsknk084sn02q", "unsinn"] {
            let path = format!("{PATH}?key={key}");
            assert_eq!(write(service, &admin, (&path, 0), &list("OPEN", &[])).await.status, 404, "{key}");
            assert_eq!(service.read_as(&admin, &path).await.status, 404, "{key}");
        }
    }

    async fn a_key_is_held_to_its_list_over_every_way() {
        let admin = service.token(Role::Admin, AACHEN);
        let (own, token) = key(service, &admin).await;
        let path = format!("{PATH}?key={own}");
        assert_eq!(write(service, &admin, (&path, 0), &list("TRUSTED", &[CITIES])).await.status, 200);
        assert_eq!(write(service, &admin, (PATH, 0), &list("OPEN", &[PLANS])).await.status, 200);
        let foreign = "{ networks(first: 1) { nodes { slug } } }";
        let karlsruhe = service.token(Role::Admin, KARLSRUHE);
        assert_eq!(write(service, &karlsruhe, (PATH, 0), &list("OPEN", &[foreign])).await.status, 200);
        for body in [
            json!({ "documentId": id(CITIES) }), json!({ "query": CITIES }), json!({ "query": PLANS }),
            json!({ "documentId": id(PLANS) }),
        ] {
            let answer = ask(service, Some(&token), &body).await;
            assert_eq!(answer.status, 200, "{body}: {}", answer.body);
        }
        let required = (403, "PERSISTED_DOCUMENT_REQUIRED".to_owned());
        for text in [foreign, CHANGE, "{ __typename }"] {
            let answer = ask(service, Some(&token), &json!({ "query": text })).await;
            assert_eq!(refusal(&answer), required, "{text}");
            let named = json!({ "version": 1, "sha256Hash": hash(text) });
            let body = json!({ "query": text, "extensions": { "persistedQuery": named } });
            assert_eq!(refusal(&ask(service, Some(&token), &body).await), required, "{text}");
        }
        let named = ask(service, Some(&token), &json!({ "documentId": id(foreign) })).await;
        assert_eq!(refusal(&named), (404, "PERSISTED_QUERY_NOT_FOUND".to_owned()), "another's list is not its own");
        // Over a stream too.
        let authorization = format!("Bearer {token}");
        let mut stream = service.stream(Some(&authorization), foreign, &json!({}), None).await.unwrap();
        let told = stream.next().await.unwrap();
        assert!(told.data.to_string().contains("PERSISTED_DOCUMENT_REQUIRED"), "{told:?}");
        let mut stream = service.stream(Some(&authorization), CITIES, &json!({ "n": 1 }), None).await.unwrap();
        assert!(stream.next().await.unwrap().data.pointer("/data/cities").is_some());
        // Another key of the same organisation is free, and this one is when the list says so.
        assert_eq!(ask(service, Some(&admin), &json!({ "query": foreign })).await.status, 200);
        assert_eq!(write(service, &admin, (&path, 1), &list("AUDIT", &[CITIES])).await.status, 200);
        let before = unknown(service).await;
        assert_eq!(ask(service, Some(&token), &json!({ "query": foreign })).await.status, 200);
        assert!(unknown(service).await > before, "what would be refused is counted");
    }

    async fn the_list_of_an_organisation_is_for_keys_without_one() {
        let admin = service.token(Role::Admin, AACHEN);
        let (own, token) = key(service, &admin).await;
        assert_eq!(write(service, &admin, (PATH, 0), &list("TRUSTED", &[CITIES])).await.status, 200);
        let free = json!({ "query": PLANS });
        assert_eq!(refusal(&ask(service, Some(&token), &free).await), (403, "PERSISTED_DOCUMENT_REQUIRED".to_owned()));
        assert_eq!(ask(service, Some(&token), &json!({ "query": CITIES })).await.status, 200);
        assert_eq!(ask(service, Some(&service.token(Role::Editor, KARLSRUHE)), &free).await.status, 200);
        assert_eq!(ask(service, None, &free).await.status, 200);
        let path = format!("{PATH}?key={own}");
        assert_eq!(write(service, &admin, (&path, 0), &list("OPEN", &[])).await.status, 200);
        assert_eq!(ask(service, Some(&token), &free).await.status, 200, "its own list decides");
    }

    async fn a_document_sent_once_with_its_hash_is_remembered() {
        let named = |query: Option<&str>, hash: &str| {
            let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
            json!({ "query": query, "extensions": extensions })
        };
        let text = "{ networks(first: 1) { nodes { slug version } } }";
        let aachen = service.token(Role::Reader, AACHEN);
        let missing = (404, "PERSISTED_QUERY_NOT_FOUND".to_owned());
        assert_eq!(refusal(&ask(service, Some(&aachen), &named(None, &hash(text))).await), missing);
        let sent = ask(service, Some(&aachen), &named(Some(text), &hash(text))).await;
        let again = ask(service, Some(&aachen), &named(None, &hash(text))).await;
        assert_eq!((sent.status, again.status, &again.body), (200, 200, &sent.body));
        let karlsruhe = service.token(Role::Editor, KARLSRUHE);
        assert_eq!(refusal(&ask(service, Some(&karlsruhe), &named(None, &hash(text))).await), missing);
        let other = ask(service, Some(&aachen), &named(Some(CITIES), &hash(text))).await;
        assert_eq!(refusal(&other), (400, "BAD_REQUEST".to_owned()));
    }
}

/// How many documents were run that are not trusted.
async fn unknown(service: &Service) -> u64 {
    let figures = service.read("/metrics").await.body;
    let mut lines = figures.lines();
    let line =
        lines.find_map(|line| line.strip_prefix("graphql_documents_total{outcome=\"unknown\"} "));
    line.map_or(0, |count| count.parse().unwrap())
}
