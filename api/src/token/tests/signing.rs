//! The built-in issuer, from its key to a token that holds.
//!
//! Invariant: what it publishes is enough to check what it signs, and gives nothing else away.

use super::support::{AUDIENCE, later, now};
use crate::token::{
    Claims, Endpoints, Grant, Issuer, Minter, Reason, Refused, Signer, Verifier,
    authorization_server, key_document, new_key, random_bytes,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;

const OURS: &str = "https://api.staedtenetz.example";

fn signer(seed: u8) -> Signer {
    Signer::from_pem(&new_key(&[seed; 32]).unwrap()).unwrap()
}

fn minter(signer: Signer) -> Minter {
    Minter {
        issuer: OURS.into(),
        audience: AUDIENCE.into(),
        lifetime: TimeDelta::minutes(10),
        signer,
    }
}

fn token(signer: Signer) -> String {
    let grant = Grant {
        subject: "a-1",
        client: "key-1",
        session: Some("s-1"),
        tenant: Some("tenant_kassel"),
        role: Some("EDITOR"),
        scope: "read write",
        not_after: None,
    };
    minter(signer).mint(&grant, "t-1", now()).unwrap()
}

async fn verify(issuer: Issuer, token: &str) -> Result<Arc<Claims>, Refused> {
    let verifier = Verifier::new(10);
    verifier.trust(issuer);
    verifier.verify(token, now()).await
}

fn part(token: &str, number: usize) -> Value {
    let part = token.split('.').nth(number).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn what_we_sign_holds() {
    let published = key_document([&signer(1)]).to_string();
    let issuer = Issuer::built_in(OURS, AUDIENCE, published.as_bytes()).unwrap();
    let claims = verify(issuer, &token(signer(1))).await.unwrap();
    assert_eq!(claims.tenant.as_deref(), Some("tenant_kassel"));
    assert_eq!(claims.session.as_deref(), Some("s-1"));
    assert_eq!(claims.roles, ["EDITOR"]);
    assert_eq!(claims.scopes, ["read", "write"]);
    assert_eq!(claims.expires_at, later(600));
}

#[test]
fn the_claims_are_those_of_rfc_9068_and_ours() {
    let token = token(signer(1));
    let at = now().timestamp();
    let kid = signer(1).key_id().to_owned();
    assert_eq!(
        part(&token, 0),
        json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": kid })
    );
    assert_eq!(
        part(&token, 1),
        json!({
            "iss": OURS, "sub": "a-1", "aud": AUDIENCE, "exp": at + 600, "iat": at, "jti": "t-1",
            "client_id": "key-1", "scope": "read write", "tenant": "tenant_kassel", "role": "EDITOR", "sid": "s-1",
        })
    );
}

#[tokio::test]
async fn the_old_key_stays_published_while_its_tokens_live() {
    let published = key_document([&signer(2), &signer(1)]).to_string();
    let issuer = || Issuer::built_in(OURS, AUDIENCE, published.as_bytes()).unwrap();
    assert!(verify(issuer(), &token(signer(1))).await.is_ok());
    assert!(verify(issuer(), &token(signer(2))).await.is_ok());
    let refused = verify(issuer(), &token(signer(3))).await.unwrap_err();
    assert_eq!(refused.reason(), Reason::UnknownKey);
}

/// The key and the thumbprint of RFC 8037 appendix A.
#[test]
fn the_name_of_a_key_is_its_thumbprint() {
    let seed = URL_SAFE_NO_PAD
        .decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
        .unwrap();
    let signer = Signer::from_pem(&new_key(seed.as_slice().try_into().unwrap()).unwrap()).unwrap();
    assert_eq!(
        signer.key_id(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    let document = key_document([&signer]);
    assert_eq!(
        document["keys"][0]["x"],
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    );
    assert!(
        document["keys"][0].get("d").is_none(),
        "the private half was published"
    );
}

#[test]
fn keys_are_stored_as_pkcs_8() {
    let pem = new_key(&random_bytes().unwrap()).unwrap();
    assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(Signer::from_pem(&pem).is_ok());
    let foreign = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/keys/p256.pem"
    ));
    assert!(Signer::from_pem(foreign).is_err(), "a key of another kind");
    assert!(Signer::from_pem("").is_err());
}

#[tokio::test]
async fn the_development_issuer() {
    let secret = [5; 32];
    let issuer = || Issuer::development(OURS, AUDIENCE, &secret).unwrap();
    assert!(
        verify(issuer(), &token(Signer::development(&secret)))
            .await
            .is_ok()
    );
    let refused = verify(issuer(), &token(Signer::development(&[6; 32])))
        .await
        .unwrap_err();
    assert_eq!(refused.reason(), Reason::WrongSignature);
    assert_eq!(
        key_document([&Signer::development(&secret)]),
        json!({ "keys": [] }),
        "a secret was published"
    );
}

#[test]
fn the_metadata_name_the_issuer_and_its_endpoints() {
    let at = Endpoints {
        issuer: OURS,
        token: "https://x/token",
        revocation: "https://x/revoke",
        keys: "https://x/keys",
    };
    let metadata = authorization_server(at, &["read"]);
    assert_eq!(metadata["issuer"], OURS);
    assert_eq!(metadata["token_endpoint"], "https://x/token");
    assert_eq!(metadata["revocation_endpoint"], "https://x/revoke");
    assert_eq!(metadata["jwks_uri"], "https://x/keys");
    assert_eq!(metadata["scopes_supported"], json!(["read"]));
    assert_eq!(metadata["response_types_supported"], json!([]));
}

#[test]
fn no_output_shows_a_private_key() {
    let shown = format!(
        "{:?}",
        minter(Signer::development(b"a secret of thirty-two bytes ...."))
    );
    assert!(
        !shown.contains("secret of") && !shown.contains("97, 32"),
        "{shown}"
    );
}
