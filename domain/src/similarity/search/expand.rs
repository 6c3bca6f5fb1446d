//! Words that stand for what was typed: its continuations, and what it was probably meant to be.
//!
//! Invariant: only words that a document the viewer may read holds are known, continued to or corrected to, and public
//! words come first where not all fit: hidden words neither stop a correction nor push a public word out.

use std::cell::Cell;

use super::walk::Walk;
use crate::similarity::index::lexicon::WordId;
use crate::similarity::index::{Filter, Index};
use crate::similarity::query::{Compiled, Subject, SubjectWord};
use crate::similarity::text::token::tokens;

/// Most continuations of a word.
const CONTINUATIONS: usize = 32;
/// Most corrections of a word.
const CORRECTIONS: usize = 8;
/// Most words of a search text that are corrected.
const CORRECTED_WORDS: usize = 16;
/// What a continuation counts beside the word itself.
const CONTINUED: f32 = 0.8;
/// What a correction counts by the number of wrong letters.
const CORRECTED: [f32; 3] = [1.0, 0.7, 0.5];
/// Longest word that is corrected.
const LONGEST: usize = 32;
/// Most public documents that are asked for leave, all words together. Only a narrow filter comes near.
const ASKED: usize = 50_000;

/// Looks for words that stand for those of a question.
pub(super) struct Expansion<'a> {
    index: &'a Index,
    subject: &'a Subject,
    filter: Filter<'a>,
    asked: Cell<usize>,
}

impl<'a> Expansion<'a> {
    pub const fn new(index: &'a Index, subject: &'a Subject, filter: Filter<'a>) -> Self {
        Self {
            index,
            subject,
            filter,
            asked: Cell::new(0),
        }
    }

    /// Adds the continuations of the last word; gives its place if there are any.
    pub fn typed(&self, text: &str, compiled: &mut Compiled) -> Option<usize> {
        let last = tokens(text).pop()?;
        let at = self
            .subject
            .words
            .iter()
            .position(|word| word.folded == last.folded)?;
        // The most common public words first, those of hidden documents last.
        let mut words: Vec<(u32, WordId)> = self
            .index
            .lexicon()
            .starting_with(&last.folded)
            .map(|word| (self.index.statistics().word(word), word))
            .collect();
        words.sort_by_key(|(documents, _)| std::cmp::Reverse(*documents));
        let shares: Vec<(WordId, f32)> = words
            .into_iter()
            .map(|(_, word)| word)
            .filter(|word| self.is_readable(*word))
            .take(CONTINUATIONS)
            .map(|word| (word, CONTINUED))
            .collect();
        compiled.stand_in(self.index, at, &shares);
        (!shares.is_empty()).then_some(at)
    }

    /// Adds corrections of the words that no readable document holds, but for one that is just being typed; gives the
    /// likeliest of each.
    pub fn mistyped(&self, typed: Option<usize>, compiled: &mut Compiled) -> Vec<(usize, WordId)> {
        let mut likeliest = Vec::new();
        let words = self.subject.words.iter().enumerate();
        for (at, word) in words.take(CORRECTED_WORDS) {
            let wrong = match word.folded.chars().count() {
                4..8 => 1,
                8..LONGEST => 2,
                _ => continue,
            };
            if typed == Some(at) || word.is_beside || self.is_known(word, compiled) {
                continue;
            }
            let shares = self.corrections(&word.folded, wrong);
            likeliest.extend(shares.first().map(|(instead, _)| (at, *instead)));
            compiled.stand_in(self.index, at, &shares);
        }
        likeliest
    }

    fn is_known(&self, word: &SubjectWord, compiled: &Compiled) -> bool {
        compiled
            .stem_of(self.index, word)
            .into_iter()
            .flat_map(|term| self.index.lexicon().words_with(term))
            .any(|word| self.is_readable(word))
    }

    /// Whether a readable document holds a word.
    fn is_readable(&self, word: WordId) -> bool {
        let is_readable = |document| {
            self.index.held(document).is_some_and(|held| {
                let asked = self.asked.get() + usize::from(held.facts.is_public);
                self.asked.set(asked);
                asked <= ASKED && self.filter.admits(held.key, &held.facts)
            })
        };
        self.index
            .postings(word)
            .is_some_and(|postings| postings.iter().any(|(document, _)| is_readable(document)))
    }

    /// Words of the same first letter that differ by at most `most` letters, the nearest first.
    fn corrections(&self, folded: &str, most: u8) -> Vec<(WordId, f32)> {
        let typed: Vec<char> = folded.chars().collect();
        let Some(first) = typed.first() else {
            return Vec::new();
        };
        let lexicon = self.index.lexicon();
        let mut walk = Walk::new(&typed, most);
        let prefix = first.to_string();
        let mut found: Vec<(u8, u32, WordId)> = lexicon
            .starting_with(&prefix)
            .filter_map(|word| {
                let distance = walk.distance(lexicon.folded(word))?;
                Some((distance, self.index.statistics().word(word), word))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        found
            .into_iter()
            .filter(|(_, _, word)| self.is_readable(*word))
            .take(CORRECTIONS)
            .filter_map(|(distance, _, word)| Some((word, *CORRECTED.get(usize::from(distance))?)))
            .collect()
    }
}
