//! The cities nearest to one, by chosen figures with weights, each with what its distance is made of.
//!
//! The distance is Euclid's over standardised figures: each value less the median of all cities that have the figure,
//! divided by the median of the deviations from it (times 1.4826, which makes it the standard deviation of normally
//! distributed values). A few very large cities do not change what is usual, as they would with mean and standard
//! deviation. Weights add up to 1, so that distances over one or ten figures can be held against each other.
//!
//! Invariant: a city that lacks a figure is left out and counted; nothing is made up for what is not known.

use super::{
    figure::{Measured, on_scale, values},
    rule::{NeighbourRule, joined},
};
use crate::{
    city::City,
    ctx::Ctx,
    error::{Error, Result},
    figure::Figure,
    language::Words,
};
use std::{collections::HashSet, sync::Arc};

/// What makes a median of deviations comparable with a standard deviation.
const OF_MEDIAN: f64 = 1.4826;
/// The same for a mean of deviations, which stands in where more than half of all values are equal.
const OF_MEAN: f64 = 1.2533;

/// One part of a distance.
#[derive(Clone, Debug)]
pub struct DistanceComponent {
    /// Code of the figure.
    pub code: String,
    /// Its name.
    pub figure: Words,
    /// What it weighs; all weights add up to 1.
    pub weight: f64,
    /// Value of the city whose neighbours these are.
    pub own: f64,
    /// Value of the neighbour.
    pub other: f64,
    /// How far they are apart in units of what is usual between cities; positive where the neighbour has more.
    pub difference: f64,
    /// Its share of the (squared) distance, 0 to 1.
    pub share: f64,
    /// All of that in one sentence.
    pub explanation: Words,
}

/// A neighbour: its key, its distance, and what that is made of.
pub(super) type Neighbour = (Arc<City>, f64, Vec<DistanceComponent>);

/// Neighbours, the nearest first, and how many cities were left out because they lack a figure.
pub(super) struct Found {
    pub(super) nearest: Vec<Neighbour>,
    pub(super) left_out: u32,
}

/// A figure with its values and the standardised ones, for each city of the register.
struct Scale {
    figure: Figure,
    code: String,
    weight: f64,
    raw: Vec<Option<f64>>,
    standard: Vec<Option<f64>>,
}

/// The figures of a rule; that there are such has been checked before.
pub(super) fn figures(ctx: &Ctx, rule: &NeighbourRule) -> Vec<Figure> {
    let figures = rule.figures.iter();
    figures
        .filter_map(|figure| Figure::of_code(ctx, &figure.code))
        .collect()
}

/// A rule in words.
pub(super) fn label(ctx: &Ctx, rule: &NeighbourRule) -> Words {
    let city = ctx.reference().cities.find(&rule.city);
    let name = city.map_or(rule.city.as_str(), |city| city.display_name.as_str());
    let figures = figures(ctx, rule).iter().map(Figure::label).collect();
    let figures = joined(figures, ", ").unwrap_or_else(|| Words::new("", ""));
    let count = rule.count;
    figures.map(
        |figures| format!("Die {count} nächsten Kommunen zu {name} nach {figures}"),
        |figures| format!("The {count} municipalities nearest to {name} by {figures}"),
    )
}

/// Looks for neighbours.
///
/// # Errors
/// `BAD_USER_INPUT` where the city itself lacks a figure.
pub(super) fn find(ctx: &Ctx, rule: &NeighbourRule, measured: &Measured) -> Result<Found> {
    let cities = ctx.reference().cities.all();
    let own = cities.iter().position(|city| city.ags == rule.city);
    let own = own.ok_or(Error::NotFound("city"))?;
    let scales = scales(ctx, rule, measured);
    if let Some(lacking) = scales
        .iter()
        .find(|scale| at(&scale.standard, own).is_none())
    {
        return Err(lacks(lacking));
    }
    let among = rule.among.as_ref().map(|among| among.find(ctx));
    let among: Option<HashSet<&str>> = among
        .as_ref()
        .map(|cities| cities.iter().map(|city| city.ags.as_str()).collect());
    let mut left_out = 0_u32;
    let mut found: Vec<(f64, usize)> = Vec::new();
    for (place, city) in cities.iter().enumerate() {
        let is_wanted = |among: &HashSet<&str>| among.contains(city.ags.as_str());
        if place == own || !among.as_ref().is_none_or(is_wanted) {
            continue;
        }
        match distance(&scales, own, place) {
            Some(distance) => found.push((distance, place)),
            None => left_out += 1,
        }
    }
    // Places are in the order of the keys, so that of equally near cities the one with the smaller key comes first.
    found.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    found.truncate(usize::try_from(rule.count).unwrap_or(0));
    let nearest = found.into_iter().filter_map(|(distance, place)| {
        let city = Arc::clone(cities.get(place)?);
        let components = scales.iter();
        let components = components.filter_map(|scale| scale.component(own, place, distance));
        Some((city, distance, components.collect()))
    });
    Ok(Found {
        nearest: nearest.collect(),
        left_out,
    })
}

fn lacks(scale: &Scale) -> Error {
    let label = scale.figure.label();
    let reason = label.map(
        |figure| {
            format!("Zu „{figure}“ gibt es keinen Wert dieser Stadt, der hier gelesen werden darf.")
        },
        |figure| format!("There is no value of this city for \"{figure}\" that may be read here."),
    );
    Error::Invalid {
        field: "neighbours.figures".to_owned(),
        reason,
    }
}

