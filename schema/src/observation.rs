//! An observed, planned or targeted value (Messwert) of an indicator for a city and year.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    city::City,
    connection::connection,
    direct::One,
    edge::required,
    error::column,
    indicator::Indicator,
    tenant::Tenant,
    value::{Confidence, Moment, ObsStatus, ValueKind, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// An observed, planned or targeted value (Messwert) of an indicator for a city and year.
pub struct Observation(pub(crate) Arc<domain::observation::Observation>);

/// An observed, planned or targeted value (Messwert) of an indicator for a city and year.
#[Object(serial)]
impl Observation {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Year.
    async fn year(&self) -> Result<i32> {
        Ok(*column(&self.0.year)?)
    }

    /// Value, in the indicator's unit.
    async fn value(&self) -> Result<f64> {
        Ok(*column(&self.0.value)?)
    }

    /// Whether it was measured, is aimed at or planned: these are never mixed.
    async fn value_kind(&self) -> Result<ValueKind> {
        Ok((*column(&self.0.value_kind)?).into())
    }

    /// Observation status after SDMX.
    async fn obs_status(&self) -> Result<ObsStatus> {
        Ok((*column(&self.0.obs_status)?).into())
    }

    /// How well it is documented.
    async fn confidence(&self) -> Result<Confidence> {
        Ok((*column(&self.0.confidence)?).into())
    }

    /// Where it comes from.
    async fn source(&self) -> Result<&str> {
        Ok(column(&self.0.source)?.as_str())
    }

    /// What to mind.
    async fn note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.note)?.as_deref())
    }

    /// Who may read it.
    async fn visibility(&self) -> Result<Visibility> {
        Ok((*column(&self.0.visibility)?).into())
    }

    /// When it was entered.
    async fn recorded_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.recorded_at)?))
    }

    /// The indicator.
    async fn indicator(&self, ctx: &Context<'_>) -> Result<One<Indicator>> {
        required(ctx, &self.0.edges).map(Indicator).map(One)
    }

    /// The municipality.
    async fn city(&self, ctx: &Context<'_>) -> Result<One<City>> {
        required(ctx, &self.0.edges).map(City).map(One)
    }

    /// Who entered it.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<One<Tenant>> {
        required(ctx, &self.0.edges).map(Tenant).map(One)
    }
}

connection!(
    Observation,
    ObservationConnection,
    ObservationEdge,
    domain::observation::Observation
);
