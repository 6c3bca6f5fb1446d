//! Which documents are worth a closer look: those that hold the question's most telling words.
//!
//! Invariant: the filter is asked before a document is ranked, counted or kept; documents it refuses are as good as absent.
//! Which lists are read follows from public counts, and how far from what the viewer may read: hidden documents do not
//! change what is looked at.

use super::compiled::{Compiled, Family};
use crate::similarity::index::lexicon::{TermId, WordId};
use crate::similarity::index::{DocumentId, Filter, Index};
use crate::similarity::text::gram::signposts;
use crate::similarity::vocabulary::ConceptId;

/// So many times as many readable postings as public ones are read at most, whatever the words.
const READABLE: usize = 2;
/// How many of the most telling words are read however common they are.
const FEWEST: usize = 3;
/// Most words that only look alike which are read for one word of the question.
const ALIKE: usize = 12;
/// Most public words that share a gram with a word which are looked at.
const SHARING: usize = 500;

/// A document with its first, rough score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub document: DocumentId,
    pub rough: f32,
}

/// What leads to documents.
enum Lead {
    Term(TermId),
    Concept(ConceptId),
}

/// Rough scores of the documents a question touches.
pub(crate) struct Pool<'a> {
    index: &'a Index,
    filter: Filter<'a>,
    rough: Vec<f32>,
    touched: Vec<DocumentId>,
    public_left: usize,
    readable_left: usize,
    is_cut: bool,
    /// A city whose documents take no part.
    without: Option<u32>,
}

const REFUSED: f32 = f32::NEG_INFINITY;

impl<'a> Pool<'a> {
    /// An empty one, for which so many public postings are read, but for the most telling words.
    pub fn new(index: &'a Index, filter: Filter<'a>, budget: usize) -> Self {
        Self {
            index,
            filter,
            rough: vec![0.0; index.span()],
            touched: Vec::new(),
            public_left: budget,
            readable_left: budget.saturating_mul(READABLE),
            is_cut: false,
            without: None,
        }
    }

    /// Leaves the documents of a city out.
    pub const fn without(mut self, city: Option<u32>) -> Self {
        self.without = city;
        self
    }

    /// Reads the question's words, and concepts with their worth, the most telling first, until the budget is used up.
    pub fn add_leads(&mut self, compiled: &Compiled, concepts: &[(ConceptId, f32)]) {
        let terms = compiled
            .slots
            .iter()
            .filter(|slot| slot.family == Family::Terms)
            .filter_map(|slot| Some((slot.worth, Lead::Term(slot.term?))));
        let concepts = concepts
            .iter()
            .map(|(concept, worth)| (*worth, Lead::Concept(*concept)));
        let mut leads: Vec<(f32, Lead)> = terms.chain(concepts).collect();
        // The sort is stable: leads of the same worth stay in the order of the question.
        leads.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (place, (worth, lead)) in leads.into_iter().enumerate() {
            match lead {
                Lead::Term(term) => self.add_term(place, term, worth),
                Lead::Concept(concept) => self.add_concept(place, concept, worth),
            }
        }
    }

    fn add_term(&mut self, place: usize, term: TermId, worth: f32) {
        let index = self.index;
        if self.affords(place, index.statistics().term(term)) {
            for word in index.lexicon().words_with(term) {
                self.add_word(word, worth);
            }
        }
    }

    fn add_concept(&mut self, place: usize, concept: ConceptId, worth: f32) {
        let index = self.index;
        let postings = index.concept_postings(concept);
        if self.affords(place, index.statistics().concept(concept)) {
            for (document, strength) in postings.into_iter().flat_map(|postings| postings.iter()) {
                if !self.add(document, worth * strength as f32 / 255.0) {
                    return;
                }
            }
        }
    }

    /// Whether a list of so many public documents may be read; what is public is readable to everybody.
    fn affords(&mut self, place: usize, public: u32) -> bool {
        let public = public as usize;
        if place >= FEWEST && public > self.public_left {
            self.is_cut = true;
            return false;
        }
        self.public_left = self.public_left.saturating_sub(public);
        true
    }

