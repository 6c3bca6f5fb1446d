//! How far two projects share concepts.
//!
//! Invariant: the likeness is symmetric, 0 without a shared concept and 1 for the same concepts with the same strength.

use crate::similarity::index::Index;
use crate::similarity::query::Told;
use crate::similarity::vocabulary::{ConceptId, Kind, Vocabulary};

/// What a wider concept counts beside the concept itself, per step.
const WIDER: f32 = 0.45;

/// What a problem counts that is not told, but that the instrument is usually used against.
const IMPLIED: f32 = 0.8;

/// Concepts of one kind in rising order with what they are worth, the wider ones and the implied problems included.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    worth: Vec<(ConceptId, f32)>,
    length: f32,
}

impl Profile {
    /// The profile of concepts and their strengths.
    pub fn new(index: &Index, kind: Kind, told: impl Iterator<Item = (ConceptId, u8)>) -> Self {
        let vocabulary = index.vocabulary();
        let mut worth: Vec<(ConceptId, f32)> = Vec::new();
        for (concept, strength) in told {
            spread(vocabulary, kind, concept, |concept, share| {
                worth.push((concept, share * f32::from(strength) / 255.0));
            });
        }
        worth.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        worth.dedup_by_key(|(concept, _)| *concept);
        for (concept, worth) in &mut worth {
            *worth *= index.statistics().concept_weight(*concept);
        }
        let length = worth
            .iter()
            .map(|(_, worth)| worth * worth)
            .sum::<f32>()
            .sqrt();
        Self { worth, length }
    }

    /// The likeness of two profiles: the cosine of their worths.
    pub fn likeness(&self, other: &Self) -> f32 {
        if self.length == 0.0 || other.length == 0.0 {
            return 0.0;
        }
        let dot: f32 = self.products(other).map(|(_, product)| product).sum();
        (dot / (self.length * other.length)).clamp(0.0, 1.0)
    }

    /// The concepts that make two profiles alike, the weightiest first, without those that only repeat a narrower one.
    pub fn shared(&self, other: &Self, vocabulary: &Vocabulary, most: usize) -> Vec<ConceptId> {
        let mut products: Vec<(ConceptId, f32)> = self.products(other).collect();
        products.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut shared: Vec<ConceptId> = Vec::new();
        for (concept, _) in products {
            let repeats = |known: &ConceptId| {
                vocabulary.ancestors(*known).any(|wider| wider == concept)
                    || vocabulary.ancestors(concept).any(|wider| wider == *known)
            };
            if shared.len() < most && !shared.iter().any(repeats) {
                shared.push(concept);
            }
        }
        shared
    }

    /// The concepts of both with the products of their worths, in rising order.
    fn products<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (ConceptId, f32)> + 'a {
        let mut others = other.worth.iter().peekable();
        self.worth.iter().filter_map(move |(concept, worth)| {
            while others.next_if(|(other, _)| other < concept).is_some() {}
            let (_, other) = others.next_if(|(other, _)| other == concept)?;
            Some((*concept, worth * other))
        })
    }
}

/// The concepts of a kind that a told concept stands for, with their share: itself, wider ones, problems it answers.
fn spread(
    vocabulary: &Vocabulary,
    kind: Kind,
    told: ConceptId,
    mut each: impl FnMut(ConceptId, f32),
) {
    let Some(concept) = vocabulary.concept(told) else {
        return;
    };
    let mut climb = |start: ConceptId, mut share: f32| {
        each(start, share);
        for wider in vocabulary.ancestors(start) {
            share *= WIDER;
            each(wider, share);
        }
    };
    if concept.kind == kind {
        climb(told, 1.0);
    } else if kind == Kind::Problem {
        for problem in &concept.answers {
            climb(*problem, IMPLIED);
        }
    }
}

/// The words by which concepts tell of `concept`, directly, by a narrower concept or by an instrument against it.
pub(super) fn words_for(vocabulary: &Vocabulary, concept: ConceptId, told: &[Told]) -> Vec<String> {
    let kind = vocabulary.concept(concept).map(|concept| concept.kind);
    let mut words: Vec<String> = Vec::new();
    for told in told {
        let mut stands = false;
        if let Some(kind) = kind {
            spread(vocabulary, kind, told.concept, |other, _| {
                stands |= other == concept
            });
        }
        if stands {
            for word in &told.words {
                if words.len() < 4 && !words.contains(word) {
                    words.push(word.clone());
                }
            }
        }
    }
    words
}
