//! How alike two municipalities are, as far as it matters for whether an experience carries over.
//!
//! Invariant: 0 to 1, the same both ways; what is not known of a place adds nothing.

use crate::{search_index::city_facts, similar_city::like_size, similarity::index::Facts};
use entity::city;

/// What is compared of a municipality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its number.
    pub city: u32,
    population: u32,
    regiostar: u8,
    state: u8,
}

impl Place {
    pub fn of(city: &city::Model) -> Self {
        Self::of_facts(&city_facts(city))
    }

    pub const fn of_facts(facts: &Facts) -> Self {
        Self {
            city: facts.city,
            population: facts.population,
            regiostar: facts.regiostar,
            state: facts.state,
        }
    }

    /// How alike: the type of region and the size for two fifths each, the federal state for one.
    pub fn likeness(&self, other: &Self) -> f64 {
        let same = |a: u8, b: u8| f64::from(u8::from(a != 0 && a == b));
        0.4 * same(self.regiostar, other.regiostar)
            + 0.4 * like_size(self.population, other.population)
            + 0.2 * same(self.state, other.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_the_same_both_ways_and_bounded() {
        let place = |population, regiostar, state| Place {
            city: 0,
            population,
            regiostar,
            state,
        };
        let aachen = place(250_000, 72, 5);
        for (other, expected) in [
            (aachen, 1.0),
            (place(2_000_000, 71, 11), 0.0),
            (place(0, 0, 0), 0.0),
            (place(250_000, 73, 8), 0.4),
            (place(500_000, 72, 5), 0.4 + 0.4 * 2.0 / 3.0 + 0.2),
        ] {
            let found = aachen.likeness(&other);
            assert!((found - expected).abs() < 1e-9, "{other:?}: {found}");
            assert!((found - other.likeness(&aachen)).abs() < 1e-9);
        }
    }
}
