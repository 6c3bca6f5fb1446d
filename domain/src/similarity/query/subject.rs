//! What is asked about: a document of the index, a project that is not in it, or free text.
//!
//! Invariant: words that no document holds keep numbers past the lexicon's and lead nowhere.

use std::collections::HashMap;
use std::sync::Arc;

use crate::language::Language;
use crate::similarity::index::analysis::{Analysis, Words, analyse};
use crate::similarity::index::forward::{self, Bearing, Occurrence};
use crate::similarity::index::lexicon::{Lexicon, WordId};
use crate::similarity::index::vector::Vector;
use crate::similarity::index::{Facts, Index, Key, Text};
use crate::similarity::text::stop::is_measure;
use crate::similarity::text::token::{Kind, Token};
use crate::similarity::vocabulary::{AtomId, SchemeId, Vocabulary};

/// A word of the question.
#[derive(Clone, Debug)]
pub struct SubjectWord {
    /// Its number, if a document holds it.
    pub id: Option<WordId>,
    /// Its folded form.
    pub folded: String,
    /// Its language.
    pub language: Language,
    /// As people write it.
    pub shown: String,
    /// How often.
    pub count: u32,
    /// In which fields, as bits; all of them for free text.
    pub fields: u16,
    /// Whether it says where or how much, and not what.
    pub is_beside: bool,
}

/// What is asked about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The document's key, if it is one of the index.
    pub key: Option<Key>,
    /// Facts; the default for free text.
    pub facts: Facts,
    /// Words.
    pub words: Vec<SubjectWord>,
    /// Concepts with the words that tell of them.
    pub(crate) concepts: Vec<Told>,
    /// What it means, where the index was told; never of a text that somebody types.
    pub meaning: Option<Arc<Vector>>,
}

/// A concept of the question.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub concept: u16,
    pub strength: u8,
    pub words: Vec<String>,
}

impl Subject {
    /// A document of the index; nothing if there is none with this key.
    #[must_use]
    pub fn of_document(index: &Index, key: Key) -> Option<Self> {
        let held = index.held(index.number(key)?)?;
        let words = in_order(
            forward::words(&held.bytes)
                .map(|occurrence| known(index.lexicon(), &occurrence))
                .collect(),
        );
        let concepts = forward::concepts(&held.bytes)
            .iter()
            .map(|bearing| Told::of(bearing, |word| index.lexicon().shown(word)))
            .collect();
        Some(Self {
            key: Some(key),
            facts: held.facts,
            words,
            concepts,
            meaning: held.meaning.clone(),
        })
    }

    /// Free text, which counts as every field at once.
    #[must_use]
    pub fn of_text(index: &Index, text: &str) -> Self {
        Self::of_scheme(index, text, None)
    }

    /// The same, looked through for the concepts of a scheme too.
    #[must_use]
    pub fn of_scheme(index: &Index, text: &str, scheme: Option<SchemeId>) -> Self {
        let text = Text {
            field: crate::similarity::index::Field::Title,
            text: text.to_owned(),
        };
        let mut subject = Self::of_texts(
            index,
            (std::slice::from_ref(&text), scheme),
            Facts::default(),
        );
        subject
            .words
            .iter_mut()
            .for_each(|word| word.fields = u16::MAX);
        subject
    }

    /// A project that is not in the index.
    #[must_use]
    pub fn of_texts(index: &Index, texts: (&[Text], Option<SchemeId>), facts: Facts) -> Self {
        let mut asking = Asking {
            index,
            unknown: Vec::new(),
            numbers: HashMap::new(),
            vocabulary: index.vocabulary(),
        };
        let Analysis { words, concepts } = analyse(texts, &mut asking, index.vocabulary());
        let concepts = concepts
            .iter()
            .map(|bearing| Told::of(bearing, |word| asking.shown(word)))
            .collect();
        let words = in_order(
            words
                .iter()
                .filter_map(|word| asking.word_of(word))
                .collect(),
        );
        Self {
            key: None,
            facts,
            words,
            concepts,
            meaning: None,
        }
    }
}

/// Words in an order that does not tell when they were first indexed.
fn in_order(mut words: Vec<SubjectWord>) -> Vec<SubjectWord> {
    words.sort_by(|a, b| (&a.folded, a.language.tag()).cmp(&(&b.folded, b.language.tag())));
    words
}

fn known(lexicon: &Lexicon, occurrence: &Occurrence) -> SubjectWord {
    SubjectWord {
        id: Some(occurrence.word),
        folded: lexicon.folded(occurrence.word).to_owned(),
        language: lexicon.language(occurrence.word),
        shown: lexicon.shown(occurrence.word),
        count: occurrence.count,
        fields: occurrence.fields,
        is_beside: lexicon.is_beside_the_subject(occurrence.word),
    }
}

impl Told {
    /// A concept of a document with the words as people write them.
    pub fn of(bearing: &Bearing, shown: impl Fn(WordId) -> String) -> Self {
        Self {
            concept: bearing.concept,
            strength: bearing.strength,
            words: bearing.words.iter().map(|word| shown(*word)).collect(),
        }
    }
}

/// A lexicon that answers and does not grow.
struct Asking<'a> {
    index: &'a Index,
    vocabulary: &'a Vocabulary,
    unknown: Vec<Unknown>,
    numbers: HashMap<String, usize>,
}

struct Unknown {
    word: SubjectWord,
    atoms: Vec<AtomId>,
}

impl Asking<'_> {
    fn unknown(&self, word: WordId) -> Option<&Unknown> {
        let at = (word as usize).checked_sub(self.index.lexicon().len())?;
        self.unknown.get(at)
    }

    fn shown(&self, word: WordId) -> String {
        self.unknown(word).map_or_else(
            || self.index.lexicon().shown(word),
            |unknown| unknown.word.shown.clone(),
        )
    }

    fn word_of(&self, occurrence: &Occurrence) -> Option<SubjectWord> {
        match self.unknown(occurrence.word) {
            Some(unknown) => Some(SubjectWord {
                count: occurrence.count,
                fields: occurrence.fields,
                ..unknown.word.clone()
            }),
            None => Some(known(self.index.lexicon(), occurrence)),
        }
    }
}

impl Words for Asking<'_> {
    fn word(&mut self, token: &Token, surface: &str, language: Language) -> WordId {
        if let Some(known) = self.index.lexicon().find(&token.folded, language) {
            return known;
        }
        let first = self.index.lexicon().len();
        let name = format!("{}~{}", token.folded, language.tag());
        let known = self.numbers.get(&name).copied();
        let at = known.unwrap_or_else(|| {
            self.numbers.insert(name, self.unknown.len());
            self.unknown.push(Unknown {
                atoms: self.vocabulary.atoms(&token.folded, language),
                word: SubjectWord {
                    id: None,
                    folded: token.folded.clone(),
                    language,
                    shown: surface.to_owned(),
                    count: 0,
                    fields: 0,
                    is_beside: token.kind == Kind::Number
                        || is_measure(&token.folded)
                        || self.index.places().contains(token),
                },
            });
            self.unknown.len() - 1
        });
        WordId::try_from(first + at).unwrap_or(WordId::MAX)
    }

    fn atoms(&self, word: WordId) -> &[AtomId] {
        self.unknown(word).map_or_else(
            || self.index.lexicon().atoms_of(word),
            |unknown| unknown.atoms.as_slice(),
        )
    }
}
