//! Pages of rankings: what the search index found, with places to go on at.
//!
//! Invariant: a page is cut from what was read through the scopes; what the index named and the database did not give is
//! left out.

use super::{
    Item, Page, Position,
    cursor::{self, Key},
    order::{Direction, KeyKind, OrderKey},
};
use crate::{error::Result, similarity::cursor::Cursor};
use sea_orm::sea_query::Alias;
use std::sync::Arc;
use uuid::Uuid;

/// The place behind which a page of a ranking begins.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none, or one of another kind of list.
pub(crate) fn place(ranking: &str, after: Option<&str>) -> Result<Option<Cursor>> {
    let Some(text) = after else {
        return Ok(None);
    };
    let keys = [KeyKind::Long, KeyKind::Id]
        .map(|kind| OrderKey::new(Alias::new("score"), kind, Direction::Desc));
    let place = cursor::parse("after", text, ranking, &keys)?;
    Ok(match place.as_slice() {
        [Key::Long(score), Key::Id(id)] => Some(Cursor {
            score: f32::from_bits(u32::try_from(*score).unwrap_or_default()),
            key: id.as_u128(),
        }),
        _ => None,
    })
}

/// A page of what was found and read; whoever asked for it asked for some more, in case that something had gone.
pub(crate) fn ranked<T>(
    ranking: &str,
    found: Vec<(Cursor, T)>,
    (size, has_more, is_behind): (u64, bool, bool),
) -> Page<T> {
    let order: Arc<str> = ranking.into();
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let has_next = has_more || found.len() > size;
    let items = found.into_iter().take(size).map(|(place, node)| Item {
        node: Arc::new(node),
        position: Position {
            order: Arc::clone(&order),
            keys: vec![
                Key::Long(i64::from(place.score.to_bits())),
                Key::Id(Uuid::from_u128(place.key)),
            ],
        },
    });
    Page {
        items: items.collect(),
        has_next,
        has_previous: is_behind,
        total: None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_it_ended() {
        let at = |score, key| Cursor { score, key };
        let found = vec![(at(0.5, 1), "a"), (at(0.25, 2), "b"), (at(0.25, 3), "c")];
        let page = ranked("similar", found, (2, false, false));
        assert!(page.has_next && page.items.len() == 2);
        let cursor = page.items.last().unwrap().cursor();
        assert_eq!(place("similar", Some(&cursor)).unwrap(), Some(at(0.25, 2)));
        for (ranking, text) in [
            ("search", cursor.as_str()),
            ("similar", "x"),
            ("similar", ""),
        ] {
            assert!(place(ranking, Some(text)).is_err(), "{ranking} {text}");
        }
    }
}
