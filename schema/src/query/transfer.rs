//! Roots that look at the transfers of a network as a whole.
//!
//! Invariant: only links that the caller may read are counted or shown.

use crate::{
    barrier_solver::BarrierSolvers, error::refuse, input::TransferLinkFilter,
    transfer_matrix::TransferMatrix,
};
use async_graphql::{Context, Object, Result};
use domain::{Ctx, barrier_solver, network, transfer_matrix};

/// Overviews of transfers.
#[derive(Default)]
pub struct TransferQuery;

#[Object]
impl TransferQuery {
    /// The transfer matrix of a network: projects that want to learn × cities to learn from, with stage and outcome, and what
    /// each city gives and takes. Whole, up to 100,000 links.
    async fn transfer_matrix(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The network, by its slug.")] network: String,
        #[graphql(desc = "Which links; all criteria must hold.")] filter: Option<
            TransferLinkFilter,
        >,
    ) -> Result<TransferMatrix> {
        let domain = ctx.data::<Ctx>()?;
        let found = async {
            let id = network::by_slug(domain, "network", &network)?;
            let filter = filter.map(Into::into).unwrap_or_default();
            transfer_matrix::of_network(domain, id, &filter).await
        };
        let matrix = found.await.map_err(|error| refuse(ctx, &error))?;
        Ok(TransferMatrix(matrix))
    }

    /// The barriers (Hemmnisse) of a network with those who solved them: how many projects are blocked by each, address it or
    /// have resolved it, and which have resolved it, at most 20 of each.
    async fn barrier_solvers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The network, by its slug.")] network: String,
    ) -> Result<Vec<BarrierSolvers>> {
        let domain = ctx.data::<Ctx>()?;
        let found = async {
            let id = network::by_slug(domain, "network", &network)?;
            barrier_solver::of_network(domain, id).await
        };
        let found = found.await.map_err(|error| refuse(ctx, &error))?;
        Ok(found.into_iter().map(BarrierSolvers).collect())
    }
}
