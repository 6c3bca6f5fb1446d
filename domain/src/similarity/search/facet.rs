//! How the documents found are spread over action fields, statuses, states and cities.
//!
//! Invariant: only documents the viewer may read were handed in, so that only they are counted.

use std::collections::BTreeMap;

use crate::similarity::index::{DocumentId, Index};

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

/// Counts documents.
pub(super) fn count(index: &Index, documents: &[DocumentId]) -> Facets {
    let mut facets = Facets::new();
    for held in documents.iter().filter_map(|id| index.held(*id)) {
        let facts = &held.facts;
        for (facet, value) in [
            (Facet::ActionField, u32::from(facts.action_field)),
            (Facet::Status, u32::from(facts.status)),
            (Facet::Phase, u32::from(facts.phase)),
            (Facet::State, u32::from(facts.state)),
            (Facet::City, facts.city),
        ] {
            if value != 0 {
                *facets.entry(facet).or_default().entry(value).or_default() += 1;
            }
        }
    }
    facets
}
