//! Changing the index: add, replace, remove, learn compounds, tidy up.
//!
//! Invariant: after every change the counts are those of the living public documents.

use hashbrown::HashMap;
use std::sync::Arc;

use super::analysis::{Growing, analyse};
use super::dictionary::count;
use super::forward::{self, Occurrence};
use super::lexicon::Lexicon;
use super::statistics::Length;
use super::vector::Vector;
use super::{Document, DocumentId, Facts, Held, Index, Key};
use crate::language::Language;
use crate::similarity::text::compound::Splitter;
use crate::similarity::text::gram;
use crate::similarity::text::stem::stem;

impl Index {
    /// Adds a document or replaces the one with its key.
    pub fn put(&mut self, document: &Document) {
        let id = self.take_in(document);
        self.post(id);
        self.count(id, true);
        self.lexicon.sort();
    }

    /// Takes in many documents and learns compounds from them: much faster than one by one.
    pub fn load(&mut self, documents: impl IntoIterator<Item = Document>) {
        self.lexicon.put_off(true);
        for document in documents {
            self.take_in(&document);
        }
        self.compact();
    }

    /// Reads a document and holds it, without making it findable yet.
    fn take_in(&mut self, document: &Document) -> DocumentId {
        let vocabulary = Arc::clone(&self.vocabulary);
        let mut growing = Growing {
            lexicon: &mut self.lexicon,
            vocabulary: &vocabulary,
            places: &self.places,
            is_public: document.facts.is_public,
        };
        let mut analysis = analyse(
            (&document.texts, document.scheme),
            &mut growing,
            &vocabulary,
        );
        analysis.correct(&document.corrections);
        let bytes = forward::pack(&analysis.words, &analysis.concepts);
        self.hold(document.key, document.facts, bytes)
    }

    pub(super) fn hold(&mut self, key: Key, facts: Facts, bytes: Box<[u8]>) -> DocumentId {
        self.remove(key);
        let id = count(self.documents.len());
        self.numbers.insert(key, id);
        self.documents.push(Held {
            key,
            facts,
            length: Length::default(),
            bytes,
            meaning: None,
            is_alive: true,
        });
        id
    }

