//! Tokens that hold: what RFC 9068 and RFC 7519 leave open must not be refused.
//!
//! Invariant: each limit is tested on both of its sides.

use super::support::{
    AUDIENCE, Draft, KASSEL, TENANT, TestKey, foreign, kassel, later, now, publish,
};
use crate::token::{Algorithm, Reason};
use serde_json::json;

#[tokio::test]
async fn every_claim_arrives() {
    let (verifier, _, key) = kassel();
    let claims = verifier
        .verify(&Draft::new(&key, KASSEL).signed(&key), now())
        .await
        .unwrap();
    assert_eq!(claims.issuer, KASSEL);
    assert_eq!(claims.subject, "u-1");
    assert_eq!(claims.client, "portal");
    assert_eq!(claims.token, "t-1");
    assert_eq!(claims.scopes, ["read", "write"]);
    assert_eq!(claims.tenant.as_deref(), Some(TENANT));
    assert_eq!((claims.issued_at, claims.expires_at), (now(), later(300)));
}

#[tokio::test]
async fn variants_hold() {
    let (verifier, _, key) = kassel();
    let draft = || Draft::new(&key, KASSEL);
    let at = now().timestamp();
    let variants = [
        (
            "typ as a media type",
            draft().header("typ", "application/at+jwt"),
        ),
        ("typ in capitals", draft().header("typ", "AT+JWT")),
        (
            "unknown header members",
            draft().header("x5t", "abc").header("pi.atm", "1"),
        ),
        (
            "one audience of several",
            draft().claim("aud", json!(["other", AUDIENCE])),
        ),
        (
            "client of Keycloak",
            draft().without("client_id").claim("azp", "portal"),
        ),
        (
            "parts of a second",
            draft().claim("exp", json!(at as f64 + 10.5)),
        ),
        ("no scope", draft().without("scope")),
        ("own tenant", draft().claim("tenant", TENANT)),
        (
            "unknown claims",
            draft().claim("realm_access", json!({ "roles": ["admin"] })),
        ),
        ("expired within tolerance", draft().claim("exp", at - 59)),
        ("not before within tolerance", draft().claim("nbf", at + 60)),
        ("issued within tolerance", draft().claim("iat", at + 60)),
    ];
    for (name, draft) in variants {
        let verdict = verifier.verify(&draft.signed(&key), now()).await;
        assert!(verdict.is_ok(), "{name}: {verdict:?}");
    }
}

#[tokio::test]
async fn every_allowed_algorithm_holds() {
    let (verifier, web, ed) = kassel();
    let keys = [
        ed,
        TestKey::p256("k2"),
        TestKey::rsa("k3", Algorithm::RS256),
        TestKey::rsa("k4", Algorithm::PS256),
    ];
    publish(&web, KASSEL, &keys.each_ref());
    for key in &keys {
        let verdict = verifier
            .verify(&Draft::new(key, KASSEL).signed(key), now())
            .await;
        assert!(verdict.is_ok(), "{:?}: {verdict:?}", key.algorithm);
    }
}

#[tokio::test]
async fn an_algorithm_outside_the_issuers_list_is_refused() {
    let (verifier, web, _) = kassel();
    let key = TestKey::rsa("k5", Algorithm::RS384);
    publish(&web, KASSEL, &[&key]);
    verifier.trust(foreign(&web, KASSEL, TENANT));
    let refused = verifier
        .verify(&Draft::new(&key, KASSEL).signed(&key), now())
        .await;
    assert_eq!(refused.unwrap_err().reason(), Reason::WrongAlgorithm);
}

#[tokio::test]
async fn a_token_ends_to_the_second() {
    let (verifier, _, key) = kassel();
    let token = Draft::new(&key, KASSEL).signed(&key);
    assert!(verifier.verify(&token, later(300 + 59)).await.is_ok());
    let refused = verifier.verify(&token, later(300 + 60)).await.unwrap_err();
    assert_eq!(refused.reason(), Reason::Expired);
}
