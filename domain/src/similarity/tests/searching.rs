//! Search: spellings, compounds, typing, errors of typing, excerpts, facets, pages.
//!
//! Invariant: see each test's name.

use super::fixture::{found, index, public};
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
    let request = search::Request {
        text: "Fahrradstraße Markierung",
        is_typing: false,
        filter: &public,
        first: 5,
        after: None,
    };
    let answer = search::search(&index, &request);
    let text = "Seit vielen Jahren wird darüber gesprochen, wie es weitergeht und was zu tun ist. \
        Einheitliche Markierungen für alle Fahrradstraßen der Stadt helfen dabei sehr.";
    let excerpt = answer
        .map(|answer| answer.excerpt(text, 90))
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
        filter: &|_, facts| facts.is_public && facts.action_field != 2,
        first: 5,
        after: None,
    };
    let answer = search::search(&index, &request);
    let sums = answer.map(|answer| {
        let fields = answer
            .facets
            .get(&Facet::ActionField)
            .cloned()
            .unwrap_or_default();
        let sum: u32 = fields.values().sum();
        (
            sum as usize == answer.total,
            fields.contains_key(&2),
            answer.total > 0,
        )
    });
    assert_eq!(sums, Ok((true, false, true)));
}

#[test]
fn texts_without_words_are_refused() {
    let index = index();
    for text in ["", "   ", "und der die", "\"*\" ()", "🚲🚲", "?"] {
        let request = search::Request {
            text,
            is_typing: true,
            filter: &public,
            first: 5,
            after: None,
        };
        assert_eq!(
            search::search(&index, &request).map(|a| a.total),
            Err(search::NoWord),
            "{text}"
        );
    }
}