fn scales(ctx: &Ctx, rule: &NeighbourRule, measured: &Measured) -> Vec<Scale> {
    let total: i32 = rule.figures.iter().map(|figure| figure.weight).sum();
    let figures = rule.figures.iter();
    let known = figures.filter_map(|one| Some((one, Figure::of_code(ctx, &one.code)?)));
    let scales = known.map(|(one, figure)| {
        let raw = values(ctx, &figure, measured);
        let placed = raw
            .iter()
            .map(|value| value.map(|value| on_scale(&figure, value)));
        Scale {
            standard: standardised(&placed.collect::<Vec<_>>()),
            code: one.code.clone(),
            weight: f64::from(one.weight) / f64::from(total),
            figure,
            raw,
        }
    });
    scales.collect()
}

fn at(values: &[Option<f64>], place: usize) -> Option<f64> {
    values.get(place).copied().flatten()
}

fn distance(scales: &[Scale], own: usize, other: usize) -> Option<f64> {
    let squares = scales.iter().map(|scale| scale.square(own, other));
    Some(squares.sum::<Option<f64>>()?.sqrt())
}

impl Scale {
    fn difference(&self, own: usize, other: usize) -> Option<f64> {
        Some(at(&self.standard, other)? - at(&self.standard, own)?)
    }

    fn square(&self, own: usize, other: usize) -> Option<f64> {
        let difference = self.difference(own, other)?;
        Some(self.weight * difference * difference)
    }

    fn component(&self, own: usize, other: usize, distance: f64) -> Option<DistanceComponent> {
        let whole = distance * distance;
        let share = match whole > 0.0 {
            true => self.square(own, other)? / whole,
            false => 0.0,
        };
        let values = (at(&self.raw, own)?, at(&self.raw, other)?);
        Some(DistanceComponent {
            code: self.code.clone(),
            figure: self.figure.label(),
            weight: self.weight,
            own: values.0,
            other: values.1,
            difference: self.difference(own, other)?,
            share,
            explanation: explanation(&self.figure, values, share),
        })
    }
}

fn explanation(figure: &Figure, (own, other): (f64, f64), share: f64) -> Words {
    let decimals = usize::try_from(figure.decimals()).unwrap_or(0).min(6);
    let percent = (share * 100.0).round();
    let german = |value: f64| grouped(value, decimals, ('.', ','));
    let english = |value: f64| grouped(value, decimals, (',', '.'));
    let (label, unit) = (figure.label(), figure.unit());
    let (unit_de, unit_en) = (
        unit.text(crate::language::Language::De).to_owned(),
        unit.text(crate::language::Language::En).to_owned(),
    );
    label.map(
        |figure| {
            format!(
                "{figure}: {} und {} {unit_de}; {percent} % des Abstands.",
                german(own),
                german(other)
            )
        },
        |figure| {
            format!(
                "{figure}: {} and {} {unit_en}; {percent}% of the distance.",
                english(own),
                english(other)
            )
        },
    )
}

/// A number with marks between its thousands and before its decimals.
fn grouped(number: f64, decimals: usize, (thousands, point): (char, char)) -> String {
    let text = format!("{number:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut shown = String::from(sign);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(thousands);
        }
        shown.push(digit);
    }
    if !rest.is_empty() {
        shown.push(point);
        shown.push_str(rest);
    }
    shown
}

/// Each value in units of what is usual between those that are there; all 0 where they do not differ.
fn standardised(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let Some(middle) = median(&known) else {
        return vec![None; values.len()];
    };
    let deviations: Vec<f64> = known.iter().map(|value| (value - middle).abs()).collect();
    let usual = median(&deviations).unwrap_or(0.0) * OF_MEDIAN;
    let mean = deviations.iter().sum::<f64>() / f64::from(u32::try_from(known.len()).unwrap_or(1));
    let unit = match (usual > 0.0, mean > 0.0) {
        (true, _) => usual,
        (false, true) => mean * OF_MEAN,
        (false, false) => 1.0,
    };
    let standard = |value: &Option<f64>| value.map(|value| (value - middle) / unit);
    values.iter().map(standard).collect()
}

/// The value in the middle; of an even number the mean of both.
fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(*values.get(middle.checked_sub(1)?)?, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outliers_do_not_change_what_is_usual() {
        // Median 3, deviations 2 1 0 1 97: their median is 1.
        let values = [
            Some(1.0),
            Some(2.0),
            None,
            Some(3.0),
            Some(4.0),
            Some(100.0),
        ];
        let found = standardised(&values);
        let expected = [
            Some(-2.0 / OF_MEDIAN),
            Some(-1.0 / OF_MEDIAN),
            None,
            Some(0.0),
            Some(1.0 / OF_MEDIAN),
            Some(97.0 / OF_MEDIAN),
        ];
        for (found, expected) in found.iter().zip(expected) {
            match (found, expected) {
                (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-12),
                (found, expected) => assert_eq!(*found, expected),
            }
        }
    }

    #[test]
    fn many_equal_values_still_have_a_scale() {
        let found = standardised(&[Some(5.0), Some(5.0), Some(5.0), Some(9.0)]);
        assert_eq!(found.first().copied().flatten(), Some(0.0));
        // The mean of the deviations 0 0 0 4 is 1.
        let last = found.last().copied().flatten().unwrap_or(0.0);
        assert!((last - 4.0 / OF_MEAN).abs() < 1e-12, "{last}");
        assert_eq!(
            standardised(&[Some(7.0), Some(7.0)]),
            [Some(0.0), Some(0.0)]
        );
        assert_eq!(standardised(&[None]), [None]);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(249_070.0, 0, ('.', ',')), "249.070");
        assert_eq!(grouped(-1_234.567, 2, (',', '.')), "-1,234.57");
        assert_eq!(grouped(0.0, 1, ('.', ',')), "0,0");
    }
}