    /// Makes a held document findable by its words and concepts.
    fn post(&mut self, id: DocumentId) {
        self.postings
            .resize_with(self.lexicon.len(), Default::default);
        self.concepts
            .resize_with(self.vocabulary.concepts().len(), Default::default);
        let Some(held) = self.documents.get_mut(id as usize) else {
            return;
        };
        held.length = Length::default();
        for occurrence in forward::words(&held.bytes) {
            if let Some(postings) = self.postings.get_mut(occurrence.word as usize) {
                postings.push(id, occurrence.count);
            }
            add_length(&mut held.length, &occurrence, &self.lexicon);
        }
        for bearing in forward::concepts(&held.bytes) {
            if let Some(postings) = self.concepts.get_mut(usize::from(bearing.concept)) {
                postings.push(id, u32::from(bearing.strength));
            }
        }
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
            held.meaning = None;
        }
        true
    }

    /// Tells what a document means. Only public documents keep that, and all of them in one space; says whether it did.
    pub fn set_meaning(&mut self, key: Key, meaning: &Arc<Vector>) -> bool {
        let Some(held) = self
            .number(key)
            .and_then(|id| self.documents.get_mut(id as usize))
            .filter(|held| held.facts.is_public && self.usual.fits(meaning))
        else {
            return false;
        };
        if let Some(before) = held.meaning.replace(Arc::clone(meaning)) {
            self.usual.count(&before, false);
        }
        self.usual.count(meaning, true);
        true
    }

    /// Changes who may read a document without reading its texts again. One that is no longer public forgets what it
    /// means.
    pub fn set_facts(&mut self, key: Key, facts: Facts) -> bool {
        let Some(id) = self.numbers.get(&key).copied() else {
            return false;
        };
        self.count(id, false);
        if let Some(held) = self.documents.get_mut(id as usize) {
            held.facts = facts;
            held.meaning.take_if(|_| !facts.is_public);
        }
        self.count(id, true);
        true
    }

    fn count(&mut self, id: DocumentId, is_added: bool) {
        if let Some(held) = self.documents.get(id as usize)
            && held.is_alive
            && held.facts.is_public
        {
            let words = forward::words(&held.bytes).map(|occurrence| occurrence.word);
            self.statistics
                .count(words, held.length, &self.lexicon, is_added);
            let concepts = forward::concepts(&held.bytes)
                .into_iter()
                .map(|bearing| bearing.concept);
            self.statistics.count_concepts(concepts, is_added);
            let place = id as usize;
            if self.public.len() <= place {
                self.public.resize(place + 1, 0);
            }
            if let Some(city) = self.public.get_mut(place) {
                *city = if is_added { held.facts.city + 1 } else { 0 };
            }
            if let Some(meaning) = &held.meaning {
                self.usual.count(meaning, is_added);
            }
        }
    }

    /// Whether so much changed since the last [`Index::compact`] that it is worth its time.
    #[must_use]
    pub fn wants_compaction(&self) -> bool {
        let grown = self.statistics.documents() > 64 + self.learnt_from + self.learnt_from / 2;
        grown || self.documents.len() > 1024 + 2 * self.numbers.len()
    }

    /// Drops what was removed, learns compounds anew from the public words, and counts everything again.
    pub fn compact(&mut self) {
        self.documents.retain(|held| held.is_alive);
        self.drop_unused_words();
        self.learn();
        self.postings.clear();
        self.concepts.clear();
        self.statistics.clear();
        self.usual.clear();
        self.numbers.clear();
        self.public.clear();
        for id in 0..count(self.documents.len()) {
            if let Some(held) = self.documents.get(id as usize) {
                self.numbers.insert(held.key, id);
            }
            self.post(id);
            self.count(id, true);
        }
        self.lexicon.sort();
        self.learnt_from = self.statistics.documents();
    }

    /// Forgets words that no document holds any more, so that nothing is left of what was removed.
    fn drop_unused_words(&mut self) {
        let mut is_used = vec![false; self.lexicon.len()];
        let mut mark = |word: u32| {
            if let Some(used) = is_used.get_mut(word as usize) {
                *used = true;
            }
        };
        for held in &self.documents {
            forward::words(&held.bytes).for_each(|occurrence| mark(occurrence.word));
            forward::concepts(&held.bytes)
                .iter()
                .flat_map(|bearing| &bearing.words)
                .for_each(|word| mark(*word));
        }
        if is_used.iter().all(|used| *used) {
            return;
        }
        let new = self.lexicon.keep(&is_used, &self.vocabulary);
        for held in &mut self.documents {
            held.bytes = forward::renumber(&held.bytes, &new);
        }
    }

    /// Learns which words are parts of compounds, from the background and the public documents.
    pub(super) fn learn(&mut self) {
        let mut known: HashMap<String, u32> = HashMap::new();
        let seen = self.public_words();
        let is_small = seen.iter().filter(|seen| **seen > 0).count() < 50_000;
        for (word, seen) in (0..).zip(seen) {
            let folded = self.lexicon.folded(word);
            // In a large index a word that was written once is more likely a mistake than a part of others.
            let is_sure = seen > 1 || (seen == 1 && is_small);
            if is_sure && self.lexicon.language(word) == Language::De {
                let stem = stem(folded, Language::De);
                for part in [folded, stem.as_str()] {
                    if Splitter::is_part(part) {
                        *known.entry(part.to_owned()).or_default() += seen;
                    }
                }
            }
        }
        self.lexicon
            .learn(Splitter::new(Some(self.background), known));
    }

    /// How many public documents hold each word.
    fn public_words(&self) -> Vec<u32> {
        let mut seen = vec![0_u32; self.lexicon.len()];
        for held in self
            .documents
            .iter()
            .filter(|held| held.is_alive && held.facts.is_public)
        {
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
    let grams = gram::count(lexicon.folded(occurrence.word));
    length.grams += occurrence.count * grams;
}
