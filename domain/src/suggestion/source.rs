//! Where suggestions come from, and what each source counts: the one place where another source joins.
//!
//! A source finds pairs ([`SuggestionSource::pairs`]), says how much it counts for a pair that any source found
//! ([`SuggestionSource::value`]), and why ([`SuggestionSource::components`], [`SuggestionSource::clause`]). What it has to
//! read of the database is gathered in [`super::material`].
//!
//! Invariant: the weights sum to 1, so that a score does too at most; what a source counts does not depend on which source
//! found the pair.

use super::{
    barrier, expertise, mention, similar,
    view::{Pair, View},
};
use crate::{
    language::Words,
    similar_project::Component,
    similarity::{index::Key, similar::Match},
};

/// Where a suggestion comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SuggestionSource {
    /// The plan of the one names the city of the other.
    Mention,
    /// The one is faced with a barrier that the other has overcome.
    Barrier,
    /// The one looks for what the other offers.
    Expertise,
    /// The two are alike.
    Similarity,
}

/// A pair, with how alike its projects are.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) pair: Pair,
    pub(super) likeness: Option<Match>,
}

impl SuggestionSource {
    /// Every source, in the order in which a sentence tells of them.
    pub const ALL: &'static [Self] = &[
        Self::Mention,
        Self::Barrier,
        Self::Expertise,
        Self::Similarity,
    ];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mention => "MENTION",
            Self::Barrier => "BARRIER",
            Self::Expertise => "EXPERTISE",
            Self::Similarity => "SIMILARITY",
        }
    }

    /// The source of a word, `None` for any other text.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// Its share of a score.
    const fn weight(self) -> f64 {
        match self {
            Self::Mention => 0.2,
            Self::Barrier => 0.15,
            Self::Expertise => 0.15,
            Self::Similarity => 0.5,
        }
    }

    /// The pairs that it finds with projects in question.
    pub(super) fn pairs(self, view: &View<'_>) -> Vec<(Key, Key)> {
        match self {
            Self::Mention => mention::pairs(view),
            Self::Barrier => barrier::pairs(view),
            Self::Expertise => expertise::pairs(view),
            Self::Similarity => similar::pairs(view),
        }
    }

    /// How much it counts for a pair, 0 to 1.
    fn value(self, view: &View<'_>, of: &Weighed) -> f64 {
        match self {
            Self::Mention => mention::value(mention::of(view, of.pair)),
            Self::Barrier => barrier::value(view, of.pair),
            Self::Expertise => expertise::value(view, of.pair),
            Self::Similarity => of.likeness.as_ref().map_or(0.0, |one| one.score.into()),
        }
    }

    /// Whether it is a reason to suggest a pair.
    fn is_reason(self, view: &View<'_>, of: &Weighed) -> bool {
        match self {
            Self::Similarity => of.likeness.as_ref().is_some_and(similar::is_reason),
            _ => self.value(view, of) > 0.0,
        }
    }

    /// Its parts of the score.
    fn components(self, view: &View<'_>, of: &Weighed) -> Vec<Component> {
        let (pair, weight) = (of.pair, self.weight());
        match (self, &of.likeness) {
            (Self::Mention, _) => vec![mention::component(view, pair, weight)],
            (Self::Barrier, _) => vec![barrier::component(view, pair, weight)],
            (Self::Expertise, _) => vec![expertise::component(view, pair, weight)],
            (Self::Similarity, Some(likeness)) => similar::components(view, likeness, weight),
            (Self::Similarity, None) => Vec::new(),
        }
    }

    /// Why, as a part of a sentence.
    fn clause(self, view: &View<'_>, of: &Weighed) -> Option<Words> {
        match self {
            Self::Mention => Some(mention::clause(view, of.pair)),
            Self::Barrier => Some(barrier::clause(view, of.pair)),
            Self::Expertise => Some(expertise::clause(view, of.pair)),
            Self::Similarity => of.likeness.as_ref().map(similar::clause),
        }
    }
}

impl Weighed {
    /// How much speaks for it, 0 to 1.
    pub(super) fn score(&self, view: &View<'_>) -> f64 {
        let all = SuggestionSource::ALL.iter();
        all.map(|one| one.weight() * one.value(view, self)).sum()
    }

    /// The sources that give a reason.
    pub(super) fn sources(&self, view: &View<'_>) -> Vec<SuggestionSource> {
        let all = SuggestionSource::ALL.iter().copied();
        all.filter(|one| one.is_reason(view, self)).collect()
    }

    /// What the score is made of.
    pub(super) fn components(&self, view: &View<'_>) -> Vec<Component> {
        let all = SuggestionSource::ALL.iter();
        all.flat_map(|one| one.components(view, self)).collect()
    }

    /// Why, in one sentence.
    pub(super) fn sentence(&self, view: &View<'_>) -> Words {
        let reasons = self.sources(view).into_iter();
        let clauses: Vec<Words> = reasons.filter_map(|one| one.clause(view, self)).collect();
        let say = |language| {
            let texts: Vec<&str> = clauses.iter().map(|one| one.text(language)).collect();
            let text = texts.join("; ");
            let mut letters = text.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).chain(['.']).collect::<String>()
        };
        use crate::language::Language::{De, En};
        Words::new(say(De), say(En))
    }
}
