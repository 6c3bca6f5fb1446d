//! What a document holds, in few bytes: its words with counts and fields, and its concepts.
//!
//! Invariant: what was written is read back; broken bytes end the reading early and never fail.

use super::lexicon::WordId;
use super::varint::{Reader, write};
use crate::similarity::vocabulary::ConceptId;

/// A word of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Which.
    pub word: WordId,
    /// How often.
    pub count: u32,
    /// In which fields, as bits.
    pub fields: u16,
}

/// A concept of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearing {
    /// Which.
    pub concept: ConceptId,
    /// How strongly, 1 to 255.
    pub strength: u8,
    /// The words that tell of it.
    pub words: Vec<WordId>,
}

/// The bytes of a document.
#[must_use]
pub fn pack(words: &[Occurrence], concepts: &[Bearing]) -> Box<[u8]> {
    let mut bytes = Vec::with_capacity(words.len() * 4 + concepts.len() * 6);
    write(&mut bytes, super::dictionary::count(words.len()));
    let mut last = 0;
    for occurrence in words {
        write(&mut bytes, occurrence.word.wrapping_sub(last));
        last = occurrence.word;
        write(&mut bytes, occurrence.count);
        write(&mut bytes, u32::from(occurrence.fields));
    }
    for bearing in concepts {
        write(&mut bytes, u32::from(bearing.concept));
        write(&mut bytes, u32::from(bearing.strength));
        write(&mut bytes, super::dictionary::count(bearing.words.len()));
        bearing
            .words
            .iter()
            .for_each(|word| write(&mut bytes, *word));
    }
    bytes.into_boxed_slice()
}

/// The words of a document.
pub fn words(bytes: &[u8]) -> impl Iterator<Item = Occurrence> + '_ {
    let mut reader = Reader::new(bytes);
    let mut left = reader.next().unwrap_or(0);
    let mut word: WordId = 0;
    std::iter::from_fn(move || {
        left = left.checked_sub(1)?;
        word = word.wrapping_add(reader.next()?);
        Some(Occurrence {
            word,
            count: reader.next()?,
            fields: u16::try_from(reader.next()?).ok()?,
        })
    })
}

/// The concepts of a document.
#[must_use]
pub fn concepts(bytes: &[u8]) -> Vec<Bearing> {
    let mut reader = Reader::new(bytes);
    for _ in 0..reader.next().unwrap_or(0).saturating_mul(3) {
        if reader.next().is_none() {
            return Vec::new();
        }
    }
    std::iter::from_fn(|| bearing(&mut reader)).collect()
}

/// The bytes of a document whose words got new numbers, in the same order; words without one are left out.
#[must_use]
pub fn renumber(bytes: &[u8], new: &[Option<WordId>]) -> Box<[u8]> {
    let number = |word: WordId| new.get(word as usize).copied().flatten();
    let held: Vec<Occurrence> = words(bytes)
        .filter_map(|occurrence| {
            Some(Occurrence {
                word: number(occurrence.word)?,
                ..occurrence
            })
        })
        .collect();
    let told: Vec<Bearing> = concepts(bytes)
        .into_iter()
        .map(|bearing| Bearing {
            words: bearing
                .words
                .iter()
                .filter_map(|word| number(*word))
                .collect(),
            ..bearing
        })
        .collect();
    pack(&held, &told)
}

fn bearing(reader: &mut Reader<'_>) -> Option<Bearing> {
    Some(Bearing {
        concept: ConceptId::try_from(reader.next()?).ok()?,
        strength: u8::try_from(reader.next()?).ok()?,
        words: (0..reader.next()?).map_while(|_| reader.next()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back() {
        let held = [
            Occurrence {
                word: 3,
                count: 1,
                fields: 1,
            },
            Occurrence {
                word: 900,
                count: 4,
                fields: 256,
            },
        ];
        let told = [Bearing {
            concept: 7,
            strength: 200,
            words: vec![900, 3],
        }];
        let bytes = pack(&held, &told);
        assert_eq!(words(&bytes).collect::<Vec<_>>(), held);
        assert_eq!(concepts(&bytes), told);
        assert!(concepts(&[]).is_empty() && words(&[9, 1]).next().is_none());
    }
}
