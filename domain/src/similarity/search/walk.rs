//! Edit distances to one word after the other in alphabetical order: rows of the shared beginning are kept.
//!
//! Invariant: a distance does not depend on the words walked before.

/// The way from a typed word to others.
pub(super) struct Walk<'a> {
    typed: &'a [char],
    most: u8,
    word: Vec<char>,
    /// One row of costs per letter of the word, and one for no letter.
    rows: Vec<u8>,
}

/// More wrong letters than any word may have.
const FAR: u8 = u8::MAX / 2;

impl<'a> Walk<'a> {
    /// A walk from a word of at most a hundred letters.
    pub fn new(typed: &'a [char], most: u8) -> Self {
        Self {
            typed,
            most,
            word: Vec::new(),
            rows: (0..=typed.len())
                .map(|cost| u8::try_from(cost).unwrap_or(FAR).min(FAR))
                .collect(),
        }
    }

    /// The number of wrong letters, if there are few enough; swapped neighbours count as one.
    pub fn distance(&mut self, word: &str) -> Option<u8> {
        let length = if word.is_ascii() {
            word.len()
        } else {
            word.chars().count()
        };
        if length.abs_diff(self.typed.len()) > usize::from(self.most) {
            return None;
        }
        let shared = self
            .word
            .iter()
            .zip(word.chars())
            .take_while(|(known, letter)| **known == *letter)
            .count();
        self.word.truncate(shared);
        self.rows.truncate((shared + 1) * self.width());
        for letter in word.chars().skip(shared) {
            if self
                .row(self.word.len())
                .iter()
                .all(|cost| *cost > self.most)
            {
                return None;
            }
            self.push_row(letter);
            self.word.push(letter);
        }
        let cost = self.row(length).last().copied()?;
        (cost <= self.most).then_some(cost)
    }

    const fn width(&self) -> usize {
        self.typed.len() + 1
    }

    fn row(&self, letters: usize) -> &[u8] {
        let start = letters * self.width();
        self.rows
            .get(start..start + self.width())
            .unwrap_or_default()
    }

    fn cost(&self, letters: usize, column: usize) -> u8 {
        self.rows
            .get(letters * self.width() + column)
            .copied()
            .unwrap_or(FAR)
    }

    fn push_row(&mut self, letter: char) {
        let letters = self.word.len();
        let mut left = u8::try_from(letters + 1).unwrap_or(FAR).min(FAR);
        self.rows.push(left);
        let mut before = None;
        for (column, typed) in self.typed.iter().enumerate() {
            let replaced = self.cost(letters, column) + u8::from(*typed != letter);
            let changed = (self.cost(letters, column + 1) + 1).min(left + 1);
            left = replaced.min(changed);
            let is_swap = before == Some(letter) && self.word.last() == Some(typed);
            if let (true, Some(letters), Some(column)) =
                (is_swap, letters.checked_sub(1), column.checked_sub(1))
            {
                left = left.min(self.cost(letters, column) + 1);
            }
            left = left.min(FAR);
            self.rows.push(left);
            before = Some(*typed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_a_single_comparison() {
        let typed: Vec<char> = "radverker".chars().collect();
        let mut walk = Walk::new(&typed, 2);
        let words = [
            "radverkehr",
            "radverkehre",
            "radverker",
            "radvekrer",
            "radweg",
            "rat",
            "radverkerii",
            "ärger",
        ];
        let found: Vec<Option<u8>> = words.iter().map(|word| walk.distance(word)).collect();
        assert_eq!(
            found,
            [
                Some(1),
                Some(2),
                Some(0),
                Some(1),
                None,
                None,
                Some(2),
                None
            ]
        );
        let again: Vec<Option<u8>> = words
            .iter()
            .map(|word| Walk::new(&typed, 2).distance(word))
            .collect();
        assert_eq!(found, again);
    }
}
