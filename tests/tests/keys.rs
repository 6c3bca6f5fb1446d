//! API keys: what they may do, how they are replaced, and that nobody but their owner ever sees them (KEY-1).
//!
//! Invariant: every test makes the keys that it changes.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod secrecy;

use crate::{
    harness::{
        Answer, Service, identity, on_both_databases,
        people::{AACHEN, Caller, KARLSRUHE},
    },
    tokens::{access_token, text},
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};

async fn try_to_create(service: &Service, creator: &str, body: &Value) -> Answer {
    service
        .call(creator, Method::POST, "/api/v1/keys", Some(body))
        .await
}

/// A new key of Aachen: its id and its text.
pub async fn created(service: &Service, role: &str, scope: &str) -> (String, String) {
    let body = json!({ "name": "Test", "role": role, "scope": scope });
    let answer = try_to_create(service, &service.token(Role::Admin, AACHEN), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    (
        text(&answer.json(), "/key/id"),
        text(&answer.json(), "/secret"),
    )
}

async fn is_in(service: &Service, token: &str) -> bool {
    service.read_as(token, "/api/v1/me").await.status == 200
}

async fn invented(service: &Service, token: &str) -> usize {
    let page = service
        .read_as(token, "/api/v1/projects?text=erfunden")
        .await
        .json();
    page.get("items").and_then(Value::as_array).unwrap().len()
}

async fn rotate(service: &Service, id: &str, hours: u32) -> Answer {
    let path = format!("/api/v1/keys/{id}/rotate");
    let body = json!({ "overlapHours": hours });
    service
        .call(
            &service.token(Role::Admin, AACHEN),
            Method::POST,
            &path,
            Some(&body),
        )
        .await
}

on_both_databases! { service from identity;
    async fn a_scope_opens_what_it_says_and_nothing_else() {
        for (role, scope, projects, keys) in [
            ("ADMIN", "content:read", 6, 403),
            ("ADMIN", "content:write", 1, 403),
            ("ADMIN", "content:publish", 1, 403),
            ("ADMIN", "tenant:manage", 1, 200),
            ("ADMIN", "audit:read", 1, 403),
            ("PUBLISHER", "tenant:manage content:read", 6, 403),
            ("READER", "content:read tenant:manage", 6, 403),
        ] {
            let (_, key) = created(service, role, scope).await;
            for token in [&key, &access_token(service, &key).await] {
                assert_eq!(invented(service, token).await, projects, "{role} {scope}");
                assert_eq!(service.read_as(token, "/api/v1/keys").await.status, keys, "{role} {scope}");
            }
        }
    }

    async fn a_key_never_exceeds_its_creator() {
        let (_, narrow) = created(service, "ADMIN", "tenant:manage content:read").await;
        let key = |role: &str, scope: &str| json!({ "name": "Kind", "role": role, "scope": scope });
        let far = json!({ "name": "Kind", "role": "READER", "scope": "content:read", "expiresAt": "2029-01-01T00:00:00Z" });
        for (body, status) in [
            (key("ADMIN", "content:read"), 200),
            (key("READER", "tenant:manage"), 200),
            (key("READER", "content:write"), 403),
            (key("READER", "content:read content:publish"), 403),
            (far, 403),
        ] {
            let answer = try_to_create(service, &narrow, &body).await;
            assert_eq!(answer.status, status, "{body}: {}", answer.body);
        }
        let account = json!({ "email": "mehr@aachen.example", "name": "Mehr", "role": "READER" });
        let answer = service.call(&narrow, Method::POST, "/api/v1/accounts", Some(&account)).await;
        assert_eq!(answer.status, 403, "people have all scopes, so a key that has not cannot make any: {}", answer.body);
        for caller in [Caller::City(AACHEN, Role::Publisher), Caller::KeyWithoutScope, Caller::Operator] {
            let token = service.authorization(caller).unwrap();
            let token = token.trim_start_matches("Bearer ");
            assert_eq!(try_to_create(service, token, &key("READER", "content:read")).await.status, 403, "{caller:?}");
        }
        let anonymous = service.post("/api/v1/keys", &key("READER", "content:read")).await;
        assert_eq!(anonymous.status, 401, "{}", anonymous.body);
    }

    async fn a_withdrawn_key_loses_at_once_with_all_its_tokens() {
        let (id, key) = created(service, "EDITOR", "content:read").await;
        let token = access_token(service, &key).await;
        assert!(is_in(service, &key).await && is_in(service, &token).await);
        let path = format!("/api/v1/keys/{id}");
        let foreign = service.call(&service.token(Role::Admin, KARLSRUHE), Method::DELETE, &path, None).await;
        let random = service.call(&service.token(Role::Admin, KARLSRUHE), Method::DELETE, "/api/v1/keys/key_01h455vb4pex5vsknk084sn02q", None).await;
        assert_eq!((foreign.status, &foreign.body), (404, &random.body));
        assert!(is_in(service, &key).await);
        let gone = service.call(&service.token(Role::Admin, AACHEN), Method::DELETE, &path, None).await;
        assert_eq!(gone.status, 200, "{}", gone.body);
        assert!(!is_in(service, &key).await && !is_in(service, &token).await);
        let pairs = [("grant_type", "client_credentials"), ("client_secret", key.as_str())];
        assert_eq!(service.form("/oauth/token", &pairs).await.status, 401);
    }

    async fn whoever_finds_a_key_can_make_it_harmless() {
        let (_, key) = created(service, "EDITOR", "content:read").await;
        assert!(is_in(service, &key).await);
        assert_eq!(service.form("/oauth/revoke", &[("token", &key)]).await.status, 200);
        assert!(!is_in(service, &key).await);
    }

    async fn a_key_and_its_successor_overlap() {
        let (id, old) = created(service, "EDITOR", "content:read").await;
        let token = access_token(service, &old).await;
        let answer = rotate(service, &id, 1).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let (next, new) = (text(&answer.json(), "/key/id"), text(&answer.json(), "/secret"));
        assert_eq!(text(&answer.json(), "/key/replaces"), id);
        for text in [&old, &new, &token] {
            assert_eq!(invented(service, text).await, 6);
        }
        assert_eq!(rotate(service, &id, 1).await.status, 409, "it was replaced already");
        let answer = rotate(service, &next, 0).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(!is_in(service, &new).await, "an overlap of nothing is none");
        assert!(is_in(service, &text(&answer.json(), "/secret")).await && is_in(service, &old).await);
        assert_eq!(rotate(service, &next, 721).await.status, 400);
    }

    async fn a_key_can_be_limited_to_web_pages() {
        let body = json!({ "name": "Portal", "role": "READER", "scope": "content:read", "origins": ["https://portal.example"] });
        let answer = try_to_create(service, &service.token(Role::Admin, AACHEN), &body).await;
        let key = text(&answer.json(), "/secret");
        for (origin, status) in [(None, 200), (Some("https://portal.example"), 200), (Some("https://other.example"), 401), (Some("null"), 401)] {
            let mut request = service.request(Method::GET, "/api/v1/me").bearer_auth(&key);
            if let Some(origin) = origin {
                request = request.header("Origin", origin);
            }
            assert_eq!(service.send(request).await.status, status, "{origin:?}");
        }
    }

    async fn use_is_noted_to_the_hour() {
        let (id, key) = created(service, "READER", "content:read").await;
        let noted = async || {
            let keys = service.read_as(&service.token(Role::Admin, AACHEN), "/api/v1/keys").await.json();
            let mut rows = keys.get("items").and_then(Value::as_array).unwrap().clone().into_iter();
            rows.find(|row| text(row, "/id") == id).and_then(|row| row.get("lastUsedAt").cloned())
        };
        assert_eq!(noted().await, Some(Value::Null));
        assert!(is_in(service, &key).await);
        let hour = noted().await.unwrap();
        assert!(hour.as_str().unwrap().ends_with(":00:00Z"), "{hour}");
    }

    async fn both_interfaces_manage_the_same_keys() {
        let admin = service.token(Role::Admin, AACHEN);
        let query = "mutation { createApiKey(input: { name: \"GraphQL\", role: READER, scopes: [CONTENT_READ] }) { secret apiKey { id role scopes } } }";
        let data = service.query_as(&admin, query).await.data();
        let (id, key) = (text(&data, "/createApiKey/apiKey/id"), text(&data, "/createApiKey/secret"));
        assert_eq!(invented(service, &key).await, 6);
        let listed = service.read_as(&admin, "/api/v1/keys").await;
        assert!(listed.body.contains(&id) && !listed.body.contains(&key));
        let data = service.query_as(&admin, "{ apiKeys { id name } }").await.data();
        assert!(data.to_string().contains(&id));
        let revoke = format!("mutation {{ revokeApiKey(input: {{ apiKey: \"{id}\" }}) {{ apiKey {{ revokedAt }} }} }}");
        service.query_as(&admin, &revoke).await.data();
        assert!(!is_in(service, &key).await);
    }

    async fn bad_input_is_named() {
        let admin = service.token(Role::Admin, AACHEN);
        for (body, word) in [
            (json!({ "name": "", "role": "READER", "scope": "content:read" }), "name"),
            (json!({ "name": "x", "role": "KING", "scope": "content:read" }), "READER, EDITOR"),
            (json!({ "name": "x", "role": "READER", "scope": "king" }), "content:read"),
            (json!({ "name": "x", "role": "READER", "scope": "" }), "scopes"),
            (json!({ "name": "x", "role": "READER", "scope": "content:read", "origins": ["*"] }), "origins"),
            (json!({ "name": "x", "role": "READER", "scope": "content:read", "expiresAt": "2001-01-01T00:00:00Z" }), "expiresAt"),
            (json!({ "name": "x", "role": "READER", "scope": "content:read", "tenant": "x" }), "tenant"),
        ] {
            let answer = try_to_create(service, &admin, &body).await;
            assert_eq!(answer.status, 400, "{body}: {}", answer.body);
            assert!(text(&answer.json(), "/detail").contains(word), "{}", answer.body);
        }
        let form = service.request(Method::POST, "/api/v1/keys").bearer_auth(&admin).form(&[("name", "x")]);
        assert_eq!(service.send(form).await.status, 400, "a web page elsewhere could send this");
    }
}
