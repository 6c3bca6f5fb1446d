//! The membership (Mitgliedschaft) of an organisation in a network.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::One,
    edge::required,
    network::Network,
    tenant::Tenant,
    value::{Day, MembershipRole},
};
use async_graphql::{Context, ID, Object, Result};
use domain::read::Node;
use std::sync::Arc;

/// The membership (Mitgliedschaft) of an organisation in a network.
pub struct Membership(pub(crate) Arc<Node<domain::membership::Membership>>);

/// The membership (Mitgliedschaft) of an organisation in a network.
#[Object(serial)]
impl Membership {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.record.id.to_string().into()
    }

    /// As what it takes part.
    async fn role(&self) -> MembershipRole {
        self.0.record.role.into()
    }

    /// First day.
    async fn since(&self) -> Day {
        Day(self.0.record.since)
    }

    /// Last day, open if none.
    async fn until(&self) -> Option<Day> {
        self.0.record.until.map(Day)
    }

    /// Counts changes; send it back with a change.
    async fn version(&self) -> i32 {
        self.0.record.revision
    }

    /// The network.
    async fn network(&self, ctx: &Context<'_>) -> Result<One<Network>> {
        required(ctx, &self.0.edges).map(Network).map(One)
    }

    /// The organisation.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<One<Tenant>> {
        required(ctx, &self.0.edges).map(Tenant).map(One)
    }
}

connection!(
    Membership,
    MembershipConnection,
    MembershipEdge,
    Node<domain::membership::Membership>
);
