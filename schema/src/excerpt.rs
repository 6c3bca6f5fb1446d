//! A part of a text, with what to highlight.
//!
//! Invariant: marks are counted in characters, as every language of clients can do.

use crate::{cost::list_size, direct::Many};
use async_graphql::SimpleObject;

/// A part of a text, with what to highlight.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct Excerpt {
    /// The field of the project in which it stands: workingTitle, overallGoal, summary, subProjects, items or barriers.
    field: String,
    /// The part.
    text: String,
    /// What to highlight, in rising order.
    #[graphql(directive = list_size::apply(3))]
    marks: Many<Mark>,
    /// Whether text was left out before it.
    is_cut_before: bool,
    /// Whether text was left out after it.
    is_cut_after: bool,
}

/// A place in a text, in characters (Unicode code points).
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct Mark {
    /// The first character.
    start: i32,
    /// Behind the last character.
    end: i32,
}

impl Mark {
    pub(crate) fn of(mark: &domain::excerpt::Mark) -> Self {
        Self {
            start: number(mark.start),
            end: number(mark.end),
        }
    }
}

impl Excerpt {
    pub(crate) fn of(excerpt: &domain::excerpt::Excerpt) -> Self {
        let marks = excerpt.marks.iter().map(Mark::of);
        Self {
            field: excerpt.field.to_owned(),
            text: excerpt.text.clone(),
            marks: marks.collect(),
            is_cut_before: excerpt.is_cut_before,
            is_cut_after: excerpt.is_cut_after,
        }
    }
}

/// A number of things as the graph knows numbers.
pub(crate) fn number(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}
