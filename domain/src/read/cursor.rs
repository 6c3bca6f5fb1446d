//! Cursors: where a row stands in an ordered list.
//!
//! Invariant: a cursor is opaque, holds only for the order it was made for, and gives no access: the rows behind it are
//! read through the same scope as any other.

use super::order::{KeyKind, OrderKey};
use crate::error::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult, Value};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// Longer than any cursor of ours; checked before anything is decoded.
const LONGEST: usize = 2_048;

/// The value of one order key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A whole number without bounds.
    Long(i64),
    /// A moment.
    Moment(DateTime<Utc>),
    /// An id.
    Id(Uuid),
}

impl Key {
    /// Reads it from a column of an answer.
    pub(super) fn decode(
        row: &QueryResult,
        at: usize,
        kind: KeyKind,
    ) -> std::result::Result<Self, DbErr> {
        Ok(match kind {
            KeyKind::Text => Self::Text(row.try_get_by_index(at)?),
            KeyKind::Integer => Self::Integer(i64::from(row.try_get_by_index::<i32>(at)?)),
            KeyKind::Long => Self::Long(row.try_get_by_index(at)?),
            KeyKind::Moment => Self::Moment(row.try_get_by_index(at)?),
            KeyKind::Id => Self::Id(row.try_get_by_index(at)?),
        })
    }

    /// As a parameter of a statement.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Integer(number) => i32::try_from(*number).unwrap_or(i32::MAX).into(),
            Self::Long(number) => (*number).into(),
            Self::Moment(moment) => (*moment).into(),
            Self::Id(id) => (*id).into(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Integer(number) | Self::Long(number) => json!(number),
            Self::Moment(moment) => json!(moment.timestamp_micros()),
            Self::Id(id) => json!(URL_SAFE_NO_PAD.encode(id.as_bytes())),
        }
    }

    fn from_json(value: &serde_json::Value, kind: KeyKind) -> Option<Self> {
        Some(match kind {
            KeyKind::Text => Self::Text(value.as_str()?.to_owned()),
            KeyKind::Integer => Self::Integer(i32::try_from(value.as_i64()?).ok()?.into()),
            KeyKind::Long => Self::Long(value.as_i64()?),
            KeyKind::Moment => Self::Moment(DateTime::from_timestamp_micros(value.as_i64()?)?),
            KeyKind::Id => {
                let bytes = URL_SAFE_NO_PAD.decode(value.as_str()?).ok()?;
                Self::Id(Uuid::from_slice(&bytes).ok()?)
            }
        })
    }
}

/// Where a row stands: the order of its list and the values of its keys.
#[derive(Clone, Debug)]
pub struct Position {
    pub(super) order: Arc<str>,
    pub(super) keys: Vec<Key>,
}

impl Position {
    /// The text for clients.
    #[must_use]
    pub fn cursor(&self) -> String {
        let mut parts = vec![json!(&*self.order)];
        parts.extend(self.keys.iter().map(Key::json));
        URL_SAFE_NO_PAD.encode(serde_json::Value::Array(parts).to_string())
    }
}

/// The key values behind a cursor.
///
/// # Errors
/// `BAD_USER_INPUT` where the text is no cursor, or one of another order.
pub(super) fn parse(
    argument: &str,
    text: &str,
    order: &str,
    keys: &[OrderKey],
) -> Result<Vec<Key>> {
    decode(text, order, keys).ok_or_else(|| {
        Error::invalid(
            argument,
            "ist kein Cursor dieser Liste. Bitte einen Wert aus endCursor, startCursor oder cursor derselben Abfrage mit derselben Sortierung verwenden.",
            "is not a cursor of this list. Please use a value of endCursor, startCursor or cursor of the same query with the same order.",
        )
    })
}

fn decode(text: &str, order: &str, keys: &[OrderKey]) -> Option<Vec<Key>> {
    if text.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let parts: Vec<serde_json::Value> = serde_json::from_slice(&bytes).ok()?;
    let (first, values) = parts.split_first()?;
    if first.as_str()? != order || values.len() != keys.len() {
        return None;
    }
    values
        .iter()
        .zip(keys)
        .map(|(value, key)| Key::from_json(value, key.kind))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::read::order::{Direction, keys};
    use sea_orm::sea_query::Alias;

    fn order() -> Vec<OrderKey> {
        keys(
            &[OrderKey::new(
                Alias::new("title"),
                KeyKind::Text,
                Direction::Asc,
            )],
            false,
        )
    }

    #[test]
    fn a_cursor_survives_its_text_form() {
        let position = Position {
            order: "title+".into(),
            keys: vec![
                Key::Text("Straße für Räder".to_owned()),
                Key::Id(Uuid::from_u128(7)),
            ],
        };
        let parsed = parse("after", &position.cursor(), "title+", &order()).unwrap();
        assert_eq!(parsed, position.keys);
    }

    #[test]
    fn broken_cursors_and_those_of_other_orders_are_refused() {
        let position = Position {
            order: "title+".into(),
            keys: vec![Key::Text("a".to_owned()), Key::Id(Uuid::nil())],
        };
        let good = position.cursor();
        let long = "A".repeat(LONGEST + 1);
        for (text, order_text) in [
            ("", "title+"),
            ("???", "title+"),
            ("ü", "title+"),
            (long.as_str(), "title+"),
            (good.get(1..).unwrap(), "title+"),
            (good.as_str(), "title-"),
        ] {
            assert!(
                parse("after", text, order_text, &order()).is_err(),
                "{text}"
            );
        }
    }
}
