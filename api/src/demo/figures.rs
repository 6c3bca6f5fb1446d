//! Indicators and observations of the demo.
//!
//! Invariant: targets and planned values are not mixed with what was measured; values of low confidence are not public.

use super::content::rows;
use domain::{
    Error, Result, Work,
    indicator::{self, Definition, NewIndicator},
    observation::{self, NewObservation},
    release::Release,
    value::{
        Confidence, Frequency, IndicatorKind, ObsStatus, Polarity, ValueKind, ValueType, Visibility,
    },
};
use serde::Deserialize;

const INDICATORS: &str = include_str!("../../../examples/kora/indicators.csv");
const OBSERVATIONS: &str = include_str!("../../../examples/kora/observations.csv");

#[derive(Deserialize)]
struct IndicatorRow {
    code: String,
    label_de: String,
    label_en: String,
    definition_de: String,
    definition_en: String,
    formula: Option<String>,
    unit_de: String,
    unit_en: String,
    decimals: i16,
    polarity: String,
    kind: String,
    value_type: String,
    frequency: String,
    minimum_sample: Option<i32>,
    comparability_de: Option<String>,
    comparability_en: Option<String>,
    frameworks: Option<String>,
    numerator_de: Option<String>,
    numerator_en: Option<String>,
    denominator_de: Option<String>,
    denominator_en: Option<String>,
    source: Option<String>,
    lowest: Option<f64>,
    highest: Option<f64>,
    counts_persons: Option<bool>,
}

#[derive(Deserialize)]
struct ObservationRow {
    ags: String,
    indicator_code: String,
    year: i32,
    value: f64,
    value_kind: String,
    obs_status: String,
    confidence: String,
    visibility: String,
    source: String,
    note: Option<String>,
}

/// Defines the indicators.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn define(work: &Work<'_>) -> Result<()> {
    for row in rows::<IndicatorRow>("indicators.csv", INDICATORS)? {
        let frameworks = row.frameworks.unwrap_or_default();
        let definition = Definition {
            polarity: word(&row.polarity, Polarity::from_word)?,
            kind: word(&row.kind, IndicatorKind::from_word)?,
            frequency: word(&row.frequency, Frequency::from_word)?,
            label: (row.label_de, row.label_en),
            meaning: (row.definition_de, row.definition_en),
            formula: row.formula,
            numerator: (row.numerator_de, row.numerator_en),
            denominator: (row.denominator_de, row.denominator_en),
            method: (None, None),
            unit: (row.unit_de, row.unit_en),
            decimals: row.decimals,
            minimum_sample: row.minimum_sample,
            comparability: (row.comparability_de, row.comparability_en),
            frameworks: frameworks
                .split_terminator(';')
                .map(str::to_owned)
                .collect(),
            source: row.source,
            lowest: row.lowest,
            highest: row.highest,
            counts_persons: row.counts_persons.unwrap_or(false),
        };
        let new = NewIndicator {
            value_type: word(&row.value_type, ValueType::from_word)?,
            code: row.code,
            network: None,
            definition,
        };
        indicator::define(work, new).await?;
    }
    Ok(())
}

/// Enters the observations of a city; says how many.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn load(work: &Work<'_>, ags: &str) -> Result<usize> {
    let mut new = Vec::new();
    for row in rows::<ObservationRow>("observations.csv", OBSERVATIONS)? {
        if row.ags == ags {
            new.push(observation(work, row)?);
        }
    }
    observation::create_all(work, new).await
}

fn observation(work: &Work<'_>, row: ObservationRow) -> Result<NewObservation> {
    let all = work.ctx().reference().indicators.all();
    let indicator = all
        .iter()
        .find(|indicator| indicator.code == row.indicator_code);
    let indicator = indicator
        .ok_or_else(|| Error::Internal(format!("observations.csv: {}", row.indicator_code)))?;
    Ok(NewObservation {
        indicator: indicator.id,
        city_ags: row.ags,
        year: row.year,
        value: row.value,
        value_kind: word(&row.value_kind, ValueKind::from_word)?,
        obs_status: word(&row.obs_status, ObsStatus::from_word)?,
        confidence: word(&row.confidence, Confidence::from_word)?,
        source: row.source,
        note: row.note,
        release: Release {
            visibility: word(&row.visibility, Visibility::from_word)?,
            embargo_until: None,
        },
    })
}

/// A word of a closed list in a shipped file.
///
/// # Errors
/// `INTERNAL` naming the word.
pub fn word<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
    parse(text)
        .ok_or_else(|| Error::Internal(format!("a shipped file holds the unknown word {text:?}")))
}
