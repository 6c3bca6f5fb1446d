//! Character 4- to 6-grams inside a word, as buckets.
//!
//! Invariant: a gram's bucket has twenty bits and depends on its letters only.

use super::fold::LONGEST;

/// Bits of a bucket. Grams are not kept as text: a collision costs less than a dictionary of them would.
const BITS: u32 = 20;

const SHORTEST: usize = 4;
const LONGEST_GRAM: usize = 6;
/// The hash of no letter.
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Stands before and after a word, so that its beginning and end are told from its inside.
const MARK: u8 = b'_';

/// Calls `each` with the bucket of every 4- to 6-gram of a folded word between marks of its beginning and end.
pub fn grams(folded: &str, mut each: impl FnMut(u32)) {
    let mut marked = [MARK; LONGEST + 2];
    for piece in folded.split('-') {
        let length = piece.len().min(LONGEST);
        let (Some(inside), Some(bytes)) =
            (marked.get_mut(1..=length), piece.as_bytes().get(..length))
        else {
            continue;
        };
        inside.copy_from_slice(bytes);
        if let Some(end) = marked.get_mut(length + 1) {
            *end = MARK;
        }
        let word = marked.get(..length + 2).unwrap_or_default();
        for start in 0..word.len().saturating_sub(SHORTEST - 1) {
            let mut hash = START;
            for (at, byte) in word.iter().skip(start).take(LONGEST_GRAM).enumerate() {
                hash = step(hash, *byte);
                if at + 1 >= SHORTEST {
                    each(bucket(hash));
                }
            }
        }
    }
}

/// How many grams [`grams`] finds.
#[must_use]
pub fn count(folded: &str) -> u32 {
    let of_piece = |piece: &str| {
        let marked = piece.len().min(LONGEST) + 2;
        (SHORTEST..=LONGEST_GRAM)
            .map(|length| (marked + 1).saturating_sub(length))
            .sum::<usize>()
    };
    u32::try_from(folded.split('-').map(of_piece).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The buckets of a folded word's 5-grams, which lead to words that look alike.
pub fn signposts(folded: &str, mut each: impl FnMut(u32)) {
    for piece in folded.split('-') {
        piece
            .as_bytes()
            .windows(5)
            .for_each(|gram| each(bucket(gram.iter().copied().fold(START, step))));
    }
}

/// The hash of letters and one more (FNV-1a).
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn bucket(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    u32::try_from(mixed >> (u64::BITS - BITS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_share_a_part_share_grams() {
        let collect = |word: &str| {
            let mut found = Vec::new();
            grams(word, |gram| found.push(gram));
            found
        };
        let left = collect("radverkehr");
        assert_eq!(left.len(), 9 + 8 + 7);
        for word in ["", "ab", "rad", "rad-vorrang-route", "verkehrsplanung"] {
            assert_eq!(count(word) as usize, collect(word).len(), "{word}");
        }
        let shared = collect("verkehrsplanung")
            .into_iter()
            .filter(|gram| left.contains(gram))
            .count();
        assert_eq!(shared, 4 + 3 + 2);
        assert!(left.iter().all(|gram| gram >> BITS == 0));
    }
}
