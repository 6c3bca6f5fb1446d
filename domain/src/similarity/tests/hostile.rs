//! Whatever is typed or imported: an answer or a clear error, from a bounded part of the text.
//!
//! Invariant: no text makes the engine panic.

use std::sync::{LazyLock, Mutex, PoisonError};

use proptest::prelude::*;

use super::fixture::{empty, index, project, public};
use crate::similarity::index::analysis::{READ, head};
use crate::similarity::index::{Filter, Index};
use crate::similarity::query::Subject;
use crate::similarity::search;
use crate::similarity::similar::{Request, Weights, similar};

static INDEX: LazyLock<Index> = LazyLock::new(index);
static CHANGING: LazyLock<Mutex<Index>> = LazyLock::new(|| Mutex::new(empty()));

fn ask(index: &Index, text: &str) -> usize {
    let subject = Subject::of_text(index, text);
    let page = similar(
        index,
        &Request {
            subject: &subject,
            weights: &Weights::shipped(),
            filter: Filter::new(&public),
            with_own_city: true,
            first: 5,
            after: None,
        },
    );
    let hits =
        search::Question::new(index, text, true, Filter::new(&public)).map_or(0, |question| {
            let excerpt = question.excerpt(text, 60);
            assert!(
                excerpt
                    .marks
                    .iter()
                    .all(|mark| excerpt.text.get(mark.clone()).is_some())
            );
            let answer = question.answer(
                search::Page {
                    first: 5,
                    after: None,
                },
                search::Counting::Facets,
            );
            answer.hits.len()
        });
    page.matches.len() + hits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        prop_assert!(ask(&INDEX, &text) <= 10);
    }

    #[test]
    fn any_text_can_be_indexed(title in "\\PC{0,80}", measures in "[A-Za-zäöüß*:/\\- ]{0,120}") {
        let mut index = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
        index.put(&project(1, (title.as_str(), title.as_str(), measures.as_str())));
        ask(&index, &measures);
        prop_assert!(index.remove(1) && index.is_empty());
        prop_assert_eq!(index.statistics().documents(), 0);
    }
}

#[test]
fn long_and_strange_texts_are_answered() {
    let texts = [
        "Radverkehr ".repeat(9_000),
        "a".repeat(100_000),
        "ä-".repeat(50_000),
        (0..15_000).map(|n| format!("wort{n} ")).collect::<String>(),
        "Планирование 自転車計画 حركة المرور ".repeat(2_000),
        "*".repeat(100_000),
        "\"Radverkehr\" OR (Rat* AND -Amt) title:x^2 ~3 \\ / [a TO b] {} && || !".repeat(900),
        "\u{0}\u{202e}Radverkehr\u{200b}\u{feff}\u{301}".repeat(4_000),
        "🚲🏙️👩‍🔧 ".repeat(8_000),
        "und oder der die das ".repeat(5_000),
    ];
    for text in &texts {
        assert!(ask(&INDEX, text) <= 10);
        let mut index = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
        index.put(&project(2, (text.as_str(), "", "")));
        assert!(index.remove(2));
    }
}

#[test]
fn only_the_beginning_of_a_long_text_costs_time() {
    let words = |text: &str| Subject::of_text(&INDEX, text).words.len();
    let text: String = (0..40_000).map(|n| format!("wort{n} ")).collect();
    let read = words(&text);
    assert_eq!(read, words(head(&text, READ)));
    assert!(read < READ / 6);
    assert_eq!(words(&"ä".repeat(100_000)), 1);
    assert!(
        Subject::of_text(&INDEX, &"ä".repeat(100_000))
            .words
            .iter()
            .all(|word| word.folded.len() <= 81)
    );
}

#[test]
fn texts_without_a_subject_have_nothing_similar() {
    for text in ["", " ", "und der die das", "🚲🚲", "\"*\"", "2024", "%&/()"] {
        assert_eq!(ask(&INDEX, text), 0, "{text}");
    }
}

#[test]
fn a_filter_that_refuses_all_finds_nothing() {
    let subject = Subject::of_text(&INDEX, "Prioritätenliste der Verwaltung");
    let request = Request {
        subject: &subject,
        weights: &Weights::shipped(),
        filter: Filter::new(&|_, _| false),
        with_own_city: true,
        first: 5,
        after: None,
    };
    assert!(similar(&INDEX, &request).matches.is_empty());
    let request = search::Request {
        text: "Prioritätenl",
        is_typing: true,
        filter: Filter::new(&|_, _| false),
        page: search::Page {
            first: 5,
            after: None,
        },
        counting: search::Counting::Facets,
    };
    let total = search::search(&INDEX, &request)
        .map(|answer| (answer.counts.total, answer.counts.facets.len()));
    assert_eq!(total, Ok((0, 0)));
}
