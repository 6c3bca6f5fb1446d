//! Tokens over HTTP: every one that does not hold gets the same answer, and every one that held loses at once.
//!
//! Invariant: whoever sends a bad credential learns nothing from the answer, in no interface.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod bad;
mod provider;

use crate::harness::{
    Service, alone, identity, on_both_databases,
    people::{AACHEN, Caller, KARLSRUHE},
};
use api::identity::new_signing_key;
use domain::{
    Ctx,
    actor::{Actor, Principal, Role},
    language::Language,
    signing_key,
    store::{Options, Store},
};
use provider::Provider;
use reqwest::Method;
use serde_json::{Value, json};

pub fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("{pointer} is missing in {value:#}"))
        .to_owned()
}

/// Exchanges a key for an access token.
pub async fn access_token(service: &Service, key: &str) -> String {
    let pairs = [("grant_type", "client_credentials"), ("client_secret", key)];
    let answer = service.form("/oauth/token", &pairs).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    text(&answer.json(), "/access_token")
}

/// Whether somebody is let in, and as whom.
async fn kind(service: &Service, token: &str) -> Option<String> {
    let answer = service.read_as(token, "/api/v1/me").await;
    match answer.status {
        200 => Some(text(&answer.json(), "/kind")),
        401 => None,
        other => panic!("{other}: {}", answer.body),
    }
}

/// The database of a service, for those who run it.
pub async fn store(service: &Service) -> Store {
    Store::open(&Options::url(&service.database)).await.unwrap()
}

fn operator(store: &Store) -> Ctx {
    Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De)
}

on_both_databases! { service from identity;
    async fn every_bad_credential_gets_the_same_answer() {
        let good = access_token(service, &service.token(Role::Reader, AACHEN)).await;
        let mut bodies = Vec::new();
        for (name, value) in bad::credentials(service, &good) {
            let headers = [("Authorization", value.as_str())];
            for answer in [
                service.read_with("/api/v1/projects", &headers).await,
                service.read_with("/api/v1/accounts", &headers).await,
                service.query_with("{ me { kind } }", &json!({}), &headers).await,
            ] {
                assert_eq!(answer.status, 401, "{name}: {}", answer.body);
                assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{name}");
                assert_eq!(answer.header("content-type"), "application/problem+json", "{name}");
                bodies.push(answer.body);
            }
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "{bodies:#?}");
    }

    async fn two_credentials_are_none() {
        let key = service.token(Role::Reader, AACHEN);
        let request = service.request(Method::GET, "/api/v1/me").bearer_auth(&key).bearer_auth(&key);
        assert_eq!(service.send(request).await.status, 401);
    }

    async fn everybody_is_who_they_proved_to_be() {
        for (caller, expected) in [
            (Caller::Anonymous, Some("ANONYMOUS")),
            (Caller::City(AACHEN, Role::Editor), Some("MEMBER")),
            (Caller::City(KARLSRUHE, Role::Admin), Some("MEMBER")),
            (Caller::Coordinator, Some("MEMBER")),
            (Caller::Operator, Some("OPERATOR")),
            (Caller::KeyWithoutScope, Some("MEMBER")),
            (Caller::Expired, None),
            (Caller::Garbage, None),
            (Caller::RevokedKey, None),
        ] {
            let answer = service.read_by(caller, "/api/v1/me").await;
            let kind = (answer.status == 200).then(|| text(&answer.json(), "/kind"));
            assert_eq!(kind.as_deref(), expected, "{caller:?}: {}", answer.body);
        }
        let query = "{ me { kind role scopes tenant { name city { name } } networks { slug } } }";
        let data = service.query_as(&service.token(Role::Editor, AACHEN), query).await.data();
        assert_eq!(data.pointer("/me/role"), Some(&json!("EDITOR")));
        assert_eq!(data.pointer("/me/tenant/city/name"), Some(&json!("Aachen")));
        assert_eq!(data.pointer("/me/networks/0/slug"), Some(&json!("kora")));
        assert_eq!(data.pointer("/me/scopes").and_then(Value::as_array).unwrap().len(), 5);
    }

    async fn the_same_query_shows_each_what_they_may_read() {
        for (caller, expected) in [
            (Caller::Anonymous, 1),
            (Caller::City(AACHEN, Role::Reader), 6),
            (Caller::City(KARLSRUHE, Role::Editor), 5),
            (Caller::Coordinator, 3),
            (Caller::Operator, 1),
            (Caller::KeyWithoutScope, 1),
        ] {
            let page = service.read_by(caller, "/api/v1/projects?text=erfunden").await.json();
            let items = page.get("items").and_then(Value::as_array).unwrap();
            assert_eq!(items.len(), expected, "{caller:?}: {page:#}");
        }
    }

    async fn answers_to_members_are_kept_by_no_shared_cache() {
        let key = service.token(Role::Reader, AACHEN);
        let own = service.read_as(&key, "/api/v1/projects").await;
        assert!(own.header("cache-control").starts_with("private"), "{:?}", own.headers);
        let public = service.read("/api/v1/projects").await;
        assert!(public.header("cache-control").starts_with("public"), "{:?}", public.headers);
    }

    async fn the_issuer_describes_itself() {
        let metadata = service.read("/.well-known/oauth-authorization-server").await.json();
        for (member, path) in [("token_endpoint", "/oauth/token"), ("revocation_endpoint", "/oauth/revoke"), ("jwks_uri", "/.well-known/jwks.json")] {
            assert!(text(&metadata, &format!("/{member}")).ends_with(path), "{metadata:#}");
        }
        let keys = service.read("/.well-known/jwks.json").await;
        assert_eq!(keys.header("content-type"), "application/jwk-set+json");
        let key = keys.json().pointer("/keys/0").cloned().unwrap();
        assert_eq!((text(&key, "/kty"), text(&key, "/alg")), ("OKP".to_owned(), "EdDSA".to_owned()));
        assert!(key.get("d").is_none(), "the private key is published");
    }

    async fn a_provider_speaks_for_its_tenant_until_it_is_distrusted() {
        let provider = Provider::start();
        let admin = service.token(Role::Admin, KARLSRUHE);
        let token = provider.token(Some("editor"));
        assert_eq!(kind(service, &token).await, None, "nobody trusts it yet");
        let body = json!({ "url": provider.url, "audience": "staedtenetz", "algorithms": ["EdDSA"], "roleClaim": "role" });
        let trusted = service.call(&admin, Method::POST, "/api/v1/identity-providers", Some(&body)).await;
        assert_eq!(trusted.status, 200, "{}", trusted.body);
        let me = service.read_as(&token, "/api/v1/me").await.json();
        assert_eq!((text(&me, "/role"), text(&me, "/tenantName")), ("EDITOR".to_owned(), "Karlsruhe".to_owned()));
        for refused in [provider.token(None), provider.token(Some("OPERATOR")), provider.token(Some("none"))] {
            assert_eq!(kind(service, &refused).await, None);
        }
        let again = service.call(&service.token(Role::Admin, AACHEN), Method::POST, "/api/v1/identity-providers", Some(&body)).await;
        assert_eq!(again.status, 409, "{}", again.body);
        let path = format!("/api/v1/identity-providers/{}", text(&trusted.json(), "/id"));
        let foreign = service.call(&service.token(Role::Admin, AACHEN), Method::DELETE, &path, None).await;
        assert_eq!(foreign.status, 404, "{}", foreign.body);
        assert_eq!(service.call(&admin, Method::DELETE, &path, None).await.status, 200);
        assert_eq!(kind(service, &token).await, None, "trust has ended");
        let anew = service.call(&service.token(Role::Admin, AACHEN), Method::POST, "/api/v1/identity-providers", Some(&body)).await;
        assert_eq!(anew.status, 200, "{}", anew.body);
        let me = service.read_as(&token, "/api/v1/me").await.json();
        assert_eq!(text(&me, "/tenantName"), "Aachen");
    }

    async fn providers_are_trusted_by_whoever_may() {
        let query = "mutation { trustIdentityProvider(input: { url: \"https://id.example/x\", audience: \"a\", algorithms: [\"ES256\"] }) { identityProvider { id roleClaim } } }";
        for (caller, code) in [
            (Caller::Anonymous, "UNAUTHENTICATED"),
            (Caller::City(AACHEN, Role::Publisher), "FORBIDDEN"),
            (Caller::KeyWithoutScope, "FORBIDDEN"),
            (Caller::Operator, "FORBIDDEN"),
        ] {
            let value = service.authorization(caller);
            let headers: Vec<_> = value.iter().map(|value| ("Authorization", value.as_str())).collect();
            let answer = service.query_with(query, &json!({}), &headers).await;
            let errors = crate::harness::errors(&answer);
            assert_eq!(errors.first().map(|(code, _)| code.as_str()), Some(code), "{caller:?}: {}", answer.body);
        }
    }
}

