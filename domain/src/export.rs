//! Whole lists for those who keep a copy, page by page in the order of their ids.
//!
//! Invariant: a page is read from the same scope as the list of its kind, with as many statements whatever stands before it;
//! no connection is held between two pages, and what was read of others is in their log before the page goes out.

use crate::{
    change::{self, ChangeFilter},
    ctx::Ctx,
    error::Result,
    read::{ListRequest, PageRequest, Reader, Row, Select},
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

/// So many rows are read at once.
pub const ROWS: u64 = 200;

/// The place of the change feed before anything is read, and the context to read with: changes behind that place are in the
/// feed, all others in what is read.
///
/// # Errors
/// What the database answers.
pub async fn begin(ctx: &Ctx) -> Result<(Option<String>, Ctx)> {
    let changes = change::end(&Reader::new(ctx), &ChangeFilter::default()).await?;
    // Another copy of the service may have changed reference data that this one has not heard of yet.
    ctx.store().refresh_reference().await?;
    Ok((changes, ctx.renewed()))
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// With the first row.
    First,
    /// With the first row behind an id, whether or not that is still there.
    Behind(Uuid),
    /// With the row of an id if it is still there, else behind it.
    At(Uuid),
}

impl Start {
    fn condition<R: Row>(self) -> Option<Condition> {
        let id = R::id_column();
        match self {
            Self::First => None,
            Self::Behind(last) => Some(id.gt(last)),
            Self::At(next) => Some(id.gte(next)),
        }
        .map(|one| Condition::all().add(one))
    }
}

/// Shows the rows of a page one by one; gives the id of the last one where more follow.
///
/// # Errors
/// What the database answers, what `show` says, and `UNAUTHENTICATED` where access was revoked meanwhile.
pub async fn page<R: Row>(
    ctx: &Ctx,
    start: Start,
    select: &Select,
    mut show: impl FnMut(&Ctx, &R) -> Result<()>,
) -> Result<Option<Uuid>> {
    let ctx = ctx.apart();
    let list = ListRequest {
        page: PageRequest {
            size: ROWS,
            is_backward: false,
            after: None,
            before: None,
        },
        condition: start.condition::<R>(),
        ..ListRequest::default()
    };
    let page = Reader::new(&ctx).page::<R>(&list, select).await?;
    for item in &page.items {
        show(&ctx, &item.node)?;
    }
    ctx.keep_reads().await?;
    let last = page.items.last().filter(|_| page.has_next);
    Ok(last.map(|item| item.node.id()))
}
