//! Words that stand for what was typed: its continuations, and what it was probably meant to be.
//!
//! Invariant: a word counts as known only if a document the viewer may read holds it, and public words come first where
//! not all fit, so that hidden words neither stop a correction nor push a public one out.

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
/// What a continuation counts beside the word itself.
const CONTINUED: f32 = 0.8;
/// What a correction counts by the number of wrong letters.
const CORRECTED: [f32; 3] = [1.0, 0.7, 0.5];
/// Longest word that is corrected.
const LONGEST: usize = 32;

/// Adds the continuations of the last word.
pub(super) fn typed(index: &Index, subject: &Subject, text: &str, compiled: &mut Compiled) {
    let Some(last) = tokens(text).pop() else {
        return;
    };
    let Some(at) = subject
        .words
        .iter()
        .position(|word| word.folded == last.folded)
    else {
        return;
    };
    let mut words: Vec<(u32, WordId)> = index
        .lexicon()
        .starting_with(&last.folded)
        .take(LOOKED_AT)
        .map(|word| (index.statistics().word(word), word))
        .collect();
    words.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    words.truncate(CONTINUATIONS);
    let shares: Vec<(WordId, f32)> = words
        .into_iter()
        .map(|(_, word)| (word, CONTINUED))
        .collect();
    compiled.stand_in(index, at, &shares);
}

/// Adds corrections of the words that no readable document holds.
pub(super) fn mistyped(
    index: &Index,
    subject: &Subject,
    filter: Filter<'_>,
    compiled: &mut Compiled,
) {
    for (at, word) in subject.words.iter().enumerate().take(64) {
        let length = word.folded.chars().count();
        let wrong = match length {
            0..4 => continue,
            4..8 => 1,
            8..LONGEST => 2,
            _ => continue,
        };
        if word.is_beside || is_known(index, word, filter, compiled) {
            continue;
        }
        let shares = corrections(index, &word.folded, wrong);
        compiled.stand_in(index, at, &shares);
    }
}

/// Whether a readable document holds the word, its stem or what it is the beginning of.
fn is_known(index: &Index, word: &SubjectWord, filter: Filter<'_>, compiled: &Compiled) -> bool {
    let stem = compiled.stem_of(index, word);
    let same = stem
        .into_iter()
        .flat_map(|term| index.lexicon().words_with(term));
    let typed = compiled.by_word.keys().copied();
    same.chain(typed)
        .filter_map(|word| index.postings(word))
        .flat_map(|postings| postings.iter())
        .any(|(document, _)| {
            index
                .held(document)
                .is_some_and(|held| filter(held.key, &held.facts))
        })
}

/// Words of the same first letter that differ by at most `most` letters, the nearest first.
fn corrections(index: &Index, folded: &str, most: usize) -> Vec<(WordId, f32)> {
    let typed: Vec<char> = folded.chars().collect();
    let Some(first) = typed.first() else {
        return Vec::new();
    };
    let mut walk = Walk::new(&typed, most);
    let prefix = first.to_string();
    let mut found: Vec<(usize, u32, WordId)> = index
        .lexicon()
        .starting_with(&prefix)
        .filter_map(|word| {
            let distance = walk.distance(index.lexicon().folded(word))?;
            Some((distance, u32::MAX - index.statistics().word(word), word))
        })
        .collect();
    found.sort_unstable();
    found.truncate(CORRECTIONS);
    found
        .into_iter()
        .filter_map(|(distance, _, word)| Some((word, *CORRECTED.get(distance)?)))
        .collect()
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
        assert_eq!(found, [Some(2), None, Some(0), Some(1), None, None]);
        let again: Vec<Option<usize>> = words
            .iter()
            .map(|word| Walk::new(&typed, 2).distance(word))
            .collect();
        assert_eq!(found, again);
    }
}
