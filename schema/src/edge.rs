//! What the read plan loaded for the field that is being resolved.
//!
//! Invariant: the answer is found under the response key, by which the plan selected it.

use crate::error::refuse;
use async_graphql::{Context, Result};
use domain::read::{Edges, Page};
use std::sync::Arc;

fn key<'c>(ctx: &'c Context<'_>) -> &'c str {
    &ctx.item.node.response_key().node
}

/// The node at the end of the edge, if there is one that the caller may read.
pub fn one<T: Send + Sync + 'static>(ctx: &Context<'_>, edges: &Edges) -> Result<Option<Arc<T>>> {
    edges.one(key(ctx)).map_err(|error| refuse(ctx, &error))
}

/// The node at the end of an edge that always leads somewhere.
pub fn required<T: Send + Sync + 'static>(ctx: &Context<'_>, edges: &Edges) -> Result<Arc<T>> {
    one(ctx, edges)?.ok_or_else(|| {
        refuse(
            ctx,
            &domain::Error::Internal(format!("{} leads nowhere", key(ctx))),
        )
    })
}

/// The page at the end of the edge.
pub fn many<T: Send + Sync + 'static>(ctx: &Context<'_>, edges: &Edges) -> Result<Arc<Page<T>>> {
    edges.many(key(ctx)).map_err(|error| refuse(ctx, &error))
}
