//! Whatever comes in, nothing panics and nothing holds.
//!
//! Invariant: texts are near enough to tokens to reach every stage of the check.

use super::support::{Draft, KASSEL, TestKey, kassel, now, signed_text};
use crate::token::{ApiKey, Jwks, json};
use proptest::prelude::*;
use serde_json::Value;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

fn holds(token: &str) -> bool {
    let (verifier, _, _) = kassel();
    runtime().block_on(verifier.verify(token, now())).is_ok()
}

fn is_between(number: &serde_json::Number, start: f64, end: f64) -> bool {
    number
        .as_f64()
        .is_some_and(|number| (start..end).contains(&number))
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,6}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn texts(text in ".{0,200}") {
        prop_assert!(!holds(&text));
        prop_assert_eq!(ApiKey::parse(&text), None);
        prop_assert!(Jwks::parse(text.as_bytes()).is_err());
    }

    #[test]
    fn three_parts(text in "[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,90}") {
        prop_assert!(!holds(&text));
    }

    #[test]
    fn any_claim_of_any_value(claim in "iss|aud|sub|client_id|jti|iat|exp|nbf", value in any_json()) {
        let key = TestKey::ed25519("k1", 1);
        let draft = Draft::new(&key, KASSEL);
        let at = now().timestamp() as f64;
        let is_right = match (claim.as_str(), &value) {
            ("sub" | "client_id" | "jti", Value::String(text)) => !text.is_empty(),
            ("iat" | "nbf", Value::Number(number)) => is_between(number, 0.0, at + 61.0),
            ("exp", Value::Number(number)) => is_between(number, at - 59.0, 253_402_300_800.0),
            _ => false,
        };
        prop_assert_eq!(holds(&draft.claim(&claim, value).signed(&key)), is_right);
    }

    #[test]
    fn any_header_and_payload(header in any_json(), payload in any_json()) {
        let key = TestKey::ed25519("k1", 1);
        prop_assert!(!holds(&signed_text(&header.to_string(), &payload.to_string(), &key)));
    }

    #[test]
    fn any_member_of_a_key(member in "kty|crv|x|y|n|e|k|kid|use|alg|key_ops", value in any_json()) {
        let keys = [TestKey::ed25519("k1", 1), TestKey::p256("k2")];
        for key in keys {
            let mut jwk = key.jwk;
            jwk[&member] = value.clone();
            let _ = Jwks::parse(serde_json::json!({ "keys": [jwk] }).to_string().as_bytes());
        }
    }

    /// One changed character anywhere: the token is another one, and no longer signed.
    #[test]
    fn one_character(at in 0_usize..400, to in "[A-Za-z0-9_.-]") {
        let key = TestKey::ed25519("k1", 1);
        let token = Draft::new(&key, KASSEL).signed(&key);
        let at = at % token.len();
        let bent = format!("{}{to}{}", &token[..at], &token[at + 1..]);
        prop_assert_eq!(holds(&bent), bent == token);
    }

    /// The strict reader agrees with the common one on documents that say nothing twice.
    #[test]
    fn strict_json(value in any_json()) {
        let read = json::object(value.to_string().as_bytes()).map(Value::Object);
        let common = serde_json::from_str(&value.to_string()).unwrap();
        prop_assert_eq!(read, value.is_object().then_some(common));
    }
}
