//! The order of suggestions, and what is told of each.
//!
//! Invariant: a pair is suggested once, in one direction; equal scores are ordered by the pair, so that pages neither repeat
//! nor skip.

use super::{
    barrier,
    id::SuggestionId,
    mention, similar,
    source::{SuggestionSource, Weighed},
    view::{Pair, View},
};
use crate::{
    language::Words,
    project_match::Ranking,
    similar_project::{Component, rounded},
    similarity::{cursor::Cursor, index::Key},
};
use entity::id::{BarrierId, TransferLinkId};
use std::collections::{BTreeMap, BTreeSet};

/// What speaks for bringing two projects together.
#[derive(Clone, Debug)]
pub struct Reasons {
    /// The pair.
    pub id: SuggestionId,
    /// How much, 0 to 1: the sum of the contributions.
    pub score: f64,
    /// Each component of the score.
    pub components: Vec<Component>,
    /// Why, in one sentence.
    pub explanation: Words,
    /// Where it comes from.
    pub sources: Vec<SuggestionSource>,
    /// The barriers that the one has overcome and the other is faced with.
    pub barriers: Vec<BarrierId>,
    /// The link that is taken up when it is accepted: a plan names the city, or the project.
    pub mention: Option<TransferLinkId>,
    /// Whether somebody has said already why.
    pub(super) is_explained: bool,
}

impl Reasons {
    fn of(view: &View<'_>, weighed: &Weighed) -> Self {
        let components = weighed.components(view);
        let mention = mention::of(view, weighed.pair);
        Self {
            id: weighed.pair.id(),
            score: rounded(components.iter().map(|one| one.contribution).sum::<f64>()),
            components,
            explanation: weighed.sentence(view),
            sources: weighed.sources(view),
            barriers: barrier::solved(view, weighed.pair),
            mention: mention.map(|mention| mention.link),
            is_explained: mention.is_some_and(|mention| mention.is_explained),
        }
    }
}

/// Which suggestions are wanted.
pub(super) struct Question {
    pub(super) sources: Option<Vec<SuggestionSource>>,
    pub(super) least_score: f64,
    pub(super) first: usize,
    pub(super) after: Option<Cursor>,
}

impl Question {
    fn wants(&self, sources: &[SuggestionSource]) -> bool {
        let is_wanted = |one| {
            self.sources
                .as_ref()
                .is_none_or(|wanted| wanted.contains(one))
        };
        sources.iter().any(is_wanted)
    }
}

/// The suggestions of a question, the best first.
pub(super) fn rank(view: &View<'_>, question: &Question) -> Ranking<Reasons> {
    let weighed = weigh(view, pairs(view));
    let placed = weighed.into_iter().filter_map(|one| {
        let score = one.score(view);
        let place = Cursor::at(score, one.pair.key());
        let is_behind = question.after.is_none_or(|after| after.is_before(&place));
        let is_wanted =
            is_behind && score >= question.least_score && question.wants(&one.sources(view));
        is_wanted.then_some((place, one))
    });
    let mut placed: Vec<(Cursor, Weighed)> = placed.collect();
    placed.sort_by(|(a, _), (b, _)| a.order(b));
    let has_more = placed.len() > question.first;
    placed.truncate(question.first);
    let told = placed.into_iter();
    let told = told.map(|(place, one)| (place, Reasons::of(view, &one)));
    (told.collect(), has_more)
}

/// What speaks for pairs, whether they would be suggested or not; nothing where a project does not take part.
pub(super) fn reasons(view: &View<'_>, ids: &[SuggestionId]) -> Vec<Reasons> {
    let pairs = ids.iter().map(|id| Pair::from(*id)).filter(|pair| {
        let ends = [pair.adopter, pair.source];
        ends.into_iter().all(|key| view.project(key).is_some())
    });
    let weighed = weigh(view, pairs.collect());
    weighed.iter().map(|one| Reasons::of(view, one)).collect()
}

/// The pairs that any source finds.
fn pairs(view: &View<'_>) -> BTreeSet<Pair> {
    let found = SuggestionSource::ALL.iter();
    let found: BTreeSet<(Key, Key)> = found
        .flat_map(|source| source.pairs(view))
        .map(|(one, other)| (one.min(other), one.max(other)))
        .filter(|(one, other)| !view.material.is_resting(*one, *other))
        .collect();
    let aimed = found.into_iter();
    aimed
        .filter_map(|(one, other)| view.aim(one, other))
        .collect()
}

/// How alike the projects of pairs are; an adopter is looked at once.
fn weigh(view: &View<'_>, pairs: BTreeSet<Pair>) -> Vec<Weighed> {
    let mut sources: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
    for pair in pairs {
        sources.entry(pair.adopter).or_default().push(pair.source);
    }
    let weighed = sources.into_iter().flat_map(|(adopter, sources)| {
        let likenesses = similar::likenesses(view, adopter, &sources);
        let both = sources.into_iter().zip(likenesses);
        both.map(move |(source, likeness)| Weighed {
            pair: Pair { adopter, source },
            likeness,
        })
    });
    weighed.collect()
}