    /// Reads the words that stand for slots by typing or mistyping.
    pub fn add_expansions(&mut self, compiled: &Compiled) {
        for (word, slots) in &compiled.by_word {
            let worth = slots
                .iter()
                .filter_map(|(slot, share)| {
                    Some(compiled.slots.get(usize::from(*slot))?.worth * share)
                })
                .sum();
            self.add_word(*word, worth);
        }
    }

    /// Reads words that share letters with the question's words without sharing a stem.
    pub fn add_alike(&mut self, compiled: &Compiled, folded: &[&str]) {
        for word in folded {
            for (alike, worth) in self.alike(compiled, word) {
                self.add_word(alike, worth);
            }
        }
    }

    fn alike(&self, compiled: &Compiled, folded: &str) -> Vec<(WordId, f32)> {
        let lexicon = self.index.lexicon();
        let is_hidden = |word: &WordId| self.index.statistics().word(*word) == 0;
        let mut shared: hashbrown::HashMap<WordId, u32> = hashbrown::HashMap::new();
        signposts(folded, |gram| {
            let mut public = 0;
            let words = lexicon.words_along(gram).take_while(|word| {
                public += usize::from(!is_hidden(word));
                public <= SHARING
            });
            words.for_each(|word| *shared.entry(word).or_default() += 1);
        });
        let is_stemmed = |word: WordId| {
            lexicon
                .terms_of(word)
                .iter()
                .any(|term| compiled.by_term.contains_key(term))
        };
        let mut alike: Vec<(WordId, f32)> = shared
            .into_iter()
            .filter(|(word, _)| !is_stemmed(*word))
            .map(|(word, shared)| {
                let length = lexicon.folded(word).len().max(folded.len());
                (word, shared as f32 / length as f32)
            })
            .collect();
        // Public words first, so that hidden ones push none of them out.
        alike.sort_by(|a, b| {
            is_hidden(&a.0)
                .cmp(&is_hidden(&b.0))
                .then(b.1.total_cmp(&a.1))
                .then_with(|| lexicon.folded(a.0).cmp(lexicon.folded(b.0)))
        });
        alike.truncate(ALIKE);
        alike
    }

    fn add_word(&mut self, word: WordId, worth: f32) {
        let Some(postings) = self.index.postings(word) else {
            return;
        };
        for (document, count) in postings.iter() {
            let count = count as f32;
            if !self.add(document, worth * count / (count + 1.2)) {
                return;
            }
        }
    }

    /// Adds to a document's rough score; tells whether there is room for more.
    fn add(&mut self, document: DocumentId, worth: f32) -> bool {
        let Some(rough) = self.rough.get_mut(document as usize) else {
            return true;
        };
        if *rough == 0.0 {
            if !takes_part(self.index, (self.filter, self.without), document) {
                *rough = REFUSED;
                return true;
            }
            self.touched.push(document);
        }
        if *rough == REFUSED {
            return true;
        }
        if self.readable_left == 0 {
            self.is_cut = true;
            return false;
        }
        self.readable_left -= 1;
        *rough += worth.max(f32::MIN_POSITIVE);
        true
    }

    /// Whether everything was read that the question asked for.
    pub const fn is_complete(&self) -> bool {
        !self.is_cut
    }

    /// Every readable document that was touched.
    pub fn touched(&self) -> &[DocumentId] {
        &self.touched
    }

    /// The best candidates, in no order.
    pub fn best(&self, most: usize) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self
            .touched
            .iter()
            .map(|document| Candidate {
                document: *document,
                rough: self.rough.get(*document as usize).copied().unwrap_or(0.0),
            })
            .collect();
        if candidates.len() > most {
            candidates.select_nth_unstable_by(most, |a, b| {
                b.rough
                    .total_cmp(&a.rough)
                    .then(a.document.cmp(&b.document))
            });
            candidates.truncate(most);
        }
        candidates
    }
}

/// Whether a document is admitted and of no city that is left out.
fn takes_part(
    index: &Index,
    (filter, without): (Filter<'_>, Option<u32>),
    document: DocumentId,
) -> bool {
    if let (true, Some(city)) = (filter.is_open(), index.public_city(document)) {
        return without != Some(city);
    }
    index.held(document).is_some_and(|held| {
        without != Some(held.facts.city) && filter.admits(held.key, &held.facts)
    })
}
