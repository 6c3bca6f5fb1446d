//! An account (Konto) of a person with a role in the caller's own organisation.
//!
//! Invariant: nothing that a password could be found by is shown.

use crate::value::{Moment, TenantRole};
use async_graphql::{ID, SimpleObject};
use domain::account::Colleague;

/// An account (Konto) of a person with a role in your organisation.
#[derive(SimpleObject)]
pub struct Account {
    /// Global id.
    id: ID,
    /// Address by which the person signs in.
    email: String,
    /// Name.
    name: String,
    /// What they may do in your organisation.
    role: TenantRole,
    /// Whether the account was closed; then its role is without effect.
    is_closed: bool,
    /// Since when they have a role in your organisation.
    since: Moment,
}

impl From<Colleague> for Account {
    fn from(row: Colleague) -> Self {
        Self {
            id: row.id.to_string().into(),
            email: row.email,
            name: row.name,
            role: row.role.into(),
            is_closed: row.is_closed,
            since: Moment(row.since),
        }
    }
}
