//! An entry of the audit log (Protokoll).
//!
//! Invariant: people stand in it as pseudonyms, and what was touched as ids; it holds no content.

use crate::{connection::connection, direct::One, query::records, tenant::Tenant, value::Moment};
use async_graphql::{Context, Enum, ID, Object, Result};
use domain::Ctx;
use std::sync::Arc;

/// How something that was tried ended.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::AuditOutcome")]
pub enum AuditOutcome {
    /// It was done.
    #[graphql(name = "DONE")]
    Done,
    /// It was refused; nothing was changed.
    #[graphql(name = "REFUSED")]
    Refused,
    /// Somebody of another organisation read content of yours that is not public.
    #[graphql(name = "READ")]
    Read,
}

/// An entry of the audit log (Protokoll): who did what, who was refused, and who read what is not public.
pub struct AuditEntry(pub(crate) Arc<domain::audit_entry::AuditEntry>);

/// An entry of the audit log (Protokoll): who did what, who was refused, and who read what is not public.
#[Object(serial)]
impl AuditEntry {
    /// Id of the entry.
    async fn id(&self) -> ID {
        self.0.id().into()
    }

    /// When it happened.
    async fn at(&self) -> Moment {
        Moment(self.0.at)
    }

    /// Who it was, without a name: the id of an account or API key. Of somebody who came from an identity provider it is
    /// the id of that provider with a value that is always the same for the same person.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// The organisation for which they acted: your own, or the one that read content of yours.
    async fn acting_for(&self, ctx: &Context<'_>) -> Result<Option<One<Tenant>>> {
        let tenants = &ctx.data::<Ctx>()?.reference().tenants;
        let known = self.0.acting_for.as_ref().and_then(|id| tenants.find(id));
        let found = records(ctx, "Tenant", known.cloned().into_iter().collect()).await?;
        let found = found.into_iter().next();
        Ok(found.map(|node| One(Tenant(Arc::new(node)))))
    }

    /// What was tried, such as `project.edit` or `key.create`; `content.read` where content was read.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What it happened to: ids or names, separated by spaces.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// How it ended.
    async fn outcome(&self) -> AuditOutcome {
        self.0.outcome.into()
    }

    /// The request in which it happened, as `X-Request-Id` of its answer; null where it was none.
    async fn request_id(&self) -> Option<&str> {
        Some(self.0.request.as_str()).filter(|id| !id.is_empty())
    }

    /// The hash that seals this entry and all before it, 64 hexadecimal digits: whoever keeps it can prove later that
    /// nothing before it was changed.
    async fn seal(&self) -> &str {
        &self.0.seal
    }
}

connection!(
    AuditEntry,
    AuditEntryConnection,
    AuditEntryEdge,
    domain::audit_entry::AuditEntry
);
