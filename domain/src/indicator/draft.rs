//! A definition of an indicator as somebody writes it, and what can be wrong with it.
//!
//! Invariant: whoever compares values by it knows what is counted, in which unit, and which way is good.

use super::LARGEST;
use crate::{
    language::Words,
    mistake::{Fault, Mistakes},
};
use entity::{
    id::NetworkId,
    value::{Frequency, IndicatorKind, Polarity, ValueType},
};

/// Most frameworks of an indicator.
const MOST_FRAMEWORKS: usize = 20;

/// A text in German and English that may be missing.
pub(super) type Pair = (Option<String>, Option<String>);

/// What an indicator says; a later version may say something else.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Name in German and English.
    pub label: (String, String),
    /// What is counted or measured, in German and English.
    pub meaning: (String, String),
    /// How it is computed.
    pub formula: Option<String>,
    /// What is counted, in German and English.
    pub numerator: (Option<String>, Option<String>),
    /// By what it is divided, in German and English.
    pub denominator: (Option<String>, Option<String>),
    /// How it is collected, in German and English.
    pub method: (Option<String>, Option<String>),
    /// Unit in German and English.
    pub unit: (String, String),
    /// Decimal places to show.
    pub decimals: i16,
    /// Which direction is the good one.
    pub polarity: Polarity,
    /// What it measures in the chain of effects.
    pub kind: IndicatorKind,
    /// How often it is collected.
    pub frequency: Frequency,
    /// Smallest sample for which a value is published.
    pub minimum_sample: Option<i32>,
    /// What to mind when comparing, in German and English.
    pub comparability: (Option<String>, Option<String>),
    /// Frameworks it belongs to.
    pub frameworks: Vec<String>,
    /// Where the definition comes from.
    pub source: Option<String>,
    /// The smallest value that can be.
    pub lowest: Option<f64>,
    /// The largest value that can be.
    pub highest: Option<f64>,
    /// Whether its values count persons.
    pub counts_persons: bool,
}

/// A new indicator.
#[derive(Clone, Debug)]
pub struct NewIndicator {
    /// Stable code.
    pub code: String,
    /// The network whose coordination defines it; none where the operator does.
    pub network: Option<NetworkId>,
    /// What its values are.
    pub value_type: ValueType,
    /// What it says.
    pub definition: Definition,
}

impl NewIndicator {
    /// Notes everything that is wrong with it.
    pub fn check(&self, mistakes: &mut Mistakes) {
        let is_code = (2..=60).contains(&self.code.len())
            && self
                .code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !is_code {
            let reason = Words::new(
                "ist kein Kürzel; erwartet werden 2 bis 60 Kleinbuchstaben ohne Umlaute, Ziffern und Unterstriche, etwa modal_split_bike.",
                "is no code; expected are 2 to 60 lower-case letters without accents, digits and underscores, such as modal_split_bike.",
            );
            mistakes.note("code", Fault::Invalid, reason);
        }
        self.definition.check(self.value_type, mistakes);
    }
}

impl Definition {
    /// Notes everything that is wrong with it, for values of a type.
    pub fn check(&self, value_type: ValueType, mistakes: &mut Mistakes) {
        for (path, text, longest) in [
            ("labelDe", &self.label.0, 200),
            ("labelEn", &self.label.1, 200),
            ("definitionDe", &self.meaning.0, 2_000),
            ("definitionEn", &self.meaning.1, 2_000),
            ("unitDe", &self.unit.0, 100),
            ("unitEn", &self.unit.1, 100),
        ] {
            mistakes.text(path, text, longest);
        }
        for (path, text, longest) in [
            ("formula", &self.formula, 1_000),
            ("source", &self.source, 2_000),
        ] {
            if let Some(text) = text {
                mistakes.text(path, text, longest);
            }
        }
        for (paths, pair, longest) in [
            (["numeratorDe", "numeratorEn"], &self.numerator, 500),
            (["denominatorDe", "denominatorEn"], &self.denominator, 500),
            (["methodDe", "methodEn"], &self.method, 5_000),
            (
                ["comparabilityDe", "comparabilityEn"],
                &self.comparability,
                2_000,
            ),
        ] {
            check_pair(paths, pair, longest, mistakes);
        }
        if self.denominator.0.is_some() && self.numerator.0.is_none() {
            mistakes.required("numeratorDe");
        }
        mistakes.number("decimals", i32::from(self.decimals), 0..=6);
        if let Some(sample) = self.minimum_sample {
            mistakes.number("minimumSample", sample, 1..=1_000_000);
        }
        mistakes.list("frameworks", &self.frameworks, MOST_FRAMEWORKS);
        for (at, name) in self.frameworks.iter().enumerate() {
            mistakes.text(&format!("frameworks[{at}]"), name, 100);
            check_line(&format!("frameworks[{at}]"), name, mistakes);
        }
        self.check_bounds(value_type, mistakes);
    }

    fn check_bounds(&self, value_type: ValueType, mistakes: &mut Mistakes) {
        for (path, bound) in [("lowest", self.lowest), ("highest", self.highest)] {
            if bound.is_some_and(|bound| !bound.is_finite() || bound.abs() > LARGEST) {
                let reason = Words::new(
                    "ist keine Zahl zwischen −10¹⁵ und 10¹⁵.",
                    "is no number between −10¹⁵ and 10¹⁵.",
                );
                mistakes.note(path, Fault::OutOfBounds, reason);
            }
        }
        let is_closed = matches!(value_type, ValueType::Boolean | ValueType::Trend);
        if is_closed && (self.lowest.is_some() || self.highest.is_some()) {
            let reason = Words::new(
                "steht bei BOOLEAN (0, 1) und TREND (−1, 0, 1) schon fest; bitte weglassen.",
                "is fixed already for BOOLEAN (0, 1) and TREND (−1, 0, 1); please leave it out.",
            );
            mistakes.note("lowest", Fault::Invalid, reason);
        }
        if is_closed && self.decimals != 0 {
            let reason = Words::new(
                "ist bei BOOLEAN und TREND 0.",
                "is 0 for BOOLEAN and TREND.",
            );
            mistakes.note("decimals", Fault::Invalid, reason);
        }
        if let Some((lowest, highest)) = self.lowest.zip(self.highest)
            && lowest >= highest
        {
            let reason = Words::new(
                format!("ist nicht größer als der kleinste Wert ({lowest})."),
                format!("is not larger than the smallest value ({lowest})."),
            );
            mistakes.note("highest", Fault::Invalid, reason);
        }
    }
}

/// English comes beside German, not instead of it.
fn check_pair([de, en]: [&str; 2], pair: &Pair, longest: usize, mistakes: &mut Mistakes) {
    if let Some(text) = &pair.0 {
        mistakes.text(de, text, longest);
    }
    if let Some(text) = &pair.1 {
        mistakes.text(en, text, longest);
        if pair.0.is_none() {
            mistakes.required(de);
        }
    }
}

/// Names are kept one to a line.
fn check_line(path: &str, name: &str, mistakes: &mut Mistakes) {
    if name.contains(['\n', '\r']) {
        let reason = Words::new("ist nicht einzeilig.", "is more than one line.");
        mistakes.note(path, Fault::Invalid, reason);
    }
}
