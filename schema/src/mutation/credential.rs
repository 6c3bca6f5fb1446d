//! Changes of API keys.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule.

use super::{id, secrets};
use crate::{
    credential::ApiKey,
    error::refuse,
    value::{Moment, Scope, TenantRole},
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::TimeDelta;
use domain::{
    Ctx, Work,
    credential::{self, KeyHash, NewCredential},
    id::CredentialId,
};

/// API keys.
#[derive(Default)]
pub struct CredentialMutation;

/// A new API key.
#[derive(InputObject)]
struct CreateApiKeyInput {
    /// What it is used for, in words.
    name: String,
    /// What it may do at most; not more than you.
    role: TenantRole,
    /// What it may do; not more than you.
    scopes: Vec<Scope>,
    /// Origins of web pages that may use it, such as `https://portal.example.org`; any where none is named.
    #[graphql(default)]
    origins: Vec<String>,
    /// When it ends, within five years; in a year where nothing is said.
    expires_at: Option<Moment>,
}

/// The new key.
#[derive(SimpleObject)]
struct CreateApiKeyPayload {
    /// The key.
    api_key: ApiKey,
    /// Its text, shown this once: keep it where only the program can read it.
    secret: String,
}

/// Which key to replace.
#[derive(InputObject)]
struct RotateApiKeyInput {
    /// The key.
    api_key: ID,
    /// For how many hours the old one works on, 0 to 720.
    #[graphql(default = 24)]
    overlap_hours: i32,
}

/// The key that takes over.
#[derive(SimpleObject)]
struct RotateApiKeyPayload {
    /// The new key.
    api_key: ApiKey,
    /// Its text, shown this once.
    secret: String,
}

/// Which key to withdraw.
#[derive(InputObject)]
struct RevokeApiKeyInput {
    /// The key.
    api_key: ID,
}

/// The key that was withdrawn.
#[derive(SimpleObject)]
struct RevokeApiKeyPayload {
    /// The key.
    api_key: ApiKey,
}

impl From<CreateApiKeyInput> for NewCredential {
    fn from(input: CreateApiKeyInput) -> Self {
        let scopes = input.scopes.into_iter();
        Self {
            name: input.name,
            role: input.role.into(),
            scopes: scopes.map(domain::actor::Scope::from).collect(),
            origins: input.origins,
            expires_at: input.expires_at.map(|moment| moment.0),
        }
    }
}

#[Object]
impl CredentialMutation {
    /// Creates an API key for a program of your organisation.
    async fn create_api_key(
        &self,
        ctx: &Context<'_>,
        input: CreateApiKeyInput,
    ) -> Result<CreateApiKeyPayload> {
        let (domain, secrets) = (ctx.data::<Ctx>()?, secrets(ctx)?);
        let key = CredentialId(Work::new_id());
        let done = async {
            let secret = secrets.key(key)?;
            let made = KeyHash {
                id: key,
                hash: secret.hash,
            };
            domain
                .write("key.create", key, async |work| {
                    credential::create(work, input.into(), made).await
                })
                .await?;
            Ok((credential::one(domain, key).await?, secret.text))
        };
        let (row, secret) = done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(CreateApiKeyPayload {
            api_key: row.into(),
            secret,
        })
    }

    /// Replaces an API key by one that may do the same; the old one works on for a while.
    async fn rotate_api_key(
        &self,
        ctx: &Context<'_>,
        input: RotateApiKeyInput,
    ) -> Result<RotateApiKeyPayload> {
        let (domain, secrets) = (ctx.data::<Ctx>()?, secrets(ctx)?);
        let old: CredentialId = id(ctx, &input.api_key)?;
        let key = CredentialId(Work::new_id());
        let overlap = TimeDelta::hours(input.overlap_hours.into());
        let done = async {
            let secret = secrets.key(key)?;
            let made = KeyHash {
                id: key,
                hash: secret.hash,
            };
            domain
                .write("key.rotate", old, async |work| {
                    credential::rotate(work, old, made, overlap).await
                })
                .await?;
            Ok((credential::one(domain, key).await?, secret.text))
        };
        let (row, secret) = done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(RotateApiKeyPayload {
            api_key: row.into(),
            secret,
        })
    }

    /// Withdraws an API key, at once.
    async fn revoke_api_key(
        &self,
        ctx: &Context<'_>,
        input: RevokeApiKeyInput,
    ) -> Result<RevokeApiKeyPayload> {
        let domain = ctx.data::<Ctx>()?;
        let key: CredentialId = id(ctx, &input.api_key)?;
        let done = async {
            domain
                .write("key.revoke", key, async |work| {
                    credential::withdraw(work, key).await
                })
                .await
        };
        let row = done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(RevokeApiKeyPayload {
            api_key: row.into(),
        })
    }
}
