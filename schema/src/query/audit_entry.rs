//! The root of the audit log.
//!
//! Invariant: it is read forward only, from the newest entry back; it shows the log of the caller's own organisation.

use super::root::Root;
use crate::{audit_entry::AuditEntryConnection, error::refuse, select::Kind, value::Moment};
use async_graphql::{Context, Object, Result};
use domain::audit_entry::{self, AuditFilter};
use std::sync::Arc;

/// Who did what.
#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The audit log (Protokoll) of your organisation, the newest entry first: what your people and programs did, what
    /// they were refused, and who of other organisations read content of yours that is not public. For administrators
    /// whose credentials are good for it (`audit:read`).
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor, that is, older entries.")]
        after: Option<String>,
        #[graphql(desc = "Only entries at or after this moment.")] since: Option<Moment>,
    ) -> Result<AuditEntryConnection> {
        let filter = AuditFilter {
            since: since.map(|moment| moment.0),
        };
        let root = Root::new(
            ctx,
            Kind::Reference("AuditEntry"),
            (first, after, None, None),
        )?;
        let page = audit_entry::list(&root.reader, &filter, &root.list).await;
        Ok(AuditEntryConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }
}
