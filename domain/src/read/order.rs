//! The order of a list and the condition that continues it behind a row.
//!
//! Invariant: the id is always the last key, so that the order is total and a page neither repeats nor skips a row.

use super::cursor::Key;
use sea_orm::{
    Condition, Value,
    sea_query::{Alias, DynIden, Expr, ExprTrait, IntoIden, Order},
};

/// What the values of an order key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Text, compared byte by byte.
    Text,
    /// A whole number.
    Integer,
    /// A whole number without bounds.
    Long,
    /// A moment.
    Moment,
    /// An id.
    Id,
}

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Direction {
    /// The smallest first.
    #[default]
    Asc,
    /// The largest first.
    Desc,
}

impl Direction {
    pub(super) const fn reversed(self, reverse: bool) -> Self {
        match (self, reverse) {
            (direction, false) => direction,
            (Self::Asc, true) => Self::Desc,
            (Self::Desc, true) => Self::Asc,
        }
    }

    pub(super) const fn sql(self) -> Order {
        match self {
            Self::Asc => Order::Asc,
            Self::Desc => Order::Desc,
        }
    }
}

/// A named order of a list, as a caller asks for it.
#[derive(Clone, Copy, Debug)]
pub struct OrderBy<F> {
    /// By what.
    pub field: F,
    /// In which direction.
    pub direction: Direction,
}

/// A column by which a list is ordered.
#[derive(Clone, Debug)]
pub struct OrderKey {
    /// The column.
    pub column: DynIden,
    /// What its values are.
    pub kind: KeyKind,
    /// In which direction.
    pub direction: Direction,
}

impl OrderKey {
    /// A column that is never empty.
    pub fn new(column: impl IntoIden, kind: KeyKind, direction: Direction) -> Self {
        Self {
            column: column.into_iden(),
            kind,
            direction,
        }
    }
}

/// The keys with the id at their end, turned round for a backward page.
pub(super) fn keys(order: &[OrderKey], is_backward: bool) -> Vec<OrderKey> {
    let last = order.last().map_or(Direction::Asc, |key| key.direction);
    let mut keys: Vec<OrderKey> = order.to_vec();
    keys.push(OrderKey::new(Alias::new("id"), KeyKind::Id, last));
    for key in &mut keys {
        key.direction = key.direction.reversed(is_backward);
    }
    keys
}

/// A fingerprint of an order: a cursor holds only for the order it was made for.
pub(super) fn fingerprint(order: &[OrderKey]) -> String {
    let mut text = String::new();
    for key in order {
        text.push_str(&key.column.to_string());
        text.push(match key.direction {
            Direction::Asc => '+',
            Direction::Desc => '-',
        });
    }
    text
}

/// The rows behind a position, in the direction of the keys.
pub(super) fn behind(keys: &[OrderKey], position: &[Key]) -> Condition {
    let is_uniform = keys.windows(2).all(|pair| match pair {
        [a, b] => a.direction == b.direction,
        _ => true,
    });
    let columns: Vec<Expr> = keys
        .iter()
        .map(|key| Expr::col(key.column.clone()))
        .collect();
    let values: Vec<Value> = position.iter().map(Key::value).collect();
    if is_uniform {
        // A row comparison is what both databases answer from an index.
        let left = Expr::tuple(columns);
        let right = Expr::tuple(values.into_iter().map(Expr::val));
        let direction = keys.first().map_or(Direction::Asc, |key| key.direction);
        return Condition::all().add(match direction {
            Direction::Asc => left.gt(right),
            Direction::Desc => left.lt(right),
        });
    }
    expanded(keys, &columns, &values)
}

/// `a > x OR (a = x AND b < y) OR …` for keys of different directions.
fn expanded(keys: &[OrderKey], columns: &[Expr], values: &[Value]) -> Condition {
    let mut any = Condition::any();
    for (at, ((key, column), value)) in keys.iter().zip(columns).zip(values).enumerate() {
        let mut all = Condition::all();
        for (column, value) in columns.iter().zip(values).take(at) {
            all = all.add(column.clone().eq(value.clone()));
        }
        all = all.add(match key.direction {
            Direction::Asc => column.clone().gt(value.clone()),
            Direction::Desc => column.clone().lt(value.clone()),
        });
        any = any.add(all);
    }
    any
}