on_both_databases! { service from alone;
    async fn signing_keys_change_without_anybody_noticing() {
        let key = service.token(Role::Reader, AACHEN);
        let before = access_token(service, &key).await;
        let store = store(service).await;
        let ctx = operator(&store);
        let work = ctx.begin().await.unwrap();
        signing_key::rotate(&work, new_signing_key().unwrap(), ctx.now()).await.unwrap();
        work.commit().await.unwrap();
        let after = signed_by_another(service, &key, &before).await;
        for token in [&before, &after] {
            assert_eq!(kind(service, token).await.as_deref(), Some("MEMBER"));
        }
        let keys = service.read("/.well-known/jwks.json").await.json();
        assert_eq!(keys.get("keys").and_then(Value::as_array).unwrap().len(), 2, "{keys:#}");
        let work = ctx.begin().await.unwrap();
        let stolen = new_signing_key().unwrap();
        let kid = stolen.kid.clone();
        signing_key::rotate(&work, stolen, ctx.now()).await.unwrap();
        assert_eq!(signing_key::withdraw_others(&work, &kid).await.unwrap(), 2);
        work.commit().await.unwrap();
        signed_by_another(service, &key, &after).await;
        for token in [&before, &after] {
            assert_eq!(kind(service, token).await, None, "a stolen key still signs");
        }
    }
}

/// A token that another key has signed: a running service reads its keys again within a second.
async fn signed_by_another(service: &Service, key: &str, before: &str) -> String {
    let header = |token: &str| token.split('.').next().map(str::to_owned);
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let token = access_token(service, key).await;
        if header(&token) != header(before) {
            return token;
        }
        assert!(
            std::time::Instant::now() < patience,
            "the key was not changed"
        );
    }
}
