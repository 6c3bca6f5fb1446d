//! A value as somebody enters it, and to whom it is to be shown.
//!
//! Invariant: it says neither whose it is nor for which city: that is whoever enters it.

use super::check::Place;
use crate::{
    ctx::Ctx,
    error::Result,
    indicator::{self, Indicator},
    language::Words,
    mistake::{Fault, Mistakes},
    named_reader::{self, Readers},
    release::Release,
    work::Work,
};
use chrono::Datelike;
use entity::{
    id::{NetworkId, TenantId},
    value::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility},
};
use std::sync::Arc;

/// What is said of an indicator in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Value, in the indicator's unit; none where the status says so, or where the quotient gives it.
    pub value: Option<f64>,
    /// SDMX observation status.
    pub obs_status: ObsStatus,
    /// Whether it is free, or confidential.
    pub conf_status: ConfStatus,
    /// What was counted.
    pub numerator: Option<f64>,
    /// By what it was divided.
    pub denominator: Option<f64>,
    /// How many answers or cases it rests on.
    pub sample: Option<i32>,
    /// How well it is documented.
    pub confidence: Confidence,
    /// Where it comes from.
    pub source: String,
    /// What to mind.
    pub note: Option<String>,
}

/// Who is to read a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readership {
    /// How widely, and from when on.
    pub release: Release,
    /// The network whose members may read it: given if and only if the visibility is NETWORK.
    pub network: Option<NetworkId>,
    /// Organisations that may read it, by name: given if and only if the visibility is SHARED.
    pub readers: Vec<TenantId>,
}

/// A new value.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Code of the indicator.
    pub indicator: String,
    /// Year.
    pub year: i32,
    /// Whether it was measured, is aimed at or planned.
    pub value_kind: ValueKind,
    /// What is said.
    pub figure: Figure,
    /// Who is to read it.
    pub readership: Readership,
}

impl Figure {
    /// Without white space around its texts: a file has none, and so what goes out comes back as it was.
    #[must_use]
    pub(super) fn tidy(self) -> Self {
        Self {
            source: self.source.trim().to_owned(),
            note: self.note.map(|note| note.trim().to_owned()),
            ..self
        }
    }
}

impl Draft {
    /// Notes what can be found wrong with it before anything is read; the indicator, if it is known.
    pub fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) -> Result<Option<Arc<Indicator>>> {
        let found = mistakes.take(indicator::named(ctx, "indicator", &self.indicator))?;
        if let Some(indicator) = &found {
            let place = Place {
                indicator,
                kind: self.value_kind,
                year: self.year,
                this_year: ctx.now().year(),
            };
            place.check(&self.figure, mistakes);
        }
        self.readership.check(self.figure.conf_status, mistakes);
        Ok(found)
    }
}

impl Readership {
    /// Only for one's own organisation.
    #[must_use]
    pub const fn own() -> Self {
        Self {
            release: Release::own(),
            network: None,
            readers: Vec::new(),
        }
    }

    /// Notes what does not go together.
    pub fn check(&self, conf_status: ConfStatus, mistakes: &mut Mistakes) {
        if self.network.is_some() != (self.release.visibility == Visibility::Network) {
            let reason = Words::new(
                "wird genau dann angegeben, wenn die Sichtbarkeit NETWORK ist.",
                "is given if and only if the visibility is NETWORK.",
            );
            mistakes.note("network", Fault::Invalid, reason);
        }
        check_confidential(conf_status, self.release.visibility, mistakes);
    }

    /// The readers by name, where all of it holds for a tenant.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a network that the tenant does not take part in, and for readers that are none.
    pub(super) fn resolve(&self, work: &Work<'_>, tenant: TenantId) -> Result<Readers> {
        let ctx = work.ctx();
        let is_member = |network: NetworkId| ctx.reference().takes_part(tenant, network, ctx.now());
        if self.network.is_some_and(|network| !is_member(network)) {
            return Err(crate::error::Error::invalid(
                "network",
                "Ihre Organisation gehört diesem Städtenetz nicht an.",
                "your organisation does not belong to this network.",
            ));
        }
        named_reader::check(work, tenant, self.release, &self.readers)
    }
}

/// What counts without being shown is shown to nobody.
pub(super) fn check_confidential(
    conf_status: ConfStatus,
    visibility: Visibility,
    mistakes: &mut Mistakes,
) {
    if conf_status != ConfStatus::Free && visibility != Visibility::Tenant {
        let reason = Words::new(
            "C und N gehören zur Sichtbarkeit TENANT: Ein vertraulicher Wert zählt in Vergleichsringen und wird niemandem gezeigt. Bitte F angeben oder die Sichtbarkeit auf TENANT setzen.",
            "C and N go with the visibility TENANT: a confidential value counts in rings and is shown to nobody. Please give F, or set the visibility to TENANT.",
        );
        mistakes.note("confStatus", Fault::Invalid, reason);
    }
}
