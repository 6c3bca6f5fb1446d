//! Similar projects: what else did others do against the same problem, or with the same instrument?
//!
//! Invariant: a score is the sum of its components' contributions, and everything that takes part is readable to the
//! viewer, the question's own project included.

mod compare;
mod concept;
pub mod feature;
mod kinship;

use compare::Comparison;
pub use feature::{Feature, Values, Weights};

use super::index::{Facts, Filter, Held, Index, Key};
use super::query::{Compiled, Pool, Scope, Subject};

/// Most candidates that are compared feature by feature.
const COMPARED: usize = 400;
/// Most candidates among which kinship is looked for.
static KIN: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| std::env::var("KIN").map_or(150, |x| x.parse().unwrap_or(150)));

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

/// Ranks all candidates.
#[must_use]
pub fn rank(index: &Index, subject: &Subject, weights: &Weights, filter: Filter<'_>) -> Vec<Ranked> {
    let compiled = Compiled::new(index, subject, Scope::Subject);
    let own = subject.key;
    let readable = |key: Key, facts: &Facts| Some(key) != own && filter(key, facts);
    let mut pool = Pool::new(index, &readable);
    pool.add_terms(&compiled);
    for told in &subject.concepts {
        pool.add_concept(told.concept, 3.0);
    }
    let folded: Vec<&str> = subject.words.iter().filter(|w| !w.is_beside).map(|w| w.folded.as_str()).take(48).collect();
    pool.add_alike(&compiled, &folded);
    let mut comparison = Comparison::new(index, subject, &compiled);
    let mut ranked: Vec<(&Held, Values, f32)> = pool
        .best(COMPARED)
        .into_iter()
        .filter_map(|candidate| index.held(candidate.document))
        .map(|held| {
            let values = comparison.values(held);
            (held, values, values.dot(weights))
        })
        .collect();
    let order = |list: &mut Vec<(&Held, Values, f32)>| {
        list.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.key.cmp(&b.0.key)));
    };
    order(&mut ranked);
    if weights.of(Feature::Kinship) > 0.0 {
        let kin: Vec<(&Held, f32)> = ranked.iter().take(*KIN).map(|(held, _, score)| (*held, *score)).collect();
        let kinship = kinship::kinship(index, &kin);
        for ((_, values, score), kinship) in ranked.iter_mut().zip(kinship) {
            values.set(Feature::Kinship, kinship);
            *score = values.dot(weights);
        }
        order(&mut ranked);
    }
    ranked
        .into_iter()
        .map(|(held, values, score)| Ranked { key: held.key, score, values })
        .collect()
}
