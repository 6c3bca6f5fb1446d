//! What an observation was before it was corrected.
//!
//! Invariant: resolvers return what the read plan loaded; nothing leads on from here.

use crate::{
    error::column,
    value::{ConfStatus, Confidence, Moment, ObsStatus, Plausibility, Visibility},
};
use async_graphql::{ID, Object, Result};
use domain::observation::Observation;
use std::sync::Arc;

/// Former values, as the read plan leads to them.
pub(crate) type Formers = Vec<Arc<Observation>>;

/// What an observation was before it was corrected.
pub struct ObservationRevision(pub(crate) Arc<Observation>);

/// What an observation was before it was corrected.
#[Object(serial)]
impl ObservationRevision {
    /// The id that it had while it held; `node` does not know it any more.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// 1 for what was entered first.
    async fn revision(&self) -> Result<i32> {
        Ok(*column(&self.0.revision)?)
    }

    /// Value, in the indicator's unit; none where the status said that there was none.
    async fn value(&self) -> Result<Option<f64>> {
        Ok(*column(&self.0.value)?)
    }

    /// Observation status after SDMX.
    async fn obs_status(&self) -> Result<ObsStatus> {
        Ok((*column(&self.0.obs_status)?).into())
    }

    /// Whether it was free or confidential.
    async fn conf_status(&self) -> Result<ConfStatus> {
        Ok((*column(&self.0.conf_status)?).into())
    }

    /// What was counted, where the value was a quotient and it is known.
    async fn numerator(&self) -> Result<Option<f64>> {
        Ok(*column(&self.0.numerator)?)
    }

    /// By what it was divided.
    async fn denominator(&self) -> Result<Option<f64>> {
        Ok(*column(&self.0.denominator)?)
    }

    /// On how many answers or cases it rested.
    async fn sample(&self) -> Result<Option<i32>> {
        Ok(*column(&self.0.sample)?)
    }

    /// The version of the indicator's definition by which it was collected.
    async fn method_version(&self) -> Result<i32> {
        Ok(*column(&self.0.method_version)?)
    }

    /// Whether somebody checked or doubted it.
    async fn plausibility(&self) -> Result<Plausibility> {
        Ok((*column(&self.0.plausibility)?).into())
    }

    /// How well it was documented.
    async fn confidence(&self) -> Result<Confidence> {
        Ok((*column(&self.0.confidence)?).into())
    }

    /// Where it came from.
    async fn source(&self) -> Result<&str> {
        Ok(column(&self.0.source)?.as_str())
    }

    /// What was to mind.
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
}
