//! How the documents found are spread over action fields, statuses, states and cities.
//!
//! Invariant: only documents the viewer may read were handed in, so that only they are counted.

use std::collections::BTreeMap;

use crate::similarity::index::{DocumentId, Facts, Index};

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

/// Counts documents.
pub(super) fn count(index: &Index, documents: &[DocumentId]) -> Facets {
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
