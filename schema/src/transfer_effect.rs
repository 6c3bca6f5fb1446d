//! An effect of a transfer that was observed.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection, direct::One, edge::required, error::column, indicator::Indicator,
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// An effect of a transfer that was observed: an indicator and what it shows.
pub struct TransferEffect(pub(crate) Arc<domain::transfer_effect::TransferEffect>);

/// An effect of a transfer that was observed: an indicator and what it shows.
#[Object(serial)]
impl TransferEffect {
    /// Global id, opaque.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it shows.
    async fn note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.note)?.as_deref())
    }

    /// The indicator that shows it; its observations are those of the adopter's city.
    async fn indicator(&self, ctx: &Context<'_>) -> Result<One<Indicator>> {
        required(ctx, &self.0.edges).map(Indicator).map(One)
    }
}

connection!(
    TransferEffect,
    TransferEffectConnection,
    TransferEffectEdge,
    domain::transfer_effect::TransferEffect
);
