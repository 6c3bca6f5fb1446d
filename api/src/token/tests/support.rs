//! An issuer to test with: its key, the documents that it publishes, and tokens of any shape.
//!
//! Invariant: a draft is signed exactly as it is written, however wrong, so that a refusal is due to what the test says.

use crate::token::{
    Ages, Algorithm, Fetch, FetchFault, Fetching, Issuer, KeyLocation, KeySet, TenantRule, Verifier,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{EncodingKey, crypto};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::sync::Semaphore;

pub const AUDIENCE: &str = "https://api.staedtenetz.example";
pub const KASSEL: &str = "https://id.kassel.example/realms/stadt";
pub const TENANT: &str = "tenant_kassel";

/// The time at which everything happens.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

pub fn later(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

/// A web of documents that counts what is asked for.
#[derive(Debug)]
pub struct FakeWeb {
    documents: Mutex<HashMap<String, Value>>,
    asked: Mutex<Vec<String>>,
    gate: Semaphore,
    /// Says when somebody stands at the gate.
    pub waiting: Semaphore,
}

impl FakeWeb {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            documents: Mutex::default(),
            asked: Mutex::default(),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
            waiting: Semaphore::new(0),
        })
    }

    pub fn publish(&self, address: &str, document: Value) {
        self.documents
            .lock()
            .unwrap()
            .insert(address.to_owned(), document);
    }

    pub fn go_down(&self) {
        self.documents.lock().unwrap().clear();
    }

    /// Holds every answer back until the gate opens.
    pub fn close_gate(&self) {
        self.gate.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub fn open_gate(&self) {
        self.gate.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    /// How often something was asked for whose address ends so.
    pub fn asked(&self, end: &str) -> usize {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|address| address.ends_with(end))
            .count()
    }
}

impl Fetch for FakeWeb {
    fn document<'a>(&'a self, address: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(address.to_owned());
            self.waiting.add_permits(1);
            let _open = self.gate.acquire().await.unwrap();
            let found = self.documents.lock().unwrap().get(address).cloned();
            let document = found.ok_or(FetchFault::Status(404))?;
            Ok(document.to_string().into_bytes())
        })
    }
}

/// A key of an issuer.
#[derive(Debug)]
pub struct TestKey {
    pub id: String,
    pub algorithm: Algorithm,
    pub private: EncodingKey,
    pub jwk: Value,
}

impl TestKey {
    pub fn ed25519(id: &str, seed: u8) -> Self {
        let private = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]);
        let x = URL_SAFE_NO_PAD.encode(private.verifying_key().as_bytes());
        let pem = crate::token::new_key(&[seed; 32]).unwrap();
        Self {
            id: id.to_owned(),
            algorithm: Algorithm::EdDSA,
            private: EncodingKey::from_ed_pem(pem.as_bytes()).unwrap(),
            jwk: json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": id, "alg": "EdDSA", "use": "sig" }),
        }
    }

    pub fn p256(id: &str) -> Self {
        let pem = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/keys/p256.pem"
        ));
        Self::of(
            id,
            Algorithm::ES256,
            EncodingKey::from_ec_pem(pem.as_bytes()).unwrap(),
        )
    }

    pub fn rsa(id: &str, algorithm: Algorithm) -> Self {
        let pem = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/keys/rsa.pem"
        ));
        Self::of(
            id,
            algorithm,
            EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(),
        )
    }

    fn of(id: &str, algorithm: Algorithm, private: EncodingKey) -> Self {
        let public = jsonwebtoken::jwk::Jwk::from_encoding_key(&private, algorithm).unwrap();
        let mut jwk = serde_json::to_value(public).unwrap();
        jwk["kid"] = id.into();
        Self {
            id: id.to_owned(),
            algorithm,
            private,
            jwk,
        }
    }

    pub fn sign(&self, message: &str) -> String {
        let signature = crypto::sign(message.as_bytes(), &self.private, self.algorithm).unwrap();
        format!("{message}.{signature}")
    }
}

/// A token in the making.
#[derive(Clone, Debug)]
pub struct Draft {
    pub header: Value,
    pub claims: Value,
}

impl Draft {
    /// One that holds.
    pub fn new(key: &TestKey, issuer: &str) -> Self {
        let at = now().timestamp();
        let algorithm = format!("{:?}", key.algorithm);
        Self {
            header: json!({ "alg": algorithm, "kid": key.id, "typ": "at+jwt" }),
            claims: json!({
                "iss": issuer, "aud": AUDIENCE, "sub": "u-1", "client_id": "portal", "jti": "t-1",
                "iat": at, "exp": at + 300, "scope": "read write",
            }),
        }
    }

    pub fn header(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.header[member] = value.into();
        self
    }

    pub fn claim(mut self, claim: &str, value: impl Into<Value>) -> Self {
        self.claims[claim] = value.into();
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.header.as_object_mut().unwrap().remove(name);
        self.claims.as_object_mut().unwrap().remove(name);
        self
    }

    pub fn signed(&self, key: &TestKey) -> String {
        signed_text(&self.header.to_string(), &self.claims.to_string(), key)
    }
}

/// A token of exactly these texts.
pub fn signed_text(header: &str, payload: &str, key: &TestKey) -> String {
    key.sign(&format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    ))
}

pub fn keys_address(issuer: &str) -> String {
    format!("{issuer}/protocol/openid-connect/certs")
}

/// Publishes the metadata and the keys of an issuer.
pub fn publish(web: &FakeWeb, issuer: &str, keys: &[&TestKey]) {
    let jwks: Vec<_> = keys.iter().map(|key| key.jwk.clone()).collect();
    let metadata = json!({ "issuer": issuer, "jwks_uri": keys_address(issuer) });
    web.publish(
        &format!("{issuer}/.well-known/openid-configuration"),
        metadata,
    );
    web.publish(&keys_address(issuer), json!({ "keys": jwks }));
}

pub fn foreign(web: &Arc<FakeWeb>, issuer: &str, tenant: &str) -> Issuer {
    let fetch = Arc::clone(web) as Arc<dyn Fetch>;
    let keys = KeySet::new(issuer, KeyLocation::Discovery, fetch, Ages::default());
    let algorithms = [
        Algorithm::ES256,
        Algorithm::EdDSA,
        Algorithm::RS256,
        Algorithm::PS256,
    ];
    Issuer::foreign(
        keys,
        AUDIENCE,
        &algorithms,
        TenantRule::Always(tenant.to_owned()),
    )
    .unwrap()
}

/// A verifier that trusts Kassel, which has one key.
pub fn kassel() -> (Verifier, Arc<FakeWeb>, TestKey) {
    let (web, key) = (FakeWeb::new(), TestKey::ed25519("k1", 1));
    publish(&web, KASSEL, &[&key]);
    let verifier = Verifier::new(1_000);
    verifier.trust(foreign(&web, KASSEL, TENANT));
    (verifier, web, key)
}
