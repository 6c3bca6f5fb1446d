//! Full-text search.
//!
//! Invariant: only readable documents are found.
use super::index::{Filter, Index, Key};
use super::query::{Compiled, Family, Pool, Scope, Scorer, Subject};

/// Ranks documents for a text.
#[must_use]
pub fn rank(index: &Index, text: &str, filter: Filter<'_>) -> Vec<(Key, f32)> {
    let subject = Subject::of_text(index, text);
    let compiled = Compiled::new(index, &subject, Scope::Everything);
    let mut pool = Pool::new(index, filter);
    pool.add_terms(&compiled);
    let folded: Vec<&str> = subject.words.iter().map(|word| word.folded.as_str()).collect();
    pool.add_alike(&compiled, &folded);
    if std::env::var("ALL").is_ok() { pool.add_all(); }
    let mut scorer = Scorer::new(index, &compiled);
    let scores: Vec<_> = pool
        .best(3000)
        .into_iter()
        .filter_map(|c| index.held(c.document))
        .map(|held| (held.key, scorer.score(held)))
        .collect();
    let (t, g) = if std::env::var("OWN").is_ok() { (compiled.own_score(Family::Terms), compiled.own_score(Family::Grams)) } else {
        (scores.iter().map(|(_, s)| s.terms).fold(0.001, f32::max), scores.iter().map(|(_, s)| s.grams).fold(0.001, f32::max)) };
    let mut ranked: Vec<(Key, f32)> = scores.into_iter().map(|(k, s)| (k, if std::env::var("T").is_ok() { s.terms } else if std::env::var("G").is_ok() { s.grams } else {std::env::var("TW").map_or(0.7, |x| x.parse().unwrap_or(0.7)) * s.terms / t + s.grams / g})).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}
