//! An issuer of tokens whom we trust, and for what.
//!
//! Invariant: which algorithms count is decided here and not by a token; a shared secret is good for the development issuer
//! only; a city's issuer speaks for that city and nobody else.

use super::{
    claims::Claims,
    header::Header,
    json::Object,
    jwks::{Jwks, JwksFault},
    key_set::KeySet,
    refusal::Reason,
};
use chrono::{DateTime, Utc};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use std::sync::Arc;
use thiserror::Error;

/// What foreign issuers may use.
const FOREIGN: [Algorithm; 4] = [
    Algorithm::ES256,
    Algorithm::EdDSA,
    Algorithm::RS256,
    Algorithm::PS256,
];

/// The claim in which our own tokens name the role.
const ROLE_CLAIM: &str = "role";

/// Name of the development issuer's key.
pub const DEVELOPMENT_KEY: &str = "development";

/// An issuer of tokens.
#[derive(Debug)]
pub struct Issuer {
    name: String,
    audience: String,
    algorithms: Vec<Algorithm>,
    tenant: TenantRule,
    role_claim: String,
    keys: Keys,
}

/// For which tenant the tokens of an issuer speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenantRule {
    /// For this one, always: the issuer is that tenant's own.
    Always(String),
    /// For the one that the token names: the issuer is ours.
    AsClaimed,
}

#[derive(Debug)]
enum Keys {
    Fixed(Arc<Jwks>),
    Foreign(Arc<KeySet>),
}

/// Why an issuer cannot be trusted as configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IssuerFault {
    /// Nothing is allowed, so that no token could hold.
    #[error("no algorithm is allowed")]
    NoAlgorithm,
    /// An algorithm that foreign issuers may not use.
    #[error("{0:?} is not allowed for a foreign issuer")]
    Algorithm(Algorithm),
    /// Keys that cannot be used.
    #[error(transparent)]
    Keys(#[from] JwksFault),
}

impl Issuer {
    /// An issuer that publishes its keys, such as a city's own Keycloak.
    ///
    /// # Errors
    /// Algorithms that are not for foreign issuers.
    pub fn foreign(
        keys: Arc<KeySet>,
        audience: &str,
        algorithms: &[Algorithm],
        tenant: TenantRule,
    ) -> Result<Self, IssuerFault> {
        if algorithms.is_empty() {
            return Err(IssuerFault::NoAlgorithm);
        }
        match algorithms
            .iter()
            .find(|algorithm| !FOREIGN.contains(algorithm))
        {
            Some(algorithm) => Err(IssuerFault::Algorithm(*algorithm)),
            None => Ok(Self {
                name: keys.issuer().to_owned(),
                audience: audience.to_owned(),
                algorithms: algorithms.to_vec(),
                tenant,
                role_claim: ROLE_CLAIM.to_owned(),
                keys: Keys::Foreign(keys),
            }),
        }
    }

    /// The same, with the claim in which its tokens name roles: `role`, or a way such as `realm_access.roles`.
    #[must_use]
    pub fn with_role_claim(mut self, claim: &str) -> Self {
        claim.clone_into(&mut self.role_claim);
        self
    }

    /// The issuer in this service, by the document that it publishes.
    ///
    /// # Errors
    /// Keys that cannot be used.
    pub fn built_in(name: &str, audience: &str, jwks: &[u8]) -> Result<Self, IssuerFault> {
        Ok(Self::ours(
            name,
            audience,
            Algorithm::EdDSA,
            Jwks::parse_public(jwks)?,
        ))
    }

    /// The issuer of a developer's machine, with a shared secret. Never for production: whoever can check its tokens can
    /// make them.
    ///
    /// # Errors
    /// A secret of fewer than 32 bytes.
    pub fn development(name: &str, audience: &str, secret: &[u8]) -> Result<Self, IssuerFault> {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let k = URL_SAFE_NO_PAD.encode(secret);
        let key = json!({ "kty": "oct", "kid": DEVELOPMENT_KEY, "alg": "HS256", "k": k });
        let jwks = Jwks::parse(json!({ "keys": [key] }).to_string().as_bytes())?;
        Ok(Self::ours(name, audience, Algorithm::HS256, jwks))
    }

    fn ours(name: &str, audience: &str, algorithm: Algorithm, jwks: Jwks) -> Self {
        Self {
            name: name.to_owned(),
            audience: audience.to_owned(),
            algorithms: vec![algorithm],
            tenant: TenantRule::AsClaimed,
            role_claim: ROLE_CLAIM.to_owned(),
            keys: Keys::Fixed(Arc::new(jwks)),
        }
    }

    /// Its name, as tokens write it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whom its tokens must be meant for.
    pub(super) fn audience(&self) -> &str {
        &self.audience
    }

    /// Checks the kind of token and its algorithm.
    ///
    /// # Errors
    /// What is not allowed.
    pub(super) fn permits(&self, header: &Header) -> Result<(), Reason> {
        if !header.is_access_token() {
            return Err(Reason::WrongType);
        }
        if !self.algorithms.contains(&header.algorithm) {
            return Err(Reason::WrongAlgorithm);
        }
        Ok(())
    }

    /// Settles the tenant: a foreign issuer cannot name another one than its own.
    ///
    /// # Errors
    /// When it does.
    pub(super) fn settle_tenant(&self, claims: &mut Claims) -> Result<(), Reason> {
        let TenantRule::Always(own) = &self.tenant else {
            return Ok(());
        };
        let claimed = claims.tenant.get_or_insert_with(|| own.clone());
        match claimed == own {
            true => Ok(()),
            false => Err(Reason::WrongTenant),
        }
    }

    /// The roles that a token names, in the issuer's words.
    pub(super) fn roles(&self, payload: &Object) -> Vec<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match claim(payload, &self.role_claim) {
            Some(Value::Array(many)) => many.iter().filter_map(text).collect(),
            Some(one) => text(one).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Its keys, among them one of this name, and the generation of the set.
    pub(super) async fn with_key(&self, id: &str, now: DateTime<Utc>) -> Option<(Arc<Jwks>, u64)> {
        match &self.keys {
            Keys::Fixed(jwks) => jwks.key(id).map(|_| (Arc::clone(jwks), 0)),
            Keys::Foreign(keys) => {
                let held = keys.with_key(id, now).await?;
                Some((held.jwks, held.generation))
            }
        }
    }

    /// The generation of the keys in force now; `None` when they are too old to count.
    pub(super) fn generation(&self, now: DateTime<Utc>) -> Option<u64> {
        match &self.keys {
            Keys::Fixed(_) => Some(0),
            Keys::Foreign(keys) => keys.in_force(now).map(|held| held.generation),
        }
    }
}

/// A claim by its name, or by the names on the way to it: names of claims may hold dots themselves.
fn claim<'p>(payload: &'p Object, name: &str) -> Option<&'p Value> {
    if let Some(found) = payload.get(name) {
        return Some(found);
    }
    let (first, rest) = name.split_once('.')?;
    claim(payload.get(first)?.as_object()?, rest)
}
