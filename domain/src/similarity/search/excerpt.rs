//! The part of a text that answers a search, with the words to highlight.
//!
//! Invariant: an excerpt is a piece of the text, cut at characters, and its marks lie inside it in rising order.

use std::ops::Range;

use crate::similarity::index::Index;
use crate::similarity::index::analysis::{READ, head};
use crate::similarity::index::lexicon::stems;
use crate::similarity::query::Compiled;
use crate::similarity::text::guess;
use crate::similarity::text::token::tokens;

/// A piece of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The piece.
    pub text: String,
    /// Bytes of the piece to highlight.
    pub marks: Vec<Range<usize>>,
    /// Whether text was left out before the piece.
    pub is_cut_before: bool,
    /// Whether text was left out after it.
    pub is_cut_after: bool,
}

pub(super) fn excerpt(index: &Index, compiled: &Compiled, text: &str, length: usize) -> Excerpt {
    let read = head(text, READ);
    cut(text, &marks(index, compiled, read), length)
}

/// The piece of a text with the most worth of marks, which rise and lie in the part of a text that is read.
#[must_use]
pub fn cut(text: &str, marks: &[(Range<usize>, f32)], length: usize) -> Excerpt {
    let read = head(text, READ);
    let start = start(read, marks, length);
    let end = read.floor_char_boundary(start.saturating_add(length));
    let piece = read.get(start..end).unwrap_or_default();
    let end = if end < text.len() {
        // Words are not cut in two where there is a gap to cut at.
        start
            + piece
                .rfind(char::is_whitespace)
                .filter(|at| *at > 0)
                .unwrap_or(piece.len())
    } else {
        end
    };
    Excerpt {
        text: read.get(start..end).unwrap_or_default().to_owned(),
        marks: marks
            .iter()
            .filter(|(mark, _)| mark.start >= start && mark.end <= end)
            .map(|(mark, _)| mark.start - start..mark.end - start)
            .collect(),
        is_cut_before: start > 0,
        is_cut_after: end < text.len(),
    }
}

/// The words of a text that answer, with what they are worth.
fn marks(index: &Index, compiled: &Compiled, text: &str) -> Vec<(Range<usize>, f32)> {
    let tokens = tokens(text);
    let language = guess::language(&tokens);
    let lexicon = index.lexicon();
    tokens
        .into_iter()
        .filter_map(|token| {
            let stood_in = lexicon
                .find(&token.folded, language)
                .and_then(|word| compiled.by_word.get(&word))
                .into_iter()
                .flatten()
                .map(|(slot, _)| *slot);
            let worth = stems(&token.folded, language, lexicon.splitter())
                .iter()
                .filter_map(|stem| compiled.by_term.get(&lexicon.term(stem)?).copied())
                .chain(stood_in)
                .filter_map(|slot| Some(compiled.slots.get(usize::from(slot))?.telling))
                .fold(0.0_f32, f32::max);
            (worth > 0.0).then_some((token.span, worth))
        })
        .collect()
}

/// Where the piece starts that holds the most worth.
fn start(text: &str, marks: &[(Range<usize>, f32)], length: usize) -> usize {
    let lead = length / 6;
    // Sums up to each mark: a text may be full of marks, and each is the first of a piece that could be shown.
    let mut sum = 0.0_f64;
    let mut sums = vec![sum];
    sums.extend(marks.iter().map(|(_, worth)| {
        sum += f64::from(*worth);
        sum
    }));
    let mut best = (0.0_f64, 0_usize);
    for (at, (mark, _)) in marks.iter().enumerate() {
        let start = mark.start.saturating_sub(lead);
        let last = marks.partition_point(|(other, _)| other.end <= start.saturating_add(length));
        let worth = match (sums.get(last.max(at)), sums.get(at)) {
            (Some(last), Some(before)) => last - before,
            _ => 0.0,
        };
        // A little more by rounding is no reason to leave the first of two equal pieces.
        if worth > best.0 + 1e-6 {
            best = (worth, start);
        }
    }
    if text.len() <= length || best.1 <= lead {
        return 0;
    }
    let start = text.floor_char_boundary(best.1);
    // The piece begins with a whole word.
    text.get(start..)
        .and_then(|rest| rest.find(char::is_whitespace))
        .filter(|gap| *gap < lead)
        .map_or(start, |gap| start + gap + 1)
}
