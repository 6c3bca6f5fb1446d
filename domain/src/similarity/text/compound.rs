//! German compounds, split where both halves are known as words.
//!
//! Invariant: the knowledge is a snapshot of public words and the background lexicon, so that a split does not depend on
//! what happens to be indexed in the same moment; the whole word is always kept beside its parts.

use hashbrown::HashMap;

use super::stem::stem;
use super::stop::is_stop_word;
use crate::language::Language;
use crate::similarity::background::Background;

/// How often words and stems are known to stand alone.
#[derive(Clone, Debug, Default)]
pub struct Splitter {
    background: Option<&'static Background>,
    known: HashMap<String, u32>,
}

/// Letters that join two words and belong to neither.
const LINKS: [&str; 7] = ["", "s", "es", "n", "en", "er", "e"];
const SHORTEST: usize = 3;
/// Shortest part of a compound of three or more whose longer half is unknown: a chain of short parts is met by chance.
const SHORTEST_OF_THREE: usize = 4;
const LONGEST: usize = 20;
const DEEPEST: u8 = 3;

impl Splitter {
    /// A splitter that knows the words and stems of a background, and others with the number of texts they stand in.
    #[must_use]
    pub fn new(background: Option<&'static Background>, known: HashMap<String, u32>) -> Self {
        Self { background, known }
    }

    /// Whether a word or stem is worth knowing.
    #[must_use]
    pub fn is_part(word: &str) -> bool {
        (SHORTEST..=LONGEST).contains(&word.len()) && !word.contains(|c: char| !c.is_alphabetic())
    }

    /// The stems of a folded word's parts, without the whole word; none where it is no compound.
    #[must_use]
    pub fn parts(&self, folded: &str) -> Vec<String> {
        let mut found = Vec::new();
        let pieces: Vec<&str> = folded.split('-').collect();
        for piece in &pieces {
            if pieces.len() > 1 && piece.len() >= SHORTEST && !is_stop_word(piece) {
                found.push(stem(piece, Language::De));
            }
            self.split(piece, DEEPEST, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn split(&self, word: &str, depth: u8, found: &mut Vec<String>) {
        if depth == 0 || word.len() < 2 * SHORTEST {
            return;
        }
        let Some((left, right)) = self.best_cut(word) else {
            return;
        };
        for half in [left, right] {
            found.push(stem(half, Language::De));
            self.split(half, depth - 1, found);
        }
    }

    /// The cut between two known halves; without one, the cut between halves that are known or compounds themselves.
    fn best_cut<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        cut(word, |half| self.weight(half)).or_else(|| {
            let of_three = || cut(word, |half| self.weight_of_compound(half));
            (word.len() >= 3 * SHORTEST_OF_THREE).then(of_three)?
        })
    }

    fn weight_of_compound(&self, half: &str) -> u64 {
        if half.len() < SHORTEST_OF_THREE {
            return 0;
        }
        let is_compound = || {
            half.len() >= 2 * SHORTEST_OF_THREE
                && cut(half, |part| {
                    if part.len() < SHORTEST_OF_THREE {
                        0
                    } else {
                        self.weight(part)
                    }
                })
                .is_some()
        };
        match self.weight(half) {
            0 => u64::from(is_compound()),
            known => known,
        }
    }

    fn weight(&self, part: &str) -> u64 {
        if part.len() < SHORTEST || is_stop_word(part) {
            return 0;
        }
        let ordinary = self.background.map_or(0, |known| known.part(part));
        let count = ordinary + self.known.get(part).copied().unwrap_or(0);
        // Three letters are easily met by chance.
        if part.len() == SHORTEST && count < 3 {
            return 0;
        }
        u64::from(count)
    }
}

/// The cut whose halves weigh most, by the product of their weights, linking letters left out.
fn cut(word: &str, weight: impl Fn(&str) -> u64) -> Option<(&str, &str)> {
    let mut best: Option<(u64, &str, &str)> = None;
    for at in SHORTEST..=word.len().saturating_sub(SHORTEST) {
        let Some((head, right)) = word.split_at_checked(at) else {
            continue;
        };
        let weight_right = weight(right);
        if weight_right == 0 {
            continue;
        }
        for link in LINKS {
            let Some(left) = head.strip_suffix(link) else {
                continue;
            };
            let score = weight(left) * weight_right;
            if score > best.map_or(0, |(score, ..)| score) {
                best = Some((score, left, right));
            }
        }
    }
    best.map(|(_, left, right)| (left, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splitter() -> Splitter {
        let words = [
            ("rad", 40),
            ("radverkehr", 6),
            ("verkehr", 30),
            ("infrastruktur", 9),
            ("prioritat", 4),
            ("list", 8),
            ("fahrrad", 20),
            ("strass", 30),
            ("netz", 12),
            ("beteiligung", 5),
            ("beteil", 5),
            ("strassen", 9),
            ("liste", 6),
        ];
        let known = words.iter().map(|(w, n)| ((*w).to_owned(), *n)).collect();
        Splitter::new(None, known)
    }

    #[test]
    fn parts_and_links_are_found() {
        let parts = |word: &str| splitter().parts(word);
        assert_eq!(
            parts("radverkehrsinfrastruktur"),
            ["infrastruktur", "rad", "radverkehr", "verkehr"]
        );
        assert_eq!(parts("prioritatenliste"), ["list", "prioritat"]);
        assert!(parts("fahrradstrassennetz").contains(&"netz".to_owned()));
        assert!(parts("politik").is_empty());
    }

    #[test]
    fn pieces_of_a_hyphenated_word_are_parts() {
        assert!(
            splitter()
                .parts("rad-vorrang-route")
                .contains(&"rout".to_owned())
        );
    }
}
