//! Full-text search over all fields: as one types, with typing errors, compounds both ways, excerpts and facets.
//!
//! Invariant: words are joined by OR, and only documents the filter lets through are found, counted or expanded to.

mod count;
mod excerpt;
mod expand;
mod walk;

use std::ops::Range;

use super::cursor::Cursor;
use super::index::{Filter, Held, Index, Key};
use super::query::{Compiled, Family, Pool, Scope, Scorer, Subject};
use super::text::token::tokens;
pub use count::{Counting, Counts, Facet, Facets};
pub use excerpt::{Excerpt, cut};
use expand::Expansion;

/// Most documents a result list reaches.
pub const REACH: usize = 400;
/// Most public postings that are read to find the best.
const RANKED: usize = 30_000;
/// Most public postings that are read to count.
const COUNTED: usize = 100_000;
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
    /// Which part of the ranking.
    pub page: Page,
    /// What is counted; it changes nothing in the order.
    pub counting: Counting,
}

/// A part of a ranking.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// How many documents.
    pub first: usize,
    /// Where to go on.
    pub after: Option<Cursor>,
}

impl Page {
    /// One more hit than asked for, after the cursor.
    fn of(self, hits: Vec<Hit>) -> Vec<Hit> {
        let is_here = |hit: &Hit| {
            self.after
                .is_none_or(|after| after.is_before(&hit.cursor()))
        };
        hits.into_iter()
            .filter(is_here)
            .take(self.first.saturating_add(1))
            .collect()
    }
}

/// The text holds nothing to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search text holds no word to look for")]
pub struct NoWord;

/// What was found.
#[derive(Debug)]
pub struct Answer {
    /// The documents of this page, best first.
    pub hits: Vec<Hit>,
    /// Whether more follow.
    pub has_next_page: bool,
    /// What was counted.
    pub counts: Counts,
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

/// A text to look for, understood: its words with what stands for them.
pub struct Question<'a> {
    index: &'a Index,
    filter: Filter<'a>,
    compiled: Compiled,
    words: Vec<String>,
    corrections: Vec<Correction>,
}

/// A word that nothing readable holds, and the one that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The bytes of the word in the text.
    pub word: Range<usize>,
    /// What was looked for instead, among other likely words.
    pub instead: String,
}

impl<'a> Question<'a> {
    /// Understands a text, as typed, whose last word may still be unfinished. What its words may stand for is known from
    /// what the viewer may read.
    ///
    /// # Errors
    /// If the text holds no word to look for.
    pub fn new(
        index: &'a Index,
        text: &str,
        is_typing: bool,
        filter: Filter<'a>,
    ) -> Result<Self, NoWord> {
        let text = super::index::analysis::head(text, READ);
        let subject = Subject::of_text(index, text);
        if subject.words.is_empty() {
            return Err(NoWord);
        }
        let mut compiled = Compiled::new(index, &subject, Scope::Everything);
        let expansion = Expansion::new(index, &subject, filter);
        let typed = if is_typing && text.ends_with(char::is_alphanumeric) {
            expansion.typed(text, &mut compiled)
        } else {
            None
        };
        let mistyped = expansion.mistyped(typed, &mut compiled);
        let tokens = tokens(text);
        let corrections = mistyped.into_iter().filter_map(|(at, instead)| {
            let folded = &subject.words.get(at)?.folded;
            let token = tokens.iter().find(|token| token.folded == *folded)?;
            Some(Correction {
                word: token.span.clone(),
                instead: index.lexicon().shown(instead),
            })
        });
        let corrections = corrections.collect();
        let words = subject.words.into_iter().take(ALIKE);
        Ok(Self {
            index,
            filter,
            compiled,
            words: words.map(|word| word.folded).collect(),
            corrections,
        })
    }

    /// The words that were taken for others.
    #[must_use]
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The part of a text that answers best, with the words to highlight; the beginning of a text without such words.
    #[must_use]
    pub fn excerpt(&self, text: &str, length: usize) -> Excerpt {
        excerpt::excerpt(self.index, &self.compiled, text, length)
    }

    /// The documents that answer.
    #[must_use]
    pub fn answer(&self, page: Page, counting: Counting) -> Answer {
        let mut pool = self.read(RANKED);
        let counts = self.counts(&pool, counting);
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        pool.add_alike(&self.compiled, &words);
        let mut hits = page.of(self.ranked(&pool));
        let has_next_page = hits.len() > page.first;
        hits.truncate(page.first);
        Answer {
            hits,
            has_next_page,
            counts,
        }
    }

    /// The documents that hold the words, as far as a budget of postings goes.
    fn read(&self, budget: usize) -> Pool<'a> {
        let mut pool = Pool::new(self.index, self.filter, budget);
        pool.add_leads(&self.compiled, &[]);
        pool.add_expansions(&self.compiled);
        pool
    }

    /// Counts what was read for the ranking, or more where that was not all.
    fn counts(&self, ranked: &Pool<'_>, counting: Counting) -> Counts {
        if counting == Counting::Nothing {
            return Counts::default();
        }
        let further = (!ranked.is_complete()).then(|| self.read(COUNTED));
        let pool = further.as_ref().unwrap_or(ranked);
        Counts::of(self.index, pool, counting)
    }

    /// All documents within reach, best first.
    fn ranked(&self, pool: &Pool<'_>) -> Vec<Hit> {
        let Self {
            index, compiled, ..
        } = self;
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
}

/// Looks for a text.
///
/// # Errors
/// If the text holds no word to look for.
pub fn search(index: &Index, request: &Request<'_>) -> Result<Answer, NoWord> {
    let question = Question::new(index, request.text, request.is_typing, request.filter)?;
    Ok(question.answer(request.page, request.counting))
}
