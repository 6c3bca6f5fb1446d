//! Vectors of a language model: off changes nothing, and whoever has none neither gains nor loses.
//!
//! Invariant: see each test's name.

use super::fixture::{index, public};
use crate::language::Language;
use crate::similarity::index::vector::Vector;
use crate::similarity::index::{Filter, Index, Key};
use crate::similarity::query::Subject;
use crate::similarity::similar::{Feature, Page, Request, Weights, similar};
use std::sync::Arc;

/// Tells what a document means; the places are dimensions.
fn tell(index: &mut Index, key: Key, parts: [f32; 4]) -> bool {
    Vector::new(&parts).is_some_and(|vector| index.set_meaning(key, &Arc::new(vector)))
}

/// An index of which four documents have vectors: 1 and 9 mean the same.
fn told() -> Index {
    let mut index = index();
    assert!(tell(&mut index, 1, [1.0, 0.1, 0.0, 0.0]));
    assert!(tell(&mut index, 9, [1.0, 0.1, 0.0, 0.0]));
    assert!(tell(&mut index, 2, [-0.2, 1.0, 0.0, 0.0]));
    assert!(tell(&mut index, 5, [0.0, -0.1, 1.0, 0.2]));
    index
}

fn asked(index: &Index, subject: &Subject, weights: &Weights) -> Page {
    let request = Request {
        subject,
        weights,
        filter: Filter::open_if(true, &public),
        with_own_city: true,
        first: 12,
        after: None,
    };
    similar(index, &request)
}

fn of(index: &Index, key: Key) -> Subject {
    Subject::of_document(index, key).unwrap_or_else(|| Subject::of_text(index, ""))
}

fn shared() -> Weights {
    Weights::shipped().with_share(Feature::Meaning, 0.2)
}

#[test]
fn without_weight_vectors_change_nothing() {
    let (before, after) = (index(), told());
    for key in 1..=12 {
        let plain = asked(&before, &of(&before, key), &Weights::shipped());
        let same = asked(&after, &of(&after, key), &Weights::shipped());
        assert_eq!(format!("{plain:?}"), format!("{same:?}"));
        let named = plain.matches.iter().flat_map(|one| &one.components);
        assert!(named.clone().count() > 0 && named.clone().all(|one| one.weight > 0.0));
    }
}

#[test]
fn a_pair_without_vectors_neither_gains_nor_loses() {
    let index = told();
    for (key, subject) in [
        (4, of(&index, 4)),
        (
            0,
            Subject::of_text(&index, "Rat und Verwaltung setzen Prioritäten"),
        ),
    ] {
        let plain = asked(&index, &subject, &Weights::shipped());
        let weighed = asked(&index, &subject, &shared());
        assert!(plain.matches.len() > 2, "{key}");
        for (one, other) in plain.matches.iter().zip(&weighed.matches) {
            assert_eq!(one.key, other.key);
            assert_eq!(one.score, other.score);
            assert_eq!(one.components, other.components);
        }
    }
}

#[test]
fn what_means_the_same_gains_and_the_parts_still_sum() {
    let index = told();
    let subject = of(&index, 1);
    let plain = asked(&index, &subject, &Weights::shipped());
    let weighed = asked(&index, &subject, &shared());
    let score = |page: &Page, key| {
        let found = page.matches.iter().find(|found| found.key == key);
        found.map_or(0.0, |found| found.score)
    };
    let (before, after) = (score(&plain, 9), score(&weighed, 9));
    assert!(after > before + 0.05, "{before} {after}");
    assert!(
        score(&weighed, 2) < score(&plain, 2),
        "it means something else"
    );
    for found in &weighed.matches {
        let sum: f32 = found.components.iter().map(|part| part.contribution).sum();
        assert!((sum - found.score).abs() < 1e-5, "{sum} {}", found.score);
        let weights: f32 = found.components.iter().map(|part| part.weight).sum();
        assert!((weights - 1.0).abs() < 1e-5, "{weights}");
        let meaning = found
            .components
            .iter()
            .find(|part| part.feature == Feature::Meaning);
        assert_eq!(
            meaning.is_some(),
            [2, 5, 9].contains(&found.key),
            "{}",
            found.key
        );
        assert!(meaning.is_none_or(|part| (0.0..=1.0).contains(&part.value)));
        if found.key == 9 {
            let said = found.sentence.text(Language::De);
            assert!(said.contains("verfolgt ein ähnliches Anliegen"), "{said}");
        }
    }
}

#[test]
fn only_public_documents_keep_what_they_mean() {
    let mut index = told();
    let facts = index.facts(9).unwrap_or_default();
    let mut hidden = facts;
    hidden.is_public = false;
    let usual = index.usual_cosine();
    assert!(index.set_facts(9, hidden));
    assert!(index.meaning(9).is_none() && of(&index, 9).meaning.is_none());
    assert!(!tell(&mut index, 9, [1.0, 0.1, 0.0, 0.0]), "it is hidden");
    assert!(!tell(&mut index, 99, [1.0, 0.1, 0.0, 0.0]), "there is none");
    assert_ne!(index.usual_cosine(), usual, "it is not counted");
    assert!(index.set_facts(9, facts) && index.meaning(9).is_none());
    assert!(tell(&mut index, 9, [1.0, 0.1, 0.0, 0.0]));
    assert_eq!(index.usual_cosine(), usual);
    index.compact();
    assert_eq!(index.usual_cosine(), usual);
    assert!(index.meaning(9).is_some());
    let other = Vector::new(&[1.0, 2.0]).map(Arc::new);
    assert!(
        other.is_some_and(|other| !index.set_meaning(9, &other)),
        "another space"
    );
}
