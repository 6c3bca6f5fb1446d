//! An observed, planned or targeted value (Messwert) of an indicator for a city and year.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    city::City,
    connection::connection,
    direct::{Many, One},
    edge::{many, one, required},
    error::{column, refuse},
    indicator::Indicator,
    language::{Locale, chosen},
    network::Network,
    observation_remark::ObservationRemarkConnection,
    observation_revision::{Formers, ObservationRevision},
    tenant::Tenant,
    value::{ConfStatus, Confidence, Moment, ObsStatus, Plausibility, ValueKind, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use domain::label;
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

    /// Value, in the indicator's unit; none where the status says that there is none.
    async fn value(&self) -> Result<Option<f64>> {
        Ok(*column(&self.0.value)?)
    }

    /// Whether it was measured, is aimed at or planned: these are never mixed.
    async fn value_kind(&self) -> Result<ValueKind> {
        Ok((*column(&self.0.value_kind)?).into())
    }

    /// Whether it was measured, is aimed at or planned, in words.
    async fn value_kind_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        let label = label::value_kind(*column(&self.0.value_kind)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// Observation status after SDMX.
    async fn obs_status(&self) -> Result<ObsStatus> {
        Ok((*column(&self.0.obs_status)?).into())
    }

    /// Observation status, in words.
    async fn obs_status_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        let label = label::obs_status(*column(&self.0.obs_status)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// How well it is documented.
    async fn confidence(&self) -> Result<Confidence> {
        Ok((*column(&self.0.confidence)?).into())
    }

    /// How well it is documented, in words.
    async fn confidence_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        let label = label::confidence(*column(&self.0.confidence)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// Where it comes from.
    async fn source(&self) -> Result<&str> {
        Ok(column(&self.0.source)?.as_str())
    }

    /// What to mind.
    async fn note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.note)?.as_deref())
    }

    /// Whether it is free, or confidential: then it counts in the rings whose terms the city accepted and is shown to nobody
    /// else.
    async fn conf_status(&self) -> Result<ConfStatus> {
        Ok((*column(&self.0.conf_status)?).into())
    }

    /// Whether it is free or confidential, in words.
    async fn conf_status_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        let label = label::conf_status(*column(&self.0.conf_status)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// What was counted, where the value is a quotient and it is known.
    async fn numerator(&self) -> Result<Option<f64>> {
        Ok(*column(&self.0.numerator)?)
    }

    /// By what it was divided.
    async fn denominator(&self) -> Result<Option<f64>> {
        Ok(*column(&self.0.denominator)?)
    }

    /// How many answers or cases it rests on.
    async fn sample(&self) -> Result<Option<i32>> {
        Ok(*column(&self.0.sample)?)
    }

    /// The version of the indicator's definition by which it was collected.
    async fn method_version(&self) -> Result<i32> {
        Ok(*column(&self.0.method_version)?)
    }

    /// Whether somebody checked or doubts it.
    async fn plausibility(&self) -> Result<Plausibility> {
        Ok((*column(&self.0.plausibility)?).into())
    }

    /// Whether somebody checked or doubts it, in words.
    async fn plausibility_label(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
    ) -> Result<String> {
        let label = label::plausibility(*column(&self.0.plausibility)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// 1, and one more with each correction.
    async fn revision(&self) -> Result<i32> {
        Ok(*column(&self.0.revision)?)
    }

    /// Not shown to others before this moment.
    async fn embargo_until(&self) -> Result<Option<Moment>> {
        Ok((*column(&self.0.embargo_until)?).map(Moment))
    }

    /// Who may read it.
    async fn visibility(&self) -> Result<Visibility> {
        Ok((*column(&self.0.visibility)?).into())
    }

    /// What is worth a second look, for the organisation that entered it, in words: such as that others may read of fewer than
    /// three persons. Nothing for anybody else.
    async fn warnings(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Vec<String>> {
        let found = self.0.warnings(ctx.data()?);
        let found = found.map_err(|error| refuse(ctx, &error))?;
        let language = chosen(ctx, locale);
        let texts = found.iter().map(|text| text.text(language).to_owned());
        Ok(texts.collect())
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

    /// The network whose members may read it, where the visibility is NETWORK.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<One<Network>>> {
        Ok(one(ctx, &self.0.edges)?.map(Network).map(One))
    }

    /// What it was before it was corrected, as far as you may read that; the newest first, at most 20.
    async fn revisions(&self, ctx: &Context<'_>) -> Result<Many<ObservationRevision>> {
        let all = required::<Formers>(ctx, &self.0.edges)?;
        Ok(all.iter().cloned().map(ObservationRevision).collect())
    }

    /// What was said about it: to whoever entered it all of it, to others what they said themselves.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn remarks(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<ObservationRemarkConnection>> {
        Ok(One(ObservationRemarkConnection(many(ctx, &self.0.edges)?)))
    }
}

connection!(
    Observation,
    ObservationConnection,
    ObservationEdge,
    domain::observation::Observation
);
