//! An identity provider (Identitätsanbieter) that an organisation brings along.
//!
//! Invariant: what is shown is how its tokens are judged, nothing about whom it vouches for.

use crate::value::Moment;
use async_graphql::{ID, SimpleObject};
use domain::issuer::Issuer;

/// An identity provider (Identitätsanbieter) that your organisation trusts, such as its own Keycloak.
#[derive(SimpleObject)]
pub struct IdentityProvider {
    /// Global id.
    id: ID,
    /// Issuer identifier, as in its tokens.
    url: String,
    /// Audience that its tokens must name.
    audience: String,
    /// Signature algorithms that are accepted.
    algorithms: Vec<String>,
    /// Claim that holds the role.
    role_claim: String,
    /// When it was trusted.
    created_at: Moment,
}

impl From<Issuer> for IdentityProvider {
    fn from(row: Issuer) -> Self {
        Self {
            id: row.id.to_string().into(),
            url: row.url,
            audience: row.audience,
            algorithms: row.algorithms.split(' ').map(str::to_owned).collect(),
            role_claim: row.role_claim,
            created_at: Moment(row.created_at),
        }
    }
}
