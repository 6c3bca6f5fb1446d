//! How far two projects share concepts.
//!
//! Invariant: the likeness is symmetric, 0 without a shared concept and 1 for the same concepts with the same strength.

use std::collections::HashMap;

use crate::similarity::index::Index;
use crate::similarity::query::Told;
use crate::similarity::vocabulary::{ConceptId, Kind};

/// What a wider concept counts beside the concept itself, per step.
const WIDER: f32 = 0.45;

/// What a problem counts that is not told, but that the instrument is usually used against.
const IMPLIED: f32 = 0.8;

/// Concepts of one kind with what they are worth, the wider ones included.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    worth: HashMap<ConceptId, f32>,
    total: f32,
}

impl Profile {
    /// The profile of concepts and their strengths.
    pub fn new(index: &Index, kind: Kind, told: impl Iterator<Item = (ConceptId, u8)>) -> Self {
        let mut strengths: HashMap<ConceptId, f32> = HashMap::new();
        let vocabulary = index.vocabulary();
        let mut raise = |concept: ConceptId, strength: f32| {
            let known = strengths.entry(concept).or_default();
            *known = known.max(strength);
        };
        let mut spread = |concept: ConceptId, mut strength: f32| {
            raise(concept, strength);
            for wider in vocabulary.ancestors(concept) {
                strength *= WIDER;
                raise(wider, strength);
            }
        };
        for (id, strength) in told {
            let strength = f32::from(strength) / 255.0;
            match vocabulary.concept(id) {
                Some(concept) if concept.kind == kind => spread(id, strength),
                Some(concept) if kind == Kind::Problem => {
                    for problem in &concept.answers {
                        spread(*problem, strength * IMPLIED);
                    }
                }
                _ => {}
            }
        }
        let worth: HashMap<ConceptId, f32> = strengths
            .into_iter()
            .map(|(concept, strength)| (concept, strength * index.statistics().concept_weight(concept)))
            .collect();
        let total = norm(worth.values().copied());
        Self { worth, total }
    }

    /// The likeness of two profiles: the cosine of their worths.
    pub fn likeness(&self, other: &Self) -> f32 {
        if self.total == 0.0 || other.total == 0.0 {
            return 0.0;
        }
        let mut shared: Vec<(ConceptId, f32)> = self
            .worth
            .iter()
            .filter_map(|(concept, worth)| Some((*concept, worth * other.worth.get(concept)?)))
            .collect();
        shared.sort_by_key(|(concept, _)| *concept);
        let dot: f32 = shared.into_iter().map(|(_, product)| product).sum();
        (dot / (self.total * other.total)).clamp(0.0, 1.0)
    }

    /// The concepts both name themselves, the weightiest first.
    pub fn shared(&self, own: &[Told], other: &[(ConceptId, u8)]) -> Vec<ConceptId> {
        let mut shared: Vec<(f32, ConceptId)> = own
            .iter()
            .filter(|told| other.iter().any(|(concept, _)| *concept == told.concept))
            .filter_map(|told| Some((*self.worth.get(&told.concept)?, told.concept)))
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shared.into_iter().map(|(_, concept)| concept).collect()
    }
}

/// The length of a row of numbers, summed in a fixed order so that it is the same on every run.
fn norm(numbers: impl Iterator<Item = f32>) -> f32 {
    let mut squares: Vec<f32> = numbers.map(|number| number * number).collect();
    squares.sort_by(f32::total_cmp);
    squares.into_iter().sum::<f32>().sqrt()
}
