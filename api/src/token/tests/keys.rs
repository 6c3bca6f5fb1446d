//! Published keys, read strictly (RFC 7517, RFC 7518, RFC 8725 §3.4 and §3.5).
//!
//! Invariant: each row changes one thing about a key that is fine.

use super::support::TestKey;
use crate::token::{
    Algorithm, Jwks, JwksFault,
    json::{self, Object},
    jwk::Key,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

fn object(value: Value) -> Object {
    json::object(value.to_string().as_bytes()).unwrap()
}

fn with(key: &TestKey, member: &str, value: impl Into<Value>) -> Object {
    let mut jwk = object(key.jwk.clone());
    jwk.insert(member.to_owned(), value.into());
    jwk
}

fn without(key: &TestKey, member: &str) -> Object {
    let mut jwk = object(key.jwk.clone());
    jwk.remove(member).unwrap();
    jwk
}

fn octets(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn modulus(key: &TestKey) -> Vec<u8> {
    URL_SAFE_NO_PAD
        .decode(key.jwk["n"].as_str().unwrap())
        .unwrap()
}

#[test]
fn sound_keys_are_read() {
    let (ed, ec) = (TestKey::ed25519("k", 1), TestKey::p256("k"));
    let rsa = TestKey::rsa("k", Algorithm::PS256);
    let rows = [
        (object(ed.jwk.clone()), Algorithm::EdDSA),
        (without(&ed, "alg"), Algorithm::EdDSA),
        (without(&ed, "use"), Algorithm::EdDSA),
        (with(&ed, "key_ops", json!(["verify"])), Algorithm::EdDSA),
        (object(ec.jwk.clone()), Algorithm::ES256),
        (without(&ec, "alg"), Algorithm::ES256),
        (object(rsa.jwk.clone()), Algorithm::PS256),
        (without(&rsa, "alg"), Algorithm::RS256),
    ];
    for (jwk, algorithm) in rows {
        assert_eq!(
            Key::parse(&jwk).map(|key| key.algorithm()),
            Some(algorithm),
            "{jwk:?}"
        );
    }
}

#[test]
fn keys_for_something_else_are_passed_over() {
    let (ed, ec) = (TestKey::ed25519("k", 1), TestKey::p256("k"));
    let rows = [
        with(&ed, "use", "enc"),
        with(&ed, "use", Value::Null),
        with(&ed, "key_ops", json!(["sign"])),
        with(&ed, "key_ops", "verify"),
        with(&ed, "kid", ""),
        with(&ed, "kid", 1),
        without(&ed, "kid"),
        with(&ed, "kty", "EC"),
        with(&ed, "kty", "ed"),
        with(&ed, "crv", "Ed448"),
        with(&ed, "crv", "X25519"),
        with(&ed, "alg", "ES256"),
        with(&ed, "alg", "none"),
        with(&ed, "alg", Value::Null),
        with(&ed, "d", octets(&[1; 32])),
        with(&ed, "x", octets(&[1; 31])),
        with(&ed, "x", octets(&[1; 33])),
        with(&ed, "x", ""),
        with(&ec, "crv", "P-384"),
        with(&ec, "crv", "secp256k1"),
        with(&ec, "alg", "ES384"),
        with(&ec, "alg", "HS256"),
        with(&ec, "y", octets(&[1; 32])),
        with(&ec, "y", octets(&[1; 33])),
        without(&ec, "y"),
    ];
    for jwk in rows {
        assert!(Key::parse(&jwk).is_none(), "{jwk:?}");
    }
}

#[test]
fn weak_rsa_keys_are_passed_over() {
    let rsa = TestKey::rsa("k", Algorithm::RS256);
    let sound = modulus(&rsa);
    let padded = [&[0, 0], sound.as_slice()].concat();
    let (short, long) = (
        [&[0x7f], &sound[1..]].concat(),
        [sound.as_slice(), &[1; 257]].concat(),
    );
    let even = [&sound[..255], &[2]].concat();
    let rows = [
        with(&rsa, "n", octets(&short)),
        with(&rsa, "n", octets(&sound[128..])),
        with(&rsa, "n", octets(&[&[0; 128], &sound[128..]].concat())),
        with(&rsa, "n", octets(&long)),
        with(&rsa, "n", octets(&even)),
        with(&rsa, "e", octets(&[1])),
        with(&rsa, "e", octets(&[3])),
        with(&rsa, "e", octets(&[1, 0, 0])),
        with(&rsa, "e", octets(&[1; 9])),
        with(&rsa, "e", ""),
        with(&rsa, "alg", "ES256"),
        with(&rsa, "alg", "HS256"),
        with(&rsa, "alg", "RSA-OAEP"),
        with(&rsa, "p", octets(&[1; 128])),
    ];
    for jwk in rows {
        assert!(Key::parse(&jwk).is_none(), "{jwk:?}");
    }
    assert!(
        Key::parse(&with(&rsa, "n", octets(&padded))).is_some(),
        "leading zeros are no bits"
    );
}

#[test]
fn a_set_is_refused_as_a_whole() {
    let (one, two) = (TestKey::ed25519("k1", 1).jwk, TestKey::ed25519("k2", 2).jwk);
    let same = TestKey::ed25519("k1", 3).jwk;
    let secret = json!({ "kty": "oct", "kid": "s", "alg": "HS256", "k": octets(&[1; 32]) });
    let parse = |document: &str| Jwks::parse_public(document.as_bytes()).map(|_| ());
    let set = |keys: &[&Value]| parse(&json!({ "keys": keys }).to_string());
    assert_eq!(set(&[&one, &two]), Ok(()));
    assert_eq!(set(&[]), Err(JwksFault::NoUsableKey));
    assert_eq!(set(&[&one, &same]), Err(JwksFault::Ambiguous));
    assert_eq!(set(&[&one, &secret]), Err(JwksFault::Secret));
    assert_eq!(set(&[&secret]), Err(JwksFault::Secret));
    assert_eq!(set(&[&one; 65]), Err(JwksFault::TooMany));
    assert_eq!(set(&[&json!("k1")]), Err(JwksFault::NotASet));
    assert_eq!(parse("[]"), Err(JwksFault::NotASet));
    assert_eq!(parse("{}"), Err(JwksFault::NotASet));
    assert_eq!(
        parse(&format!(r#"{{"keys":[],"keys":[{one}]}}"#)),
        Err(JwksFault::NotASet)
    );
}

/// What Keycloak publishes: a key for encryption beside the one for signatures. The one does not spoil the other.
#[test]
fn a_key_for_encryption_beside_is_passed_over() {
    let mut other = TestKey::rsa("k2", Algorithm::RS256).jwk;
    other["use"] = "enc".into();
    other["alg"] = "RSA-OAEP".into();
    let document = json!({ "keys": [TestKey::ed25519("k1", 1).jwk, other] }).to_string();
    let jwks = Jwks::parse_public(document.as_bytes()).unwrap();
    assert!(jwks.key("k1").is_some());
    assert!(jwks.key("k2").is_none());
}
