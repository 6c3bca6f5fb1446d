//! Entries of the audit log.
//!
//! Invariant: people stand in it as pseudonyms, the ids of their accounts.

use crate::{connection::connection, value::Moment};
use async_graphql::{Enum, ID, Object};
use domain::value;
use std::sync::Arc;

/// How something ended.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "value::AuditOutcome")]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// It was refused, and nothing changed.
    Refused,
    /// Somebody of another organisation read what is not public.
    Read,
}

/// An entry of the audit log (Protokoll) of your organisation.
pub struct AuditEntry(pub(crate) Arc<domain::audit_entry::AuditEntry>);

/// An entry of the audit log (Protokoll) of your organisation: who did what, who was refused, who read what is not public.
#[Object(serial)]
impl AuditEntry {
    /// Id of the entry, opaque.
    async fn id(&self) -> ID {
        format!("audit_{}", self.0.seq).into()
    }

    /// When it happened.
    async fn at(&self) -> Moment {
        Moment(self.0.at)
    }

    /// Who it was, as a pseudonym: the id of an account or key, or a word for a part of the service.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// What was done, such as `project.edit`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// To what: ids, separated by spaces where there are several.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// How it ended.
    async fn outcome(&self) -> AuditOutcome {
        self.0.outcome.into()
    }

    /// Id of the request, as the answer said in `X-Request-Id`.
    async fn request(&self) -> &str {
        &self.0.request
    }

    /// Seal of the entry: a hash over its content and the seal of the one before, 64 hexadecimal digits.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

connection!(
    AuditEntry,
    AuditEntryConnection,
    AuditEntryEdge,
    domain::audit_entry::AuditEntry
);
