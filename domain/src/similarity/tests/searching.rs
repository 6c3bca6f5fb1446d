//! Search: spellings, compounds, typing, errors of typing, excerpts, facets, pages.
//!
//! Invariant: see each test's name.

use super::fixture::{found, index, public};
use crate::similarity::index::Filter;
use crate::similarity::search::{self, Facet};

fn first(text: &str, is_typing: bool) -> Option<u128> {
    found(&index(), text, is_typing).first().copied()
}

#[test]
fn spellings_inflections_and_compounds_are_met() {
    for (text, expected) in [
        ("FAHRRADSTRASSEN", 10),
        ("Fahrradstrasse", 10),
        ("aemteruebergreifend", 4),
        ("Prioritaetenliste", 1),
        ("Radverkehrsinfrastruktur", 9),
        ("Befragung der Haushalte", 5),
        ("measurable target", 12),
    ] {
        assert_eq!(first(text, false), Some(expected), "{text}");
    }
}

#[test]
fn the_last_word_may_be_unfinished() {
    for (text, expected) in [
        ("Koordinier", 3),
        ("Verkehrsvers", 11),
        ("standards für fahrr", 10),
    ] {
        assert_eq!(first(text, true), Some(expected), "{text}");
    }
}

#[test]
fn one_or_two_wrong_letters_are_forgiven() {
    for (text, expected) in [
        ("Koordinirungsstelle", 3),
        ("Prioritätenlitse", 1),
        ("Haushaltsbefargung", 5),
        ("Verkehrsverusch", 11),
    ] {
        assert_eq!(first(text, false), Some(expected), "{text}");
    }
}

#[test]
fn excerpts_mark_the_words_that_answer() {
    let index = index();
    let question = search::Question::new(
        &index,
        "Fahrradstraße Markierung",
        false,
        Filter::new(&public),
    );
    let text = "Seit vielen Jahren wird darüber gesprochen, wie es weitergeht und was zu tun ist. \
        Einheitliche Markierungen für alle Fahrradstraßen der Stadt helfen dabei sehr.";
    let excerpt = question
        .map(|question| question.excerpt(text, 90))
        .unwrap_or_default();
    let marked: Vec<&str> = excerpt
        .marks
        .iter()
        .filter_map(|mark| excerpt.text.get(mark.clone()))
        .collect();
    assert_eq!(marked, ["Markierungen", "Fahrradstraßen"], "{excerpt:?}");
    assert!(excerpt.is_cut_before && excerpt.text.len() <= 90);
}

#[test]
fn facets_count_what_was_found() {
    let index = index();
    let request = search::Request {
        text: "Rat",
        is_typing: false,
        filter: Filter::new(&|_, facts| facts.is_public && facts.action_field != 2),
        page: search::Page {
            first: 5,
            after: None,
        },
        counting: search::Counting::Facets,
    };
    let answer = search::search(&index, &request);
    let sums = answer.map(|answer| {
        let counts = &answer.counts;
        let fields = counts
            .facets
            .get(&Facet::ActionField)
            .cloned()
            .unwrap_or_default();
        let sum: u32 = fields.values().sum();
        (
            sum as usize == counts.total,
            fields.contains_key(&2),
            counts.total > 0,
        )
    });
    assert_eq!(sums, Ok((true, false, true)));
}

#[test]
fn counting_changes_nothing_in_the_order() {
    let index = index();
    let question = search::Question::new(&index, "Rat und Radverkehr", false, Filter::new(&public));
    let page = search::Page {
        first: 5,
        after: None,
    };
    let answers = question.map(|question| {
        let ranked = question.answer(page, search::Counting::Nothing);
        let counted = question.answer(page, search::Counting::Total);
        (
            ranked.hits == counted.hits && !ranked.hits.is_empty(),
            ranked.counts.total,
            counted.counts.total > 0 && counted.counts.is_exact,
        )
    });
    assert_eq!(answers, Ok((true, 0, true)));
}

#[test]
fn texts_without_words_are_refused() {
    let index = index();
    for text in ["", "   ", "und der die", "\"*\" ()", "🚲🚲", "?"] {
        let request = search::Request {
            text,
            is_typing: true,
            filter: Filter::new(&public),
            page: search::Page {
                first: 5,
                after: None,
            },
            counting: search::Counting::Facets,
        };
        assert_eq!(
            search::search(&index, &request).map(|answer| answer.counts.total),
            Err(search::NoWord),
            "{text}"
        );
    }
}
