//! An indicator (Indikator): the definition of a comparable figure.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::One,
    edge::many,
    input::{ObservationFilter, ObservationOrder},
    language::{Locale, chosen},
    observation::ObservationConnection,
    value::{Frequency, IndicatorKind, Polarity, ValueType},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{language::Words, read::Node};
use std::sync::Arc;

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

    /// What it measures in the chain of effects.
    async fn kind(&self) -> IndicatorKind {
        self.0.record.kind.into()
    }

    /// What its values are.
    async fn value_type(&self) -> ValueType {
        self.0.record.value_type.into()
    }

    /// How often it is collected.
    async fn frequency(&self) -> Frequency {
        self.0.record.frequency.into()
    }

    /// Smallest sample for which a value is published.
    async fn minimum_sample(&self) -> Option<i32> {
        self.0.record.minimum_sample
    }

    /// What to mind when comparing.
    async fn comparability(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let de = self.0.record.comparability_de.clone()?;
        Some(
            Words::maybe(de, self.0.record.comparability_en.clone())
                .text(chosen(ctx, locale))
                .to_owned(),
        )
    }

    /// Frameworks it belongs to.
    async fn frameworks(&self) -> Option<&str> {
        self.0.record.frameworks.as_deref()
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
