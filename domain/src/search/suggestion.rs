//! How the word that is being typed could go on.
//!
//! Invariant: a word is suggested only where a project that the caller may read holds it, and its place in the list
//! follows from such projects only.

use crate::similarity::{
    index::{Filter, Index},
    text::token::tokens,
};
use std::cmp::Reverse;

/// Most suggestions.
const MOST: usize = 8;
/// Most words of readable projects that are looked at; hidden ones do not count, so that they push none out.
const LOOKED_AT: usize = 2_000;
/// A fuse against extreme indexes.
const FUSE: usize = 100_000;
/// Most projects that are counted for a word: more only says that it is common.
const COUNTED: usize = 50;
/// Shorter beginnings lead everywhere.
const SHORTEST: usize = 2;

/// The words with which the last word of a text could go on, the most common first.
pub(super) fn of(index: &Index, text: &str, filter: Filter<'_>) -> Vec<String> {
    let Some(last) = tokens(text).pop() else {
        return Vec::new();
    };
    if !text.ends_with(char::is_alphanumeric) || last.folded.chars().count() < SHORTEST {
        return Vec::new();
    }
    let lexicon = index.lexicon();
    let mut words: Vec<(usize, String)> = lexicon
        .starting_with(&last.folded)
        .take(FUSE)
        .map(|word| {
            let documents = index
                .postings(word)
                .into_iter()
                .flat_map(|held| held.iter());
            let readable = documents.filter(|(document, _)| {
                let held = index.held(*document);
                held.is_some_and(|held| filter.admits(held.key, &held.facts))
            });
            (readable.take(COUNTED).count(), lexicon.shown(word))
        })
        .filter(|(count, _)| *count > 0)
        .take(LOOKED_AT)
        .collect();
    words.sort_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
    words.dedup_by(|a, b| a.1 == b.1);
    words.truncate(MOST);
    words.into_iter().map(|(_, word)| word).collect()
}
