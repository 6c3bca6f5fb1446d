//! The values of the features for a question and the documents it is compared with.
//!
//! Invariant: all values lie between 0 and 1 and depend on the two projects and public statistics only, except kinship,
//! which looks at other documents the viewer may read.

use super::concept::Profile;
use super::feature::{Feature, Values};
use super::meaning::Meaning;
use crate::similarity::index::{Facts, Held, Index, forward};
use crate::similarity::query::{Compiled, Family, Lexical, Scorer, Subject};
use crate::similarity::vocabulary::Kind;

/// A question with what it takes to compare documents with it.
pub(super) struct Comparison<'a> {
    index: &'a Index,
    subject: &'a Subject,
    own: Lexical,
    profiles: [Profile; 3],
    scorer: Scorer<'a>,
    pub(super) meaning: Meaning<'a>,
}

/// The features that compare concepts.
pub(super) const KINDS: [(Kind, Feature); 3] = [
    (Kind::Instrument, Feature::Instruments),
    (Kind::Problem, Feature::Problems),
    (Kind::Actor, Feature::Actors),
];

impl<'a> Comparison<'a> {
    pub fn new(index: &'a Index, subject: &'a Subject, compiled: &'a Compiled) -> Self {
        let told = || {
            subject
                .concepts
                .iter()
                .map(|told| (told.concept, told.strength))
        };
        Self {
            index,
            subject,
            own: Lexical {
                terms: compiled.own_score(Family::Terms),
                grams: compiled.own_score(Family::Grams),
                core: compiled.own_core(),
            },
            profiles: KINDS.map(|(kind, _)| Profile::new(index, kind, told())),
            scorer: Scorer::new(index, compiled),
            meaning: Meaning::new(index, subject),
        }
    }

    /// The values for a document; kinship is left at 0.
    pub fn values(&mut self, held: &Held) -> Values {
        let mut values = Values::default();
        let lexical = self.scorer.score(held);
        values.set(Feature::Words, part(lexical.terms, self.own.terms));
        values.set(Feature::Letters, part(lexical.grams, self.own.grams));
        values.set(Feature::Core, part(lexical.core, self.own.core));
        let others = profiles_of(self.index, held);
        for (((_, feature), own), other) in KINDS.iter().zip(&self.profiles).zip(&others) {
            values.set(*feature, own.likeness(other));
        }
        facts(&self.subject.facts, &held.facts, &mut values);
        values.set(Feature::Meaning, self.meaning.likeness(held).unwrap_or(0.0));
        values
    }

    /// Whether it is known of both what they mean.
    pub fn knows_meaning(&self, held: &Held) -> bool {
        self.meaning.likeness(held).is_some()
    }

    /// The profiles of the question, by kind of concept.
    pub const fn profiles(&self) -> &[Profile; 3] {
        &self.profiles
    }

    /// Words of the question that a document shares, the weightiest first.
    pub fn shared_words(&mut self, held: &Held, most: usize) -> Vec<String> {
        let words = &self.subject.words;
        self.scorer
            .shared(held)
            .into_iter()
            .filter_map(|(word, _)| Some(words.get(word)?.shown.clone()))
            .take(most)
            .collect()
    }
}

/// The profiles of a document, by kind of concept.
pub(super) fn profiles_of(index: &Index, held: &Held) -> [Profile; 3] {
    let told = forward::concepts(&held.bytes);
    KINDS.map(|(kind, _)| {
        Profile::new(
            index,
            kind,
            told.iter()
                .map(|bearing| (bearing.concept, bearing.strength)),
        )
    })
}

/// The share of a score in the highest there is, spread so that ordinary likeness uses the scale: two texts about the
/// same thing share a quarter of their words' worth, and hardly ever more than a half.
fn part(score: f32, own: f32) -> f32 {
    if own <= 0.0 {
        return 0.0;
    }
    (score / own).clamp(0.0, 1.0).sqrt()
}

fn facts(own: &Facts, other: &Facts, values: &mut Values) {
    let same = |a: u32, b: u32| if a != 0 && a == b { 1.0 } else { 0.0 };
    values.set(
        Feature::ActionField,
        same(u32::from(own.action_field), u32::from(other.action_field)),
    );
    values.set(
        Feature::Stage,
        0.5 * same(u32::from(own.status), u32::from(other.status))
            + 0.5 * same(u32::from(own.phase), u32::from(other.phase)),
    );
    values.set(
        Feature::City,
        0.4 * same(u32::from(own.regiostar), u32::from(other.regiostar))
            + 0.4 * like_size(own.population, other.population)
            + 0.2 * same(u32::from(own.state), u32::from(other.state)),
    );
}

/// 1 for cities of the same size, 0 from eight times the size on.
fn like_size(own: u32, other: u32) -> f32 {
    if own == 0 || other == 0 {
        return 0.0;
    }
    (1.0 - (own as f32 / other as f32).log2().abs() / 3.0).max(0.0)
}
