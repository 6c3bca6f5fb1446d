//! Pages of lists: what is asked for and what is answered.
//!
//! Invariant: no page that a caller sizes is longer than [`PageRequest::MAX`], and no page is cut by counting or skipping rows.

use super::Position;
use crate::error::{Error, Result};
use std::sync::Arc;

/// Counting stops here: beyond it a list is just long.
pub const TOTAL_CAP: u64 = 10_000;

/// Which part of a list is wanted.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// How many rows at most.
    pub size: u64,
    /// From the end instead of from the beginning.
    pub is_backward: bool,
    /// Only what comes after this row.
    pub after: Option<String>,
    /// Only what comes before this row.
    pub before: Option<String>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(Self::DEFAULT)
    }
}

impl PageRequest {
    /// Rows on a page where nobody says how many.
    pub const DEFAULT: u64 = 20;
    /// The longest page.
    pub const MAX: u64 = 100;

    /// The first `size` rows.
    #[must_use]
    pub fn first(size: u64) -> Self {
        Self {
            size: size.min(Self::MAX),
            is_backward: false,
            after: None,
            before: None,
        }
    }

    /// The page that the four arguments of a Relay connection ask for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a negative or too large size, and for `first` together with `last`.
    pub fn relay(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self> {
        let (size, is_backward) = match (first, last) {
            (Some(_), Some(_)) => {
                return Err(Error::invalid(
                    "last",
                    "first und last schließen einander aus; bitte nur eines angeben.",
                    "first and last exclude each other; please give only one of them.",
                ));
            }
            (Some(first), None) => (checked_size("first", first)?, false),
            (None, Some(last)) => (checked_size("last", last)?, true),
            (None, None) => (Self::DEFAULT, false),
        };
        Ok(Self {
            size,
            is_backward,
            after,
            before,
        })
    }
}

fn checked_size(argument: &str, size: i32) -> Result<u64> {
    u64::try_from(size)
        .ok()
        .filter(|size| *size <= PageRequest::MAX)
        .ok_or_else(|| {
            Error::invalid(
                argument,
                format!("{size} liegt nicht zwischen 0 und {}.", PageRequest::MAX),
                format!("{size} is not between 0 and {}.", PageRequest::MAX),
            )
        })
}

/// One row of a page.
#[derive(Debug)]
pub struct Item<T> {
    /// The row.
    pub node: Arc<T>,
    pub(super) position: Position,
}

impl<T> Clone for Item<T> {
    fn clone(&self) -> Self {
        Self {
            node: Arc::clone(&self.node),
            position: self.position.clone(),
        }
    }
}

impl<T> Item<T> {
    /// Where the row stands in its list, for `after` and `before`.
    #[must_use]
    pub fn cursor(&self) -> String {
        self.position.cursor()
    }
}

/// The length of a whole list, counted up to [`TOTAL_CAP`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Rows counted.
    pub count: u64,
    /// Whether there are more than were counted.
    pub is_capped: bool,
}

impl Total {
    pub(super) const fn of(counted: u64) -> Self {
        if counted > TOTAL_CAP {
            Self {
                count: TOTAL_CAP,
                is_capped: true,
            }
        } else {
            Self {
                count: counted,
                is_capped: false,
            }
        }
    }
}

/// A part of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows in the order of the list.
    pub items: Vec<Item<T>>,
    /// Whether more rows follow.
    pub has_next: bool,
    /// Whether rows come before.
    pub has_previous: bool,
    /// The length of the whole list, if it was asked for.
    pub total: Option<Total>,
}

impl<T> Page<T> {
    /// The cursor behind which the next page begins, none on the last one.
    #[must_use]
    pub fn next_cursor(&self) -> Option<String> {
        let last = self.items.last().filter(|_| self.has_next);
        last.map(Item::cursor)
    }

    /// The page of a list in which nothing is.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            items: Vec::new(),
            has_next: false,
            has_previous: false,
            total: None,
        }
    }

    /// Cuts the row too many and puts a backward page into the order of the list.
    pub(super) fn cut(mut items: Vec<Item<T>>, request: &PageRequest) -> Self {
        let size = usize::try_from(request.size).unwrap_or(usize::MAX);
        let has_more = items.len() > size;
        items.truncate(size);
        if request.is_backward {
            items.reverse();
        }
        let (has_next, has_previous) = if request.is_backward {
            (request.before.is_some(), has_more)
        } else {
            (has_more, request.after.is_some())
        };
        Self {
            items,
            has_next,
            has_previous,
            total: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_checked() {
        for (first, last, expected) in [
            (None, None, Some((20, false))),
            (Some(0), None, Some((0, false))),
            (Some(100), None, Some((100, false))),
            (None, Some(3), Some((3, true))),
            (Some(101), None, None),
            (Some(-1), None, None),
            (None, Some(-1), None),
            (Some(1), Some(1), None),
        ] {
            let answer = PageRequest::relay(first, None, last, None).ok();
            assert_eq!(
                answer.map(|page| (page.size, page.is_backward)),
                expected,
                "{first:?} {last:?}"
            );
        }
    }
}
