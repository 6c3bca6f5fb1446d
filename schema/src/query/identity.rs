//! Roots of identity: who is asking, and who and what has access to the caller's own organisation.
//!
//! Invariant: all of it is of the caller's own organisation only; lists that are short come whole.

use crate::{
    account::Account, cost::list_size, credential::ApiKey, error::refuse, issuer::IdentityProvider,
    viewer::Viewer,
};
use async_graphql::{Context, Object, Result};
use domain::{Ctx, account, credential, issuer};

/// Accounts, keys, identity providers.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Whoever is asking, as the service sees them.
    async fn me(&self, ctx: &Context<'_>) -> Result<Viewer> {
        Ok(Viewer::of(ctx.data::<Ctx>()?))
    }

    /// The people with a role in your organisation, by name. For whoever manages it.
    #[graphql(directive = list_size::apply(50))]
    async fn accounts(&self, ctx: &Context<'_>) -> Result<Vec<Account>> {
        let rows = account::list(ctx.data::<Ctx>()?).await;
        let rows = rows.map_err(|error| refuse(ctx, &error))?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The API keys of your organisation, the newest first. For whoever manages it.
    #[graphql(directive = list_size::apply(50))]
    async fn api_keys(&self, ctx: &Context<'_>) -> Result<Vec<ApiKey>> {
        let rows = credential::list(ctx.data::<Ctx>()?).await;
        let rows = rows.map_err(|error| refuse(ctx, &error))?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The identity providers that your organisation trusts. For whoever manages it.
    async fn identity_providers(&self, ctx: &Context<'_>) -> Result<Vec<IdentityProvider>> {
        let rows = issuer::list(ctx.data::<Ctx>()?).await;
        let rows = rows.map_err(|error| refuse(ctx, &error))?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
