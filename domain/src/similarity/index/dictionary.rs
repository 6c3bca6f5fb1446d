//! Strings with numbers: every word once, in one piece of memory.
//!
//! Invariant: a number, once given, keeps its string; numbers count from zero without gaps.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

/// A set of numbered strings.
#[derive(Debug, Default)]
pub struct Dictionary {
    letters: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Dictionary {
    /// Number of strings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The string of a number; empty for a number that was never given.
    #[must_use]
    pub fn text(&self, id: u32) -> &str {
        text(&self.letters, &self.ends, id)
    }

    /// The number of a string, if it has one.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<u32> {
        self.table
            .find(self.hasher.hash_one(word), |id| self.text(*id) == word)
            .copied()
    }

    /// The number of a string, new where it has none.
    pub fn intern(&mut self, word: &str) -> u32 {
        if let Some(id) = self.find(word) {
            return id;
        }
        let id = count(self.ends.len());
        self.letters.push_str(word);
        self.ends.push(count(self.letters.len()));
        let (letters, ends, hasher) = (&self.letters, &self.ends, &self.hasher);
        self.table
            .insert_unique(hasher.hash_one(word), id, |known| {
                hasher.hash_one(text(letters, ends, *known))
            });
        id
    }
}

fn text<'a>(letters: &'a str, ends: &[u32], id: u32) -> &'a str {
    let at = id as usize;
    let start = at
        .checked_sub(1)
        .and_then(|before| ends.get(before))
        .map_or(0, |end| *end as usize);
    let end = ends.get(at).map_or(start, |end| *end as usize);
    letters.get(start..end).unwrap_or_default()
}

/// A length as a number; past four thousand million the last number stands for all.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_strings_lead_to_each_other() {
        let mut words = Dictionary::default();
        for n in 0..1000 {
            assert_eq!(words.intern(&format!("wort{n}")), n);
        }
        assert_eq!(words.intern("wort7"), 7);
        assert_eq!(words.find("wort999"), Some(999));
        assert_eq!((words.text(42), words.text(5000)), ("wort42", ""));
        assert_eq!((words.find("keins"), words.len()), (None, 1000));
    }
}
