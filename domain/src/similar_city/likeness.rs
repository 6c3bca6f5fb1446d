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
    pub(super) fn new(own: &city::Model, other: &city::Model, measured: [&Measured; 2]) -> Self {
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
pub(crate) fn structure(own: &city::Model, other: &city::Model) -> f64 {
    REGION * same_region(own, other)
        + SIZE * same_size(own, other)
        + DISTANCE * kilometres(own, other).map_or(0.0, nearness)
        + STATE * f64::from(u8::from(own.state == other.state))
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
        (Some(a), Some(_)) if own.regiostar7 == other.regiostar7 => Words::new(
            format!("beide {}", a.text(Language::De)),
            format!("both {}", a.text(Language::En)),
        ),
        (Some(a), Some(b)) => Words::new(
            format!("{} und {}", a.text(Language::De), b.text(Language::De)),
            format!("{} and {}", a.text(Language::En), b.text(Language::En)),
        ),
        _ => unknown(),
    };
    let value = same_region(own, other);
    Component::new(
        "region",
        Words::new("Raumtyp", "Type of region"),
        (REGION, value),
        told,
    )
}

/// 1 for the same number of inhabitants, 0 from eight times as many on, and where one is not known (0).
pub(crate) fn like_size(own: u32, other: u32) -> f64 {
    if own == 0 || other == 0 {
        return 0.0;
    }
    let steps = (f64::from(own) / f64::from(other)).log2().abs();
    (1.0 - steps / 3.0).max(0.0)
}

fn same_size(own: &city::Model, other: &city::Model) -> f64 {
    let people = |city: &city::Model| city.population.unwrap_or(0).unsigned_abs();
    like_size(people(own), people(other))
}

fn size(own: &city::Model, other: &city::Model) -> Component {
    let told = match (own.population, other.population) {
        (Some(own), Some(other)) => Words::new(
            format!(
                "{} und {} Einwohner",
                grouped(own, '.'),
                grouped(other, '.')
            ),
            format!(
                "{} and {} inhabitants",
                grouped(own, ','),
                grouped(other, ',')
            ),
        ),
        _ => unknown(),
    };
    let value = same_size(own, other);
    Component::new("size", Words::new("Größe", "Size"), (SIZE, value), told)
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

/// A number with a mark between its thousands.
fn grouped(number: i32, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
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
    Component::new(
        "distance",
        Words::new("Entfernung", "Distance"),
        (DISTANCE, value),
        told,
    )
}

fn state(own: &city::Model, other: &city::Model) -> Component {
    let is_same = own.state == other.state;
    let told = if is_same {
        Words::new("dasselbe Land", "the same federal state")
    } else {
        Words::new("verschiedene Länder", "different federal states")
    };
    let value = f64::from(u8::from(is_same));
    Component::new(
        "state",
        Words::new("Land", "Federal state"),
        (STATE, value),
        told,
    )
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
        1 => Words::new(
            "ein gemeinsamer Indikator mit Messwerten",
            "one shared indicator with measured values",
        ),
        count => Words::new(
            format!("{count} gemeinsame Indikatoren mit Messwerten"),
            format!("{count} shared indicators with measured values"),
        ),
    };
    let value = mean(&shared);
    Component::new(
        "indicators",
        Words::new("Indikatoren", "Indicators"),
        (INDICATORS, value),
        told,
    )
}

fn mean(values: &[f64]) -> f64 {
    let (sum, count) = values
        .iter()
        .fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count == 0.0 { 0.0 } else { sum / count }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn city(population: i32, regiostar7: i16, state: &str, place: (f64, f64)) -> city::Model {
        city::Model {
            ags: format!("{state}000000"),
            ars: None,
            name: String::new(),
            display_name: String::new(),
            kind: entity::value::CityKind::City,
            state: state.to_owned(),
            population: Some(population),
            population_on: None,
            area_km2: None,
            latitude: Some(place.0),
            longitude: Some(place.1),
            regiostar7: Some(regiostar7),
            nuts3: None,
            wikidata: None,
            traffic_area_ha: None,
            land_area_ha: None,
        }
    }

    fn likeness(a: &city::Model, b: &city::Model) -> CityLikeness {
        CityLikeness::new(a, b, [&Measured::new(), &Measured::new()])
    }

    #[test]
    fn likeness_is_the_same_both_ways_and_its_parts_make_the_whole() {
        let aachen = city(250_000, 72, "05", (50.776, 6.084));
        for (other, expected) in [
            (city(250_000, 72, "05", (50.776, 6.084)), 0.9),
            (city(310_000, 72, "08", (49.009, 8.404)), 0.648),
            (city(900, 77, "13", (53.9, 13.0)), 0.0209),
        ] {
            let found = likeness(&aachen, &other);
            assert!((found.score - expected).abs() < 0.001, "{found:?}");
            assert!((found.score - likeness(&other, &aachen).score).abs() < 1e-9);
            let weights: f64 = found.components.iter().map(|one| one.weight).sum();
            assert!((weights - 1.0).abs() < 1e-9);
            assert!(structure(&aachen, &other) <= found.score + 0.001);
        }
    }

    #[test]
    fn values_count_where_both_have_them() {
        let (one, two) = (
            IndicatorId(uuid::Uuid::from_u128(1)),
            IndicatorId(uuid::Uuid::from_u128(2)),
        );
        let own = Measured::from([(one, 10.0), (two, 4.0)]);
        for (other, expected) in [
            (Measured::new(), 0.0),
            (Measured::from([(one, 10.0)]), 1.0),
            (Measured::from([(one, 5.0), (two, 4.0)]), 0.75),
            (Measured::from([(one, -10.0)]), 0.0),
        ] {
            let found = indicators([&own, &other]);
            assert!((found.value - expected).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn reasons_read_well_in_both_languages() {
        let found = likeness(
            &city(249_070, 72, "05", (50.776, 6.084)),
            &city(308_707, 72, "08", (49.009, 8.404)),
        );
        assert_eq!(
            found.explanation.text(Language::De),
            "Raumtyp: beide Stadtregion – Regiopole und Großstadt; Größe: 249.070 und 308.707 Einwohner."
        );
        assert!(
            found
                .explanation
                .text(Language::En)
                .contains("249,070 and 308,707 inhabitants")
        );
        assert_eq!(
            [999, 1_000, 1_234_567].map(|n| grouped(n, '.')),
            ["999", "1.000", "1.234.567"]
        );
    }
}
