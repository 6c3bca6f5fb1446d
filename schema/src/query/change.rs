//! The root of the change feed.
//!
//! Invariant: it is read forward only; its cursors stay good, so that a client can go on where it stopped.

use super::root::Root;
use crate::{
    change::{ChangeConnection, ChangeKind},
    error::refuse,
    select::{Kind, orders},
    value::Moment,
};
use async_graphql::{Context, Object, Result};
use domain::change::{self, ChangeFilter};
use std::sync::Arc;

/// What has changed.
#[derive(Default)]
pub struct ChangeQuery;

#[Object]
impl ChangeQuery {
    /// What happened to records that you could read before or can read now, the oldest change first, deletions included.
    /// Keep `endCursor` and send it as `after` the next time: nothing is missed between two requests.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection and its criteria"
    )]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only changes at or after this moment.")] since: Option<Moment>,
        #[graphql(
            desc = "Only of content in this network, by its slug; networks and organisations themselves stand in none."
        )]
        network: Option<String>,
        #[graphql(desc = "Only of records of these kinds.")] kind: Option<Vec<ChangeKind>>,
        #[graphql(desc = "Only of content that one of these cities owns, by AGS.")] city: Option<
            Vec<String>,
        >,
    ) -> Result<ChangeConnection> {
        let filter = ChangeFilter {
            since: since.map(|moment| moment.0),
            network,
            kinds: kind.map(orders),
            cities: city,
        };
        let root = Root::new(ctx, Kind::Reference("Change"), (first, after, None, None))?;
        let page = change::list(&root.reader, &filter, &root.list).await;
        Ok(ChangeConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }
}
