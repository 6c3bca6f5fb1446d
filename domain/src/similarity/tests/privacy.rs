//! Hidden projects leave no trace: not in order, scores, counts, expansions or corrections.
//!
//! Invariant: a viewer who may read the public part only gets the same answers whether hidden projects exist or not.

use super::fixture::{documents, empty, public, similar_to};
use crate::similarity::index::{Document, Field, Index, Text};
use crate::similarity::search;

/// Hidden projects full of the words that public questions use, and of rare ones.
fn hidden() -> Vec<Document> {
    documents()
        .into_iter()
        .map(|mut document| {
            document.key += 5_000;
            document.facts.is_public = false;
            document.facts.audience = 9;
            document.texts.push(Text {
                field: Field::Lessons,
                text: "Radverker Prioritätenlisde Geheimvorhaben Radverkehrswunder Koordinirungsstelle".to_owned(),
            });
            document
        })
        .collect()
}

/// The public projects, with hidden ones loaded before and after them.
fn both() -> Index {
    let mut index = empty();
    let (mut before, after): (Vec<_>, Vec<_>) = hidden().into_iter().partition(|d| d.key % 2 == 0);
    before.extend(documents());
    index.load(before);
    for document in &after {
        index.put(document);
    }
    index
}

fn alone() -> Index {
    let mut index = empty();
    index.load(documents());
    index
}

#[test]
fn similar_projects_are_the_same() {
    let (alone, both) = (alone(), both());
    for key in 1..=12 {
        let expected = similar_to(&alone, key, &public, 12).matches;
        let found = similar_to(&both, key, &public, 12).matches;
        assert!(!expected.is_empty());
        assert_eq!(expected.len(), found.len());
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(expected.key, found.key);
            assert!(
                (expected.score - found.score).abs() < 1e-5,
                "{} {}",
                expected.score,
                found.score
            );
            assert_eq!(expected.sentence, found.sentence);
        }
    }
}

#[test]
fn search_answers_are_the_same() {
    let (alone, both) = (alone(), both());
    for text in [
        "Radverkehr",
        "radv",
        "Radverker",
        "Geheimvorhaben",
        "Prioritätenlisde",
        "Koordinirungsstelle",
        "bericht",
        "Radverkehrsw",
    ] {
        let request = search::Request {
            text,
            is_typing: true,
            filter: &public,
            first: 20,
            after: None,
        };
        let answers = (
            search::search(&alone, &request),
            search::search(&both, &request),
        );
        let (Ok(expected), Ok(found)) = answers else {
            panic!("{text} holds a word");
        };
        let keys =
            |answer: &search::Answer<'_>| answer.hits.iter().map(|hit| hit.key).collect::<Vec<_>>();
        assert_eq!(keys(&expected), keys(&found), "{text}");
        assert_eq!(
            (expected.total, &expected.facets),
            (found.total, &found.facets),
            "{text}"
        );
        for (expected, found) in expected.hits.iter().zip(&found.hits) {
            assert!((expected.score - found.score).abs() < 1e-5, "{text}");
        }
    }
}

#[test]
fn who_may_read_finds() {
    let both = both();
    let request = search::Request {
        text: "Geheimvorhaben",
        is_typing: false,
        filter: &|_, facts| facts.audience == 9,
        first: 20,
        after: None,
    };
    assert_eq!(
        search::search(&both, &request).map(|answer| answer.total),
        Ok(12)
    );
}
