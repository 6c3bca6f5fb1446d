//! Roots for gateways of Apollo Federation.
//!
//! Invariant: they are asked by programs only, which know them; neither introspection nor the schema for people shows them.

use crate::{
    direct::One,
    federation::{self, Entity, Service},
};
use async_graphql::{Any, Context, Object, Result};

/// What gateways ask.
#[derive(Default)]
pub struct FederationQuery;

#[Object]
impl FederationQuery {
    /// The subgraph itself.
    #[graphql(name = "_service", visible = false)]
    async fn service(&self) -> One<Service> {
        One(Service)
    }

    /// Cities by their `ags`, projects and indicators by their `id`, in the order asked for; null where one is absent or you
    /// may not see it. How many are possible at once is held before anything is read.
    #[graphql(name = "_entities", visible = false)]
    async fn entities(
        &self,
        ctx: &Context<'_>,
        representations: Vec<Any>,
    ) -> Result<Vec<Option<Result<Entity>>>> {
        federation::fetch(ctx, &representations).await
    }
}
