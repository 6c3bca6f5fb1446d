//! The words of all documents: each once, with its stem, its parts, its pattern words and the ways to find it.
//!
//! Invariant: documents and postings know words only; stems, parts and grams are facts about words. A new splitter
//! therefore changes this file's tables and no document.

mod keep;

use std::collections::{HashMap, HashSet};

use super::chains::Chains;
use super::dictionary::{Dictionary, count};

use crate::language::Language;
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

const PUBLIC: u8 = 1;
const PLACE: u8 = 2;
const NUMBER: u8 = 4;
const CAPITAL: u8 = 8;

/// How a text shows a word.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// The word as written.
    pub surface: &'a str,
    /// Whether it starts with a capital.
    pub is_capital: bool,
    /// Whether it names a place.
    pub is_place: bool,
    /// Whether it is a number.
    pub is_number: bool,
}

/// All words.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: Dictionary,
    flags: Vec<u8>,
    shown: HashMap<WordId, Box<str>>,
    order: Vec<WordId>,
    terms: Dictionary,
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

    /// The word as people write it. A word of a public text is shown as a public text writes it.
    #[must_use]
    pub fn shown(&self, word: WordId) -> String {
        if let Some(shown) = self.shown.get(&word) {
            return shown.to_string();
        }
        let folded = self.folded(word);
        if self.has(word, CAPITAL) {
            let mut letters = folded.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        } else {
            folded.to_owned()
        }
    }

    /// Whether the word says where or how much, and not what.
    #[must_use]
    pub fn is_beside_the_subject(&self, word: WordId) -> bool {
        self.has(word, PLACE | NUMBER)
    }

    fn has(&self, word: WordId, flags: u8) -> bool {
        self.flags
            .get(word as usize)
            .is_some_and(|known| known & flags != 0)
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

    /// Notes how a text shows a word. What public texts write wins over what others write.
    pub fn note(&mut self, word: WordId, shape: &Shape<'_>, is_public: bool) {
        let folded_length = self.folded(word).len();
        let Some(flags) = self.flags.get_mut(word as usize) else {
            return;
        };
        *flags |= if shape.is_place { PLACE } else { 0 } | if shape.is_number { NUMBER } else { 0 };
        let is_first_public = is_public && *flags & PUBLIC == 0;
        if *flags & !(PLACE | NUMBER) != 0 && !is_first_public {
            return;
        }
        *flags &= !CAPITAL;
        *flags |= if is_public { PUBLIC } else { 0 } | if shape.is_capital { CAPITAL } else { 0 };
        let is_plain = shape.surface.is_ascii() && shape.surface.len() == folded_length;
        if is_plain {
            self.shown.remove(&word);
        } else {
            self.shown.insert(word, shape.surface.into());
        }
    }

    fn analyse(&mut self, word: WordId) {
        let stems = stems(self.folded(word), self.language(word), &self.splitter);
        let start = count(self.arena.len());
        let length = u8::try_from(stems.len()).unwrap_or(u8::MAX);
        for stem in stems.iter().take(usize::from(length)) {
            let term = self.terms.intern(stem);
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
        for word in 0..count(self.words.len()) {
            self.analyse(word);
        }
    }

    /// Brings the alphabetical order up to date after words were added.
    pub fn sort(&mut self) {
        let known = self.order.len();
        let total = self.words.len();
        let words = &self.words;
        if total < known || total - known > 64 {
            self.order = (0..count(total)).collect();
            self.order
                .sort_unstable_by(|a, b| words.text(*a).cmp(words.text(*b)));
            return;
        }
        for word in count(known)..count(total) {
            let at = self
                .order
                .partition_point(|known| words.text(*known) < words.text(word));
            self.order.insert(at, word);
        }
    }

    /// The words that begin with a prefix, in alphabetical order.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = WordId> + 'a {
        let start = self
            .order
            .partition_point(|word| self.words.text(*word) < prefix);
        self.order
            .iter()
            .skip(start)
            .copied()
            .take_while(move |word| self.words.text(*word).starts_with(prefix))
    }

    /// The alphabetical order.
    #[must_use]
    pub fn order(&self) -> &[WordId] {
        &self.order
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

    /// Bytes it takes, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.words.bytes()
            + self.terms.bytes()
            + self.flags.capacity()
            + self.shown.len() * 64
            + self.order.capacity() * 4
            + self.of_word.capacity() * 8
            + self.arena.capacity() * 4
            + self.by_term.bytes()
            + self.by_signpost.bytes()
            + self.atoms.capacity() * 16
    }
}
