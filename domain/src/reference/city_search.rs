//! Finds municipalities by the beginning of their name, or of a word in it.
//!
//! Invariant: umlauts, ß, case and hyphens do not matter, and the answer's order does not depend on how the name was
//! typed: names that begin with the text first, the larger place before the smaller one.

use crate::text::{fold, fold_german};
use entity::city;
use std::collections::HashSet;

/// An index over the names.
#[derive(Debug)]
pub struct CitySearch {
    /// Folded names and their tails from each word on, sorted, with the place of the city and whether it is the whole name.
    entries: Vec<(String, usize, bool)>,
    /// Inhabitants by place, for the order of the answer.
    population: Vec<i32>,
}

impl CitySearch {
    /// Indexes municipalities; the places of the answer are those of this slice.
    #[must_use]
    pub fn new(cities: &[city::Model]) -> Self {
        let mut entries = Vec::with_capacity(cities.len() * 2);
        for (place, city) in cities.iter().enumerate() {
            let mut names = vec![
                searchable(&fold(&city.display_name)),
                searchable(&fold_german(&city.display_name)),
            ];
            names.dedup();
            for name in names {
                let tails = name
                    .match_indices(' ')
                    .filter_map(|(at, _)| name.get(at + 1..));
                entries.extend(tails.map(|tail| (tail.to_owned(), place, false)));
                entries.push((name, place, true));
            }
        }
        entries.sort_unstable();
        Self {
            entries,
            population: cities
                .iter()
                .map(|city| city.population.unwrap_or(0))
                .collect(),
        }
    }

    /// The places of the municipalities whose name, or a word in it, begins with a text.
    #[must_use]
    pub fn by_prefix(&self, text: &str) -> Vec<usize> {
        let prefix = searchable(&fold(text));
        if prefix.is_empty() {
            return Vec::new();
        }
        let from = self.entries.partition_point(|(name, ..)| *name < prefix);
        let matches = self
            .entries
            .iter()
            .skip(from)
            .take_while(|(name, ..)| name.starts_with(&prefix));
        let mut hits: Vec<(bool, i32, usize)> = matches
            .map(|(_, place, is_whole)| {
                (
                    !is_whole,
                    -self.population.get(*place).copied().unwrap_or(0),
                    *place,
                )
            })
            .collect();
        hits.sort_unstable();
        let mut seen = HashSet::new();
        hits.into_iter()
            .map(|(_, _, place)| place)
            .filter(|place| seen.insert(*place))
            .collect()
    }
}

/// Hyphens, slashes and brackets separate words as spaces do.
fn searchable(folded: &str) -> String {
    let spaced: String = folded
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
