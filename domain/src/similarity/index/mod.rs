//! The index in memory: words to documents, documents to words, facts, and counts of the public part.
//!
//! Invariant: a document has one number as long as it lives; replacing it gives it a new one. Readers see either all of a
//! document or nothing of it, since every change takes the index by `&mut`.

pub mod analysis;
mod chains;
mod dictionary;
pub mod document;
mod filter;
pub mod forward;
pub mod lexicon;
pub mod postings;
pub mod recognise;
pub mod statistics;
mod varint;
pub mod vector;
mod write;

use std::collections::HashMap;
use std::sync::Arc;

pub use document::{Correction, Document, Facts, Field, Key, Text};
pub use filter::Filter;
use lexicon::Lexicon;
use postings::Postings;
pub use recognise::{Recognised, recognise};
use statistics::{Length, Statistics};
use vector::{Usual, Vector};

use super::background::Background;
use super::text::place::Places;
use super::vocabulary::Vocabulary;

/// The number of a document inside the index.
pub type DocumentId = u32;

/// A document in the index.
#[derive(Debug)]
pub(crate) struct Held {
    pub key: Key,
    pub facts: Facts,
    pub length: Length,
    pub bytes: Box<[u8]>,
    /// What it means; a public document may have one.
    pub meaning: Option<Arc<Vector>>,
    pub is_alive: bool,
}

/// The index.
#[derive(Debug)]
pub struct Index {
    vocabulary: Arc<Vocabulary>,
    background: &'static Background,
    places: Places,
    lexicon: Lexicon,
    statistics: Statistics,
    usual: Usual,
    postings: Vec<Postings>,
    concepts: Vec<Postings>,
    documents: Vec<Held>,
    numbers: HashMap<Key, DocumentId>,
    /// The city of each public document and one more; 0 for others. A question looks at tens of thousands of documents, of
    /// which most need not be looked up for more than that.
    public: Vec<u32>,
    learnt_from: u32,
}

impl Index {
    /// An empty index with the shipped vocabulary and background.
    #[must_use]
    pub fn new(places: Places) -> Self {
        Self::with_vocabulary(places, Arc::clone(Vocabulary::shipped()))
    }

    /// An empty index with another vocabulary.
    #[must_use]
    pub fn with_vocabulary(places: Places, vocabulary: Arc<Vocabulary>) -> Self {
        let mut index = Self {
            vocabulary,
            background: Background::shipped(),
            places,
            lexicon: Lexicon::default(),
            statistics: Statistics::default(),
            usual: Usual::default(),
            postings: Vec::new(),
            concepts: Vec::new(),
            documents: Vec::new(),
            numbers: HashMap::new(),
            public: Vec::new(),
            learnt_from: 0,
        };
        index.learn();
        index
    }

    /// Number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether a document is in the index.
    #[must_use]
    pub fn contains(&self, key: Key) -> bool {
        self.numbers.contains_key(&key)
    }

    /// The facts of a document.
    #[must_use]
    pub fn facts(&self, key: Key) -> Option<Facts> {
        let held = self.held(*self.numbers.get(&key)?)?;
        Some(held.facts)
    }

    /// The vocabulary in use.
    #[must_use]
    pub const fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The background in use.
    pub(crate) const fn background(&self) -> &'static Background {
        self.background
    }

    /// The place names in use.
    pub(crate) const fn places(&self) -> &Places {
        &self.places
    }

    /// The words.
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The counts.
    #[must_use]
    pub const fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// What a document means, as far as it was told.
    #[must_use]
    pub fn meaning(&self, key: Key) -> Option<Arc<Vector>> {
        self.held(self.number(key)?)?.meaning.clone()
    }

    /// How alike two public documents usually are in what they mean.
    pub(crate) fn usual_cosine(&self) -> f32 {
        self.usual.cosine()
    }

    /// How telling a stem or part of the lexicon is: high for rare ones.
    pub(crate) fn telling(&self, term: lexicon::TermId) -> f32 {
        let counted = self.statistics.term(term);
        self.statistics.weight(counted, self.lexicon.share(term))
    }

    pub(crate) fn number(&self, key: Key) -> Option<DocumentId> {
        self.numbers.get(&key).copied()
    }

    pub(crate) fn held(&self, id: DocumentId) -> Option<&Held> {
        self.documents.get(id as usize).filter(|held| held.is_alive)
    }

    /// The city of a document, if it is a public one; 0 for none.
    pub(crate) fn public_city(&self, id: DocumentId) -> Option<u32> {
        self.public.get(id as usize)?.checked_sub(1)
    }

    /// One more than the highest number of a document.
    pub(crate) const fn span(&self) -> usize {
        self.documents.len()
    }

    pub(crate) fn postings(&self, word: u32) -> Option<&Postings> {
        self.postings.get(word as usize)
    }

    pub(crate) fn concept_postings(&self, concept: u16) -> Option<&Postings> {
        self.concepts.get(usize::from(concept))
    }
}
