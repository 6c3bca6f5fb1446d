//! What is given for a password, a key or a refresh token: an access token, and where it fits the next refresh token.
//!
//! Invariant: a token says no more than what was proved: the role and scopes of the account or key, for its tenant, until
//! the key ends at the latest.

use super::{Identity, holder::Holder, signing::internal};
use crate::token::{Grant, RefreshToken, Verdict, random_bytes};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Error, Result, Work, account,
    actor::Scopes,
    credential,
    id::{RefreshTokenId, TenantId},
    session::{self, Capacity, NewRefresh, Session},
};
use std::net::IpAddr;
use uuid::Uuid;

/// The role of whoever runs the platform, in tokens of our own issuer.
pub const OPERATOR: &str = "OPERATOR";

/// The program for which people sign in.
const CLIENT: &str = "staedtenetz";

/// What a person shows to sign in.
pub struct SignIn {
    /// Address of the account.
    pub email: String,
    /// Password.
    pub password: String,
    /// For which tenant; it may be left out by whoever has a role with one only.
    pub tenant: Option<TenantId>,
    /// Where the request comes from.
    pub address: Option<IpAddr>,
}

/// What is given.
pub struct Granted {
    /// Access token.
    pub access_token: String,
    /// How many seconds it holds.
    pub expires_in: i64,
    /// With which to go on, where that is possible.
    pub refresh_token: Option<String>,
    /// What it is good for.
    pub scopes: Scopes,
    /// As what it lets act.
    pub capacity: Capacity,
}

/// A refresh token for its owner, and what is stored of it.
struct Next {
    text: String,
    stored: NewRefresh,
}

impl Next {
    fn make() -> Result<Self> {
        let token = RefreshToken::new(
            Work::new_id().into_bytes(),
            random_bytes().map_err(internal)?,
        );
        Ok(Self {
            text: token.reveal(),
            stored: stored(&token),
        })
    }
}

fn stored(token: &RefreshToken) -> NewRefresh {
    NewRefresh {
        id: RefreshTokenId(Uuid::from_bytes(token.id())),
        hash: token.hash().to_hex(),
    }
}

