//! Words that stand for what was typed: its continuations, and what it was probably meant to be.
//!
//! Invariant: only words that a document the viewer may read holds are known, continued to or corrected to, and public
//! words come first where not all fit: hidden words neither stop a correction nor push a public word out.

use crate::similarity::index::lexicon::WordId;
use crate::similarity::index::{Filter, Index};
use crate::similarity::query::{Compiled, Subject, SubjectWord};
use crate::similarity::text::token::tokens;

/// Most continuations of a word.
const CONTINUATIONS: usize = 32;
/// Most words that are looked at for continuations; one letter leads to thousands.
const LOOKED_AT: usize = 20_000;
/// Most corrections of a word.
const CORRECTIONS: usize = 8;
/// Most words of a search text that are corrected.
const CORRECTED_WORDS: usize = 64;
/// What a continuation counts beside the word itself.
const CONTINUED: f32 = 0.8;
/// What a correction counts by the number of wrong letters.
const CORRECTED: [f32; 3] = [1.0, 0.7, 0.5];
/// Longest word that is corrected.
const LONGEST: usize = 32;

/// Looks for words that stand for those of a question.
pub(super) struct Expansion<'a> {
    pub index: &'a Index,
    pub subject: &'a Subject,
    pub filter: Filter<'a>,
}

impl Expansion<'_> {
    /// Adds the continuations of the last word; gives its place if there are any.
    pub fn typed(&self, text: &str, compiled: &mut Compiled) -> Option<usize> {
        let last = tokens(text).pop()?;
        let at = self
            .subject
            .words
            .iter()
            .position(|word| word.folded == last.folded)?;
        let lexicon = self.index.lexicon();
        let mut words: Vec<(u32, WordId)> = lexicon
            .starting_with(&last.folded)
            .take(LOOKED_AT)
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

    /// Adds corrections of the words that no readable document holds, but for one that is just being typed.
    pub fn mistyped(&self, typed: Option<usize>, compiled: &mut Compiled) {
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
            compiled.stand_in(self.index, at, &shares);
        }
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
        self.index.postings(word).is_some_and(|postings| {
            postings.iter().any(|(document, _)| {
                self.index
                    .held(document)
                    .is_some_and(|held| (self.filter)(held.key, &held.facts))
            })
        })
    }

    /// Words of the same first letter that differ by at most `most` letters, the nearest first.
    fn corrections(&self, folded: &str, most: usize) -> Vec<(WordId, f32)> {
        let typed: Vec<char> = folded.chars().collect();
        let Some(first) = typed.first() else {
            return Vec::new();
        };
        let lexicon = self.index.lexicon();
        let mut walk = Walk::new(&typed, most);
        let prefix = first.to_string();
        let mut found: Vec<(usize, u32, WordId)> = lexicon
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
            .filter_map(|(distance, _, word)| Some((word, *CORRECTED.get(distance)?)))
            .collect()
    }
}

/// Edit distances to one word after the other in alphabetical order: rows of the shared beginning are kept.
struct Walk<'a> {
    typed: &'a [char],
    most: usize,
    word: Vec<char>,
    rows: Vec<Vec<usize>>,
}

impl<'a> Walk<'a> {
    fn new(typed: &'a [char], most: usize) -> Self {
        Self {
            typed,
            most,
            word: Vec::new(),
            rows: vec![(0..=typed.len()).collect()],
        }
    }

    /// The number of wrong letters, if there are few enough; swapped neighbours count as one.
    fn distance(&mut self, word: &str) -> Option<usize> {
        let length = word.chars().count();
        if length.abs_diff(self.typed.len()) > self.most {
            return None;
        }
        let shared = self
            .word
            .iter()
            .zip(word.chars())
            .take_while(|(known, letter)| **known == *letter)
            .count();
        self.word.truncate(shared);
        self.rows.truncate(shared + 1);
        for letter in word.chars().skip(shared) {
            if self
                .rows
                .last()
                .is_some_and(|row| row.iter().all(|cost| *cost > self.most))
            {
                return None;
            }
            let row = self.next_row(letter);
            self.word.push(letter);
            self.rows.push(row);
        }
        if self.word.len() < length {
            return None;
        }
        self.rows
            .last()?
            .last()
            .copied()
            .filter(|cost| *cost <= self.most)
    }

    fn next_row(&self, letter: char) -> Vec<usize> {
        let empty = Vec::new();
        let above = self.rows.last().unwrap_or(&empty);
        let before = self
            .rows
            .len()
            .checked_sub(2)
            .and_then(|at| self.rows.get(at));
        let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
        let mut row = vec![self.rows.len()];
        for (column, typed) in self.typed.iter().enumerate() {
            let replaced = at(above, column) + usize::from(*typed != letter);
            let inserted = at(above, column + 1) + 1;
            let dropped = at(&row, column) + 1;
            let mut cost = replaced.min(inserted).min(dropped);
            let is_swap = column > 0
                && self.word.last() == Some(typed)
                && self.typed.get(column - 1) == Some(&letter);
            if let Some(before) = before.filter(|_| is_swap) {
                cost = cost.min(at(before, column - 1) + 1);
            }
            row.push(cost);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_a_single_comparison() {
        let typed: Vec<char> = "radverker".chars().collect();
        let mut walk = Walk::new(&typed, 2);
        let words = [
            "radverkehr",
            "radverkehre",
            "radverker",
            "radvekrer",
            "radweg",
            "rat",
        ];
        let found: Vec<Option<usize>> = words.iter().map(|word| walk.distance(word)).collect();
        assert_eq!(found, [Some(1), Some(2), Some(0), Some(1), None, None]);
        let again: Vec<Option<usize>> = words
            .iter()
            .map(|word| Walk::new(&typed, 2).distance(word))
            .collect();
        assert_eq!(found, again);
    }
}
