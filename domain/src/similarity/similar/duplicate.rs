//! The same project reported twice: near duplicates stand behind the first of them.
//!
//! Invariant: nothing is lost: every document of the ranking is either shown or counted behind one that is.

use super::Ranked;
use crate::similarity::cursor::Cursor;
use crate::similarity::index::{Index, Key, forward};

/// Share of common words from which two documents count as one.
const SAME: f32 = 0.8;
/// How many documents shown before are looked at.
const LOOK_BACK: usize = 24;
/// How far the values of duplicates may lie apart; others need no closer look.
const APART: f32 = 0.06;

/// A document of the ranking with those that repeat it.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub shown: Ranked,
    pub behind: Vec<Key>,
}

/// Collapses near duplicates, keeping the order. Whoever asked has enough with so many groups behind a place: the rest of
/// the ranking is only looked through as far as it may still repeat one of them.
pub(super) fn collapse(
    index: &Index,
    ranked: Vec<Ranked>,
    after: Option<Cursor>,
    enough: usize,
) -> Vec<Group> {
    let is_wanted = |one: &Ranked| after.is_none_or(|after| after.is_before(&one.place()));
    let mut groups: Vec<(Group, Vec<u32>)> = Vec::new();
    let mut wanted = 0;
    let mut lowest = f32::NEG_INFINITY;
    for document in ranked {
        if lowest - document.score >= APART {
            break;
        }
        let words = words(index, document.key);
        let repeated = groups
            .iter_mut()
            .rev()
            .take(LOOK_BACK)
            .find(|(group, known)| {
                (group.shown.score - document.score).abs() < APART && common(known, &words) >= SAME
            });
        if let Some((group, _)) = repeated {
            group.behind.push(document.key);
            continue;
        }
        wanted += usize::from(is_wanted(&document));
        if wanted == enough && lowest == f32::NEG_INFINITY {
            lowest = document.score;
        }
        let (shown, behind) = (document, Vec::new());
        groups.push((Group { shown, behind }, words));
    }
    let groups = groups.into_iter().map(|(group, _)| group);
    let wanted = groups.filter(|group| is_wanted(&group.shown));
    wanted.take(enough).collect()
}

fn words(index: &Index, key: Key) -> Vec<u32> {
    index
        .number(key)
        .and_then(|id| index.held(id))
        .map(|held| {
            forward::words(&held.bytes)
                .map(|occurrence| occurrence.word)
                .filter(|word| !index.lexicon().is_beside_the_subject(*word))
                .collect()
        })
        .unwrap_or_default()
}

/// Share of common words among all words of two sorted lists.
fn common(left: &[u32], right: &[u32]) -> f32 {
    let (short, long) = (left.len().min(right.len()), left.len().max(right.len()));
    if short == 0 || (short as f32) < SAME * long as f32 {
        return 0.0;
    }
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut both = 0_u32;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let order = a.cmp(b);
        if order.is_eq() {
            both += 1;
        }
        if order.is_le() {
            left.next();
        }
        if order.is_ge() {
            right.next();
        }
    }
    both as f32 / (short + long - both as usize) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_counted_once() {
        assert!((common(&[1, 2, 3, 4, 5], &[1, 2, 3, 4, 5]) - 1.0).abs() < 1e-6);
        assert!((common(&[1, 2, 3, 4, 5], &[1, 2, 3, 4, 6]) - 4.0 / 6.0).abs() < 1e-6);
        assert!(common(&[1], &[1, 2, 3]) < 0.1 && common(&[], &[]) < 0.1);
    }
}
