//! Columns as lists, all rows in one: for thousands of rows that takes a quarter of the time of reading them one by one.
//! PostgreSQL has arrays for it, SQLite JSON.
//!
//! Invariant: the lists of a row are equally long, and what stands at the same place is of the same record; numbers keep
//! every bit.

use crate::error::{Error, Result};
use sea_orm::{
    DbBackend, QueryResult, TryGetable,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListOf {
    /// Whole numbers, texts, moments.
    Plain,
    /// Numbers that may be missing.
    Number,
    /// Keys.
    Key,
}

/// The one row of all records that a statement finds, with a list for each of its columns that is named.
pub(crate) fn lists(
    backend: DbBackend,
    columns: impl IntoIterator<Item = (&'static str, ListOf)>,
    records: SelectStatement,
) -> SelectStatement {
    let mut row = Query::select();
    for (name, of) in columns {
        row.expr(list(backend, name, of));
    }
    row.from_subquery(records, Alias::new("record"));
    row
}

fn list(backend: DbBackend, name: &'static str, of: ListOf) -> Expr {
    let is_postgres = backend == DbBackend::Postgres;
    let template = match (of, is_postgres) {
        (ListOf::Plain | ListOf::Key, true) => "array_agg($1)",
        // An array of which an element is missing could not be read.
        (ListOf::Number, true) => "array_agg(COALESCE($1, 'NaN'))",
        (ListOf::Plain, false) => "json_group_array(?)",
        // As a number, JSON would have fifteen digits of it.
        (ListOf::Number, false) => "json_group_array(printf('%!.17g', ?))",
        (ListOf::Key, false) => "json_group_array(hex(?))",
    };
    Expr::cust_with_exprs(template, [Expr::col(Alias::new(name))])
}

/// Reads lists of a row, from the first on.
pub(crate) struct Lists<'a> {
    backend: DbBackend,
    row: &'a QueryResult,
    next: usize,
}

impl<'a> Lists<'a> {
    pub(crate) const fn new(backend: DbBackend, row: &'a QueryResult) -> Self {
        Self {
            backend,
            row,
            next: 0,
        }
    }

    /// The next list, of whole numbers, texts or moments.
    pub(crate) fn plain<T: DeserializeOwned>(&mut self) -> Result<Vec<T>>
    where
        Vec<T>: TryGetable,
    {
        match self.backend {
            DbBackend::Postgres => self.array(),
            _ => self.json(),
        }
    }

    /// The next list, of keys.
    pub(crate) fn keys(&mut self) -> Result<Vec<Uuid>> {
        if self.backend == DbBackend::Postgres {
            return self.array();
        }
        let texts = self.json::<String>()?.into_iter();
        let read = |text: String| text.parse().map_err(|_| unreadable(&text));
        texts.map(read).collect()
    }

    /// The next list, of numbers that may be missing.
    pub(crate) fn numbers(&mut self) -> Result<Vec<Option<f64>>> {
        if self.backend == DbBackend::Postgres {
            let all: Vec<f64> = self.array()?;
            let known = |number: f64| Some(number).filter(|number| !number.is_nan());
            return Ok(all.into_iter().map(known).collect());
        }
        let read = |text: Option<String>| match text {
            Some(text) => text.parse().map(Some).map_err(|_| unreadable(&text)),
            None => Ok(None),
        };
        self.json()?.into_iter().map(read).collect()
    }

    fn take<T: TryGetable>(&mut self) -> Result<T> {
        let place = self.next;
        self.next += 1;
        Ok(self.row.try_get_by_index(place)?)
    }

    /// Of no records there is no array.
    fn array<T>(&mut self) -> Result<Vec<T>>
    where
        Vec<T>: TryGetable,
    {
        Ok(self.take::<Option<Vec<T>>>()?.unwrap_or_default())
    }

    fn json<T: DeserializeOwned>(&mut self) -> Result<Vec<T>> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|error| unreadable(&error.to_string()))
    }
}

fn unreadable(what: &str) -> Error {
    Error::Internal(format!(
        "a list that the database gave cannot be read: {what}"
    ))
}
