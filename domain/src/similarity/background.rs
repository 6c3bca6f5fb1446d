//! How ordinary a word is before any project is known: counts over German and English prose, shipped with the service.
//!
//! Invariant: the counts are a fixed table. They weigh as much as [`WEIGHT`] documents, so that they decide in a young
//! network and fade as it grows. `background.csv` says where they come from.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::text::compound::Splitter;
use super::text::gram::grams;
use super::text::stem::stem;
use crate::language::Language;

/// How many documents of the network the background stands for.
pub const WEIGHT: f32 = 40.0;

/// The table: word, language, documents in ten thousand that use it.
const TABLE: &str = include_str!("background.csv");

/// Shares of ordinary texts that use a word, a stem or a gram.
#[derive(Debug)]
pub struct Background {
    words: HashMap<String, f32>,
    stems: HashMap<String, f32>,
    grams: HashMap<u32, f32>,
}

static SHIPPED: LazyLock<Background> = LazyLock::new(|| Background::read(TABLE));

impl Background {
    /// The shipped background.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a table; lines that are no entry are left out.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut background = Self {
            words: HashMap::new(),
            stems: HashMap::new(),
            grams: HashMap::new(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split(',');
            let (Some(word), Some(tag), Some(Ok(count))) = (
                cells.next(),
                cells.next(),
                cells.next().map(str::parse::<f32>),
            ) else {
                continue;
            };
            let language = if tag == "en" {
                Language::En
            } else {
                Language::De
            };
            background.add(word, language, count / 10_000.0);
        }
        background
    }

    fn add(&mut self, word: &str, language: Language, share: f32) {
        either(self.words.entry(word.to_owned()).or_default(), share);
        either(self.stems.entry(stem(word, language)).or_default(), share);
        grams(word, |gram| {
            either(self.grams.entry(gram).or_default(), share);
        });
    }

    /// Whether a folded word belongs to ordinary prose.
    #[must_use]
    pub fn is_ordinary(&self, folded: &str) -> bool {
        self.words.contains_key(folded)
    }

    /// Share of ordinary texts with a stem.
    #[must_use]
    pub fn stem(&self, stem: &str) -> f32 {
        self.stems.get(stem).copied().unwrap_or(0.0)
    }

    /// Share of ordinary texts with a gram.
    #[must_use]
    pub fn gram(&self, bucket: u32) -> f32 {
        self.grams.get(&bucket).copied().unwrap_or(0.0)
    }

    /// How often a word or stem that may be part of a compound stands alone, to compare with document counts.
    #[must_use]
    pub fn part(&self, word: &str) -> u32 {
        let share = self.stems.get(word).or_else(|| self.words.get(word));
        share
            .filter(|_| Splitter::is_part(word))
            .map_or(0, |share| whole(share * WEIGHT).max(1))
    }
}

/// Joins the chances of two words that occur independently.
fn either(known: &mut f32, share: f32) {
    *known = 1.0 - (1.0 - *known) * (1.0 - share);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small share times a small weight, rounded"
)]
fn whole(value: f32) -> u32 {
    value.round().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_add_up_and_never_pass_one() {
        let background = Background::read("# c\nprojekt,de,5000\nprojekte,de,5000\nbroken\n");
        assert!((background.stem("projekt") - 0.75).abs() < 1e-6);
        assert!(background.is_ordinary("projekte") && !background.is_ordinary("broken"));
    }

    #[test]
    fn the_shipped_table_knows_both_languages() {
        let background = Background::shipped();
        assert!(background.is_ordinary("stadt") && background.is_ordinary("document"));
        assert!(background.stem("radverkehr") < 1.0);
        assert!(background.part("stadt") > 1);
        assert_eq!((background.part("2020"), background.part("xyzzy")), (0, 0));
    }
}
