//! The barriers that an offer or request of expertise is about.
//!
//! Invariant: they are parts of it, read through it only and as visible as that; one statement reads those of all of them.

use crate::{
    error::Result,
    expertise::Expertise,
    read::{EdgeSelect, Reader, Step, in_uuids},
    work::Work,
};
use entity::{
    barrier::Model as Barrier,
    expertise_barrier::{ActiveModel, Column, Entity},
    id::{BarrierId, ExpertiseBarrierId, ExpertiseId, TenantId},
    scope::PartTable,
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, Set,
    sea_query::{Expr, Query},
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// The barriers of one offer or request, in their order.
pub type Barriers = Vec<Arc<Barrier>>;

/// The edge from offers and requests to their barriers.
pub(crate) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Expertise],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let ids: Vec<Uuid> = nodes.iter().map(|node| node.id.0).collect();
        let barriers = of(reader, &ids).await?;
        for node in nodes {
            let found = barriers.get(&node.id).cloned().unwrap_or_default();
            node.edges.put_one(&edge.key, Some(Arc::new(found)));
        }
        Ok(())
    })
}

/// The barriers of offers and requests that came out of a scope.
async fn of(reader: &Reader<'_>, ids: &[Uuid]) -> Result<HashMap<ExpertiseId, Barriers>> {
    let mut all: HashMap<ExpertiseId, Barriers> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let ctx = reader.ctx();
    let mine = in_uuids(ctx.backend(), Expr::col(Column::ExpertiseId), ids);
    let rows = Entity::parts().filter(mine);
    for row in ctx.records(rows.order_by_asc(Column::Position)).await? {
        let barrier = ctx.reference().barriers.find(&row.barrier_id).cloned();
        all.entry(row.expertise_id).or_default().extend(barrier);
    }
    Ok(all)
}

/// Puts barriers in the place of those that are there.
pub(crate) async fn replace(
    work: &Work<'_>,
    (tenant, expertise): (TenantId, ExpertiseId),
    barriers: Vec<BarrierId>,
) -> Result<()> {
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::ExpertiseId.eq(expertise.0))
        .to_owned();
    work.execute(&delete).await?;
    let rows = (1..).zip(barriers).map(|(position, barrier)| ActiveModel {
        id: Set(ExpertiseBarrierId(Work::new_id())),
        tenant_id: Set(tenant),
        expertise_id: Set(expertise),
        barrier_id: Set(barrier),
        position: Set(position),
    });
    work.insert_all(rows.collect()).await
}
