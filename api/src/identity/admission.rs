//! From the credential of a request to its context.
//!
//! Invariant: a credential either gives a context that knows exactly who is asking, or the one answer that all
//! credentials get which do not hold; there is nothing in between.

use super::{Identity, actor};
use crate::token::{ApiKey, MAX_LENGTH};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Error, Result,
    actor::{Actor, Principal},
    language::Language,
};

/// What a request shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The value of `Authorization`.
    pub authorization: &'a str,
    /// The web page that sends it, if one does.
    pub origin: Option<&'a str>,
    /// The id of the request.
    pub request: &'a str,
    /// The reader's language.
    pub language: Language,
}

impl Identity {
    /// The context of a request that shows a credential.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where it does not hold, and what the database answers.
    pub async fn admit(&self, shown: Shown<'_>) -> Result<Ctx> {
        let token = bearer(shown.authorization).ok_or(Error::Unauthenticated)?;
        let now = self.store.clock().now();
        if ApiKey::parse(token).is_some() {
            let holder = self.holder(token, shown.origin, now).await?;
            let ctx = self.open(self.acting(&holder, now), shown).await?;
            self.note_use(&holder, &ctx).await;
            return Ok(ctx);
        }
        let actor = self.actor(token, now).await?;
        match self.open(actor.clone(), shown).await {
            Err(Error::Unauthenticated) => self.look_again(&actor, token, shown).await,
            outcome => outcome,
        }
    }

    /// Whether a credential that was admitted still holds by itself: a token or key that has not run out. Whether it was
    /// revoked is not asked here, so that this costs the database nothing.
    pub async fn holds(&self, shown: Shown<'_>) -> bool {
        let Some(token) = bearer(shown.authorization) else {
            return false;
        };
        let now = self.store.clock().now();
        let refused = if ApiKey::parse(token).is_some() {
            self.holder(token, shown.origin, now).await.err()
        } else {
            self.claims(token, now).await.err()
        };
        !matches!(refused, Some(Error::Unauthenticated))
    }

    async fn open(&self, actor: Actor, shown: Shown<'_>) -> Result<Ctx> {
        let ctx = Ctx::new(&self.store, actor, shown.language).of_request(shown.request);
        ctx.check_access().await?;
        Ok(ctx)
    }

    /// A provider that was distrusted may be trusted anew, by other rules.
    async fn look_again(&self, actor: &Actor, token: &str, shown: Shown<'_>) -> Result<Ctx> {
        let Some(Principal::Foreign(provider, _)) = actor.principal() else {
            return Err(Error::Unauthenticated);
        };
        self.forget_provider(*provider);
        let actor = self.actor(token, self.store.clock().now()).await?;
        self.open(actor, shown).await
    }

    /// Whoever a token speaks for.
    pub(super) async fn actor(&self, token: &str, now: DateTime<Utc>) -> Result<Actor> {
        let claims = self.claims(token, now).await?;
        let reference = self.store.reference();
        let actor = match claims.issuer.as_str() {
            name if name == self.name => actor::of_ours(&claims, &reference, now),
            name if name == self.development_name => {
                actor::of_development(&claims, &reference, now)
            }
            name => self
                .provider_of(name)
                .and_then(|provider| actor::of_provider(&claims, provider, &reference, now)),
        };
        if actor.is_none() {
            tracing::info!(reason = "no_role", "a token was refused");
        }
        actor.ok_or(Error::Unauthenticated)
    }
}

/// The token of `Bearer <token>` (RFC 6750 §2.1, RFC 9110 §11.4), if it is short enough to be looked at.
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim_start_matches(' ');
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b);
    let is_token = !token.is_empty() && token.len() <= MAX_LENGTH && token.bytes().all(is_plain);
    (scheme.eq_ignore_ascii_case("Bearer") && is_token).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_token_is_one_word() {
        for (value, token) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc.d-e_f", Some("abc.d-e_f")),
            ("Bearer", None),
            ("Bearer ", None),
            ("Bearer a b", None),
            ("Bearer a,b", None),
            ("Basic abc", None),
            ("Bearerabc", None),
            ("Bearer ä", None),
        ] {
            assert_eq!(bearer(value), token, "{value}");
        }
        let longest = format!("Bearer {}", "a".repeat(MAX_LENGTH));
        assert!(bearer(&longest).is_some());
        assert!(bearer(&format!("{longest}a")).is_none());
    }
}
