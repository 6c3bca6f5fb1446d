//! The barriers of a network with those who solved them.
//!
//! Invariant: one statement; only projects that the caller may read are counted or named.

use crate::{barrier::Barrier, ctx::Ctx, error::Result};
use entity::{
    id::{BarrierId, NetworkId, ProjectId, TenantId},
    project, project_barrier,
    scope::TenantTable,
    value::{BarrierRole, Visibility},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, JoinType},
};
use std::{collections::HashMap, sync::Arc};

/// So many rows are looked at: more barriers of projects than any network has.
const MOST: u64 = 100_000;
/// So many solvers of a barrier are named.
const MOST_NAMED: usize = 20;

/// A barrier with its counts, and projects that have resolved it.
#[derive(Clone, Debug)]
pub struct BarrierSolvers {
    /// The barrier.
    pub barrier: Arc<Barrier>,
    /// So many projects are held up by it.
    pub blocked: u32,
    /// So many are meant to remove it.
    pub addressing: u32,
    /// So many have resolved it.
    pub resolved: u32,
    /// Projects that have resolved it, those changed last first.
    pub solvers: Vec<Solver>,
}

/// A project that has resolved a barrier.
#[derive(Clone, Debug)]
pub struct Solver {
    /// Key.
    pub project: ProjectId,
    /// Working title.
    pub working_title: String,
    /// Its city (AGS).
    pub city: Option<String>,
}

/// The barriers of a network, in the order of the vocabulary, those that no project knows too.
///
/// # Errors
/// What the database answers.
pub async fn of_network(ctx: &Ctx, network: NetworkId) -> Result<Vec<BarrierSolvers>> {
    let blank = |barrier: &Arc<Barrier>| BarrierSolvers {
        barrier: Arc::clone(barrier),
        blocked: 0,
        addressing: 0,
        resolved: 0,
        solvers: Vec::new(),
    };
    let mut all: Vec<_> = ctx.reference().barriers.all().iter().map(blank).collect();
    let places = all.iter().enumerate();
    let places: HashMap<BarrierId, usize> = places.map(|(at, one)| (one.barrier.id, at)).collect();
    for row in rows(ctx, network).await? {
        let barrier: BarrierId = row.try_get_by_index(0)?;
        let place = places.get(&barrier).and_then(|at| all.get_mut(*at));
        if let Some(place) = place {
            count(ctx, place, &row)?;
        }
    }
    Ok(all)
}

fn count(ctx: &Ctx, place: &mut BarrierSolvers, row: &QueryResult) -> Result<()> {
    match row.try_get_by_index(1)? {
        BarrierRole::BlockedBy => place.blocked += 1,
        BarrierRole::Addresses => place.addressing += 1,
        BarrierRole::Resolved => {
            place.resolved += 1;
            if place.solvers.len() < MOST_NAMED {
                let project: ProjectId = row.try_get_by_index(2)?;
                let owner: TenantId = row.try_get_by_index(3)?;
                let visibility: Visibility = row.try_get_by_index(4)?;
                ctx.witness(owner, visibility, || project.to_string());
                place.solvers.push(Solver {
                    project,
                    working_title: row.try_get_by_index(5)?,
                    city: row.try_get_by_index(6)?,
                });
            }
        }
    }
    Ok(())
}

async fn rows(ctx: &Ctx, network: NetworkId) -> Result<Vec<QueryResult>> {
    use project::Column;
    let part = |column| Expr::col((project_barrier::Entity, column));
    let own = part(project_barrier::Column::ProjectId).eq(Expr::col((project::Entity, Column::Id)));
    let mut rows = project::Entity::visible_to(&ctx.audience())
        .filter(Column::NetworkId.eq(network.0))
        .order_by_desc(Column::UpdatedAt)
        .order_by_desc(Column::Id)
        .select_only()
        .into_query();
    rows.join(JoinType::InnerJoin, project_barrier::Entity, own)
        .expr(part(project_barrier::Column::BarrierId))
        .expr(part(project_barrier::Column::Role));
    for column in [
        Column::Id,
        Column::TenantId,
        Column::EffectiveVisibility,
        Column::WorkingTitle,
        Column::CityAgs,
    ] {
        rows.column((project::Entity, column));
    }
    ctx.first_rows(&rows, MOST).await
}
