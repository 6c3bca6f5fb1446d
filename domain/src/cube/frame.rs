//! What a cube is about: its dimensions with their categories.
//!
//! Invariant: positions are row-major over the dimensions in their order, the last one fastest.

use super::attribute::Attribute;
use crate::language::Words;
use chrono::{DateTime, Utc};
use entity::value::ValueKind;

/// What a cube is about.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What kind of cube it is, as an identifier.
    pub id: &'static str,
    /// What it shows.
    pub title: Words,
    /// Where its values come from.
    pub source: Words,
    /// What to mind.
    pub note: Option<Words>,
    /// When the newest of its values was entered; none where it has none.
    pub updated: Option<DateTime<Utc>>,
    /// What its values are about, where that is the same for all.
    pub value_kind: Option<ValueKind>,
    /// Its dimensions.
    pub dimensions: Vec<Dimension>,
    /// What is said of each value, in this order.
    pub attributes: &'static [Attribute],
}

/// A dimension of a cube.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Its identifier.
    pub id: &'static str,
    /// What the names of its categories are called, where they have names besides their ids.
    pub name_id: Option<&'static str>,
    /// Its name.
    pub label: Words,
    /// What its categories are.
    pub meaning: Words,
    /// What it means in every cube.
    pub role: Role,
    /// Its categories, in their order.
    pub categories: Vec<Category>,
}

/// What a dimension means in every cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What is measured; its categories have units.
    Metric,
    /// Where.
    Geo,
    /// When; its categories are years.
    Time,
    /// Something else.
    Other,
}

/// A category of a dimension.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its code.
    pub id: String,
    /// Its name.
    pub label: Words,
    /// The unit of the values that it is the metric of.
    pub unit: Option<Unit>,
}

/// A unit of measurement.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name.
    pub label: Words,
    /// Decimal places to show.
    pub decimals: i16,
}

impl Frame {
    /// How many positions the cube has; none where that is no number.
    #[must_use]
    pub fn size(&self) -> Option<usize> {
        let sizes = self.dimensions.iter();
        sizes
            .map(|dimension| dimension.categories.len())
            .try_fold(1, usize::checked_mul)
    }

    /// At which category of a dimension a position stands.
    #[must_use]
    pub fn place(&self, dimension: usize, position: usize) -> usize {
        let faster = self.dimensions.iter().skip(dimension + 1);
        let stride: usize = faster.map(|other| other.categories.len()).product();
        let own = self.dimensions.get(dimension);
        let own = own.map_or(0, |own| own.categories.len());
        position / stride.max(1) % own.max(1)
    }

    /// The category of a dimension at which a position stands.
    #[must_use]
    pub fn category(&self, dimension: usize, position: usize) -> Option<&Category> {
        let place = self.place(dimension, position);
        self.dimensions.get(dimension)?.categories.get(place)
    }

    /// The place of the dimension of what is measured.
    #[must_use]
    pub fn metric(&self) -> Option<usize> {
        let mut all = self.dimensions.iter();
        all.position(|dimension| dimension.role == Role::Metric)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dimension(role: Role, codes: &[&str]) -> Dimension {
        let words = Words::new("", "");
        let category = |code: &&str| Category {
            id: (*code).to_owned(),
            label: words.clone(),
            unit: None,
        };
        Dimension {
            id: "x",
            name_id: None,
            label: words.clone(),
            meaning: words.clone(),
            role,
            categories: codes.iter().map(category).collect(),
        }
    }

    fn frame(dimensions: Vec<Dimension>) -> Frame {
        Frame {
            id: "X",
            title: Words::new("", ""),
            source: Words::new("", ""),
            note: None,
            updated: None,
            value_kind: None,
            dimensions,
            attributes: &[],
        }
    }

    #[test]
    fn the_last_dimension_is_the_fastest() {
        let cube = frame(vec![
            dimension(Role::Metric, &["a", "b"]),
            dimension(Role::Geo, &["1", "2", "3"]),
            dimension(Role::Time, &["x", "y"]),
        ]);
        let codes = |position| {
            let codes = (0..3).filter_map(|at| cube.category(at, position));
            codes.map(|one| one.id.as_str()).collect::<String>()
        };
        assert_eq!(cube.size(), Some(12));
        let all: Vec<String> = (0..12).map(codes).collect();
        let expected = [
            "a1x", "a1y", "a2x", "a2y", "a3x", "a3y", "b1x", "b1y", "b2x", "b2y", "b3x", "b3y",
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn a_cube_without_categories_is_empty() {
        let cube = frame(vec![
            dimension(Role::Geo, &[]),
            dimension(Role::Time, &["x"]),
        ]);
        assert_eq!((cube.size(), cube.place(0, 0)), (Some(0), 0));
        assert!(cube.category(0, 0).is_none());
    }
}
