//! What an operation costs where it is not the usual: directives of the IBM cost specification, in the schema that is
//! served and committed.
//!
//! The usual is that an object costs 1, a scalar nothing, a change 10 more, and that a list without pages has ten items.
//!
//! Invariant: the weight that an estimate is made with and the one that is counted while an answer is written are the same
//! number, from [`WEIGHTS`].

use async_graphql::TypeDirective;

/// How many items a list without pages is taken to have when the cost of an operation is estimated; ten where nothing is said.
#[TypeDirective(name = "listSize", location = "FieldDefinition")]
pub fn list_size(#[graphql(desc = "So many items.")] assumed_size: i32) {}

/// What an object of this type costs instead of 1: finding what stands in it is dearer than reading it.
#[TypeDirective(name = "cost", location = "Object")]
pub fn cost(#[graphql(desc = "A whole number.")] weight: String) {}

/// Types that are dearer than others: each is a ranking over the index of all projects, or of all cities.
const WEIGHTS: [(&str, u64); 5] = [
    ("BarrierExperienceConnection", 20),
    ("SearchConnection", 20),
    ("SimilarCityConnection", 5),
    ("SimilarProjectConnection", 20),
    ("SuggestionConnection", 20),
];

/// What an object of a type costs.
#[must_use]
pub fn weight(type_name: &str) -> u64 {
    let found = WEIGHTS.iter().find(|(name, _)| *name == type_name);
    found.map_or(1, |(_, weight)| *weight)
}

/// The same for the schema.
pub(crate) fn weight_of(type_name: &str) -> String {
    weight(type_name).to_string()
}

/// All weights that stand in the schema.
pub(crate) fn weights() -> impl Iterator<Item = u64> {
    WEIGHTS.into_iter().map(|(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_says_what_is_counted() {
        let sdl = crate::sdl();
        for (name, weight) in WEIGHTS {
            let line = format!("type {name} @cost(weight: \"{weight}\") {{");
            assert!(sdl.contains(&line), "{line}");
        }
        assert_eq!(sdl.matches(" @cost(weight: \"").count(), WEIGHTS.len());
    }
}
