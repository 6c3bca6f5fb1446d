//! Entering observations whose keys are known, such as those of the demo.
//!
//! Invariant: they are the caller's own, and each is a number.

use crate::{
    error::{Error, Result},
    release::Release,
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{IndicatorId, ObservationId, TenantId},
    observation,
    value::{ChangeAction, ConfStatus, Confidence, ObsStatus, Plausibility, ValueKind},
};
use sea_orm::Set;

/// A new observation.
#[derive(Clone, Debug)]
pub struct NewObservation {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The municipality.
    pub city_ags: String,
    /// Year.
    pub year: i32,
    /// Value, in the indicator's unit.
    pub value: f64,
    /// Whether it was measured, is aimed at or planned.
    pub value_kind: ValueKind,
    /// SDMX observation status.
    pub obs_status: ObsStatus,
    /// How well it is documented.
    pub confidence: Confidence,
    /// Where it comes from.
    pub source: String,
    /// What to mind.
    pub note: Option<String>,
    /// Who may read it.
    pub release: Release,
}

/// Enters observations for the caller's own tenant; says how many.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write or release for it, `BAD_USER_INPUT` for a value that is no number.
pub async fn create_all(work: &Work<'_>, new: Vec<NewObservation>) -> Result<usize> {
    let now = work.ctx().now();
    let mut rows = Vec::with_capacity(new.len());
    for observation in new {
        let member = observation.release.author(work.ctx())?;
        if !observation.value.is_finite() {
            return Err(Error::invalid(
                "value",
                "ist keine Zahl.",
                "is not a number.",
            ));
        }
        rows.push((row(member.tenant, &observation, now), observation.release));
    }
    let count = rows.len();
    for (row, release) in &rows {
        let (Some(id), Some(tenant)) = (row.id.try_as_ref(), row.tenant_id.try_as_ref()) else {
            continue;
        };
        let facts = release.facts(*tenant, None);
        work.note_content(*id, ChangeAction::Created, None, Some(&facts))
            .await?;
    }
    work.insert_all(rows.into_iter().map(|(row, _)| row).collect())
        .await?;
    Ok(count)
}

fn row(tenant: TenantId, new: &NewObservation, now: DateTime<Utc>) -> observation::ActiveModel {
    observation::ActiveModel {
        id: Set(ObservationId(Work::new_id())),
        tenant_id: Set(tenant),
        indicator_id: Set(new.indicator),
        city_ags: Set(new.city_ags.clone()),
        year: Set(new.year),
        value: Set(Some(new.value)),
        value_kind: Set(new.value_kind),
        obs_status: Set(new.obs_status),
        confidence: Set(new.confidence),
        source: Set(new.source.clone()),
        note: Set(new.note.clone()),
        visibility: Set(new.release.visibility),
        embargo_until: Set(new.release.embargo_until),
        recorded_at: Set(now),
        supersedes: Set(None),
        network_id: Set(None),
        conf_status: Set(ConfStatus::Free),
        numerator: Set(None),
        denominator: Set(None),
        sample: Set(None),
        method_version: Set(1),
        plausibility: Set(Plausibility::Unchecked),
        revision: Set(1),
        superseded_at: Set(None),
    }
}
