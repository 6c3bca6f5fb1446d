//! Where a page of a ranking ends: a score and the key that breaks ties.
//!
//! Invariant: a cursor that was written is read back to the same place; anything else is refused.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::index::Key;

/// A place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// The score at this place.
    pub score: f32,
    /// The document at this place.
    pub key: Key,
}

impl Cursor {
    /// The place of a score between 0 and 1, as rankings keep it.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a score between 0 and 1 loses nothing that an order needs"
    )]
    pub const fn at(score: f64, key: Key) -> Self {
        Self {
            score: score as f32,
            key,
        }
    }

    /// The order of rankings: high scores first, then low keys.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.key.cmp(&other.key))
    }

    /// Whether `other` comes later in the ranking.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Less
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}{:032x}", self.score.to_bits(), self.key)
    }
}

/// The text is no cursor of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no cursor of a ranking")]
pub struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let is_ours = text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (score, key) = text
            .split_at_checked(8)
            .filter(|_| is_ours)
            .ok_or(NoCursor)?;
        Ok(Self {
            score: f32::from_bits(u32::from_str_radix(score, 16).map_err(|_| NoCursor)?),
            key: Key::from_str_radix(key, 16).map_err(|_| NoCursor)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_and_nonsense_is_refused() {
        let cursor = Cursor {
            score: 0.25,
            key: 7,
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for nonsense in [
            "",
            "zz",
            "+0000000000000000000000000000000000000ab",
            &"ä".repeat(20),
        ] {
            assert_eq!(nonsense.parse::<Cursor>(), Err(NoCursor));
        }
    }

    #[test]
    fn ties_are_broken_by_key() {
        let at = |score, key| Cursor { score, key };
        assert!(at(0.5, 9).is_before(&at(0.4, 1)));
        assert!(at(0.5, 1).is_before(&at(0.5, 2)));
        assert!(!at(0.5, 1).is_before(&at(0.5, 1)));
    }
}
