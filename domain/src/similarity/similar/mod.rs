//! Similar projects: what else did others do against the same problem, or with the same instrument?
//!
//! Invariant: a score is the sum of its components' contributions, and everything that takes part is readable to the
//! viewer, the question's own project included.

mod compare;
mod component;
mod concept;
mod duplicate;
pub mod feature;
mod kinship;
mod meaning;
pub mod pair;
mod sentence;

use compare::Comparison;
pub use component::{Component, Evidence};
pub use feature::{Feature, Values, Weights};
use meaning::Scale;

use super::cursor::Cursor;
use super::index::{DocumentId, Facts, Filter, Held, Index, Key};
use super::query::{Compiled, Pool, Scope, Subject, Told};
use super::vocabulary::ConceptId;
use crate::language::Words;
use std::collections::HashSet;

/// Most projects a ranking reaches by their words: each is compared feature by feature.
pub const REACH: usize = 256;
/// Most public postings that are read to choose them: the most telling words lead there.
const BUDGET: usize = 20_000;
/// Most candidates among which kinship is looked for.
const KIN: usize = 256;
/// Most words of the question whose look-alikes are looked up.
const ALIKE: usize = 32;
/// What a shared concept is worth before the closer look, as if it were a telling word.
const CONCEPT: f32 = 3.0;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The project or text in question. The caller has checked that the viewer may read it.
    pub subject: &'a Subject,
    /// What each feature weighs.
    pub weights: &'a Weights,
    /// What the viewer may read.
    pub filter: Filter<'a>,
    /// Whether projects of the same city take part. Usually they do not: one knows them.
    pub with_own_city: bool,
    /// How many projects.
    pub first: usize,
    /// Where to go on.
    pub after: Option<Cursor>,
}

/// A page of similar projects.
#[derive(Clone, Debug)]
pub struct Page {
    /// The projects, most similar first.
    pub matches: Vec<Match>,
    /// Whether more follow.
    pub has_next_page: bool,
}

/// A similar project.
#[derive(Clone, Debug)]
pub struct Match {
    /// Which.
    pub key: Key,
    /// How similar: the sum of the contributions.
    pub score: f32,
    /// Why, feature by feature.
    pub components: Vec<Component>,
    /// Near duplicates that stand behind this one.
    pub duplicates: Vec<Key>,
    /// Why, in one sentence.
    pub sentence: Words,
}

impl Match {
    /// The place after this project.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        Cursor {
            score: self.score,
            key: self.key,
        }
    }
}

/// A project with the values of its features.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The project.
    pub key: Key,
    /// Score.
    pub score: f32,
    /// Values by feature.
    pub values: Values,
}

impl Ranked {
    const fn place(&self) -> Cursor {
        Cursor {
            score: self.score,
            key: self.key,
        }
    }
}

/// A page of the projects most similar to a project or text.
#[must_use]
pub fn similar(index: &Index, request: &Request<'_>) -> Page {
    let compiled = Compiled::new(index, request.subject, Scope::Subject);
    let mut comparison = Comparison::new(index, request.subject, &compiled);
    let ranked = rank_with(index, request, &compiled, &mut comparison);
    let scale = Scale::new(request.weights);
    let enough = request.first.saturating_add(1);
    let mut groups = duplicate::collapse(index, ranked, request.after, enough);
    let has_next_page = groups.len() > request.first;
    groups.truncate(request.first);
    let matches = groups
        .into_iter()
        .map(|group| {
            let components = component::components(
                index,
                request.subject,
                &mut comparison,
                &group.shown,
                &scale,
            );
            Match {
                key: group.shown.key,
                score: group.shown.score,
                sentence: sentence::sentence(&components),
                components,
                duplicates: group.behind,
            }
        })
        .collect();
    Page {
        matches,
        has_next_page,
    }
}

/// The ranking behind [`similar`], with values and without reasons, near duplicates included.
#[must_use]
pub fn rank(index: &Index, request: &Request<'_>) -> Vec<Ranked> {
    let compiled = Compiled::new(index, request.subject, Scope::Subject);
    let mut comparison = Comparison::new(index, request.subject, &compiled);
    rank_with(index, request, &compiled, &mut comparison)
}

/// The values of the features for one pair, without kinship; nothing if there is no such document.
#[must_use]
pub fn pair(index: &Index, subject: &Subject, key: Key) -> Option<Values> {
    let held = index.held(index.number(key)?)?;
    let compiled = Compiled::new(index, subject, Scope::Subject);
    Some(Comparison::new(index, subject, &compiled).values(held))
}

