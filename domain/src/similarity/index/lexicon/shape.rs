//! How texts show words, and what can be seen in that.
//!
//! Invariant: a word of a public text is shown as a public text writes it, whatever hidden texts write.

use super::{Lexicon, WordId};

const PUBLIC: u8 = 1;
const PLACE: u8 = 2;
const NUMBER: u8 = 4;
const CAPITAL: u8 = 8;

/// How a text shows a word.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// The word as written.
    pub surface: &'a str,
    /// Whether it starts with a capital.
    pub is_capital: bool,
    /// Whether it names a place.
    pub is_place: bool,
    /// Whether it is a number.
    pub is_number: bool,
}

impl Lexicon {
    /// The word as people write it. A word of a public text is shown as a public text writes it.
    #[must_use]
    pub fn shown(&self, word: WordId) -> String {
        if let Some(shown) = self.shown.get(&word) {
            return shown.to_string();
        }
        let folded = self.folded(word);
        if self.has(word, CAPITAL) {
            let mut letters = folded.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        } else {
            folded.to_owned()
        }
    }

    /// Whether the word says where or how much, and not what.
    #[must_use]
    pub fn is_beside_the_subject(&self, word: WordId) -> bool {
        self.has(word, PLACE | NUMBER)
    }

    fn has(&self, word: WordId, flags: u8) -> bool {
        self.flags
            .get(word as usize)
            .is_some_and(|known| known & flags != 0)
    }

    /// Notes how a text shows a word. What public texts write wins over what others write.
    pub fn note(&mut self, word: WordId, shape: &Shape<'_>, is_public: bool) {
        let folded_length = self.folded(word).len();
        let Some(flags) = self.flags.get_mut(word as usize) else {
            return;
        };
        *flags |= if shape.is_place { PLACE } else { 0 } | if shape.is_number { NUMBER } else { 0 };
        let is_first_public = is_public && *flags & PUBLIC == 0;
        if *flags & !(PLACE | NUMBER) != 0 && !is_first_public {
            return;
        }
        *flags &= !CAPITAL;
        *flags |= if is_public { PUBLIC } else { 0 } | if shape.is_capital { CAPITAL } else { 0 };
        let is_plain = shape.surface.is_ascii() && shape.surface.len() == folded_length;
        if is_plain {
            self.shown.remove(&word);
        } else {
            self.shown.insert(word, shape.surface.into());
        }
    }
}
