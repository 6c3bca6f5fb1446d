//! An indicator (Indikator): the definition of a comparable figure.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::{Many, One},
    edge::{many, one, required},
    indicator_version::{self, IndicatorVersion},
    input::{ObservationFilter, ObservationOrder, words},
    language::{Locale, chosen},
    network::Network,
    observation::ObservationConnection,
    value::{Frequency, IndicatorKind, Moment, Polarity, ValueType},
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::{indicator::IndicatorFilter as DomainFilter, label, language::Words, read::Node};
use std::sync::Arc;

/// Which indicators are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct IndicatorFilter {
    /// Of one of these codes.
    pub code: Option<Vec<String>>,
    /// The code, the name or the definition contains this text; case and umlauts do not matter.
    pub text: Option<String>,
    /// They measure one of these links of the chain of effects.
    pub kind: Option<Vec<IndicatorKind>>,
    /// Their values are one of these.
    pub value_type: Option<Vec<ValueType>>,
    /// They belong to this framework.
    pub framework: Option<String>,
    /// Defined by the coordination of this network, by its short name.
    pub network: Option<String>,
}

impl From<IndicatorFilter> for DomainFilter {
    fn from(filter: IndicatorFilter) -> Self {
        Self {
            code: filter.code,
            text: filter.text,
            kind: filter.kind.map(words),
            value_type: filter.value_type.map(words),
            framework: filter.framework,
            network: filter.network,
        }
    }
}

/// An indicator (Indikator): the definition of a comparable figure.
pub struct Indicator(pub(crate) Arc<Node<domain::indicator::Indicator>>);

/// An indicator (Indikator): the definition of a comparable figure.
#[Object(serial)]
impl Indicator {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.record.id.to_string().into()
    }

    /// Stable code.
    async fn code(&self) -> &str {
        &self.0.record.code
    }

    /// Version of the definition.
    async fn version(&self) -> i32 {
        self.0.record.version
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::new(&self.0.record.label_de, &self.0.record.label_en)
            .text(chosen(ctx, locale))
            .to_owned()
    }

    /// What exactly is counted or measured.
    async fn definition(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::new(&self.0.record.definition_de, &self.0.record.definition_en)
            .text(chosen(ctx, locale))
            .to_owned()
    }

    /// What is counted, of a quotient.
    async fn numerator(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let (de, en) = (&self.0.record.numerator_de, &self.0.record.numerator_en);
        pair(ctx, locale, de, en)
    }

    /// By what it is divided.
    async fn denominator(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let (de, en) = (&self.0.record.denominator_de, &self.0.record.denominator_en);
        pair(ctx, locale, de, en)
    }

    /// How it is collected.
    async fn method(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let (de, en) = (&self.0.record.method_de, &self.0.record.method_en);
        pair(ctx, locale, de, en)
    }

    /// How it is computed.
    async fn formula(&self) -> Option<&str> {
        self.0.record.formula.as_deref()
    }

    /// Unit.
    async fn unit(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::new(&self.0.record.unit_de, &self.0.record.unit_en)
            .text(chosen(ctx, locale))
            .to_owned()
    }

    /// Decimal places to show.
    async fn decimals(&self) -> i32 {
        i32::from(self.0.record.decimals)
    }

    /// Which direction is the good one.
    async fn polarity(&self) -> Polarity {
        self.0.record.polarity.into()
    }

    /// Which direction is the good one, in words.
    async fn polarity_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::polarity(self.0.record.polarity);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// What it measures in the chain of effects.
    async fn kind(&self) -> IndicatorKind {
        self.0.record.kind.into()
    }

    /// What it measures in the chain of effects, in words.
    async fn kind_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::indicator_kind(self.0.record.kind);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// What its values are.
    async fn value_type(&self) -> ValueType {
        self.0.record.value_type.into()
    }

    /// What its values are, in words.
    async fn value_type_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::value_type(self.0.record.value_type);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// How often it is collected.
    async fn frequency(&self) -> Frequency {
        self.0.record.frequency.into()
    }

    /// How often it is collected, in words.
    async fn frequency_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::frequency(self.0.record.frequency);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// Smallest sample for which a value is published.
    async fn minimum_sample(&self) -> Option<i32> {
        self.0.record.minimum_sample
    }

    /// What to mind when comparing.
    async fn comparability(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let record = &self.0.record;
        pair(
            ctx,
            locale,
            &record.comparability_de,
            &record.comparability_en,
        )
    }

    /// Frameworks it belongs to.
    async fn frameworks(&self) -> Vec<&str> {
        domain::indicator::frameworks(&self.0.record)
    }

    /// Where the definition comes from.
    async fn source(&self) -> Option<&str> {
        self.0.record.source.as_deref()
    }

    /// The smallest value that can be, if that is fixed.
    async fn lowest(&self) -> Option<f64> {
        self.0.record.lowest
    }

    /// The largest value that can be, if that is fixed.
    async fn highest(&self) -> Option<f64> {
        self.0.record.highest
    }

    /// Whether its values count persons: small ones say something about somebody.
    async fn counts_persons(&self) -> bool {
        self.0.record.counts_persons
    }

    /// Since when this version of the definition holds; null where it is the first one.
    async fn valid_from(&self) -> Option<Moment> {
        self.0.record.valid_from.map(Moment)
    }

    /// The network whose coordination defined it; null where it is for everybody.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<One<Network>>> {
        Ok(one(ctx, &self.0.edges)?.map(Network).map(One))
    }

    /// What the definition was before it was changed, the newest first, at most 50.
    async fn former_versions(&self, ctx: &Context<'_>) -> Result<Many<IndicatorVersion>> {
        let all = required::<indicator_version::Former>(ctx, &self.0.edges)?;
        Ok(all.iter().cloned().map(IndicatorVersion).collect())
    }

    /// Observed values that you may read.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn observations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<ObservationFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<ObservationOrder>,
        >,
    ) -> Result<One<ObservationConnection>> {
        Ok(One(ObservationConnection(many(ctx, &self.0.edges)?)))
    }
}

connection!(
    Indicator,
    IndicatorConnection,
    IndicatorEdge,
    Node<domain::indicator::Indicator>
);

/// A text that may be missing, in the reader's language.
pub(crate) fn pair(
    ctx: &Context<'_>,
    locale: Option<Locale>,
    de: &Option<String>,
    en: &Option<String>,
) -> Option<String> {
    let words = Words::maybe(de.clone()?, en.clone());
    Some(words.text(chosen(ctx, locale)).to_owned())
}
