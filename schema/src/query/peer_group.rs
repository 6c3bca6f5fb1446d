//! Roots of peer groups: those that are kept, and the cities that a question comes to.
//!
//! Invariant: the domain decides who may see what; a root hands its question on.

use super::root::{Root, row};
use crate::{
    direct::One,
    error::refuse,
    peer_city::Peers,
    peer_group::{PeerGroup, PeerGroupConnection},
    peer_input::{PeerGroupFilter, PeerGroupOrder, PeerInput},
    select::{Kind, orders},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{Ctx, peer_group, read::Reader};
use std::sync::Arc;

/// With whom cities are compared.
#[derive(Default)]
pub struct PeerGroupQuery;

#[Object]
impl PeerGroupQuery {
    /// A peer group or ring by its id.
    async fn peer_group(&self, ctx: &Context<'_>, id: ID) -> Result<Option<One<PeerGroup>>> {
        let found = row(ctx, Kind::PeerGroup, "peergroup", &id).await?;
        Ok(found.map(PeerGroup).map(One))
    }

    /// Peer groups (Vergleichsgruppen) and rings (Vergleichsringe) that you may read.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn peer_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<PeerGroupFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<
            Vec<PeerGroupOrder>,
        >,
    ) -> Result<One<PeerGroupConnection>> {
        let mut root = Root::new(ctx, Kind::PeerGroup, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(peer_group::PeerGroupFilter::from(filter))),
        )?;
        root.list.order = peer_group::order(&orders(order_by.unwrap_or_default()));
        let page = peer_group::list(&root.reader, &root.list, &root.select).await;
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(PeerGroupConnection(Arc::new(page))))
    }

    /// The cities to compare with: by a rule such as "Großstädte in North Rhine-Westphalia", by nearness to a city in figures
    /// that you choose, by name, or of a group that is kept. Only what you may read counts.
    async fn peers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "With whom: exactly one of the four.")] of: PeerInput,
        #[graphql(
            desc = "The year of the comparison: the cities as they were frozen for it, and no values newer than it."
        )]
        year: Option<i32>,
    ) -> Result<One<Peers>> {
        let domain = ctx.data::<Ctx>()?;
        let found = async {
            let spec = of.read()?;
            peer_group::resolve(&Reader::new(domain), &spec, year).await
        };
        let peers = found.await.map_err(|error| refuse(ctx, &error))?;
        Ok(One(Peers(Arc::new(peers))))
    }
}
