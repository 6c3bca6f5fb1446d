//! The words of all documents: each once, with its stem, its parts, its pattern words and the ways to find it.
//!
//! Invariant: documents and postings know words only; stems, parts and grams are facts about words. A new splitter
//! therefore changes this file's tables and no document.

mod keep;
mod order;
mod shape;

use std::collections::{HashMap, HashSet};

use super::chains::Chains;
use super::dictionary::{Dictionary, count};

pub use shape::Shape;

use crate::language::Language;
use crate::similarity::background::Background;
use crate::similarity::text::compound::Splitter;
use crate::similarity::text::gram::{grams, signposts};
use crate::similarity::text::stem::stem;
use crate::similarity::vocabulary::{AtomId, Vocabulary};

/// The number of a word.
pub type WordId = u32;
/// The number of a stem, be it of a word or of a compound's part.
pub type TermId = u32;

/// Ends the entries of English words, so that the same letters can be a word of both languages.
const ENGLISH: char = '~';

/// All words.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: Dictionary,
    flags: Vec<u8>,
    shown: HashMap<WordId, Box<str>>,
    order: Vec<WordId>,
    terms: Dictionary,
    shares: Vec<f32>,
    of_word: Vec<(u32, u8)>,
    arena: Vec<TermId>,
    by_term: Chains,
    by_signpost: Chains,
    atoms: Vec<Box<[AtomId]>>,
    splitter: Splitter,
    is_put_off: bool,
}

/// The entry of a word of a language.
fn entry(folded: &str, language: Language) -> String {
    match language {
        Language::De => folded.to_owned(),
        Language::En => format!("{folded}{ENGLISH}"),
    }
}

/// The stem and the parts of a word, each once, the stem first.
pub(crate) fn stems(folded: &str, language: Language, splitter: &Splitter) -> Vec<String> {
    let mut stems = vec![stem(&folded.replace('-', ""), language)];
    match language {
        Language::De => stems.extend(splitter.parts(folded)),
        Language::En if folded.contains('-') => {
            stems.extend(folded.split('-').map(|piece| stem(piece, language)));
        }
        Language::En => {}
    }
    let mut seen = HashSet::new();
    stems.retain(|stem| seen.insert(stem.clone()));
    stems
}

impl Lexicon {
    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Number of stems and parts.
    #[must_use]
    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// The folded word.
    #[must_use]
    pub fn folded(&self, word: WordId) -> &str {
        self.words.text(word).trim_end_matches(ENGLISH)
    }

    /// The language of a word.
    #[must_use]
    pub fn language(&self, word: WordId) -> Language {
        if self.words.text(word).ends_with(ENGLISH) {
            Language::En
        } else {
            Language::De
        }
    }

    /// The number of a folded word, if a document holds it.
    #[must_use]
    pub fn find(&self, folded: &str, language: Language) -> Option<WordId> {
        match language {
            Language::De => self.words.find(folded),
            Language::En => self.words.find(&entry(folded, language)),
        }
    }

    /// The number of a word, new where it has none.
    pub fn intern(&mut self, folded: &str, language: Language, vocabulary: &Vocabulary) -> WordId {
        if let Some(known) = self.find(folded, language) {
            return known;
        }
        let word = self.words.intern(&entry(folded, language));
        self.flags.push(0);
        self.atoms
            .push(vocabulary.atoms(folded, language).into_boxed_slice());
        signposts(folded, |gram| self.by_signpost.push(gram, word));
        self.of_word.push((0, 0));
        if !self.is_put_off {
            self.analyse(word);
        }
        word
    }

    fn analyse(&mut self, word: WordId) {
        let stems = stems(self.folded(word), self.language(word), &self.splitter);
        let start = count(self.arena.len());
        let length = u8::try_from(stems.len()).unwrap_or(u8::MAX);
        for stem in stems.iter().take(usize::from(length)) {
            let term = self.terms.intern(stem);
            if term as usize == self.shares.len() {
                self.shares.push(Background::shipped().stem(stem));
            }
            self.arena.push(term);
            self.by_term.push(term, word);
        }
        if let Some(place) = self.of_word.get_mut(word as usize) {
            *place = (start, length);
        }
    }

    /// Leaves stems and parts of new words until the next [`Lexicon::learn`].
    pub fn put_off(&mut self, is_put_off: bool) {
        self.is_put_off = is_put_off;
    }

    /// Splits all words anew.
    pub fn learn(&mut self, splitter: Splitter) {
        self.is_put_off = false;
        self.splitter = splitter;
        self.arena.clear();
        self.by_term.clear();
        self.terms = Dictionary::default();
        self.shares.clear();
        for word in 0..count(self.words.len()) {
            self.analyse(word);
        }
    }

    /// The stem and the parts of a word.
    #[must_use]
    pub fn terms_of(&self, word: WordId) -> &[TermId] {
        self.of_word
            .get(word as usize)
            .and_then(|(start, length)| {
                let start = *start as usize;
                self.arena.get(start..start + usize::from(*length))
            })
            .unwrap_or_default()
    }

    /// The number of a stem, if a word has it.
    #[must_use]
    pub fn term(&self, stem: &str) -> Option<TermId> {
        self.terms.find(stem)
    }

    /// The stem of a number.
    #[must_use]
    pub fn stem(&self, term: TermId) -> &str {
        self.terms.text(term)
    }

    /// Share of ordinary texts with a stem or part.
    #[must_use]
    pub fn share(&self, term: TermId) -> f32 {
        self.shares.get(term as usize).copied().unwrap_or(0.0)
    }

    /// The words that have a stem or a part.
    pub fn words_with(&self, term: TermId) -> impl Iterator<Item = WordId> + '_ {
        self.by_term.iter(term)
    }

    /// The words that share a 5-gram.
    pub fn words_along(&self, signpost: u32) -> impl Iterator<Item = WordId> + '_ {
        self.by_signpost.iter(signpost)
    }

    /// The pattern words a word stands for.
    #[must_use]
    pub fn atoms_of(&self, word: WordId) -> &[AtomId] {
        self.atoms
            .get(word as usize)
            .map(AsRef::as_ref)
            .unwrap_or_default()
    }

    /// The splitter in use.
    #[must_use]
    pub const fn splitter(&self) -> &Splitter {
        &self.splitter
    }

    /// Calls `each` with the grams of a word.
    pub fn grams_of(&self, word: WordId, each: impl FnMut(u32)) {
        grams(self.folded(word), each);
    }
}
