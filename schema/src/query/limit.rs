//! The root that tells what one request may ask for.
//!
//! Invariant: everybody gets the same answer; nothing is read for it.

use crate::{
    cost::list_size,
    limit::{Limit, Limits},
};
use async_graphql::{Context, Object};

/// Limits.
#[derive(Default)]
pub struct LimitQuery;

#[Object]
impl LimitQuery {
    /// What one request may ask for at most, with the names that errors have; the same as `GET /limits`.
    #[graphql(directive = list_size::apply(30))]
    async fn limits(&self, ctx: &Context<'_>) -> Vec<Limit> {
        let limits = ctx.data_opt::<Limits>();
        limits.map(|limits| limits.0.to_vec()).unwrap_or_default()
    }
}
