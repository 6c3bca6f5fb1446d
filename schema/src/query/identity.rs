//! Roots of identity: who is asking, and who and what has access to the caller's own organisation.
//!
//! Invariant: all of it is of the caller's own organisation only; lists that are short come whole.

use super::root::Root;
use crate::{
    account::Account, audit_entry::AuditEntryConnection, credential::ApiKey, error::refuse,
    issuer::IdentityProvider, select::Kind, viewer::Viewer,
};
use async_graphql::{Context, Object, Result};
use domain::{Ctx, account, audit_entry, credential, issuer};
use std::sync::Arc;

/// Accounts, keys, identity providers.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Whoever is asking, as the service sees them.
    async fn me(&self, ctx: &Context<'_>) -> Result<Viewer> {
        Ok(Viewer::of(ctx.data::<Ctx>()?))
    }

    /// The audit log (Protokoll) of your organisation, the newest entry first: what was done and refused in its name, and
    /// what others read of it that is not public. For whoever may read it (`audit:read`).
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<AuditEntryConnection> {
        let kind = Kind::Reference("AuditEntry");
        let root = Root::new(ctx, kind, (first, after, None, None))?;
        let page = audit_entry::list(&root.reader, &root.list).await;
        Ok(AuditEntryConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// The people with a role in your organisation, by name. For whoever manages it.
    async fn accounts(&self, ctx: &Context<'_>) -> Result<Vec<Account>> {
        let rows = account::list(ctx.data::<Ctx>()?).await;
        let rows = rows.map_err(|error| refuse(ctx, &error))?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The API keys of your organisation, the newest first. For whoever manages it.
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
