//! An API key (Zugang) of a machine client.
//!
//! Invariant: the secret of a key is shown once, when it is made, and never again.

use crate::value::{Moment, Scope, TenantRole, scopes};
use async_graphql::{ID, SimpleObject};
use domain::{actor::Scopes, credential::Credential};

/// An API key (Zugang) of a machine client of your organisation.
#[derive(SimpleObject)]
pub struct ApiKey {
    /// Global id.
    id: ID,
    /// What it is used for, in words.
    name: String,
    /// What it may do at most.
    role: TenantRole,
    /// What it may do.
    scopes: Vec<Scope>,
    /// Origins of web pages that may use it; empty for any.
    origins: Vec<String>,
    /// The account of whoever made it, if a person did.
    created_by: Option<ID>,
    /// The key that it takes over from, if any.
    replaces: Option<ID>,
    /// When it was made.
    created_at: Moment,
    /// When it ends.
    expires_at: Option<Moment>,
    /// When it was last used, to the hour.
    last_used_at: Option<Moment>,
    /// When it was withdrawn, if it was.
    revoked_at: Option<Moment>,
}

impl From<Credential> for ApiKey {
    fn from(row: Credential) -> Self {
        let origins = row.origins.split(' ').filter(|origin| !origin.is_empty());
        Self {
            id: row.id.to_string().into(),
            name: row.name,
            role: row.role.into(),
            scopes: scopes(Scopes::from_words(&row.scopes)),
            origins: origins.map(str::to_owned).collect(),
            created_by: row.created_by.map(|id| id.to_string().into()),
            replaces: row.replaces.map(|id| id.to_string().into()),
            created_at: Moment(row.created_at),
            expires_at: row.expires_at.map(Moment),
            last_used_at: row.last_used_at.map(Moment),
            revoked_at: row.revoked_at.map(Moment),
        }
    }
}
