//! Mutations of observations.
//!
//! Invariant: a value is the caller's own organisation's and of its own municipality; no input says otherwise.

use super::{id, payloads, release::readers, unit::Unit};
use crate::{
    observation::Observation,
    select::Kind,
    value::{ConfStatus, Confidence, Moment, ObsStatus, Plausibility, ValueKind, Visibility},
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::{
    Ctx, Work,
    id::ObservationId,
    network,
    observation::{self, Draft, Figure, Readership},
    observation_remark,
    release::Release,
};

/// What is said of an indicator in a year.
#[derive(InputObject)]
pub struct FigureInput {
    /// Value, in the indicator's unit; null where obsStatus is M or O, or where numerator and denominator give it.
    pub value: Option<f64>,
    /// SDMX observation status; M and O say that there is no value.
    #[graphql(default_with = "ObsStatus::Normal")]
    pub obs_status: ObsStatus,
    /// SDMX confidentiality status; C and N go with the visibility TENANT.
    #[graphql(default_with = "ConfStatus::Free")]
    pub conf_status: ConfStatus,
    /// What was counted, given together with the denominator.
    pub numerator: Option<f64>,
    /// By what it was divided.
    pub denominator: Option<f64>,
    /// How many answers or cases it rests on; fewer than the indicator's smallest sample go with obsStatus U only.
    pub sample: Option<i32>,
    /// How well it is documented.
    #[graphql(default_with = "Confidence::Medium")]
    pub confidence: Confidence,
    /// Where it comes from, 1 to 2,000 characters.
    pub source: String,
    /// What to mind, up to 2,000 characters.
    pub note: Option<String>,
}

impl From<FigureInput> for Figure {
    fn from(input: FigureInput) -> Self {
        Self {
            value: input.value,
            obs_status: input.obs_status.into(),
            conf_status: input.conf_status.into(),
            numerator: input.numerator,
            denominator: input.denominator,
            sample: input.sample,
            confidence: input.confidence.into(),
            source: input.source,
            note: input.note,
        }
    }
}

/// Who is to read a value.
#[derive(InputObject)]
pub struct ReadershipInput {
    /// Who may read it.
    #[graphql(default_with = "Visibility::Tenant")]
    pub visibility: Visibility,
    /// The network whose members may read it, by its slug: given if and only if the visibility is NETWORK.
    pub network: Option<String>,
    /// Organisations that may read it, by id, at most 100: given if and only if the visibility is SHARED.
    pub readers: Option<Vec<ID>>,
    /// Not before this moment, except for your own organisation. Not given or null: at once.
    pub embargo_until: Option<Moment>,
}

impl ReadershipInput {
    fn read(self, ctx: &Ctx) -> domain::Result<Readership> {
        let network = self.network.as_deref();
        let network = network.map(|slug| network::by_slug(ctx, "network", slug));
        Ok(Readership {
            release: Release {
                visibility: self.visibility.into(),
                embargo_until: self.embargo_until.map(|moment| moment.0),
            },
            network: network.transpose()?,
            readers: readers(self.readers)?,
        })
    }
}

/// A new value of your municipality.
#[derive(InputObject)]
pub struct RecordObservationInput {
    /// Code of the indicator.
    pub indicator: String,
    /// Year, from 1950 to the next one; of aims and plans up to 30 years ahead.
    pub year: i32,
    /// Whether it was measured, is aimed at or planned.
    #[graphql(default_with = "ValueKind::Measured")]
    pub value_kind: ValueKind,
    /// What is said.
    #[graphql(flatten)]
    pub figure: FigureInput,
    /// Who is to read it.
    #[graphql(flatten)]
    pub readership: ReadershipInput,
}

impl RecordObservationInput {
    fn read(self, ctx: &Ctx) -> domain::Result<Draft> {
        Ok(Draft {
            indicator: self.indicator,
            year: self.year,
            value_kind: self.value_kind.into(),
            figure: self.figure.into(),
            readership: self.readership.read(ctx)?,
        })
    }
}

/// A correction: all of it takes the place of what was said before.
#[derive(InputObject)]
pub struct CorrectObservationInput {
    /// The value.
    pub observation: ID,
    /// The revision that you have seen.
    pub expected_version: i32,
    /// What is said from now on.
    #[graphql(flatten)]
    pub figure: FigureInput,
}

/// A value that is to be struck.
#[derive(InputObject)]
pub struct WithdrawObservationInput {
    /// The value.
    pub observation: ID,
    /// The revision that you have seen.
    pub expected_version: i32,
    /// Why, 1 to 2,000 characters; whoever may read the value may read it.
    pub reason: String,
}

/// Who may read a value from now on.
#[derive(InputObject)]
pub struct PublishObservationInput {
    /// The value.
    pub observation: ID,
    /// The revision that you have seen.
    pub expected_version: i32,
    /// Who is to read it.
    #[graphql(flatten)]
    pub readership: ReadershipInput,
}

/// What is said about a value.
#[derive(InputObject)]
pub struct RemarkObservationInput {
    /// The value.
    pub observation: ID,
    /// Where it stands from then on.
    pub plausibility: Plausibility,
    /// What is said, up to 2,000 characters; needed where it is CONTESTED.
    pub note: Option<String>,
}

payloads! { observation: Observation;
    /// The new value.
    RecordObservationPayload,
    /// The value that holds from now on; it has an id of its own.
    CorrectObservationPayload,
    /// What holds from now on: that there is no value, and why; it has an id of its own.
    WithdrawObservationPayload,
    /// The value with its new readers.
    PublishObservationPayload,
    /// The value as it stands now.
    RemarkObservationPayload,
}

/// The value after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: ObservationId) -> Result<Option<Observation>> {
    let row = unit.row(id, Kind::Observation, "observation").await?;
    Ok(row.map(Observation))
}

