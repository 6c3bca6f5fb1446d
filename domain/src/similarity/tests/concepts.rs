//! Concepts: recognised alike inside and outside of the index, and corrected.
//!
//! Invariant: see each test's name.

use super::fixture::{documents, index, project};
use crate::similarity::index::forward::{self, Bearing};
use crate::similarity::index::{Correction, Document, Index, Key, recognise};
use crate::similarity::vocabulary::{ConceptId, Vocabulary};
use std::collections::BTreeMap;

fn concept(notation: &str) -> ConceptId {
    let found = Vocabulary::shipped().named(notation);
    found.unwrap_or_else(|| panic!("no {notation}"))
}

/// The concepts of a document in the index.
fn held(index: &Index, key: Key) -> BTreeMap<ConceptId, Bearing> {
    let number = index.number(key);
    let held = number.and_then(|number| index.held(number));
    let concepts = held.map(|held| forward::concepts(&held.bytes));
    let concepts = concepts.into_iter().flatten();
    concepts.map(|one| (one.concept, one)).collect()
}

#[test]
fn what_is_recognised_is_what_the_index_holds() {
    let index = index();
    let mut all = 0;
    for document in documents() {
        let held = held(&index, document.key);
        let found = recognise((&document.texts, None), Vocabulary::shipped());
        assert_eq!(found.len(), held.len(), "{document:?}");
        for one in found {
            let strength = held.get(&one.concept).map(|bearing| bearing.strength);
            let strength = strength.unwrap_or_default();
            assert!((one.confidence * 255.0 - f32::from(strength)).abs() < 0.01);
            for place in &one.places {
                let text = document.texts.get(place.text).map(|text| &text.text);
                let is_part = |word: &std::ops::Range<usize>| {
                    text.is_some_and(|text| text.get(word.clone()).is_some())
                };
                assert!(!place.words.is_empty() && place.words.iter().all(is_part));
            }
            all += 1;
        }
    }
    assert!(all > 12, "{all}");
}

#[test]
fn corrections_take_the_place_of_what_was_recognised() {
    let mut index = index();
    let parts = (
        "Prioritätenliste mit dem Rat",
        "Der Rat beschließt.",
        "Liste der Prioritäten",
    );
    let (list, report) = (concept("priority-list"), concept("progress-report"));
    let corrected = |corrections: &[(ConceptId, bool)]| Document {
        corrections: corrections
            .iter()
            .map(|(concept, is_meant)| Correction {
                concept: *concept,
                is_meant: *is_meant,
            })
            .collect(),
        ..project(99, parts)
    };
    index.put(&corrected(&[]));
    let before = held(&index, 99);
    assert!(before.contains_key(&list) && !before.contains_key(&report));
    index.put(&corrected(&[(list, false), (report, true)]));
    let after = held(&index, 99);
    assert!(!after.contains_key(&list));
    assert_eq!(after.get(&report).map(|one| one.strength), Some(u8::MAX));
    assert!(after.keys().is_sorted());
    index.put(&corrected(&[(list, true), (report, false)]));
    let confirmed = held(&index, 99);
    assert_eq!(confirmed.get(&list).map(|one| one.strength), Some(u8::MAX));
    assert_eq!(
        confirmed.get(&list).map(|one| &one.words),
        before.get(&list).map(|one| &one.words)
    );
    assert!(!confirmed.contains_key(&report));
}
