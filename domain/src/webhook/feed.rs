//! From the change feed to messages.
//!
//! Invariant: the feed is read as the webhook's tenant reads it. A place in the feed and the messages up to it are written
//! in one unit, and only where nobody else has come further meanwhile, so that several copies of the service do not do it
//! twice. Only so many messages wait at a time; the others wait in the feed.

use super::{Webhook, kinds};
use crate::{
    change::{self, Change, ChangeFilter},
    ctx::Ctx,
    error::Result,
    read::{Item, ListRequest, Page, PageRequest, Reader},
    webhook_delivery,
    work::Work,
};
use entity::webhook::{Column, Entity};
use sea_orm::{
    ColumnTrait,
    sea_query::{Cond, Query},
};

/// Messages of a webhook that wait at most.
const MOST_WAITING: u64 = 1_000;

/// Puts what there is to tell on the list, as far as there is room.
pub(super) async fn feed(ctx: &Ctx, mut hook: Webhook) -> Result<()> {
    loop {
        let page = page(ctx, &hook).await?;
        if page.items.is_empty() && !hook.is_behind {
            return Ok(());
        }
        let work = ctx.begin().await?;
        let has_room = webhook_delivery::waiting(&work, &hook).await? < MOST_WAITING;
        let place = if has_room {
            page.items.last().map(Item::cursor)
        } else {
            None
        };
        let is_behind = !has_room || page.has_next;
        if !advance(&work, &hook, place.as_ref(), is_behind).await? {
            return work.roll_back().await;
        }
        if has_room {
            let wanted = wanted(&hook, &page);
            webhook_delivery::put(&work, &hook, &wanted).await?;
        }
        work.commit_log().await?;
        if !has_room || !page.has_next {
            return Ok(());
        }
        hook.cursor = place.or(hook.cursor);
        hook.is_behind = is_behind;
    }
}

async fn page(ctx: &Ctx, hook: &Webhook) -> Result<Page<Change>> {
    let filter = ChangeFilter {
        since: hook.cursor.is_none().then_some(hook.since),
        ..ChangeFilter::default()
    };
    let wanted = ListRequest {
        page: PageRequest {
            after: hook.cursor.clone(),
            ..PageRequest::first(PageRequest::MAX)
        },
        ..ListRequest::default()
    };
    change::list(&Reader::new(ctx), &filter, &wanted).await
}

/// Kinds are chosen here and not in the feed, so that what nobody wants is passed once and not looked at each time.
fn wanted<'p>(hook: &Webhook, page: &'p Page<Change>) -> Vec<&'p Change> {
    let kinds = kinds(hook);
    let changes = page.items.iter().map(|item| item.node.as_ref());
    changes
        .filter(|change| kinds.is_empty() || kinds.contains(&change.kind))
        .collect()
}

/// Moves the place in the feed, if it is still where it was.
async fn advance(
    work: &Work<'_>,
    hook: &Webhook,
    place: Option<&String>,
    is_behind: bool,
) -> Result<bool> {
    let unmoved = match &hook.cursor {
        Some(cursor) => Column::Cursor.eq(cursor.as_str()),
        None => Column::Cursor.is_null(),
    };
    let mut update = Query::update();
    update
        .table(Entity)
        .value(Column::IsBehind, is_behind)
        .and_where(Column::Id.eq(hook.id.0))
        .and_where(Column::IsActive.eq(true))
        .cond_where(
            Cond::all()
                .add(unmoved)
                .add(Column::Since.eq(hook.since))
                .add(Column::Kinds.eq(hook.kinds.as_str())),
        );
    if let Some(place) = place {
        update.value(Column::Cursor, place.as_str());
    }
    Ok(work.execute(&update).await? > 0)
}
