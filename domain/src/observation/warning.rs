//! What is worth a second look at a value, for the organisation that entered it.
//!
//! Invariant: the same for a value that somebody types and for one of a file; it follows from the value and who may read it, is
//! told and never refused, and nobody else is told.

use super::Observation;
use crate::{
    ctx::Ctx,
    error::Result,
    indicator::Indicator,
    language::Words,
    read::{Fields, Row},
};
use entity::value::Visibility;

/// Fewer persons than that might be recognised.
const FEWEST_PERSONS: f64 = 3.0;

impl Observation {
    /// The columns that a field of the graph is made of.
    #[must_use]
    pub fn columns_of(name: &str) -> Option<Fields> {
        if name != "warnings" {
            return Self::field(name);
        }
        let columns = ["value", "visibility"].into_iter();
        let columns = columns.filter_map(Self::field);
        Some(columns.fold(Fields::NONE, Fields::and))
    }

    /// What is worth a second look, for the organisation that entered it; nothing for others.
    ///
    /// # Errors
    /// Where the columns were not read.
    pub fn warnings(&self, ctx: &Ctx) -> Result<Vec<Words>> {
        let (value, visibility) = (*self.value.get()?, *self.visibility.get()?);
        let is_own = ctx.audience().tenant == Some(self.tenant_id);
        let indicator = ctx.reference().indicators.find(&self.indicator_id);
        let found = indicator
            .filter(|_| is_own)
            .and_then(|indicator| few_persons(indicator, value, visibility));
        Ok(found.into_iter().collect())
    }
}

/// Others might recognise whom a small number counts.
pub(super) fn few_persons(
    indicator: &Indicator,
    value: Option<f64>,
    visibility: Visibility,
) -> Option<Words> {
    let is_few = value.is_some_and(|value| value > 0.0 && value < FEWEST_PERSONS);
    let is_told = indicator.counts_persons && visibility > Visibility::Tenant && is_few;
    is_told.then(|| {
        Words::new(
            "Weniger als drei Personen: Andere könnten sie erkennen. Bitte prüfen, ob der Wert vertraulich (confStatus C) und nur für Ihre Organisation sein soll.",
            "Fewer than three persons: others might recognise them. Please check whether the value should be confidential (confStatus C) and for your organisation only.",
        )
    })
}
