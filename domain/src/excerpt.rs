//! A part of a text, with what to highlight.
//!
//! Invariant: it is made of a text that the caller has read through the scopes; marks are counted in characters.

use crate::similarity::search;
use std::ops::Range;

/// Longest excerpt, in bytes.
pub(crate) const LENGTH: usize = 240;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Where it stands: `workingTitle`, `overallGoal`, `summary`, `subProjects`, `items` or `barriers`.
    pub field: &'static str,
    /// The part.
    pub text: String,
    /// What to highlight, in rising order.
    pub marks: Vec<Mark>,
    /// Whether text was left out before it.
    pub is_cut_before: bool,
    /// Whether text was left out after it.
    pub is_cut_after: bool,
}

/// A place in an excerpt, in characters (Unicode code points).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The first character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

impl Mark {
    /// From bytes of a text.
    pub(crate) fn of(text: &str, bytes: &Range<usize>) -> Self {
        let characters = |byte: usize| text.get(..byte).unwrap_or(text).chars().count();
        Self {
            start: characters(bytes.start),
            end: characters(bytes.end),
        }
    }
}

impl Excerpt {
    /// What the index cut out of the text of a field.
    pub(crate) fn of(field: &'static str, excerpt: &search::Excerpt) -> Self {
        let marks = excerpt.marks.iter();
        Self {
            field,
            marks: marks.map(|mark| Mark::of(&excerpt.text, mark)).collect(),
            is_cut_before: excerpt.is_cut_before,
            is_cut_after: excerpt.is_cut_after,
            text: excerpt.text.clone(),
        }
    }
}
