//! What caches may keep of answers to `GET`.
//!
//! Invariant: what was given to somebody in particular is kept by nobody else; a tag ends with what its reader may see.

use crate::harness::{
    Answer, Service, alone, on_both_databases,
    people::{AACHEN, KARLSRUHE},
    set_up,
};
use domain::{actor::Role, persisted_document::hash};
use reqwest::Method;
use serde_json::json;

const PLANS: &str = "{plans(first:50){nodes{title}}}";
const ADDRESS: &str = "/graphql?query=%7Bplans(first:50)%7Bnodes%7Btitle%7D%7D%7D";

async fn get(service: &Service, token: Option<&str>, path: &str, known: &str) -> Answer {
    let request = service.request(Method::GET, path);
    let request = request.header("If-None-Match", known);
    service
        .send(match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
        .await
}

on_both_databases! { service from alone;
    async fn answers_of_the_graph_have_tags() {
        let first = get(service, None, ADDRESS, "").await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() == 34, "{tag}");
        assert_eq!(first.header("cache-control"), "public, max-age=0, must-revalidate");
        for name in ["Accept", "Accept-Language", "Authorization"] {
            assert!(first.header("vary").split(',').any(|one| one.trim() == name), "{name}");
        }
        let again = get(service, None, ADDRESS, &tag).await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag.as_str()));
        assert_eq!(again.header("cache-control"), first.header("cache-control"));
        assert_eq!(get(service, None, ADDRESS, &format!("\"x\", W/{tag}")).await.status, 304);
        assert_eq!(get(service, None, ADDRESS, "\"x\"").await.status, 200);
        // By POST, and with errors, nothing is kept.
        let posted = service.post("/graphql", &json!({ "query": PLANS })).await;
        let failed = get(service, None, "/graphql?query=%7Bnothing%7D", "").await;
        for answer in [posted, failed] {
            assert_eq!((answer.header("cache-control"), answer.header("etag")), ("private, no-store", ""));
        }
    }

    async fn a_tag_is_bound_to_what_its_reader_may_see() {
        let aachen = service.token(Role::Publisher, AACHEN);
        let karlsruhe = service.token(Role::Editor, KARLSRUHE);
        let body = json!({ "network": "kora", "title": "Nur für uns", "status": "ADOPTED" });
        let made = service.call(&aachen, Method::POST, "/api/v1/plans", Some(&body)).await;
        let own = get(service, Some(&aachen), ADDRESS, "").await;
        let foreign = get(service, Some(&karlsruhe), ADDRESS, "").await;
        assert!(own.body.contains("Nur für uns") && !foreign.body.contains("Nur für uns"));
        assert_eq!(own.header("cache-control"), "private, max-age=0, must-revalidate");
        assert_ne!(own.header("etag"), foreign.header("etag"));
        assert_eq!(get(service, Some(&karlsruhe), ADDRESS, own.header("etag")).await.status, 200);
        assert_eq!(get(service, Some(&aachen), ADDRESS, own.header("etag")).await.status, 304);
        // What is released and taken back changes the tags of those who see it.
        for visibility in ["PUBLIC", "TENANT"] {
            let before = get(service, None, ADDRESS, "").await;
            let path = format!("{}/publish", made.header("location"));
            let version = if visibility == "PUBLIC" { "\"1\"" } else { "\"2\"" };
            let request = service.request(Method::POST, &path).bearer_auth(&aachen).header("If-Match", version);
            assert_eq!(service.send(request.json(&json!({ "visibility": visibility }))).await.status, 200);
            let after = get(service, None, ADDRESS, before.header("etag")).await;
            assert_eq!(after.status, 200, "{visibility}");
        }
    }
}

fn with_a_cache(backend: crate::harness::Backend) -> Option<&'static Service> {
    let minute = vec![("graphql_persisted_max_age_seconds", "60".to_owned())];
    set_up(backend, minute)
}

on_both_databases! { service from with_a_cache;
    async fn what_is_public_and_named_is_fresh_for_a_while() {
        let admin = service.token(Role::Admin, AACHEN);
        let id = format!("sha256:{}", hash(PLANS));
        let body = json!({ "mode": "OPEN", "documents": { &id: PLANS } });
        let request = service.request(Method::PUT, "/api/v1/persisted-documents").bearer_auth(&admin);
        let written = service.send(request.header("If-Match", "\"0\"").json(&body)).await;
        assert_eq!(written.status, 200, "{}", written.body);
        let address = format!("/graphql?documentId={id}");
        let public = get(service, None, &address, "").await;
        assert_eq!((public.status, public.header("cache-control")), (200, "public, max-age=60"));
        assert_eq!(get(service, None, &address, public.header("etag")).await.status, 304);
        let own = get(service, Some(&admin), &address, "").await;
        assert_eq!(own.header("cache-control"), "private, max-age=0, must-revalidate");
        let sent = get(service, None, ADDRESS, "").await;
        assert_eq!(sent.header("cache-control"), "public, max-age=0, must-revalidate");
        let missing = get(service, None, &address.replace("sha256:", "sha256:0"), "").await;
        assert_eq!((missing.status, missing.header("cache-control")), (400, "private, no-store"));
    }
}
