//! Mutations of indicators.
//!
//! Invariant: the code of an indicator and what its values are never change.

use super::{payloads, unit::Unit};
use crate::{
    indicator::Indicator,
    value::{Frequency, IndicatorKind, Polarity, ValueType},
};
use async_graphql::{Context, InputObject, Object, Result};
use domain::{
    Ctx, Work,
    indicator::{self, Definition, NewIndicator},
    network,
};

/// What an indicator says.
#[derive(InputObject)]
pub struct IndicatorDefinitionInput {
    /// Name in German, 1 to 200 characters.
    pub label_de: String,
    /// Name in English, 1 to 200 characters.
    pub label_en: String,
    /// What exactly is counted or measured, in German, 1 to 2,000 characters.
    pub definition_de: String,
    /// The same in English.
    pub definition_en: String,
    /// How it is computed, up to 1,000 characters.
    pub formula: Option<String>,
    /// What is counted, of a quotient, in German, up to 500 characters.
    pub numerator_de: Option<String>,
    /// The same in English.
    pub numerator_en: Option<String>,
    /// By what it is divided, in German, up to 500 characters.
    pub denominator_de: Option<String>,
    /// The same in English.
    pub denominator_en: Option<String>,
    /// How it is collected, in German, up to 5,000 characters.
    pub method_de: Option<String>,
    /// The same in English.
    pub method_en: Option<String>,
    /// Unit in German, such as `% der Wege`, 1 to 100 characters.
    pub unit_de: String,
    /// Unit in English, such as `% of trips`.
    pub unit_en: String,
    /// Decimal places to show, 0 to 6.
    pub decimals: i16,
    /// Which direction is the good one.
    pub polarity: Polarity,
    /// What it measures in the chain of effects.
    pub kind: IndicatorKind,
    /// How often it is collected.
    pub frequency: Frequency,
    /// Smallest sample for which a value is accepted, 1 to 1,000,000.
    pub minimum_sample: Option<i32>,
    /// What to mind when comparing, in German, up to 2,000 characters.
    pub comparability_de: Option<String>,
    /// The same in English.
    pub comparability_en: Option<String>,
    /// Frameworks it belongs to, such as `SDG-Indikatoren für Kommunen`, at most 20.
    #[graphql(default)]
    pub frameworks: Vec<String>,
    /// Where the definition comes from, up to 2,000 characters.
    pub source: Option<String>,
    /// The smallest value that can be.
    pub lowest: Option<f64>,
    /// The largest value that can be.
    pub highest: Option<f64>,
    /// Whether its values count persons: then none is negative, and small ones are warned of.
    #[graphql(default)]
    pub counts_persons: bool,
}

impl From<IndicatorDefinitionInput> for Definition {
    fn from(input: IndicatorDefinitionInput) -> Self {
        Self {
            label: (input.label_de, input.label_en),
            meaning: (input.definition_de, input.definition_en),
            formula: input.formula,
            numerator: (input.numerator_de, input.numerator_en),
            denominator: (input.denominator_de, input.denominator_en),
            method: (input.method_de, input.method_en),
            unit: (input.unit_de, input.unit_en),
            decimals: input.decimals,
            polarity: input.polarity.into(),
            kind: input.kind.into(),
            frequency: input.frequency.into(),
            minimum_sample: input.minimum_sample,
            comparability: (input.comparability_de, input.comparability_en),
            frameworks: input.frameworks,
            source: input.source,
            lowest: input.lowest,
            highest: input.highest,
            counts_persons: input.counts_persons,
        }
    }
}

/// A new indicator.
#[derive(InputObject)]
pub struct DefineIndicatorInput {
    /// Stable code, unique: 2 to 60 lower-case letters, digits and underscores, such as `modal_split_bike`.
    pub code: String,
    /// The network that your organisation coordinates and for which it is; left out by whoever runs the service.
    pub network: Option<String>,
    /// What its values are; BOOLEAN is 0 or 1, TREND is -1, 0 or 1.
    pub value_type: ValueType,
    /// What it says.
    #[graphql(flatten)]
    pub definition: IndicatorDefinitionInput,
}

impl DefineIndicatorInput {
    fn read(self, ctx: &Ctx) -> domain::Result<NewIndicator> {
        let network = self.network.as_deref();
        let network = network.map(|slug| network::by_slug(ctx, "network", slug));
        Ok(NewIndicator {
            code: self.code,
            network: network.transpose()?,
            value_type: self.value_type.into(),
            definition: self.definition.into(),
        })
    }
}

/// A changed definition; all of it takes the place of the former one.
#[derive(InputObject)]
pub struct ReviseIndicatorInput {
    /// Code of the indicator.
    pub code: String,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Why it is changed, 1 to 1,000 characters.
    pub reason: String,
    /// What it says from now on.
    #[graphql(flatten)]
    pub definition: IndicatorDefinitionInput,
}

payloads! { indicator: Indicator;
    /// The new indicator.
    DefineIndicatorPayload,
    /// The indicator as it is now.
    ReviseIndicatorPayload,
}

/// Indicators.
#[derive(Default)]
pub struct IndicatorMutation;

#[Object]
impl IndicatorMutation {
    /// Defines an indicator: whoever runs the service for everybody, or an organisation that coordinates a network for it.
    async fn define_indicator(
        &self,
        ctx: &Context<'_>,
        input: DefineIndicatorInput,
    ) -> Result<DefineIndicatorPayload> {
        let unit = Unit::new(ctx)?;
        let new = unit.accept(input.read(unit.domain()))?;
        let code = new.code.clone();
        let job = async |work: &Work<'_>| indicator::define(work, new).await;
        let id = unit.write("indicator.define", code, job).await?;
        let indicator = unit
            .record(id, "Indicator", "indicator")
            .await?
            .map(Indicator);
        Ok(DefineIndicatorPayload { indicator })
    }

    /// Changes the definition of an indicator; the former one is kept with the reason, and values name the version by which
    /// they were collected.
    async fn revise_indicator(
        &self,
        ctx: &Context<'_>,
        input: ReviseIndicatorInput,
    ) -> Result<ReviseIndicatorPayload> {
        let unit = Unit::new(ctx)?;
        let (code, version) = (input.code, input.expected_version);
        let new = (input.definition.into(), input.reason);
        let job = async |work: &Work<'_>| indicator::revise(work, &code, version, new).await;
        let id = unit.write("indicator.revise", &code, job).await?;
        let indicator = unit
            .record(id, "Indicator", "indicator")
            .await?
            .map(Indicator);
        Ok(ReviseIndicatorPayload { indicator })
    }
}
