//! From the texts of a document to its words and concepts.
//!
//! Invariant: a text of any size is read up to [`READ`] bytes, so that one document costs a bounded time.

use std::collections::BTreeMap;

use super::document::{Correction, Field, Text};
use super::forward::{Bearing, Occurrence};
use super::lexicon::{Lexicon, Shape, WordId};
use crate::language::Language;
use crate::similarity::text::guess;
use crate::similarity::text::place::Places;
use crate::similarity::text::stop::{is_measure, is_stop_word};
use crate::similarity::text::token::{Kind, Token, tokens};
use crate::similarity::vocabulary::{AtomId, ConceptId, Mention, SchemeId, Spot, Vocabulary};

/// Most bytes of one text that are read.
pub const READ: usize = 64 * 1024;

/// Most words that are remembered as the evidence of a concept.
const EVIDENCE: usize = 3;

/// What words are looked up in: the lexicon that grows, or the one that only answers.
pub trait Words {
    /// The number of a token's word, if there is or can be one.
    fn word(&mut self, token: &Token, surface: &str, language: Language) -> WordId;
    /// The pattern words of a word.
    fn atoms(&self, word: WordId) -> &[AtomId];
}

/// A document's words and concepts.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Words in the order of their numbers.
    pub words: Vec<Occurrence>,
    /// Concepts in the order of their numbers.
    pub concepts: Vec<Bearing>,
}

impl Analysis {
    /// Lets corrections take the place of what was recognised; the words that tell of a confirmed concept stay its evidence.
    pub fn correct(&mut self, corrections: &[Correction]) {
        for correction in corrections {
            let place = self
                .concepts
                .binary_search_by_key(&correction.concept, |bearing| bearing.concept);
            match (place, correction.is_meant) {
                (Ok(at), false) => {
                    self.concepts.remove(at);
                }
                (Ok(at), true) => {
                    if let Some(bearing) = self.concepts.get_mut(at) {
                        bearing.strength = u8::MAX;
                    }
                }
                (Err(at), true) => self.concepts.insert(
                    at,
                    Bearing {
                        concept: correction.concept,
                        strength: u8::MAX,
                        words: Vec::new(),
                    },
                ),
                (Err(_), false) => {}
            }
        }
    }
}

/// Analyses texts of a scheme.
pub fn analyse(
    (texts, scheme): (&[Text], Option<SchemeId>),
    words: &mut impl Words,
    vocabulary: &Vocabulary,
) -> Analysis {
    let mut counts: BTreeMap<WordId, (u32, u16)> = BTreeMap::new();
    let mut told: BTreeMap<ConceptId, Bearing> = BTreeMap::new();
    for text in texts {
        let read = head(&text.text, READ);
        let tokens = tokens(read);
        let language = guess::language(&tokens);
        let ids: Vec<WordId> = tokens
            .iter()
            .map(|token| {
                let surface = read.get(token.span.clone()).unwrap_or_default();
                words.word(token, surface, language)
            })
            .collect();
        for (token, word) in tokens.iter().zip(&ids) {
            if is_kept(token) {
                let (count, fields) = counts.entry(*word).or_default();
                *count += 1;
                *fields |= text.field.bit();
            }
        }
        if text.field == Field::City {
            continue;
        }
        let spots: Vec<Spot<'_>> = tokens
            .iter()
            .zip(&ids)
            .map(|(token, word)| Spot {
                sentence: token.sentence,
                atoms: words.atoms(*word),
            })
            .collect();
        let mentions = vocabulary.mentions(&spots, language);
        for mention in mentions
            .into_iter()
            .filter(|mention| vocabulary.applies(mention.concept, scheme))
        {
            bear(&mut told, &mention, &ids, text.field);
        }
    }
    Analysis {
        words: counts
            .into_iter()
            .map(|(word, (count, fields))| Occurrence {
                word,
                count,
                fields,
            })
            .collect(),
        concepts: told.into_values().collect(),
    }
}

fn is_kept(token: &Token) -> bool {
    match token.kind {
        Kind::Number => true,
        Kind::Word => token.folded.len() > 1 && !is_stop_word(&token.folded),
    }
}

/// How much a field says about what a project is.
const fn standing(field: Field) -> f32 {
    match field {
        Field::Title | Field::Measures | Field::Barriers => 1.0,
        Field::Goal => 0.9,
        Field::Summary | Field::Milestones => 0.5,
        Field::Lessons | Field::Indicators => 0.6,
        Field::City => 0.0,
    }
}

fn bear(told: &mut BTreeMap<ConceptId, Bearing>, mention: &Mention, ids: &[WordId], field: Field) {
    let bearing = told.entry(mention.concept).or_insert_with(|| Bearing {
        concept: mention.concept,
        strength: 0,
        words: Vec::new(),
    });
    bearing.strength = surer(bearing.strength, mention, field);
    for word in mention.words.iter().filter_map(|at| ids.get(*at)) {
        if bearing.words.len() < EVIDENCE && !bearing.words.contains(word) {
            bearing.words.push(*word);
        }
    }
}

/// How strongly a concept is told of after another mention: a little more strongly for each.
pub(super) fn surer(known: u8, mention: &Mention, field: Field) -> u8 {
    let strength = strength(mention.confidence * standing(field));
    match known {
        0 => strength,
        known => known.max(strength).saturating_add(16),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a confidence between 0 and 1, scaled to a byte"
)]
fn strength(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 224.0) as u8
}

/// The first bytes of a text, cut at a character.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// A lexicon that takes in every word.
pub struct Growing<'a> {
    /// The lexicon.
    pub lexicon: &'a mut Lexicon,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    /// Names of places.
    pub places: &'a Places,
    /// Whether the document is public.
    pub is_public: bool,
}

impl Words for Growing<'_> {
    fn word(&mut self, token: &Token, surface: &str, language: Language) -> WordId {
        let word = self
            .lexicon
            .intern(&token.folded, language, self.vocabulary);
        let shape = Shape {
            surface,
            is_capital: token.is_capital,
            is_place: self.places.contains(token),
            is_number: token.kind == Kind::Number || is_measure(&token.folded),
        };
        self.lexicon.note(word, &shape, self.is_public);
        word
    }

    fn atoms(&self, word: WordId) -> &[AtomId] {
        self.lexicon.atoms_of(word)
    }
}
