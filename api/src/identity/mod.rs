//! Who somebody is: from a credential to an [`Actor`], and from a password or key to a token.
//!
//! Invariant: nothing but this module makes an actor out of a request, and what it remembers is only what cannot change;
//! whether access was withdrawn is asked of the database each time.

mod actor;
mod admission;
mod attempts;
mod grant;
mod holder;
mod provider;
mod secrets;
mod signing;

use crate::{
    config::{Config, IdentitySettings},
    token::{Cache, Fetch, HttpFetch, Issuer, Passwords, Verifier},
};
use attempts::Attempts;
use domain::{
    Ctx,
    actor::{Actor, Principal},
    id::IssuerId,
    language::Language,
    store::Store,
};
use holder::Holder;
use serde_json::Value;
use signing::Signing;
use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::Duration,
};

pub use admission::Shown;
pub use attempts::neighbourhood;
pub use grant::{Granted, SignIn};
pub use signing::new_signing_key;

/// Tokens and keys that are remembered; each takes some hundred bytes.
const REMEMBERED: usize = 20_000;
/// Passwords that are hashed at once: each takes 19 MiB and a processor.
const HASHES_AT_ONCE: usize = 2;
/// How long an identity provider may take to answer.
const PROVIDER_TIMEOUT: Duration = Duration::from_secs(5);

/// Checks and gives out credentials; one for the process.
pub struct Identity {
    store: Store,
    settings: IdentitySettings,
    /// The name of the built-in issuer, which is its address.
    name: String,
    /// The name of the development issuer.
    development_name: String,
    verifier: Verifier,
    signing: Signing,
    holders: Cache<Arc<Holder>>,
    /// The rows of the identity providers that the verifier trusts, by their names.
    providers: RwLock<HashMap<String, IssuerId>>,
    fetch: Arc<dyn Fetch>,
    passwords: Passwords,
    attempts: Attempts,
}

impl Identity {
    /// For an installation; keys are read when they are needed first.
    ///
    /// # Errors
    /// Where the machine cannot hash, or offers no certificates to trust.
    pub fn new(config: &Config, store: Store) -> std::io::Result<Self> {
        let fetch = HttpFetch::new(config.identity.reach, PROVIDER_TIMEOUT);
        let name = config.public_url.clone();
        let verifier = Verifier::new(REMEMBERED);
        let development_name = format!("{name}/development");
        if let Some(secret) = &config.identity.development_secret {
            let issuer = Issuer::development(&development_name, &name, secret.expose().as_bytes());
            verifier.trust(issuer.map_err(std::io::Error::other)?);
        }
        Ok(Self {
            store,
            settings: config.identity.clone(),
            name,
            development_name,
            verifier,
            signing: Signing::default(),
            holders: Cache::new(REMEMBERED),
            providers: RwLock::default(),
            fetch: Arc::new(fetch.map_err(std::io::Error::other)?),
            passwords: Passwords::new(HASHES_AT_ONCE).map_err(std::io::Error::other)?,
            attempts: Attempts::default(),
        })
    }

    /// The public keys of the built-in issuer, for `/.well-known/jwks.json`.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn published_keys(&self) -> domain::Result<Value> {
        let now = self.store.clock().now();
        Ok(self.keys().await?.document(now))
    }

    /// The name of the built-in issuer.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The process itself, which has to know keys before it knows anybody.
    fn itself(&self) -> Ctx {
        let actor = Actor::Operator(Principal::Service);
        Ctx::new(&self.store, actor, Language::default())
    }

    fn nobody(&self) -> Ctx {
        Ctx::new(&self.store, Actor::Anonymous, Language::default())
    }
}
