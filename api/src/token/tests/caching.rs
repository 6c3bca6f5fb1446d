//! What is remembered about verified tokens, and what ends it.
//!
//! Invariant: a remembered token is judged like a new one in everything but its signature.

use super::support::{
    AUDIENCE, Draft, KASSEL, TENANT, TestKey, foreign, kassel, later, now, publish,
};
use crate::token::{
    Algorithm, Issuer, Reason, Verifier,
    cache::{Cache, Fingerprint, Verified},
};
use jsonwebtoken::EncodingKey;
use std::sync::Arc;

async fn reason(verifier: &Verifier, token: &str) -> Option<Reason> {
    verifier
        .verify(token, now())
        .await
        .err()
        .map(crate::token::Refused::reason)
}

#[tokio::test]
async fn the_second_time_is_a_look_up() {
    let (verifier, _, key) = kassel();
    let token = Draft::new(&key, KASSEL).signed(&key);
    let first = verifier.verify(&token, now()).await.unwrap();
    let second = verifier.verify(&token, later(1)).await.unwrap();
    assert!(Arc::ptr_eq(&first, &second), "the claims were read again");
}

#[tokio::test]
async fn trust_ends_at_once() {
    let (verifier, web, key) = kassel();
    let token = Draft::new(&key, KASSEL).signed(&key);
    assert_eq!(reason(&verifier, &token).await, None);
    verifier.distrust(KASSEL);
    assert_eq!(reason(&verifier, &token).await, Some(Reason::UnknownIssuer));
    verifier.trust(foreign(&web, KASSEL, "tenant_bonn"));
    let claims = verifier.verify(&token, now()).await.unwrap();
    assert_eq!(
        claims.tenant.as_deref(),
        Some("tenant_bonn"),
        "the issuer's old settings were remembered"
    );
}

/// Our own keys never change their generation, so that only the new settings can end what was remembered.
#[tokio::test]
async fn new_settings_of_an_issuer_count_at_once() {
    let secret = [5; 32];
    let key = TestKey {
        algorithm: Algorithm::HS256,
        private: EncodingKey::from_secret(&secret),
        ..TestKey::ed25519("development", 1)
    };
    let token = Draft::new(&key, KASSEL).signed(&key);
    let verifier = Verifier::new(10);
    verifier.trust(Issuer::development(KASSEL, AUDIENCE, &secret).unwrap());
    assert_eq!(reason(&verifier, &token).await, None);
    verifier.trust(Issuer::development(KASSEL, "https://new.example", &secret).unwrap());
    assert_eq!(reason(&verifier, &token).await, Some(Reason::WrongAudience));
}

#[tokio::test]
async fn a_key_that_is_withdrawn_ends_its_tokens() {
    let (verifier, web, old) = kassel();
    let new = TestKey::ed25519("k2", 2);
    let of_old = Draft::new(&old, KASSEL).signed(&old);
    assert_eq!(reason(&verifier, &of_old).await, None);
    publish(&web, KASSEL, &[&new]);
    assert_eq!(
        reason(&verifier, &Draft::new(&new, KASSEL).signed(&new)).await,
        None
    );
    assert_eq!(reason(&verifier, &of_old).await, Some(Reason::UnknownKey));
}

#[tokio::test]
async fn memory_is_bounded_and_what_is_used_stays() {
    let (verifier, web, key) = kassel();
    let claims = verifier
        .verify(&Draft::new(&key, KASSEL).signed(&key), now())
        .await
        .unwrap();
    let issuer = Arc::new(foreign(&web, KASSEL, TENANT));
    let cache = Cache::new(100);
    let verified = Verified {
        claims,
        issuer,
        generation: 0,
    };
    let used = Fingerprint::of("in use");
    cache.keep(used, verified.clone());
    for number in 0..10_000 {
        cache.keep(Fingerprint::of(&number.to_string()), verified.clone());
        assert!(cache.recall(&used).is_some(), "lost after {number} others");
        assert!(cache.held() <= 100);
    }
    assert!(cache.recall(&Fingerprint::of("0")).is_none());
}
