//! How alike two projects are in what they mean, by vectors that a language model made of their texts.
//!
//! Invariant: a pair of which one side has no vector neither gains nor loses by that. The weight of meaning goes to its
//! other features in proportion, so that their contributions still sum to the score.

use super::feature::{Feature, Weights};
use crate::similarity::index::vector::Vector;
use crate::similarity::index::{DocumentId, Filter, Held, Index};
use crate::similarity::query::Subject;

/// Documents that are compared for what they mean, whether or not they share a word with the question.
const NEAREST: usize = 64;

/// What a question means.
pub(super) struct Meaning<'a> {
    own: Option<&'a Vector>,
    usual: f32,
}

impl<'a> Meaning<'a> {
    pub fn new(index: &Index, subject: &'a Subject) -> Self {
        let own = subject.meaning.as_deref();
        Self {
            own,
            usual: own.map_or(0.0, |_| index.usual_cosine()),
        }
    }

    /// How alike a document is: 0 for what is usual or less, 1 for the same. Nothing where that is not known.
    pub fn likeness(&self, held: &Held) -> Option<f32> {
        let cosine = self.own?.cosine(held.meaning.as_deref()?)?;
        Some(((cosine - self.usual) / (1.0 - self.usual)).clamp(0.0, 1.0))
    }

    /// The documents that are most alike. All that have a vector are public, so how long this takes tells of no other.
    pub fn nearest(&self, index: &Index, filter: Filter<'_>) -> Vec<DocumentId> {
        if self.own.is_none() {
            return Vec::new();
        }
        let mut near: Vec<(f32, &Held, DocumentId)> = (0..)
            .take(index.span())
            .filter_map(|id| {
                let held = index.held(id)?;
                let likeness = self.likeness(held).filter(|likeness| *likeness > 0.0)?;
                filter
                    .admits(held.key, &held.facts)
                    .then_some((likeness, held, id))
            })
            .collect();
        if near.len() > NEAREST {
            near.select_nth_unstable_by(NEAREST, |a, b| {
                b.0.total_cmp(&a.0).then(a.1.key.cmp(&b.1.key))
            });
            near.truncate(NEAREST);
        }
        near.into_iter().map(|(.., id)| id).collect()
    }
}

/// The weights for pairs whose meaning is known, and for the others.
pub(super) struct Scale {
    known: Weights,
    unknown: Weights,
}

impl Scale {
    pub fn new(weights: &Weights) -> Self {
        Self {
            known: *weights,
            unknown: weights.without(Feature::Meaning),
        }
    }

    pub const fn of(&self, is_known: bool) -> &Weights {
        if is_known { &self.known } else { &self.unknown }
    }
}
