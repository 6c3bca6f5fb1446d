//! JWT-4: new keys, unknown keys, and issuers that do not answer.
//!
//! Invariant: requests are counted, not guessed at, and time passes only when a test says so.

use super::support::{Draft, FakeWeb, KASSEL, TestKey, kassel, later, now, publish};
use crate::token::{Reason, Verifier};
use std::sync::Arc;

async fn reason(verifier: &Verifier, key: &TestKey, seconds: i64) -> Option<Reason> {
    let at = now().timestamp() + seconds;
    let draft = Draft::new(key, KASSEL)
        .claim("iat", at)
        .claim("exp", at + 300);
    let verdict = verifier.verify(&draft.signed(key), later(seconds)).await;
    verdict.err().map(crate::token::Refused::reason)
}

/// Lets tasks in the background run to their end: they never wait for anything but the open gate.
async fn settle(web: &FakeWeb, fetches: usize) {
    while web.asked("certs") < fetches {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_new_key_counts_from_its_first_token() {
    let (verifier, web, old) = kassel();
    let new = TestKey::ed25519("k2", 2);
    assert_eq!(reason(&verifier, &old, 0).await, None);
    publish(&web, KASSEL, &[&old, &new]);
    assert_eq!(reason(&verifier, &new, 1).await, None);
    assert_eq!(reason(&verifier, &old, 2).await, None);
    assert_eq!(web.asked("certs"), 2);
}

#[tokio::test]
async fn unknown_keys_cost_one_request_per_cool_down() {
    let (verifier, web, key) = kassel();
    let signer = TestKey::ed25519("unknown", 3);
    assert_eq!(reason(&verifier, &key, 0).await, None);
    for number in 0..10_000 {
        let draft = Draft::new(&signer, KASSEL).header("kid", format!("unknown-{number}"));
        let verdict = verifier.verify(&draft.signed(&signer), now()).await;
        assert_eq!(verdict.unwrap_err().reason(), Reason::UnknownKey);
    }
    assert_eq!(
        web.asked("certs"),
        2,
        "the first fetch, and one for the unknown"
    );
    assert_eq!(
        reason(&verifier, &signer, 9).await,
        Some(Reason::UnknownKey)
    );
    assert_eq!(web.asked("certs"), 2);
    assert_eq!(
        reason(&verifier, &signer, 10).await,
        Some(Reason::UnknownKey)
    );
    assert_eq!(web.asked("certs"), 3);
    assert_eq!(
        reason(&verifier, &key, 11).await,
        None,
        "known keys do not suffer"
    );
}

#[tokio::test]
async fn many_at_once_share_one_request() {
    let (verifier, web, key) = kassel();
    let verifier = Arc::new(verifier);
    web.close_gate();
    let callers: Vec<_> = (0..100)
        .map(|number| {
            let token = Draft::new(&key, KASSEL)
                .claim("jti", format!("t-{number}"))
                .signed(&key);
            let verifier = Arc::clone(&verifier);
            tokio::spawn(async move { verifier.verify(&token, now()).await.is_ok() })
        })
        .collect();
    let _ = web.waiting.acquire().await.unwrap();
    web.open_gate();
    for caller in callers {
        assert!(caller.await.unwrap());
    }
    assert_eq!(web.asked("certs"), 1);
}

#[tokio::test]
async fn many_unknown_keys_at_once_share_one_request() {
    let (verifier, web, key) = kassel();
    let verifier = Arc::new(verifier);
    assert_eq!(reason(&verifier, &key, 0).await, None);
    web.close_gate();
    let callers: Vec<_> = (0..100)
        .map(|number| {
            let draft = Draft::new(&key, KASSEL).header("kid", format!("unknown-{number}"));
            let (verifier, token) = (Arc::clone(&verifier), draft.signed(&key));
            tokio::spawn(async move { verifier.verify(&token, now()).await.is_ok() })
        })
        .collect();
    while web.asked("certs") + web.asked("openid-configuration") < 3 {
        tokio::task::yield_now().await;
    }
    web.open_gate();
    for caller in callers {
        assert!(!caller.await.unwrap());
    }
    assert_eq!(web.asked("certs"), 2);
}

#[tokio::test]
async fn a_caller_who_hangs_up_leaves_the_answer_to_the_others() {
    let (verifier, web, key) = kassel();
    let verifier = Arc::new(verifier);
    web.close_gate();
    let token = Draft::new(&key, KASSEL).signed(&key);
    let caller = {
        let (verifier, token) = (Arc::clone(&verifier), token.clone());
        tokio::spawn(async move { verifier.verify(&token, now()).await.is_ok() })
    };
    let _ = web.waiting.acquire().await.unwrap();
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    web.open_gate();
    assert!(verifier.verify(&token, now()).await.is_ok());
    assert_eq!(
        web.asked("certs"),
        1,
        "the request that was under way was lost"
    );
}

#[tokio::test]
async fn known_keys_bridge_an_outage_up_to_the_maximum_age() {
    let (verifier, web, key) = kassel();
    assert_eq!(reason(&verifier, &key, 0).await, None);
    web.go_down();
    for minute in 1..=360 {
        assert_eq!(
            reason(&verifier, &key, minute * 60).await,
            None,
            "minute {minute}"
        );
    }
    assert_eq!(
        reason(&verifier, &key, 360 * 60 + 1).await,
        Some(Reason::UnknownKey)
    );
    publish(&web, KASSEL, &[&key]);
    assert_eq!(reason(&verifier, &key, 361 * 60).await, None, "it is back");
}

#[tokio::test]
async fn an_issuer_that_is_down_at_the_start_is_not_hammered() {
    let (verifier, web, key) = kassel();
    web.go_down();
    for _ in 0..100 {
        assert_eq!(reason(&verifier, &key, 0).await, Some(Reason::UnknownKey));
    }
    assert_eq!(web.asked("openid-configuration"), 1);
    publish(&web, KASSEL, &[&key]);
    assert_eq!(reason(&verifier, &key, 10).await, None);
}

#[tokio::test]
async fn keys_are_renewed_behind_the_callers_back() {
    let (verifier, web, key) = kassel();
    assert_eq!(reason(&verifier, &key, 0).await, None);
    assert_eq!(reason(&verifier, &key, 300).await, None);
    assert_eq!(web.asked("certs"), 1);
    web.close_gate();
    assert_eq!(
        reason(&verifier, &key, 301).await,
        None,
        "nobody waits for a renewal"
    );
    assert_eq!(reason(&verifier, &key, 302).await, None);
    web.open_gate();
    settle(&web, 2).await;
    assert_eq!(web.asked("certs"), 2);
}

/// A token that is only ever remembered must not keep a withdrawn key alive.
#[tokio::test]
async fn a_withdrawn_key_ends_remembered_tokens() {
    let (verifier, web, key) = kassel();
    let token = Draft::new(&key, KASSEL)
        .claim("exp", now().timestamp() + 5_000)
        .signed(&key);
    assert!(verifier.verify(&token, now()).await.is_ok());
    publish(&web, KASSEL, &[&TestKey::ed25519("k2", 2)]);
    assert!(
        verifier.verify(&token, later(301)).await.is_ok(),
        "this one starts the renewal"
    );
    settle(&web, 2).await;
    let refused = verifier.verify(&token, later(302)).await.unwrap_err();
    assert_eq!(refused.reason(), Reason::UnknownKey);
}

#[tokio::test]
async fn a_broken_answer_does_not_replace_good_keys() {
    let (verifier, web, key) = kassel();
    assert_eq!(reason(&verifier, &key, 0).await, None);
    let broken = TestKey {
        jwk: serde_json::json!({ "kty": "EC" }),
        ..TestKey::ed25519("k2", 2)
    };
    publish(&web, KASSEL, &[&broken]);
    assert_eq!(
        reason(&verifier, &broken, 1).await,
        Some(Reason::UnknownKey)
    );
    assert_eq!(reason(&verifier, &key, 2).await, None);
}
