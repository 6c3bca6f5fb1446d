//! Values of accounts and keys.
//!
//! Invariant: the name of a role in the graph is the word that is stored, and the compiler holds the lists together.

use async_graphql::Enum;

/// What somebody may do in an organisation; each includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TenantRole", name = "Role")]
pub enum TenantRole {
    /// Reads.
    #[graphql(name = "READER")]
    Reader,
    /// Writes content.
    #[graphql(name = "EDITOR")]
    Editor,
    /// Releases content to others.
    #[graphql(name = "PUBLISHER")]
    Publisher,
    /// Manages the organisation.
    #[graphql(name = "ADMIN")]
    Admin,
}

/// What a token or key can be good for. In tokens they are written as `content:read` and so on.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::actor::Scope")]
pub enum Scope {
    /// Read what the organisation may read (`content:read`); without it only public content is there.
    #[graphql(name = "CONTENT_READ")]
    ReadContent,
    /// Create and change content of the organisation (`content:write`).
    #[graphql(name = "CONTENT_WRITE")]
    WriteContent,
    /// Release content of the organisation to others (`content:publish`).
    #[graphql(name = "CONTENT_PUBLISH")]
    PublishContent,
    /// Manage accounts, keys and identity providers of the organisation (`tenant:manage`).
    #[graphql(name = "TENANT_MANAGE")]
    ManageTenant,
    /// Read the organisation's audit log (`audit:read`).
    #[graphql(name = "AUDIT_READ")]
    ReadAudit,
}

/// The scopes of a set, in the order of the list.
pub fn scopes(set: domain::actor::Scopes) -> Vec<Scope> {
    let all = domain::actor::Scope::ALL.iter().copied();
    all.filter(|scope| set.has(*scope))
        .map(Into::into)
        .collect()
}
