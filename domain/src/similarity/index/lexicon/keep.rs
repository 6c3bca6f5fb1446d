//! Words that outlive the lexicon they were noted in: kept when others are dropped, written to a file, read again.
//!
//! Invariant: only words and how they are shown go over; stems, parts and orders follow from them.

use super::{ENGLISH, Lexicon, WordId};
use crate::language::Language;
use crate::similarity::index::dictionary::count;
use crate::similarity::index::varint::{Reader, write};
use crate::similarity::vocabulary::Vocabulary;

impl Lexicon {
    /// Keeps the words that are used, in their order. Gives the new number of each old one.
    pub fn keep(&mut self, is_used: &[bool], vocabulary: &Vocabulary) -> Vec<Option<WordId>> {
        let old = std::mem::take(self);
        self.is_put_off = true;
        (0..)
            .zip(is_used)
            .map(|(word, is_used)| {
                if !is_used {
                    return None;
                }
                let new = self.intern(old.folded(word), old.language(word), vocabulary);
                if let (Some(new), Some(old)) = (
                    self.flags.get_mut(new as usize),
                    old.flags.get(word as usize),
                ) {
                    *new = *old;
                }
                if let Some(shown) = old.shown.get(&word) {
                    self.shown.insert(new, shown.clone());
                }
                Some(new)
            })
            .collect()
    }

    /// Writes the words; what follows from them is not written.
    pub(in crate::similarity::index) fn write(&self, bytes: &mut Vec<u8>) {
        write(bytes, count(self.words.len()));
        for (word, flags) in (0..).zip(&self.flags) {
            bytes.push(*flags);
            let shown = self.shown.get(&word).map(AsRef::as_ref).unwrap_or_default();
            for text in [self.words.text(word), shown] {
                write(bytes, count(text.len()));
                bytes.extend(text.as_bytes());
            }
        }
    }

    /// Reads the words; compounds are learnt afterwards.
    pub(in crate::similarity::index) fn read(
        reader: &mut Reader<'_>,
        vocabulary: &Vocabulary,
    ) -> Option<Self> {
        let mut lexicon = Self {
            is_put_off: true,
            ..Self::default()
        };
        for expected in 0..reader.next()? {
            let flags = *reader.bytes(1)?.first()?;
            let mut text = || {
                let length = reader.next()? as usize;
                std::str::from_utf8(reader.bytes(length)?).ok()
            };
            let (entry, shown) = (text()?, text()?);
            let language = if entry.ends_with(ENGLISH) {
                Language::En
            } else {
                Language::De
            };
            let word = lexicon.intern(entry.trim_end_matches(ENGLISH), language, vocabulary);
            if word != expected {
                return None;
            }
            *lexicon.flags.get_mut(word as usize)? = flags;
            if !shown.is_empty() {
                lexicon.shown.insert(word, shown.into());
            }
        }
        Some(lexicon)
    }
}
