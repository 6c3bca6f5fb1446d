//! Revocations: what no longer gives access.
//!
//! Invariant: a revocation is written in the same unit of work as the change that it follows from, and is never taken
//! back while there can be anything that it shuts out; one that lies in the future can only be brought forward.

use crate::{error::Result, work::Work};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{id::TypedId, revocation};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

/// Access tokens hold for an hour at most; clocks of copies of the service may differ.
const LONGEST_TOKEN: TimeDelta = TimeDelta::days(1);

/// Shuts out whoever acts by this sign-in or account, from a moment on. Both give access by tokens only, and new ones
/// are refused by what the rows say.
pub(crate) async fn revoke(work: &Work<'_>, id: impl TypedId, at: DateTime<Utc>) -> Result<()> {
    revoke_until(work, id, at, Some(at)).await
}

/// The same for a key or an identity provider: copies of the service remember those until they end by themselves.
pub(crate) async fn revoke_until(
    work: &Work<'_>,
    id: impl TypedId,
    at: DateTime<Utc>,
    needed_until: Option<DateTime<Utc>>,
) -> Result<()> {
    use revocation::{Column, Entity};
    let needed_until = needed_until.map(|until| Ord::max(until, at) + LONGEST_TOKEN);
    let mut earlier = OnConflict::column(Column::Id);
    earlier
        .update_column(Column::At)
        .action_and_where(Expr::col((Entity, Column::At)).gt(at));
    let insert = Query::insert()
        .into_table(Entity)
        .columns([Column::Id, Column::At, Column::NeededUntil])
        .values_panic([id.uuid().into(), at.into(), needed_until.into()])
        .on_conflict(earlier)
        .to_owned();
    work.execute(&insert).await?;
    Ok(())
}
