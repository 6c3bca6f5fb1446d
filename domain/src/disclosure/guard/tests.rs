//! What the guard lets through and what it does not.

use super::*;
use proptest::prelude::*;

fn guard() -> Guard {
    Guard {
        policy: DisclosurePolicy::default(),
        counts_persons: false,
    }
}

/// Contributors by number, each with a value of its own.
fn set(numbers: impl IntoIterator<Item = u32>) -> BTreeMap<u32, f64> {
    let value = |number: u32| f64::from(100 + 37 * number % 90);
    numbers
        .into_iter()
        .map(|number| (number, value(number)))
        .collect()
}

fn counted(numbers: impl IntoIterator<Item = u32>, is_of_same_ring: bool) -> Counted<u32> {
    Counted {
        values: set(numbers),
        lost: 0,
        is_of_same_ring,
    }
}

#[test]
fn enough_besides_each_reader() {
    assert_eq!(guard().refuses(&set(0..0), &[]), None);
    assert_eq!(
        guard().refuses(&set(0..5), &[]),
        Some(Withheld::MinContributors)
    );
    assert_eq!(guard().refuses(&set(0..6), &[]), None);
}

#[test]
fn nobody_dominates() {
    let mut offered = set(0..8);
    offered.insert(99, 1e6);
    assert_eq!(guard().refuses(&offered, &[]), Some(Withheld::Dominance));
    // The second largest could work out the largest to within a tenth.
    let two = [
        (0, 100.0),
        (1, 100.0),
        (2, 1.0),
        (3, 2.0),
        (4, 1.0),
        (5, 1.0),
        (6, 1.0),
    ];
    let close = BTreeMap::from(two);
    assert_eq!(guard().refuses(&close, &[]), Some(Withheld::Dominance));
}

#[test]
fn values_that_are_alike_are_told_by_their_mean() {
    let alike: BTreeMap<u32, f64> = (0..9).map(|number| (number, 50.0)).collect();
    assert_eq!(guard().refuses(&alike, &[]), Some(Withheld::Dominance));
    let nothing: BTreeMap<u32, f64> = (0..9).map(|number| (number, 0.0)).collect();
    assert_eq!(guard().refuses(&nothing, &[]), Some(Withheld::Dominance));
}

#[test]
fn one_more_city_would_be_the_difference() {
    let before = [counted(0..8, true)];
    assert_eq!(
        guard().refuses(&set(0..9), &before),
        Some(Withheld::Differencing)
    );
    assert_eq!(
        guard().refuses(&set(0..7), &before),
        Some(Withheld::Differencing)
    );
    assert_eq!(guard().refuses(&set(0..8), &before), None);
    assert_eq!(guard().refuses(&set(0..14), &before), None);
}

#[test]
fn a_total_does_not_complete_what_is_withheld() {
    // Two parts were published, a third of four cities could not be: the whole would give its sum away.
    let parts = [counted(0..8, false), counted(8..16, false)];
    assert_eq!(
        guard().refuses(&set(0..20), &parts),
        Some(Withheld::Secondary)
    );
    assert_eq!(guard().refuses(&set(0..22), &parts), None);
    // Most of one part and all of another: what is left of the first is too little.
    assert_eq!(
        guard().refuses(&set(4..16), &parts),
        Some(Withheld::Secondary)
    );
}

#[test]
fn what_is_lost_is_not_taken_for_nothing() {
    let mut before = counted(0..8, true);
    before.lost = 1;
    assert_eq!(
        guard().refuses(&set(0..14), &[before]),
        Some(Withheld::Differencing)
    );
}

#[test]
fn persons_are_rounded() {
    let guard = Guard {
        counts_persons: true,
        ..guard()
    };
    assert_eq!(
        [12.4, 2.4, 2.6].map(|figure| guard.shown(figure)),
        [10.0, 0.0, 5.0]
    );
    let few: BTreeMap<u32, f64> = (0..9)
        .map(|number| (number, f64::from(number == 0)))
        .collect();
    assert_eq!(guard.refuses(&few, &[]), Some(Withheld::MinContributors));
}

proptest! {
    /// Whatever is published one after the other: contributors that were counted in the same publications are never few.
    #[test]
    fn no_cell_is_ever_small(rings in prop::collection::vec(prop::collection::btree_set(0_u32..40, 0..40), 1..14)) {
        let mut published: Vec<Counted<u32>> = Vec::new();
        for ring in rings {
            let offered = set(ring.iter().copied());
            if !offered.is_empty() && guard().refuses(&offered, &published).is_none() {
                published.push(counted(ring, false));
            }
        }
        let mut cells: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        for number in 0..40 {
            let of = published.iter().map(|counted| counted.values.contains_key(&number));
            let signature: Vec<bool> = of.collect();
            if signature.contains(&true) {
                *cells.entry(signature).or_default() += 1;
            }
        }
        prop_assert!(cells.values().all(|size| *size > 5), "{cells:?}");
    }
}
