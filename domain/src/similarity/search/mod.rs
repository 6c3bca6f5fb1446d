//! Full-text search over all fields: as one types, with typing errors, compounds both ways, excerpts and facets.
//!
//! Invariant: words are joined by OR, and only documents the filter lets through are found, counted or expanded to.

mod excerpt;
mod expand;
mod facet;
mod walk;

use super::cursor::Cursor;
use super::index::{Filter, Held, Index, Key};
use super::query::{Compiled, Family, Pool, Scope, Scorer, Subject};
pub use excerpt::Excerpt;
use expand::Expansion;
pub use facet::{Facet, Facets};

/// Most documents a result list reaches.
pub const REACH: usize = 400;
/// Most public postings that are read: what is read is counted too.
const BUDGET: usize = 100_000;
/// Most bytes of a search text that are read.
pub const READ: usize = 16 * 1024;
/// Most words of the search text whose look-alikes are looked up.
const ALIKE: usize = 16;
/// What stems weigh beside letters.
const STEMS: f32 = 0.7;

/// What is looked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The text, as typed.
    pub text: &'a str,
    /// Whether the last word may still be unfinished.
    pub is_typing: bool,
    /// What the viewer may read.
    pub filter: Filter<'a>,
    /// How many documents.
    pub first: usize,
    /// Where to go on.
    pub after: Option<Cursor>,
}

/// The text holds nothing to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search text holds no word to look for")]
pub struct NoWord;

/// What was found.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The documents of this page, best first.
    pub hits: Vec<Hit>,
    /// Whether more follow.
    pub has_next_page: bool,
    /// How many documents hold at least one of the words.
    pub total: usize,
    /// Whether `total` and `facets` count all of them; a question of many common words is not followed to the end.
    pub is_exact: bool,
    /// How the documents found are spread.
    pub facets: Facets,
    index: &'a Index,
    compiled: Compiled,
}

/// A document found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub key: Key,
    /// How well it answers, 0 to 1.
    pub score: f32,
}

impl Hit {
    /// The place after this document.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        Cursor {
            score: self.score,
            key: self.key,
        }
    }
}

impl Answer<'_> {
    /// The part of a text that answers best, with the words to highlight; the beginning of a text without such words.
    #[must_use]
    pub fn excerpt(&self, text: &str, length: usize) -> Excerpt {
        excerpt::excerpt(self.index, &self.compiled, text, length)
    }
}

/// Looks for a text.
///
/// # Errors
/// If the text holds no word to look for.
pub fn search<'a>(index: &'a Index, request: &Request<'_>) -> Result<Answer<'a>, NoWord> {
    let text = super::index::analysis::head(request.text, READ);
    let subject = Subject::of_text(index, text);
    if subject.words.is_empty() {
        return Err(NoWord);
    }
    let mut compiled = Compiled::new(index, &subject, Scope::Everything);
    let expansion = Expansion::new(index, &subject, request.filter);
    let typed = if request.is_typing && text.ends_with(char::is_alphanumeric) {
        expansion.typed(text, &mut compiled)
    } else {
        None
    };
    expansion.mistyped(typed, &mut compiled);
    let mut pool = Pool::new(index, request.filter, BUDGET);
    pool.add_leads(&compiled, &[]);
    pool.add_expansions(&compiled);
    let facets = facet::count(index, pool.touched());
    let (total, is_exact) = (pool.touched().len(), pool.is_complete());
    let words: Vec<&str> = subject
        .words
        .iter()
        .take(ALIKE)
        .map(|word| word.folded.as_str())
        .collect();
    pool.add_alike(&compiled, &words);
    let mut hits = page(ranked(index, &compiled, &pool), request);
    let has_next_page = hits.len() > request.first;
    hits.truncate(request.first);
    Ok(Answer {
        hits,
        has_next_page,
        total,
        is_exact,
        facets,
        index,
        compiled,
    })
}

/// All documents within reach, best first.
fn ranked(index: &Index, compiled: &Compiled, pool: &Pool<'_>) -> Vec<Hit> {
    let own_terms = compiled.own_score(Family::Terms).max(f32::MIN_POSITIVE);
    let own_grams = compiled.own_score(Family::Grams).max(f32::MIN_POSITIVE);
    let mut scorer = Scorer::new(index, compiled);
    let mut score = |held: &Held| {
        let lexical = scorer.score(held);
        let score = STEMS * lexical.terms / own_terms + lexical.grams / own_grams;
        (score / (STEMS + 1.0)).clamp(0.0, 1.0)
    };
    let mut hits: Vec<Hit> = pool
        .best(REACH)
        .into_iter()
        .filter_map(|candidate| index.held(candidate.document))
        .map(|held| Hit {
            key: held.key,
            score: score(held),
        })
        .collect();
    hits.sort_by(|a, b| a.cursor().order(&b.cursor()));
    hits
}

/// One more hit than asked for, after the cursor.
fn page(hits: Vec<Hit>, request: &Request<'_>) -> Vec<Hit> {
    hits.into_iter()
        .filter(|hit| {
            request
                .after
                .is_none_or(|after| after.is_before(&hit.cursor()))
        })
        .take(request.first.saturating_add(1))
        .collect()
}
