//! Changing the index: add, replace, remove, learn compounds, tidy up.
//!
//! Invariant: after every change the counts are those of the living public documents.

use super::analysis::{Growing, analyse};
use super::dictionary::count;
use super::forward::{self, Occurrence};
use super::lexicon::Lexicon;
use super::statistics::Length;
use super::{Document, DocumentId, Facts, Held, Index, Key};
use crate::similarity::text::compound::Splitter;

impl Index {
    /// Adds a document or replaces the one with its key.
    pub fn put(&mut self, document: &Document) {
        let mut growing = Growing {
            lexicon: &mut self.lexicon,
            vocabulary: self.vocabulary,
            places: &self.places,
            is_public: document.facts.is_public,
        };
        let analysis = analyse(&document.texts, &mut growing, self.vocabulary);
        let bytes = forward::pack(&analysis.words, &analysis.concepts);
        self.insert(document.key, document.facts, bytes);
        if !self.is_loading {
            self.lexicon.sort();
        }
    }

    pub(super) fn insert(&mut self, key: Key, facts: Facts, bytes: Box<[u8]>) {
        self.remove(key);
        let id = count(self.documents.len());
        let mut length = Length::default();
        self.postings.resize_with(self.lexicon.len(), Default::default);
        self.concepts
            .resize_with(self.vocabulary.concepts().len(), Default::default);
        for occurrence in forward::words(&bytes) {
            if let Some(postings) = self.postings.get_mut(occurrence.word as usize) {
                postings.push(id, occurrence.count);
            }
            add_length(&mut length, &occurrence, &self.lexicon);
        }
        for bearing in forward::concepts(&bytes) {
            if let Some(postings) = self.concepts.get_mut(usize::from(bearing.concept)) {
                postings.push(id, u32::from(bearing.strength));
            }
        }
        self.numbers.insert(key, id);
        self.documents.push(Held {
            key,
            facts,
            length,
            bytes,
            is_alive: true,
        });
        self.count(id, true);
    }

    /// Removes a document; tells whether it was there.
    pub fn remove(&mut self, key: Key) -> bool {
        let Some(id) = self.numbers.remove(&key) else {
            return false;
        };
        self.count(id, false);
        if let Some(held) = self.documents.get_mut(id as usize) {
            held.is_alive = false;
            held.bytes = Box::default();
        }
        if !self.is_loading && self.documents.len() > 1024 && self.documents.len() > 2 * self.numbers.len() {
            self.compact();
        }
        true
    }

    /// Changes who may read a document without reading its texts again.
    pub fn set_facts(&mut self, key: Key, facts: Facts) -> bool {
        let Some(id) = self.numbers.get(&key).copied() else {
            return false;
        };
        self.count(id, false);
        if let Some(held) = self.documents.get_mut(id as usize) {
            held.facts = facts;
        }
        self.count(id, true);
        true
    }

    fn count(&mut self, id: DocumentId, is_added: bool) {
        // While many documents are loaded, everything is counted once at the end.
        if self.is_loading {
            return;
        }
        if let Some(held) = self.documents.get(id as usize)
            && held.is_alive
            && held.facts.is_public
        {
            let words = forward::words(&held.bytes).map(|occurrence| occurrence.word);
            self.statistics.count(words, held.length, &self.lexicon, is_added);
            let concepts = forward::concepts(&held.bytes).into_iter().map(|bearing| bearing.concept);
            self.statistics.count_concepts(concepts, is_added);
        }
    }

    /// Takes in many documents and learns compounds from them: much faster than one by one.
    pub fn load(&mut self, documents: impl IntoIterator<Item = Document>) {
        self.is_loading = true;
        for document in documents {
            self.put(&document);
        }
        self.is_loading = false;
        self.compact();
    }

    /// Whether enough public documents came since compounds were learnt that [`Index::compact`] is worth its time.
    #[must_use]
    pub fn wants_compaction(&self) -> bool {
        self.statistics.documents() > 64 + self.learnt_from + self.learnt_from / 2
    }

    /// Learns compounds anew from the public words, drops what was removed, and counts everything again.
    pub fn compact(&mut self) {
        self.learn();
        let old = std::mem::take(&mut self.documents);
        self.postings.clear();
        self.concepts.clear();
        self.numbers.clear();
        self.is_loading = true;
        for held in old.into_iter().filter(|held| held.is_alive) {
            self.insert(held.key, held.facts, held.bytes);
        }
        self.is_loading = false;
        self.statistics.clear();
        self.recount();
        self.lexicon.sort();
        self.learnt_from = self.statistics.documents();
    }

    fn recount(&mut self) {
        for id in 0..count(self.documents.len()) {
            self.count(id, true);
        }
    }

    /// Learns which words are parts of compounds, from the background and the public documents.
    pub(super) fn learn(&mut self) {
        let mut known = self.background.parts();
        let seen = self.public_words();
        for (word, seen) in (0..).zip(seen) {
            let stem = self
                .lexicon
                .terms_of(word)
                .first()
                .map(|term| self.lexicon.stem(*term))
                .unwrap_or_default();
            if seen > 0 && Splitter::is_part(stem) && (seen > 1 || self.lexicon.len() < 50_000) {
                *known.entry(stem.to_owned()).or_default() += seen;
            }
        }
        self.lexicon.learn(Splitter::new(known));
    }

    /// How many public documents hold each word.
    fn public_words(&self) -> Vec<u32> {
        let mut seen = vec![0_u32; self.lexicon.len()];
        for held in self.documents.iter().filter(|held| held.is_alive && held.facts.is_public) {
            for occurrence in forward::words(&held.bytes) {
                if let Some(number) = seen.get_mut(occurrence.word as usize) {
                    *number += 1;
                }
            }
        }
        seen
    }
}

fn add_length(length: &mut Length, occurrence: &Occurrence, lexicon: &Lexicon) {
    let terms = count(lexicon.terms_of(occurrence.word).len());
    length.terms += occurrence.count * terms;
    let mut grams = 0;
    lexicon.grams_of(occurrence.word, |_| grams += 1);
    length.grams += occurrence.count * grams;
}
