//! The roots of subscriptions.
//!
//! A subscription is read again and again by the transport, each time as whoever its subscriber is at that moment, with a
//! context of that moment. One reading answers what has happened since the one before, a page of it at most, and ends.
//!
//! Invariant: no reading outlives the context it was made with, so nobody is told what they may no longer know.

mod change;
mod progress;
mod transfer_link;

use crate::error::refuse;
use async_graphql::{
    Context, MergedSubscription, Result,
    futures_util::stream::{Iter, iter},
};
use change::ChangeSubscription;
use domain::{
    Ctx,
    change::{self as feed, Change, ChangeFilter},
    read::{ListRequest, Page, PageRequest, Reader},
};
use progress::Place;
use std::{sync::Arc, vec};
use transfer_link::TransferLinkSubscription;

pub use progress::{Progress, Reading};

/// What can be listened to. A subscription has exactly one field at its root.
#[derive(MergedSubscription, Default)]
pub struct Subscription(ChangeSubscription, TransferLinkSubscription);

/// The events of one reading.
type Events<T> = Iter<vec::IntoIter<T>>;

fn events<T>(events: impl Iterator<Item = T>) -> Events<T> {
    iter(events.collect::<Vec<_>>())
}

/// The changes since the reading before. The first reading of somebody who names no cursor finds out where the feed ends,
/// and tells nothing.
async fn changes(
    ctx: &Context<'_>,
    filter: &ChangeFilter,
    after: Option<String>,
) -> Result<Page<Change>> {
    let alone = Arc::default();
    let progress: &Arc<Progress> = ctx.data_opt().unwrap_or(&alone);
    let reader = Reader::new(ctx.data::<Ctx>()?);
    let place = match (progress.place(), after) {
        (Place::Begin, None) => {
            let end = feed::end(&reader, filter).await;
            progress.begin_at(end.map_err(|error| refuse(ctx, &error))?);
            return Ok(Page::empty());
        }
        (Place::Begin, after) => after,
        (Place::Behind(cursor), _) => cursor,
    };
    let list = ListRequest {
        page: PageRequest {
            after: place.clone(),
            ..PageRequest::first(progress.size())
        },
        ..ListRequest::default()
    };
    let page = feed::list(&reader, filter, &list).await;
    let page = page.map_err(|error| refuse(ctx, &error))?;
    progress.pass(place, &page);
    Ok(page)
}
