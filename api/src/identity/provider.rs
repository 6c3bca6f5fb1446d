//! Identity providers of tenants, met when one of their tokens comes first.
//!
//! Invariant: a provider is believed only as its row says, and a provider can never take the name of our own issuers.

use super::{Identity, signing::internal};
use crate::token::{
    Ages, Algorithm, Claims, Issuer, KeyLocation, KeySet, Reason, Refused, TenantRule, Verifier,
};
use chrono::{DateTime, Utc};
use domain::{
    Error, Result,
    id::IssuerId,
    issuer::{self, Issuer as Row},
};
use std::sync::{Arc, PoisonError};

impl Identity {
    /// What a token says, if it holds; the reason of a refusal goes to the log only.
    pub(super) async fn claims(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>> {
        self.keys().await?;
        match self.verifier.verify(token, now).await {
            Err(refused) if refused.reason() == Reason::UnknownIssuer => {
                self.meet(token).await?;
                self.verifier.verify(token, now).await.map_err(refuse)
            }
            outcome => outcome.map_err(refuse),
        }
    }

    /// Trusts the provider that a token names, if a tenant does.
    async fn meet(&self, token: &str) -> Result<()> {
        let named = Verifier::named_issuer(token);
        let foreign = named.filter(|url| *url != self.name && *url != self.development_name);
        let Some(url) = foreign else { return Ok(()) };
        let Some(row) = issuer::find(&self.nobody(), &url).await? else {
            return Ok(());
        };
        let mut providers = self
            .providers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        self.verifier.trust(self.provider(&row)?);
        providers.insert(row.url, row.id);
        Ok(())
    }

    fn provider(&self, row: &Row) -> Result<Issuer> {
        let fetch = Arc::clone(&self.fetch);
        let keys = KeySet::new(&row.url, KeyLocation::Discovery, fetch, Ages::default());
        let words = row.algorithms.split(' ');
        let algorithms: Vec<Algorithm> = words.filter_map(|word| word.parse().ok()).collect();
        let tenant = TenantRule::Always(row.tenant_id.to_string());
        let issuer = Issuer::foreign(keys, &row.audience, &algorithms, tenant);
        Ok(issuer.map_err(internal)?.with_role_claim(&row.role_claim))
    }

    /// The row of a provider that is trusted.
    pub(super) fn provider_of(&self, name: &str) -> Option<IssuerId> {
        let providers = self
            .providers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        providers.get(name).copied()
    }

    /// Lets go of a provider whose row was revoked, so that it is looked up again: it may be trusted anew.
    pub(super) fn forget_provider(&self, id: IssuerId) {
        let mut providers = self
            .providers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        providers.retain(|name, known| {
            let is_kept = *known != id;
            if !is_kept {
                self.verifier.distrust(name);
            }
            is_kept
        });
    }
}

fn refuse(refused: Refused) -> Error {
    tracing::info!(reason = refused.reason().word(), "a token was refused");
    Error::Unauthenticated
}
