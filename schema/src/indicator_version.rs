//! What the definition of an indicator was before it was changed.
//!
//! Invariant: nothing is read here.

use crate::{
    indicator::pair,
    language::{Locale, chosen},
    value::{Moment, Polarity},
};
use async_graphql::{Context, Object};
use domain::{indicator::IndicatorVersion as Version, language::Words};
use std::sync::Arc;

/// Former definitions, as the read plan leads to them.
pub(crate) type Former = Vec<Arc<Version>>;

/// What the definition of an indicator was before it was changed.
pub struct IndicatorVersion(pub(crate) Arc<Version>);

/// What the definition of an indicator was before it was changed.
#[Object(serial)]
impl IndicatorVersion {
    /// Version of the definition; observations name the one by which they were collected.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Since when it held; null where it was the first one.
    async fn valid_from(&self) -> Option<Moment> {
        self.0.valid_from.map(Moment)
    }

    /// Until when it held.
    async fn valid_until(&self) -> Moment {
        Moment(self.0.valid_until)
    }

    /// Why it was changed.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let words = Words::new(&self.0.label_de, &self.0.label_en);
        words.text(chosen(ctx, locale)).to_owned()
    }

    /// What exactly was counted or measured.
    async fn definition(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let words = Words::new(&self.0.definition_de, &self.0.definition_en);
        words.text(chosen(ctx, locale)).to_owned()
    }

    /// Unit.
    async fn unit(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let words = Words::new(&self.0.unit_de, &self.0.unit_en);
        words.text(chosen(ctx, locale)).to_owned()
    }

    /// How it was computed.
    async fn formula(&self) -> Option<&str> {
        self.0.formula.as_deref()
    }

    /// What was counted, of a quotient.
    async fn numerator(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        pair(ctx, locale, &self.0.numerator_de, &self.0.numerator_en)
    }

    /// By what it was divided.
    async fn denominator(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        pair(ctx, locale, &self.0.denominator_de, &self.0.denominator_en)
    }

    /// How it was collected.
    async fn method(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        pair(ctx, locale, &self.0.method_de, &self.0.method_en)
    }

    /// Which direction was the good one.
    async fn polarity(&self) -> Polarity {
        self.0.polarity.into()
    }
}
