//! Why a project is similar: each feature's part of the score, with what was seen on both sides.
//!
//! Invariant: a contribution is weight times value, and what weighs nothing is no component; evidence comes from the
//! question and a document the viewer may read.

use super::Ranked;
use super::compare::{Comparison, KINDS, profiles_of};
use super::concept::words_for;
use super::feature::Feature;
use super::meaning::Scale;
use crate::language::Words;
use crate::similarity::index::{Held, Index, forward};
use crate::similarity::query::{Subject, Told};
use crate::similarity::vocabulary::ConceptId;

/// Most pieces of evidence of a kind.
const MOST: usize = 3;

/// One feature's part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Which feature.
    pub feature: Feature,
    /// What it weighs.
    pub weight: f32,
    /// How alike the projects are by it, 0 to 1.
    pub value: f32,
    /// Weight times value.
    pub contribution: f32,
    /// What was seen.
    pub evidence: Vec<Evidence>,
}

/// What was seen on both sides.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// Both tell of a concept.
    Concept {
        /// Which.
        concept: ConceptId,
        /// Its name.
        label: Words,
        /// The words of the question that tell of it.
        own: Vec<String>,
        /// The words of the document that tell of it.
        other: Vec<String>,
    },
    /// Both use a word, here as the question writes it.
    Word(String),
}

/// The components of a match, in the order of the features.
pub(super) fn components(
    index: &Index,
    subject: &Subject,
    comparison: &mut Comparison<'_>,
    ranked: &Ranked,
    scale: &Scale,
) -> Vec<Component> {
    let held = index.number(ranked.key).and_then(|id| index.held(id));
    let weights = scale.of(held.is_some_and(|held| comparison.knows_meaning(held)));
    ranked
        .values
        .iter()
        .filter(|(feature, _)| weights.of(*feature) > 0.0)
        .map(|(feature, value)| Component {
            feature,
            weight: weights.of(feature),
            value,
            contribution: weights.of(feature) * value,
            evidence: held
                .filter(|_| value > 0.0)
                .map(|held| evidence(index, subject, comparison, held, feature))
                .unwrap_or_default(),
        })
        .collect()
}

fn evidence(
    index: &Index,
    subject: &Subject,
    comparison: &mut Comparison<'_>,
    held: &Held,
    feature: Feature,
) -> Vec<Evidence> {
    match feature {
        Feature::Words | Feature::Core => comparison
            .shared_words(held, MOST)
            .into_iter()
            .map(Evidence::Word)
            .collect(),
        Feature::Instruments | Feature::Problems | Feature::Actors => {
            shared_concepts(index, subject, comparison, held, feature)
        }
        _ => Vec::new(),
    }
}

fn shared_concepts(
    index: &Index,
    subject: &Subject,
    comparison: &Comparison<'_>,
    held: &Held,
    feature: Feature,
) -> Vec<Evidence> {
    let vocabulary = index.vocabulary();
    let others = profiles_of(index, held);
    let told: Vec<Told> = forward::concepts(&held.bytes)
        .iter()
        .map(|bearing| Told::of(bearing, |word| index.lexicon().shown(word)))
        .collect();
    KINDS
        .iter()
        .zip(comparison.profiles())
        .zip(&others)
        .filter(|(((_, of), _), _)| *of == feature)
        .flat_map(|((_, own), other)| own.shared(other, vocabulary, MOST))
        .filter_map(|concept| {
            Some(Evidence::Concept {
                concept,
                label: vocabulary.concept(concept)?.label.clone(),
                own: words_for(vocabulary, concept, &subject.concepts),
                other: words_for(vocabulary, concept, &told),
            })
        })
        .collect()
}
