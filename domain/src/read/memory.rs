//! Pages over lists that are kept in the process.
//!
//! Invariant: such a list is paged, cut and counted like one that comes from the database.

use super::{
    cursor::{self, Key, Position},
    order::{Direction, KeyKind, OrderKey},
    page::{Item, Page, PageRequest, Total},
};
use crate::error::Result;
use sea_orm::sea_query::Alias;
use std::sync::Arc;

/// A page of a list in its order; `key` names a row uniquely within the list.
///
/// A cursor whose row has gone continues at the beginning of what is left: reference data changes rarely and never
/// while a client pages.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub fn in_memory<T, N>(
    list: Vec<T>,
    request: &PageRequest,
    key: impl Fn(&T) -> String,
    node: impl Fn(T) -> N,
) -> Result<Page<N>> {
    let order: Arc<str> = "memory".into();
    let total = Total::of(list.len() as u64);
    let after = place(request.after.as_deref(), "after", &list, &key)?;
    let before = place(request.before.as_deref(), "before", &list, &key)?;
    let from = after.map_or(0, |place| place + 1);
    let until = before.unwrap_or(list.len());
    let size = usize::try_from(request.size).unwrap_or(usize::MAX);
    let width = until.saturating_sub(from);
    let (from, taken) = if request.is_backward {
        (from + width.saturating_sub(size), width.min(size))
    } else {
        (from, width.min(size))
    };
    let length = list.len();
    let items = list
        .into_iter()
        .skip(from)
        .take(taken)
        .map(|row| {
            let position = Position {
                order: Arc::clone(&order),
                keys: vec![Key::Text(key(&row))],
            };
            Item {
                node: Arc::new(node(row)),
                position,
            }
        })
        .collect();
    Ok(Page {
        items,
        has_next: from + taken < length,
        has_previous: from > 0,
        total: Some(total),
    })
}

fn place<T>(
    text: Option<&str>,
    argument: &str,
    list: &[T],
    key: &impl Fn(&T) -> String,
) -> Result<Option<usize>> {
    let Some(text) = text else { return Ok(None) };
    let keys = [OrderKey::new(
        Alias::new("key"),
        KeyKind::Text,
        Direction::Asc,
    )];
    let wanted = cursor::parse(argument, text, "memory", &keys)?;
    let Some(Key::Text(wanted)) = wanted.first() else {
        return Ok(None);
    };
    Ok(list.iter().position(|row| key(row) == *wanted))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn page(request: &PageRequest) -> Page<u32> {
        in_memory((0..10_u32).collect(), request, u32::to_string, |row| row).unwrap()
    }

    fn rows(page: &Page<u32>) -> Vec<u32> {
        page.items.iter().map(|item| *item.node).collect()
    }

    #[test]
    fn pages_go_forward_and_backward() {
        let first = page(&PageRequest::first(4));
        assert_eq!(rows(&first), [0, 1, 2, 3]);
        assert!(first.has_next && !first.has_previous);
        let cursor = first.items.last().unwrap().cursor();
        let second = page(&PageRequest::relay(Some(4), Some(cursor), None, None).unwrap());
        assert_eq!(rows(&second), [4, 5, 6, 7]);
        assert!(second.has_next && second.has_previous);
        let cursor = second.items.first().unwrap().cursor();
        let back = page(&PageRequest::relay(None, None, Some(3), Some(cursor)).unwrap());
        assert_eq!(rows(&back), [1, 2, 3]);
        let last = page(&PageRequest::relay(None, None, Some(3), None).unwrap());
        assert_eq!(rows(&last), [7, 8, 9]);
        assert!(!last.has_next && last.has_previous);
    }
}
