//! Similar projects: order, reasons, duplicates, pages.
//!
//! Invariant: see each test's name.

use super::fixture::{PROJECTS, documents, empty, index, project, public, similar_to};
use crate::language::Language;
use crate::similarity::index::Filter;
use crate::similarity::query::Subject;
use crate::similarity::similar::{Evidence, Feature, Request, Weights, similar};

#[test]
fn the_same_instrument_comes_first_whatever_the_words() {
    let index = index();
    for (query, expected) in [(1, 2), (2, 1), (3, 4), (7, 8)] {
        let page = similar_to(&index, query, Filter::open_if(true, &public), 3);
        assert_eq!(
            page.matches.first().map(|first| first.key),
            Some(expected),
            "{query}"
        );
    }
}

#[test]
fn contributions_sum_to_the_score_and_stay_in_bounds() {
    let index = index();
    let mut seen = 0;
    for key in 1..=12 {
        for found in similar_to(&index, key, Filter::open_if(true, &public), 12).matches {
            let sum: f32 = found.components.iter().map(|part| part.contribution).sum();
            assert!((sum - found.score).abs() < 1e-5, "{sum} {}", found.score);
            for part in &found.components {
                assert!((0.0..=1.0).contains(&part.value), "{part:?}");
                assert!((part.value * part.weight - part.contribution).abs() < 1e-6);
            }
            seen += 1;
        }
    }
    assert!(seen > 50);
}

#[test]
fn the_reason_is_told_in_both_languages_with_the_words_of_both_sides() {
    let index = index();
    let page = similar_to(&index, 1, Filter::open_if(true, &public), 1);
    let found = page.matches.first();
    let sentence = found.map(|found| found.sentence.clone());
    assert!(
        sentence
            .as_ref()
            .is_some_and(|s| s.text(Language::De).contains("Prioritätenliste")
                && s.text(Language::De).starts_with("Dieses Vorhaben ")),
        "{sentence:?}"
    );
    assert!(sentence.is_some_and(|s| s.text(Language::En).contains("riority list")));
    let words = found
        .into_iter()
        .flat_map(|found| &found.components)
        .filter(|part| part.feature == Feature::Instruments)
        .flat_map(|part| &part.evidence)
        .find_map(|evidence| match evidence {
            Evidence::Concept { own, other, .. } => Some((own.clone(), other.clone())),
            Evidence::Word(_) => None,
        });
    assert!(
        words.as_ref().is_some_and(|(own, other)| {
            own.contains(&"Prioritätenliste".to_owned())
                && other.contains(&"Priorisierungsliste".to_owned())
        }),
        "{words:?}"
    );
}

#[test]
fn near_duplicates_stand_behind_the_first() {
    let mut index = empty();
    let mut all = documents();
    all.extend(PROJECTS.get(1).map(|parts| project(902, *parts)));
    index.load(all);
    let page = similar_to(&index, 1, Filter::open_if(true, &public), 12);
    let keys: Vec<u128> = page.matches.iter().map(|found| found.key).collect();
    let first = page.matches.first();
    assert_eq!(first.map(|first| first.duplicates.len()), Some(1));
    assert_eq!(
        keys.iter().filter(|key| [2, 902].contains(*key)).count(),
        1,
        "{keys:?}"
    );
}

#[test]
fn the_own_city_is_left_out_unless_asked_for() {
    let mut index = empty();
    let mut all = documents();
    for document in &mut all {
        document.facts.city = 7;
    }
    index.load(all);
    assert!(
        similar_to(&index, 1, Filter::open_if(true, &public), 5)
            .matches
            .is_empty()
    );
    let subject = Subject::of_text(&index, "Prioritätenliste");
    let request = Request {
        subject: &subject,
        weights: &Weights::shipped(),
        filter: Filter::new(&public),
        with_own_city: false,
        first: 5,
        after: None,
    };
    assert!(!similar(&index, &request).matches.is_empty());
}

#[test]
fn pages_join_to_the_whole_list() {
    let index = index();
    let subject = Subject::of_text(&index, "Radverkehr planen mit Verwaltung und Rat");
    let weights = Weights::shipped();
    let mut request = Request {
        subject: &subject,
        weights: &weights,
        filter: Filter::new(&public),
        with_own_city: true,
        first: 50,
        after: None,
    };
    let whole: Vec<u128> = similar(&index, &request)
        .matches
        .iter()
        .map(|m| m.key)
        .collect();
    assert!(whole.len() > 5);
    let mut joined = Vec::new();
    request.first = 2;
    loop {
        let page = similar(&index, &request);
        joined.extend(page.matches.iter().map(|found| found.key));
        request.after = page.matches.last().map(|last| last.cursor());
        if !page.has_next_page {
            break;
        }
    }
    assert_eq!(joined, whole);
}
