//! What counts of each city of a group: its value of a year, or its newest.
//!
//! Invariant: a year of which something is known counts before a later one of which nothing is.

use super::{
    Distribution,
    value::{Known, Values},
};
use chrono::{DateTime, Utc};

/// The cities of a group by their places, each with what counts and its year.
pub(super) struct Moment {
    known: Vec<Option<(i32, Known)>>,
    /// When the newest value was entered.
    pub valid_as_of: Option<DateTime<Utc>>,
}

impl Moment {
    /// Of so many cities nothing yet.
    pub(super) fn new(cities: usize) -> Self {
        Self {
            known: vec![None; cities],
            valid_as_of: None,
        }
    }

    /// The one value that there is of a city.
    pub(super) fn set(&mut self, place: usize, year: i32, known: Known, at: DateTime<Utc>) {
        self.valid_as_of = Ord::max(self.valid_as_of, Some(at));
        if let Some(slot) = self.known.get_mut(place) {
            *slot = Some((year, known));
        }
    }

    /// What counts of the values of years.
    pub(super) fn take_in(&mut self, values: &Values, year: Option<i32>) {
        self.valid_as_of = Ord::max(self.valid_as_of, values.valid_as_of);
        let wanted = |of: &i32| year.is_none_or(|year| year == *of);
        for (of, cities) in values.years.iter().filter(|(of, _)| wanted(of)) {
            for (place, known) in cities {
                if let Some(slot) = self.known.get_mut(*place)
                    && (*known != Known::Missing || slot.is_none())
                {
                    *slot = Some((*of, *known));
                }
            }
        }
    }

    /// What is known of a city, and of which year.
    pub(super) fn of(&self, place: usize) -> (Option<i32>, Known) {
        match self.known.get(place) {
            Some(Some((year, known))) => (Some(*year), *known),
            _ => (None, Known::Missing),
        }
    }

    /// How the values of the first cities are spread.
    pub(super) fn distribution(&self, size: usize) -> Distribution {
        let known: Vec<Known> = self.group(size).map(|(_, known)| known).collect();
        Distribution::open(size, &known)
    }

    /// The values of the first cities that count, by place.
    pub(super) fn values(&self, size: usize) -> impl Iterator<Item = (usize, f64)> {
        let group = self.group(size);
        group.filter_map(|(place, known)| Some((place, known.counted()?)))
    }

    fn group(&self, size: usize) -> impl Iterator<Item = (usize, Known)> {
        let group = self.known.iter().take(size).enumerate();
        group.filter_map(|(place, known)| known.map(|(_, known)| (place, known)))
    }
}