/// Observations.
#[derive(Default)]
pub struct ObservationMutation;

#[Object]
impl ObservationMutation {
    /// Enters a value of your municipality. Of an indicator there is one for a year and kind; a second one is refused, and
    /// correctObservation changes the first.
    async fn record_observation(
        &self,
        ctx: &Context<'_>,
        input: RecordObservationInput,
    ) -> Result<RecordObservationPayload> {
        let unit = Unit::new(ctx)?;
        let draft = unit.accept(input.read(unit.domain()))?;
        let indicator = draft.indicator.clone();
        let job = async |work: &Work<'_>| observation::record(work, draft).await;
        let id = unit.write("observation.record", indicator, job).await?;
        let observation = now(&unit, id).await?;
        Ok(RecordObservationPayload { observation })
    }

    /// Corrects a value of your municipality. What it was stays to be seen under `revisions`; who may read it stays as it is.
    async fn correct_observation(
        &self,
        ctx: &Context<'_>,
        input: CorrectObservationInput,
    ) -> Result<CorrectObservationPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.observation)?, input.expected_version);
        let figure = input.figure.into();
        let job = async |work: &Work<'_>| observation::correct(work, id, version, figure).await;
        let id = unit.write("observation.correct", id, job).await?;
        let observation = now(&unit, id).await?;
        Ok(CorrectObservationPayload { observation })
    }

    /// Strikes a value of your municipality: from now on it is said that there is none, and why. What it was stays to be
    /// seen under `revisions`; to hide that too, publish it more narrowly.
    async fn withdraw_observation(
        &self,
        ctx: &Context<'_>,
        input: WithdrawObservationInput,
    ) -> Result<WithdrawObservationPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.observation)?, input.expected_version);
        let reason = input.reason;
        let job = async |work: &Work<'_>| observation::withdraw(work, id, version, reason).await;
        let id = unit.write("observation.withdraw", id, job).await?;
        let observation = now(&unit, id).await?;
        Ok(WithdrawObservationPayload { observation })
    }

    /// Changes who may read a value of your municipality; what it was before is shown to no more readers than that.
    async fn publish_observation(
        &self,
        ctx: &Context<'_>,
        input: PublishObservationInput,
    ) -> Result<PublishObservationPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.observation)?, input.expected_version);
        let new = unit.accept(input.readership.read(unit.domain()))?;
        let job = async |work: &Work<'_>| observation::publish(work, id, version, &new).await;
        unit.write("observation.publish", id, job).await?;
        let observation = now(&unit, id).await?;
        Ok(PublishObservationPayload { observation })
    }

    /// Says that a value was checked, or that it is doubted and why. For whoever entered it, and for an organisation that
    /// coordinates a network of theirs and may read it.
    async fn remark_observation(
        &self,
        ctx: &Context<'_>,
        input: RemarkObservationInput,
    ) -> Result<RemarkObservationPayload> {
        let unit = Unit::new(ctx)?;
        let id = id(ctx, &input.observation)?;
        let (plausibility, note) = (input.plausibility.into(), input.note);
        let job =
            async |work: &Work<'_>| observation_remark::remark(work, id, plausibility, note).await;
        unit.write("observation.remark", id, job).await?;
        let observation = now(&unit, id).await?;
        Ok(RemarkObservationPayload { observation })
    }
}
