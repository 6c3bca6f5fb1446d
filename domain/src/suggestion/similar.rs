//! Suggestions from similarity: projects that are alike in what they do and against what.
//!
//! Invariant: how alike a pair is depends on the two projects and public statistics, not on who asks or on what else is in
//! the network, so it is the same for both cities and for the office; what is alike to others of a ranking does not count.

use super::view::View;
use crate::{
    language::Words,
    similar_project::{Component, Likeness},
    similarity::{
        index::{Facts, Filter, Key},
        query::Subject,
        similar::{Match, Request, compared, rank},
    },
};

/// So many projects at most are the nearest to one.
const NEAREST: usize = 5;
/// Below this two projects have no more in common than any two of the field.
const LEAST: f64 = 0.25;

/// The pairs of projects in question with those most like them.
pub(super) fn pairs(view: &View<'_>) -> Vec<(Key, Key)> {
    let asked = view.material.asked.iter();
    asked
        .flat_map(|one| nearest(view, *one, NEAREST, |_| true).map(|other| (*one, other)))
        .collect()
}

/// The projects most like one that it could be brought together with.
pub(super) fn nearest(
    view: &View<'_>,
    project: Key,
    most: usize,
    is_wanted: impl Fn(&Facts) -> bool,
) -> impl Iterator<Item = Key> {
    let index = &view.state.index;
    let subject = view.project(project);
    let subject = subject.and_then(|_| Subject::of_document(index, project));
    let ranked = subject.map(|subject| {
        let own = (project, subject.facts.city);
        let admits = |key: Key, facts: &Facts| is_wanted(facts) && view.can_meet(own, key);
        let request = Request {
            subject: &subject,
            weights: &view.state.weigh(&view.material.weights),
            filter: Filter::new(&admits),
            with_own_city: false,
            first: most,
            after: None,
        };
        rank(index, &request)
    });
    let ranked = ranked.into_iter().flatten();
    ranked.take(most).map(|one| one.key)
}

/// How alike the sources of an adopter are to it, in their order.
pub(super) fn likenesses(view: &View<'_>, adopter: Key, sources: &[Key]) -> Vec<Option<Match>> {
    let index = &view.state.index;
    let Some(subject) = Subject::of_document(index, adopter) else {
        return vec![None; sources.len()];
    };
    let weights = view.state.weigh(&view.material.weights);
    let start = |source| {
        let city = view.city(source);
        Words::new(
            format!("das Vorhaben aus {city}"),
            format!("the project of {city}"),
        )
    };
    compared(index, (&subject, &weights), sources, start)
}

/// Whether a likeness is a reason of its own.
pub(super) fn is_reason(likeness: &Match) -> bool {
    f64::from(likeness.score) >= LEAST
}

/// The features that were compared, with their share of a score.
pub(super) fn components(view: &View<'_>, likeness: &Match, share: f64) -> Vec<Component> {
    let vocabulary = view.state.index.vocabulary();
    let all = Likeness::of(likeness.clone(), vocabulary).components;
    let scaled = all.into_iter();
    let scaled = scaled.map(|one| {
        let counts = (one.weight * share, one.value);
        Component::new(one.name, one.label, counts, one.explanation)
    });
    scaled.collect()
}

/// Why, for the sentence.
pub(super) fn clause(likeness: &Match) -> Words {
    let bare = |text: &str| text.trim_end_matches('.').to_owned();
    likeness.sentence.map(bare, bare)
}
