//! Revocations: what no longer gives access.
//!
//! Invariant: a revocation is written in the same unit of work as the change that it follows from, and is never taken
//! back; one that lies in the future can only be brought forward.

use crate::{error::Result, work::Work};
use chrono::{DateTime, Utc};
use entity::{id::TypedId, revocation};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

/// Shuts out whoever acts by this sign-in, account, key or identity provider, from a moment on.
pub(crate) async fn revoke(work: &Work<'_>, id: impl TypedId, at: DateTime<Utc>) -> Result<()> {
    use revocation::{Column, Entity};
    let mut earlier = OnConflict::column(Column::Id);
    earlier
        .update_column(Column::At)
        .action_and_where(Expr::col((Entity, Column::At)).gt(at));
    let insert = Query::insert()
        .into_table(Entity)
        .columns([Column::Id, Column::At])
        .values_panic([id.uuid().into(), at.into()])
        .on_conflict(earlier)
        .to_owned();
    work.execute(&insert).await?;
    Ok(())
}
