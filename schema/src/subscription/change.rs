//! The change feed as a subscription.
//!
//! Invariant: an event is an entry of the feed that the subscriber may read at the moment it is told.

use super::{Events, changes, events};
use crate::{
    change::{ChangeEvent, ChangeKind},
    direct::One,
    select::orders,
};
use async_graphql::{Context, Result, Subscription};
use domain::change::ChangeFilter;

/// What is changing.
#[derive(Default)]
pub struct ChangeSubscription;

#[Subscription]
impl ChangeSubscription {
    /// What happens from now on to records that you could read before or can read now, in the order of the change feed.
    /// Keep the `cursor` of the last event and send it as `after` when you come back: nothing is missed, nothing comes
    /// twice.
    #[expect(clippy::too_many_arguments, reason = "the criteria of the feed")]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only what comes after this cursor, what has happened meanwhile first; from now on if not given."
        )]
        after: Option<String>,
        #[graphql(
            desc = "Only of content in this network, by its slug; networks and organisations themselves stand in none."
        )]
        network: Option<String>,
        #[graphql(desc = "Only of records of these kinds.")] kinds: Option<Vec<ChangeKind>>,
        #[graphql(desc = "Only of content that one of these cities owns, by AGS.")] cities: Option<
            Vec<String>,
        >,
    ) -> Result<Events<One<ChangeEvent>>> {
        let filter = ChangeFilter {
            since: None,
            network,
            kinds: kinds.map(orders),
            cities,
        };
        let page = changes(ctx, &filter, after).await?;
        Ok(events(
            page.items.into_iter().map(|item| One(ChangeEvent(item))),
        ))
    }
}
