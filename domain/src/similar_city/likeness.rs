//! How alike two municipalities are by structure, told component by component.
//!
//! Invariant: 0 to 1 and the same both ways; what is not known of one of the two adds nothing, and is said.

use crate::{
    language::{Language, Words},
    reference::classification,
    similar_project::{Component, rounded},
};
use entity::{city, id::IndicatorId};
use std::collections::HashMap;

/// What each component weighs; together 1. Region and size say most about whether a measure carries over.
const REGION: f64 = 0.3;
const SIZE: f64 = 0.3;
const DISTANCE: f64 = 0.2;
const STATE: f64 = 0.1;
const INDICATORS: f64 = 0.1;

/// Nearer than this is as near as can be, in kilometres; farther the value halves with each further [`HALF`].
const NEAR: f64 = 30.0;
const HALF: f64 = 170.0;
/// Mean radius of the earth in kilometres (IUGG).
const RADIUS: f64 = 6_371.0;

/// Newest measured values by indicator.
pub(super) type Measured = HashMap<IndicatorId, f64>;

/// How alike a municipality is, and why.
#[derive(Clone, Debug)]
pub struct CityLikeness {
    /// The sum of the contributions, 0 to 1.
    pub score: f64,
    /// Each component of the score.
    pub components: Vec<Component>,
    /// Why, in one sentence.
    pub explanation: Words,
}

impl CityLikeness {
    pub fn new(own: &city::Model, other: &city::Model, measured: [&Measured; 2]) -> Self {
        let components = vec![
            region(own, other),
            size(own, other),
            distance(own, other),
            state(own, other),
            indicators(measured),
        ];
        Self {
            score: rounded(components.iter().map(|one| one.contribution).sum::<f64>()),
            explanation: sentence(&components),
            components,
        }
    }
}

/// What is known without reading anything: by it the candidates are chosen.
pub(super) fn structure(own: &city::Model, other: &city::Model) -> f64 {
    REGION * same_region(own, other)
        + SIZE * like_size(own.population, other.population)
        + DISTANCE * kilometres(own, other).map_or(0.0, nearness)
        + STATE * f64::from(u8::from(own.state == other.state))
}

fn component(
    name: &'static str,
    label: (&str, &str),
    (weight, value): (f64, f64),
    explanation: Words,
) -> Component {
    Component {
        name,
        label: Words::new(label.0, label.1),
        weight,
        value: rounded(value),
        contribution: rounded(weight * value),
        explanation,
    }
}

/// 1 for the same type, a half for another type of the same kind of region (urban 71 to 74, rural 75 to 77).
fn same_region(own: &city::Model, other: &city::Model) -> f64 {
    match (own.regiostar7, other.regiostar7) {
        (Some(a), Some(b)) if a == b => 1.0,
        (Some(a), Some(b)) if (a < 75) == (b < 75) => 0.5,
        _ => 0.0,
    }
}

fn region(own: &city::Model, other: &city::Model) -> Component {
    let name = |city: &city::Model| city.regiostar7.and_then(classification::regiostar7);
    let told = match (name(own), name(other)) {
        (Some(a), Some(b)) => Words::new(
            format!("{} und {}", a.text(Language::De), b.text(Language::De)),
            format!("{} and {}", a.text(Language::En), b.text(Language::En)),
        ),
        _ => unknown(),
    };
    let value = same_region(own, other);
    component("region", ("Raumtyp", "Type of region"), (REGION, value), told)
}

/// 1 for the same size, 0 from eight times the size on.
pub(crate) fn like_size(own: Option<i32>, other: Option<i32>) -> f64 {
    match (own, other) {
        (Some(own), Some(other)) if own > 0 && other > 0 => {
            let steps = (f64::from(own) / f64::from(other)).log2().abs();
            (1.0 - steps / 3.0).max(0.0)
        }
        _ => 0.0,
    }
}

fn size(own: &city::Model, other: &city::Model) -> Component {
    let told = match (own.population, other.population) {
        (Some(own), Some(other)) => Words::new(
            format!("{own} und {other} Einwohner"),
            format!("{own} and {other} inhabitants"),
        ),
        _ => unknown(),
    };
    let value = like_size(own.population, other.population);
    component("size", ("Größe", "Size"), (SIZE, value), told)
}

/// The great-circle distance (haversine formula).
fn kilometres(own: &city::Model, other: &city::Model) -> Option<f64> {
    let radians = |degrees: Option<f64>| degrees.map(f64::to_radians);
    let (from, to) = (radians(own.latitude)?, radians(other.latitude)?);
    let across = radians(other.longitude)? - radians(own.longitude)?;
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(to - from) + from.cos() * to.cos() * half(across);
    Some(2.0 * RADIUS * chord.sqrt().min(1.0).asin())
}

fn nearness(kilometres: f64) -> f64 {
    0.5_f64.powf((kilometres - NEAR).max(0.0) / HALF)
}

fn distance(own: &city::Model, other: &city::Model) -> Component {
    let kilometres = kilometres(own, other);
    let told = kilometres.map_or_else(unknown, |kilometres| {
        Words::new(
            format!("{kilometres:.0} km Luftlinie"),
            format!("{kilometres:.0} km as the crow flies"),
        )
    });
    let value = kilometres.map_or(0.0, nearness);
    component("distance", ("Entfernung", "Distance"), (DISTANCE, value), told)
}

fn state(own: &city::Model, other: &city::Model) -> Component {
    let is_same = own.state == other.state;
    let told = if is_same {
        Words::new("dasselbe Land", "the same federal state")
    } else {
        Words::new("verschiedene Länder", "different federal states")
    };
    let value = f64::from(u8::from(is_same));
    component("state", ("Land", "Federal state"), (STATE, value), told)
}

/// The mean of how near the values of shared indicators are: 1 for equal ones, 0 where one is nothing beside the other.
fn indicators([own, other]: [&Measured; 2]) -> Component {
    let shared: Vec<f64> = own
        .iter()
        .filter_map(|(id, own)| Some(like_value(*own, *other.get(id)?)))
        .collect();
    let told = match shared.len() {
        0 => Words::new(
            "kein gemeinsamer Messwert, den Sie sehen dürfen",
            "no shared measured value that you may see",
        ),
        count => Words::new(
            format!("{count} gemeinsame Indikatoren mit Messwerten"),
            format!("{count} shared indicators with measured values"),
        ),
    };
    let value = shared.iter().sum::<f64>() / (shared.len().max(1) as f64);
    component("indicators", ("Indikatoren", "Indicators"), (INDICATORS, value), told)
}

fn like_value(own: f64, other: f64) -> f64 {
    let larger = own.abs().max(other.abs());
    if larger == 0.0 {
        return 1.0;
    }
    (1.0 - (own - other).abs() / larger).max(0.0)
}

fn unknown() -> Words {
    Words::new("nicht von beiden bekannt", "not known of both")
}

/// The two components that contribute most, in words.
fn sentence(components: &[Component]) -> Words {
    let mut best: Vec<&Component> = components.iter().filter(|one| one.value > 0.0).collect();
    best.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
    best.truncate(2);
    if best.is_empty() {
        return Words::new("Kaum vergleichbar.", "Hardly comparable.");
    }
    let join = |language| {
        let told = best.iter().map(|one| {
            let (label, why) = (one.label.text(language), one.explanation.text(language));
            format!("{label}: {why}")
        });
        format!("{}.", told.collect::<Vec<_>>().join("; "))
    };
    Words::new(join(Language::De), join(Language::En))
}
