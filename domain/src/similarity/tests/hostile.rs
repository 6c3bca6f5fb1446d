//! Whatever is typed or imported: an answer or a clear error, and never slow.
//!
//! Invariant: no text makes the engine panic.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::fixture::{empty, index, project, public};
use crate::similarity::index::Index;
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
            filter: &public,
            with_own_city: true,
            first: 5,
            after: None,
        },
    );
    let request = search::Request {
        text,
        is_typing: true,
        filter: &public,
        first: 5,
        after: None,
    };
    let hits = search::search(index, &request).map_or(0, |answer| {
        let excerpt = answer.excerpt(text, 60);
        assert!(
            excerpt
                .marks
                .iter()
                .all(|mark| excerpt.text.get(mark.clone()).is_some())
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
fn long_and_strange_texts_are_answered_soon() {
    let texts = [
        "Radverkehr ".repeat(9_000),
        "a".repeat(100_000),
        "ä-".repeat(50_000),
        (0..15_000).map(|n| format!("wort{n} ")).collect::<String>(),
        "Планирование 自転車計画 حركة المرور ".repeat(2_000),
        "*".repeat(100_000),
    ];
    let start = Instant::now();
    for text in &texts {
        assert!(ask(&INDEX, text) <= 10);
    }
    // Far above what is needed, so that only a wrong order of growth fails on a busy machine.
    assert!(start.elapsed() < Duration::from_secs(60));
}
