//! The life of an index: put, replace, remove, change facts, compact.
//!
//! Invariant: see each test's name.

use super::fixture::{PROJECTS, documents, empty, found, index, project, public, similar_to};
use crate::similarity::index::{Filter, Index};

fn scores(index: &Index) -> Vec<(u128, f32)> {
    (1..=12)
        .flat_map(|key| similar_to(index, key, Filter::open_if(true, &public), 12).matches)
        .map(|found| (found.key, found.score))
        .collect()
}

fn assert_same(left: &[(u128, f32)], right: &[(u128, f32)]) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        assert_eq!(left.0, right.0);
        assert!((left.1 - right.1).abs() < 1e-5, "{left:?} {right:?}");
    }
}

#[test]
fn what_comes_and_goes_leaves_no_trace() {
    let mut index = index();
    let before = scores(&index);
    let extra = PROJECTS.first().map(|parts| project(77, *parts));
    extra.iter().for_each(|document| index.put(document));
    assert!(found(&index, "Prioritätenliste", false).contains(&77));
    assert!(index.remove(77) && !index.remove(77));
    assert!(!found(&index, "Prioritätenliste", false).contains(&77));
    assert_same(&before, &scores(&index));
    index.compact();
    assert_same(&before, &scores(&index));
}

#[test]
fn one_by_one_is_like_all_at_once() {
    let mut index = empty();
    documents().iter().for_each(|document| index.put(document));
    index.compact();
    assert_same(&scores(&super::fixture::index()), &scores(&index));
}

#[test]
fn replacing_forgets_the_old_text() {
    let mut index = index();
    index.put(&project(
        1,
        (
            "Winterdienst auf Radwegen",
            "Geräumt wird früh.",
            "Streudienst",
        ),
    ));
    index.compact();
    assert_eq!(index.len(), 12);
    assert_eq!(found(&index, "Winterdienst", false).first(), Some(&1));
    assert!(!found(&index, "Fortschreibung", false).contains(&1));
    assert_eq!(
        index
            .lexicon()
            .find("fortschreibung", crate::language::Language::De),
        None
    );
}

#[test]
fn hiding_takes_effect_at_once() {
    let mut index = index();
    let mut facts = index.facts(7).unwrap_or_default();
    facts.is_public = false;
    assert!(index.set_facts(7, facts));
    assert!(!found(&index, "Umsetzungsbericht", false).contains(&7));
    assert_eq!(index.statistics().documents(), 11);
}