impl Identity {
    /// Signs a person in.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for a wrong address or password alike, `RATE_LIMITED`, `BAD_USER_INPUT` where a tenant must be named.
    pub async fn sign_in(&self, ctx: &Ctx, shown: SignIn) -> Result<Granted> {
        let name = shown.email.trim().to_lowercase();
        let attempt = self.attempts.count(&name, shown.address, ctx.now())?;
        let person = account::find(ctx, &name).await?;
        let person = person.filter(|person| person.disabled_at.is_none());
        let stored = person.as_ref().map(|person| person.password_hash.clone());
        let verdict = self.verdict(shown.password.clone(), stored).await?;
        let Some(person) = person.filter(|_| verdict != Verdict::Wrong) else {
            return Err(Error::Unauthenticated);
        };
        self.attempts.give_back(&attempt, ctx.now());
        let stronger = match verdict {
            Verdict::RightButWeak => Some(
                self.passwords
                    .hash(shown.password)
                    .await
                    .map_err(internal)?,
            ),
            Verdict::Right | Verdict::Wrong => None,
        };
        let next = Next::make()?;
        let until = ctx.now() + self.settings.refresh_lifetime;
        let begin = async |work: &Work<'_>| {
            if let Some(hash) = stronger {
                account::renew_hash(work, person.id, hash).await?;
            }
            session::begin(work, &person, shown.tenant, until, next.stored).await
        };
        let session = ctx.write("session.begin", person.id, begin).await?;
        self.of_session(&session, next.text, ctx.now()).await
    }

    /// Goes on with a sign-in; `None` where the refresh token does not hold.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn go_on(&self, ctx: &Ctx, text: &str) -> Result<Option<Granted>> {
        let Some(used) = RefreshToken::parse(text) else {
            return Ok(None);
        };
        let next = Next::make()?;
        let work = ctx.begin().await?;
        let session = session::refresh(&work, &stored(&used), next.stored).await?;
        // Also where the token does not hold: a second use has just ended the sign-in.
        work.commit().await?;
        match session {
            Some(session) => Ok(Some(self.of_session(&session, next.text, ctx.now()).await?)),
            None => Ok(None),
        }
    }

    async fn of_session(
        &self,
        session: &Session,
        next: String,
        now: DateTime<Utc>,
    ) -> Result<Granted> {
        let (tenant, role) = match session.capacity {
            Capacity::Operator => (None, OPERATOR),
            Capacity::Member { tenant, role } => (Some(tenant.to_string()), role.word()),
        };
        let grant = Grant {
            subject: &session.account.to_string(),
            client: CLIENT,
            session: Some(&session.id.to_string()),
            tenant: tenant.as_deref(),
            role: Some(role),
            scope: &Scopes::all().words(),
            not_after: None,
        };
        Ok(Granted {
            refresh_token: tenant.is_some().then_some(next),
            scopes: Scopes::all(),
            capacity: session.capacity,
            ..self.mint(&grant, session.capacity, now).await?
        })
    }

    /// Gives an access token for an API key, limited to some of its scopes where the client asks for that.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where the key does not hold, `FORBIDDEN` where it has not all of the scopes.
    pub async fn exchange(&self, ctx: &Ctx, text: &str, wanted: Option<Scopes>) -> Result<Granted> {
        let holder = self.holder(text, None, ctx.now()).await?;
        let acting = Ctx::new(&self.store, self.acting(&holder, ctx.now()), ctx.language());
        acting.check_access().await?;
        self.note_use(&holder, &acting).await;
        let scopes = wanted.unwrap_or(holder.scopes);
        if !holder.scopes.covers(scopes) {
            return Err(Error::Forbidden);
        }
        self.of_holder(&holder, scopes, ctx.now()).await
    }

    async fn of_holder(
        &self,
        holder: &Holder,
        scopes: Scopes,
        now: DateTime<Utc>,
    ) -> Result<Granted> {
        let capacity = Capacity::Member {
            tenant: holder.tenant,
            role: holder.role,
        };
        let own = holder.id.to_string();
        let grant = Grant {
            subject: &own,
            client: &own,
            session: None,
            tenant: Some(&holder.tenant.to_string()),
            role: Some(holder.role.word()),
            scope: &scopes.words(),
            not_after: holder.expires_at,
        };
        Ok(Granted {
            scopes,
            ..self.mint(&grant, capacity, now).await?
        })
    }

    async fn mint(
        &self,
        grant: &Grant<'_>,
        capacity: Capacity,
        now: DateTime<Utc>,
    ) -> Result<Granted> {
        let keys = self.keys().await?;
        let minter = keys.minter(now)?;
        let name = Work::new_id().to_string();
        Ok(Granted {
            access_token: minter.mint(grant, &name, now).map_err(internal)?,
            expires_in: (minter.end(grant, now) - now).num_seconds(),
            refresh_token: None,
            scopes: Scopes::default(),
            capacity,
        })
    }

    /// Makes a token worthless (RFC 7009): a refresh token with its sign-in, an API key for good. Says whether it is of a
    /// kind that can be taken back; whether it held makes no difference.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn take_back(&self, ctx: &Ctx, text: &str) -> Result<bool> {
        if let Some(token) = RefreshToken::parse(text) {
            let work = ctx.begin().await?;
            session::give_back(&work, &stored(&token)).await?;
            work.commit().await?;
            return Ok(true);
        }
        match self.checked_key(text).await {
            Ok(row) => {
                let id = row.id;
                let end = async |work: &Work<'_>| credential::give_back(work, row).await;
                ctx.write("key.give_back", id, end).await.map(|()| true)
            }
            Err(Error::Unauthenticated) => self.take_back_access(ctx, text).await,
            Err(error) => Err(error),
        }
    }

    /// An access token goes with its sign-in; one for a key cannot be taken back without the key.
    async fn take_back_access(&self, ctx: &Ctx, text: &str) -> Result<bool> {
        let Ok(actor) = self.actor(text, ctx.now()).await else {
            return Ok(true);
        };
        let acting = Ctx::new(&self.store, actor, ctx.language());
        let end = async |work: &Work<'_>| session::sign_out(work).await;
        match acting.write("session.sign_out", "own", end).await {
            Ok(()) => Ok(true),
            Err(Error::Forbidden) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
