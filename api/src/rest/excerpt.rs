//! A part of a text, with what to highlight.
//!
//! Invariant: marks are counted in characters, as every language of clients can do.

use domain::excerpt::{Excerpt, Mark};
use serde::Serialize;
use utoipa::ToSchema;

/// A part of a text, with what to highlight.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExcerptView {
    /// The field in which it stands: workingTitle, overallGoal, summary, subProjects, items or barriers.
    #[schema(max_length = 20)]
    field: &'static str,
    /// The part.
    #[schema(max_length = 1000)]
    text: String,
    /// What to highlight: first character and the one behind the last, in Unicode code points.
    #[schema(max_items = 100)]
    marks: Vec<MarkView>,
    /// Whether text was left out before it.
    is_cut_before: bool,
    /// Whether text was left out after it.
    is_cut_after: bool,
}

/// A place in a text.
#[derive(Serialize, ToSchema)]
pub struct MarkView {
    /// The first character.
    #[schema(minimum = 0)]
    start: usize,
    /// Behind the last character.
    #[schema(minimum = 0)]
    end: usize,
}

impl MarkView {
    /// The view of a place.
    pub fn of(of: &Mark) -> Self {
        Self {
            start: of.start,
            end: of.end,
        }
    }
}

impl ExcerptView {
    /// The view of an excerpt.
    pub fn of(of: &Excerpt) -> Self {
        let marks = of.marks.iter().map(MarkView::of);
        Self {
            field: of.field,
            text: of.text.clone(),
            marks: marks.collect(),
            is_cut_before: of.is_cut_before,
            is_cut_after: of.is_cut_after,
        }
    }
}
