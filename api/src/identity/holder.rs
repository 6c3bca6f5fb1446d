//! Holders of API keys.
//!
//! Invariant: a key that was checked once costs a look-up from then on; what is remembered of it cannot change, and its
//! withdrawal or replacement is a revocation.

use super::Identity;
use crate::token::{ApiKey, Fingerprint, OpaqueHash};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Error, Result,
    actor::{Actor, Member, Principal, Role, Scopes},
    credential::{self, Credential},
    id::{CredentialId, TenantId},
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Whoever holds a key.
pub struct Holder {
    /// The key.
    pub id: CredentialId,
    /// For whom it acts.
    pub tenant: TenantId,
    /// What it may do at most.
    pub role: Role,
    /// What it may do.
    pub scopes: Scopes,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    origins: Vec<String>,
    /// The hour in which its use was noted last, in seconds since 1970.
    noted: AtomicI64,
}

impl Holder {
    fn of(row: &Credential) -> Self {
        Self {
            id: row.id,
            tenant: row.tenant_id,
            role: row.role,
            scopes: Scopes::from_words(&row.scopes),
            expires_at: row.expires_at,
            origins: row
                .origins
                .split(' ')
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect(),
            noted: AtomicI64::new(row.last_used_at.map_or(0, |hour| hour.timestamp())),
        }
    }

    /// Programs send no origin; a web page that sends one must be among those that were named, if any were.
    fn allows(&self, origin: Option<&str>) -> bool {
        let is_named = |origin: &str| self.origins.iter().any(|one| one == origin);
        self.origins.is_empty() || origin.is_none_or(is_named)
    }

    fn holds(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

impl Identity {
    /// Whoever holds a key, if the key holds.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where it does not.
    pub(super) async fn holder(
        &self,
        text: &str,
        origin: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Arc<Holder>> {
        let fingerprint = Fingerprint::of(text);
        let holder = match self.holders.recall(&fingerprint) {
            Some(holder) => holder,
            None => {
                let holder = Arc::new(Holder::of(&self.checked_key(text).await?));
                self.holders.keep(fingerprint, Arc::clone(&holder));
                holder
            }
        };
        if holder.holds(now) && holder.allows(origin) {
            Ok(holder)
        } else {
            Err(Error::Unauthenticated)
        }
    }

    /// The row of a key whose secret is right and that was not withdrawn.
    pub(super) async fn checked_key(&self, text: &str) -> Result<Credential> {
        let key = ApiKey::parse(text).ok_or(Error::Unauthenticated)?;
        let id = CredentialId(uuid::Uuid::from_bytes(key.id()));
        let row = credential::find(&self.nobody(), id).await?;
        let is_right = |row: &Credential| {
            OpaqueHash::from_hex(&row.secret_hash).is_some_and(|hash| hash.is_of(&key))
        };
        row.filter(is_right)
            .filter(|row| row.revoked_at.is_none())
            .ok_or(Error::Unauthenticated)
    }

    pub(super) fn acting(&self, holder: &Holder, now: DateTime<Utc>) -> Actor {
        Actor::Member(Member {
            tenant: holder.tenant,
            role: holder.role,
            scopes: holder.scopes,
            networks: self.store.reference().networks_of(holder.tenant, now),
            principal: Principal::Credential(holder.id),
        })
    }

    /// Notes once an hour that a key is in use. A request does not fail because that cannot be written.
    pub(super) async fn note_use(&self, holder: &Holder, ctx: &Ctx) {
        let hour = credential::hour_of(ctx.now()).timestamp();
        if holder.noted.swap(hour, Ordering::Relaxed) == hour {
            return;
        }
        let noting = async {
            let work = ctx.begin().await?;
            credential::note_use(&work).await?;
            work.commit().await
        };
        if let Err(error) = noting.await {
            tracing::warn!(%error, "the use of a key could not be noted");
        }
    }
}