/// Documents one by one compared with a question, with the reasons, whatever else is like them: kinship, which looks at the
/// others of a ranking, takes no part. In sentences a document is called what `name` says.
#[must_use]
pub fn compared(
    index: &Index,
    (subject, weights): (&Subject, &Weights),
    keys: &[Key],
    name: impl Fn(Key) -> Words,
) -> Vec<Option<Match>> {
    let compiled = Compiled::new(index, subject, Scope::Subject);
    let mut comparison = Comparison::new(index, subject, &compiled);
    let scale = Scale::new(&weights.without(Feature::Kinship));
    let mut compare = |key: Key| {
        let held = index.held(index.number(key)?)?;
        let values = comparison.values(held);
        let score = values.dot(scale.of(comparison.knows_meaning(held)));
        let shown = Ranked { key, score, values };
        let components = component::components(index, subject, &mut comparison, &shown, &scale);
        Some(Match {
            key,
            score,
            sentence: sentence::told_of(&components, &name(key)),
            components,
            duplicates: Vec::new(),
        })
    };
    keys.iter().map(|key| compare(*key)).collect()
}

fn rank_with(
    index: &Index,
    request: &Request<'_>,
    compiled: &Compiled,
    comparison: &mut Comparison<'_>,
) -> Vec<Ranked> {
    let scale = Scale::new(request.weights);
    let mut ranked: Vec<(&Held, Ranked)> = candidates(index, request, (compiled, comparison))
        .into_iter()
        .map(|held| {
            let values = comparison.values(held);
            let ranked = Ranked {
                key: held.key,
                score: values.dot(scale.of(comparison.knows_meaning(held))),
                values,
            };
            (held, ranked)
        })
        .collect();
    sort(&mut ranked);
    if request.weights.of(Feature::Kinship) > 0.0 {
        let kin: Vec<(&Held, f32)> = ranked
            .iter()
            .take(KIN)
            .map(|(held, ranked)| (*held, ranked.score))
            .collect();
        for ((held, ranked), kinship) in ranked.iter_mut().zip(kinship::kinship(index, &kin)) {
            ranked.values.set(Feature::Kinship, kinship);
            let weights = scale.of(comparison.knows_meaning(held));
            ranked.score = ranked.values.dot(weights);
        }
        sort(&mut ranked);
    }
    ranked.into_iter().map(|(_, ranked)| ranked).collect()
}

fn sort(ranked: &mut [(&Held, Ranked)]) {
    ranked.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score).then(a.key.cmp(&b.key)));
}

fn candidates<'a>(
    index: &'a Index,
    request: &Request<'_>,
    (compiled, comparison): (&Compiled, &Comparison<'_>),
) -> Vec<&'a Held> {
    let subject = request.subject;
    let city = Some(subject.facts.city).filter(|city| !request.with_own_city && *city != 0);
    let mut pool = Pool::new(index, request.filter, BUDGET).without(city);
    let worth = |told: &Told| CONCEPT * index.statistics().concept_weight(told.concept);
    let concepts: Vec<(ConceptId, f32)> = subject
        .concepts
        .iter()
        .map(|told| (told.concept, worth(told)))
        .collect();
    pool.add_leads(compiled, &concepts);
    if pool.touched().len() < REACH {
        pool.add_alike(compiled, &rarest(index, subject));
    }
    // One more, in the place of the project itself, which is like itself.
    let best = pool.best(REACH + 1).into_iter();
    let mut all: Vec<DocumentId> = best.map(|candidate| candidate.document).collect();
    if request.weights.of(Feature::Meaning) > 0.0 {
        let takes_part =
            |key: Key, facts: &Facts| city != Some(facts.city) && request.filter.admits(key, facts);
        let near = comparison.meaning.nearest(index, Filter::new(&takes_part));
        let known: HashSet<DocumentId> = all.iter().copied().collect();
        all.extend(near.into_iter().filter(|id| !known.contains(id)));
    }
    let all = all.into_iter().filter_map(|id| index.held(id));
    all.filter(|held| subject.key != Some(held.key)).collect()
}

/// The rarest words of a question: common ones find enough by themselves.
fn rarest<'a>(index: &Index, subject: &'a Subject) -> Vec<&'a str> {
    let mut words: Vec<(u32, &str)> = subject
        .words
        .iter()
        .filter(|word| !word.is_beside)
        .map(|word| {
            let documents = word.id.map_or(0, |id| index.statistics().word(id));
            (documents, word.folded.as_str())
        })
        .collect();
    words.sort_unstable();
    words.truncate(ALIKE);
    words.into_iter().map(|(_, word)| word).collect()
}
