//! Hidden projects leave no trace: not in order, scores, counts, expansions or corrections.
//!
//! Invariant: a viewer who may read the public part only gets the same answers whether hidden projects exist or not.

use super::fixture::{documents, empty, public, similar_to};
use crate::similarity::index::{Document, Field, Filter, Index, Text};
use crate::similarity::query::Subject;
use crate::similarity::search;
use crate::similarity::similar::{Request, Weights, similar};

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
        let expected = similar_to(&alone, key, Filter::open_if(true, &public), 12).matches;
        let found = similar_to(&both, key, Filter::open_if(true, &public), 12).matches;
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
            filter: Filter::open_if(true, &public),
            page: search::Page {
                first: 20,
                after: None,
            },
            counting: search::Counting::Facets,
        };
        let answers = (
            search::search(&alone, &request),
            search::search(&both, &request),
        );
        let (Ok(expected), Ok(found)) = answers else {
            panic!("{text} holds a word");
        };
        let keys =
            |answer: &search::Answer| answer.hits.iter().map(|hit| hit.key).collect::<Vec<_>>();
        assert_eq!(keys(&expected), keys(&found), "{text}");
        assert_eq!(
            (expected.counts.total, &expected.counts.facets),
            (found.counts.total, &found.counts.facets),
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
        filter: Filter::new(&|_, facts| facts.audience == 9),
        page: search::Page {
            first: 20,
            after: None,
        },
        counting: search::Counting::Facets,
    };
    assert_eq!(
        search::search(&both, &request).map(|answer| answer.counts.total),
        Ok(12)
    );
}

#[test]
fn counts_are_the_same() {
    let (alone, both) = (alone(), both());
    let (few, many) = (alone.statistics(), both.statistics());
    assert_eq!(few.documents(), many.documents());
    assert_eq!(few.mean(), many.mean());
    for concept in (0..).take(alone.vocabulary().concepts().len()) {
        assert_eq!(few.concept(concept), many.concept(concept));
    }
    for word in 0..u32::try_from(both.lexicon().len()).unwrap_or(0) {
        let folded = both.lexicon().folded(word);
        let known = alone.lexicon().find(folded, both.lexicon().language(word));
        assert_eq!(
            many.word(word),
            known.map_or(0, |known| few.word(known)),
            "{folded}"
        );
    }
}

#[test]
fn hidden_copies_stand_behind_nothing() {
    let both = both();
    for key in 1..=12 {
        for found in similar_to(&both, key, Filter::open_if(true, &public), 12).matches {
            assert!(found.key < 5_000 && found.duplicates.iter().all(|behind| *behind < 5_000));
        }
    }
}

#[test]
fn a_free_text_is_answered_the_same() {
    let (alone, both) = (alone(), both());
    for text in [
        "Geheimvorhaben mit Radverkehrswunder",
        "Koordinirungsstelle der Ämter",
        "Prioritäten",
        "Umsetzungsbericht",
    ] {
        let answer = |index: &Index| -> Vec<(u128, String)> {
            let subject = Subject::of_text(index, text);
            let request = Request {
                subject: &subject,
                weights: &Weights::shipped(),
                filter: Filter::open_if(true, &public),
                with_own_city: true,
                first: 12,
                after: None,
            };
            let matches = similar(index, &request).matches;
            matches
                .iter()
                .map(|found| (found.key, format!("{:.4} {}", found.score, found.sentence)))
                .collect()
        };
        assert_eq!(answer(&alone), answer(&both), "{text}");
    }
}
