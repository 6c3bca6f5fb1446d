//! A resolution of a plan across its projects (projektübergreifender Vorsatz).
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{connection::connection, error::column, value::Certainty};
use async_graphql::{ID, Object, Result};
use std::sync::Arc;

/// A resolution of a plan across its projects (projektübergreifender Vorsatz).
pub struct Resolution(pub(crate) Arc<domain::plan_resolution::PlanResolution>);

/// A resolution of a plan across its projects (projektübergreifender Vorsatz).
#[Object(serial)]
impl Resolution {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Order in the plan.
    async fn position(&self) -> Result<i32> {
        Ok(*column(&self.0.position)?)
    }

    /// What was resolved.
    async fn text(&self) -> Result<&str> {
        Ok(column(&self.0.text)?.as_str())
    }

    /// How sure the importer was of reading it right.
    async fn certainty(&self) -> Result<Certainty> {
        Ok((*column(&self.0.certainty)?).into())
    }
}

connection!(
    Resolution,
    ResolutionConnection,
    ResolutionEdge,
    domain::plan_resolution::PlanResolution
);
