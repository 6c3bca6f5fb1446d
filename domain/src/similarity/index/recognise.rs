//! Which concepts texts tell of, where, and how surely.
//!
//! Invariant: what is recognised here is what the index takes in of the same texts, with the same confidence.

use std::collections::BTreeMap;
use std::ops::Range;

use super::analysis::{READ, head, surer};
use super::document::{Field, Text};
use crate::similarity::text::guess;
use crate::similarity::text::token::tokens;
use crate::similarity::vocabulary::{ConceptId, SchemeId, Vocabulary};

/// Most places that are kept for a concept.
const PLACES: usize = 3;

/// A concept that texts tell of.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognised {
    /// Which.
    pub concept: ConceptId,
    /// How surely, above 0 and at most 1: title and measures count more than other fields, and each mention adds a little.
    pub confidence: f32,
    /// Where, in the order of the texts.
    pub places: Vec<Place>,
}

/// Where a text tells of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text, by its number.
    pub text: usize,
    /// The bytes of the words, in rising order.
    pub words: Vec<Range<usize>>,
}

/// The concepts of texts of a scheme, the surest first.
#[must_use]
pub fn recognise(
    (texts, scheme): (&[Text], Option<SchemeId>),
    vocabulary: &Vocabulary,
) -> Vec<Recognised> {
    let mut told: BTreeMap<ConceptId, (u8, Vec<Place>)> = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        if text.field == Field::City {
            continue;
        }
        let read = head(&text.text, READ);
        let language = guess::language(&tokens(read));
        let spans = vocabulary.spans(read, language);
        for (mention, words) in spans
            .into_iter()
            .filter(|(mention, _)| vocabulary.applies(mention.concept, scheme))
        {
            let (strength, places) = told.entry(mention.concept).or_default();
            *strength = surer(*strength, &mention, text.field);
            if places.len() < PLACES {
                places.push(Place {
                    text: number,
                    words,
                });
            }
        }
    }
    let mut all: Vec<Recognised> = told
        .into_iter()
        .map(|(concept, (strength, places))| Recognised {
            concept,
            confidence: f32::from(strength) / 255.0,
            places,
        })
        .collect();
    // The sort is stable: equally sure ones stay in the order of the vocabulary.
    all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    all
}
