//! How many documents were found, and how they are spread over action fields, statuses, states and cities.
//!
//! Invariant: only documents the viewer may read were handed in, so that only they are counted.

use std::collections::BTreeMap;

use crate::similarity::index::{DocumentId, Facts, Index};
use crate::similarity::query::Pool;

/// How much is counted of what was found, the cheapest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// Nothing.
    #[default]
    Nothing,
    /// How many.
    Total,
    /// How many, and how they are spread.
    Facets,
}

/// Numbers of the documents that hold at least one of the words; nothing where they were not asked for.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// How many.
    pub total: usize,
    /// Whether all were counted; a question of many common words is not followed to the end.
    pub is_exact: bool,
    /// How they are spread.
    pub facets: Facets,
}

impl Counts {
    /// Counts what was read.
    pub(super) fn of(index: &Index, pool: &Pool<'_>, counting: Counting) -> Self {
        Self {
            total: pool.touched().len(),
            is_exact: pool.is_complete(),
            facets: match counting {
                Counting::Facets => spread(index, pool.touched()),
                Counting::Total | Counting::Nothing => Facets::default(),
            },
        }
    }
}

/// What documents are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Action field.
    ActionField,
    /// Status.
    Status,
    /// Phase.
    Phase,
    /// Federal state.
    State,
    /// City.
    City,
}

/// Numbers of documents by facet and the caller's number of the value; unknown values are left out.
pub type Facets = BTreeMap<Facet, BTreeMap<u32, u32>>;

/// What a facet counts of a document's facts.
type Value = fn(&Facts) -> u32;

/// The facets with the number each takes from the facts.
const FACETS: [(Facet, Value); 5] = [
    (Facet::ActionField, |facts| u32::from(facts.action_field)),
    (Facet::Status, |facts| u32::from(facts.status)),
    (Facet::Phase, |facts| u32::from(facts.phase)),
    (Facet::State, |facts| u32::from(facts.state)),
    (Facet::City, |facts| facts.city),
];

/// Counts documents by what they are.
fn spread(index: &Index, documents: &[DocumentId]) -> Facets {
    // Hundreds of thousands of documents are counted while someone types: the trees of the answer come last.
    let mut counts = FACETS.map(|_| hashbrown::HashMap::<u32, u32>::new());
    for held in documents.iter().filter_map(|id| index.held(*id)) {
        for (counts, (_, value)) in counts.iter_mut().zip(&FACETS) {
            *counts.entry(value(&held.facts)).or_default() += 1;
        }
    }
    FACETS
        .iter()
        .zip(counts)
        .map(|((facet, _), counts)| {
            (
                *facet,
                counts
                    .into_iter()
                    .filter(|(value, _)| *value != 0)
                    .collect(),
            )
        })
        .filter(|(_, counts): &(Facet, BTreeMap<u32, u32>)| !counts.is_empty())
        .collect()
}
