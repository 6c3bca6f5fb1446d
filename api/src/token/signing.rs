//! The built-in issuer: its key, and the tokens that it signs.
//!
//! Invariant: the name of a key is its thumbprint (RFC 7638), so that a name never changes its meaning; the private half
//! leaves this module only as the PEM text that is stored.

use super::issuer::DEVELOPMENT_KEY;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// A key that signs tokens. Ed25519: checked six times faster than ES256, and no signature needs randomness, the failure of
/// which would give the key away.
#[derive(Debug)]
pub struct Signer {
    key_id: String,
    algorithm: Algorithm,
    key: EncodingKey,
    published: Option<Value>,
}

/// Why there is no key or no signature.
#[derive(Debug, Error)]
pub enum SigningFault {
    /// No Ed25519 key in PKCS#8.
    #[error("not an Ed25519 key in PKCS#8: {0}")]
    Key(#[from] ed25519_dalek::pkcs8::Error),
    /// The library refuses.
    #[error("the token cannot be signed: {0}")]
    Token(#[from] jsonwebtoken::errors::Error),
}

/// A new private key as PEM text (PKCS#8), made from 32 unpredictable bytes.
///
/// # Errors
/// None that is known of; the encoder reserves the right.
pub fn new_key(seed: &[u8; 32]) -> Result<String, SigningFault> {
    let pem = ed25519_dalek::SigningKey::from_bytes(seed).to_pkcs8_pem(LineEnding::LF)?;
    Ok(pem.to_string())
}

impl Signer {
    /// Reads a private key from PEM text.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(pem: &str) -> Result<Self, SigningFault> {
        let key = ed25519_dalek::SigningKey::from_pkcs8_pem(pem)?;
        let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
        let key_id = thumbprint(&x);
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": key_id, "alg": "EdDSA", "use": "sig" });
        Ok(Self {
            key_id,
            algorithm: Algorithm::EdDSA,
            key: EncodingKey::from_ed_der(key.to_pkcs8_der()?.as_bytes()),
            published: Some(jwk),
        })
    }

    /// The key of the development issuer.
    #[must_use]
    pub fn development(secret: &[u8]) -> Self {
        Self {
            key_id: DEVELOPMENT_KEY.to_owned(),
            algorithm: Algorithm::HS256,
            key: EncodingKey::from_secret(secret),
            published: None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    fn sign(&self, claims: &impl Serialize) -> Result<String, SigningFault> {
        let mut header = Header::new(self.algorithm);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.key_id.clone());
        Ok(jsonwebtoken::encode(&header, claims, &self.key)?)
    }
}

/// The JSON Web Key Set of some keys: the one that signs now, and those whose tokens may still be about. Secrets are left
/// out.
#[must_use]
pub fn key_document<'s>(signers: impl IntoIterator<Item = &'s Signer>) -> Value {
    let keys: Vec<_> = signers
        .into_iter()
        .filter_map(|signer| signer.published.clone())
        .collect();
    json!({ "keys": keys })
}

/// RFC 7638 §3 for Ed25519 (RFC 8037 §2): the required members in the order of their names.
fn thumbprint(x: &str) -> String {
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

/// Makes access tokens.
#[derive(Debug)]
pub struct Minter {
    /// The name of the issuer.
    pub issuer: String,
    /// The service that the tokens are meant for.
    pub audience: String,
    /// How long they hold.
    pub lifetime: TimeDelta,
    /// The key that signs.
    pub signer: Signer,
}

/// What somebody is granted.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'a> {
    /// Whom the token speaks for.
    pub subject: &'a str,
    /// The program that asks for it.
    pub client: &'a str,
    /// The sign-in, if it is given for one.
    pub session: Option<&'a str>,
    /// The tenant.
    pub tenant: Option<&'a str>,
    /// What they may do there.
    pub role: Option<&'a str>,
    /// What it is limited to, separated by spaces.
    pub scope: &'a str,
    /// When it ends at the latest, however long tokens hold otherwise.
    pub not_after: Option<DateTime<Utc>>,
}

/// The claims of RFC 9068 §2.2, the sign-in, the tenant and the role there.
#[derive(Serialize)]
struct AccessToken<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    exp: i64,
    iat: i64,
    jti: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    scope: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
}

impl Minter {
    /// Makes a token with a name that no other has.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn mint(
        &self,
        grant: &Grant<'_>,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<String, SigningFault> {
        self.signer.sign(&AccessToken {
            iss: &self.issuer,
            sub: grant.subject,
            aud: &self.audience,
            exp: self.end(grant, now).timestamp(),
            iat: now.timestamp(),
            jti: name,
            client_id: grant.client,
            scope: grant.scope,
            sid: grant.session,
            tenant: grant.tenant,
            role: grant.role,
        })
    }

    /// When a token that is made now ends.
    #[must_use]
    pub fn end(&self, grant: &Grant<'_>, now: DateTime<Utc>) -> DateTime<Utc> {
        let usual = now + self.lifetime;
        grant.not_after.map_or(usual, |end| usual.min(end))
    }
}
