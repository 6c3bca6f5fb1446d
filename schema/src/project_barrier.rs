//! What a barrier (Hemmnis) is to a project.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    barrier::Barrier,
    connection::connection,
    direct::One,
    edge::required,
    error::column,
    value::{BarrierBasis, BarrierRole},
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// What a barrier (Hemmnis) is to a project.
pub struct ProjectBarrier(pub(crate) Arc<domain::project_barrier::ProjectBarrier>);

/// What a barrier (Hemmnis) is to a project.
#[Object(serial)]
impl ProjectBarrier {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What the barrier is to the project.
    async fn role(&self) -> Result<BarrierRole> {
        Ok((*column(&self.0.role)?).into())
    }

    /// The statement in the words of the source.
    async fn note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.note)?.as_deref())
    }

    /// Whether the source says so or an editor assigned it.
    async fn basis(&self) -> Result<BarrierBasis> {
        Ok((*column(&self.0.basis)?).into())
    }

    /// The barrier.
    async fn barrier(&self, ctx: &Context<'_>) -> Result<One<Barrier>> {
        required(ctx, &self.0.edges).map(Barrier).map(One)
    }
}

connection!(
    ProjectBarrier,
    ProjectBarrierConnection,
    ProjectBarrierEdge,
    domain::project_barrier::ProjectBarrier
);
