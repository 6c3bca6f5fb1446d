//! The statement for a list: columns, scope, filter, order and the place where the page begins.
//!
//! Invariant: every statement starts from the scope of an audience.

use super::{
    Fields, ListRequest, Position, Row, TOTAL_CAP,
    cursor::{self, Key},
    order::{self, OrderKey},
};
use crate::error::Result;
use entity::scope::Audience;
use sea_orm::{
    DbErr, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use std::sync::Arc;

/// A statement in the making, with what is needed to read its answer.
pub(super) struct Plan {
    /// The row's columns, then the order's.
    pub(super) statement: SelectStatement,
    /// The order, in the direction in which the page is read.
    pub(super) keys: Vec<OrderKey>,
    /// How many columns the row has.
    width: usize,
    fingerprint: Arc<str>,
}

impl Plan {
    /// The plan for a list, still without a limit.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a cursor that is none.
    pub(super) fn new<R: Row>(
        audience: &Audience,
        list: &ListRequest,
        fields: Fields,
    ) -> Result<Self> {
        let columns = R::columns(fields);
        let width = columns.len();
        let mut statement = R::scope(audience)
            .select_only()
            .columns(columns)
            .into_query();
        let keys = order::keys(&list.order, list.page.is_backward);
        // The fingerprint is that of the list, not of the direction in which this page reads it.
        let fingerprint = order::fingerprint(&order::keys(&list.order, false));
        for (cursor, argument, is_backward) in [
            (&list.page.after, "after", false),
            (&list.page.before, "before", true),
        ] {
            if let Some(text) = cursor {
                let towards = order::keys(&list.order, is_backward);
                let position = cursor::parse(argument, text, &fingerprint, &towards)?;
                statement.cond_where(order::behind(&towards, &position));
            }
        }
        if let Some(condition) = &list.condition {
            statement.cond_where(condition.clone());
        }
        for key in &keys {
            statement.column(key.column.clone());
        }
        Ok(Self {
            statement,
            keys,
            width,
            fingerprint: fingerprint.into(),
        })
    }

    /// The place of the first column behind the row and its order.
    pub(super) fn end(&self) -> usize {
        self.width + self.keys.len()
    }

    /// Where a row of the answer stands in its list.
    pub(super) fn position(&self, row: &QueryResult) -> std::result::Result<Position, DbErr> {
        let keys = self.keys.iter().enumerate();
        let keys = keys.map(|(at, key)| Key::decode(row, self.width + at, key.kind));
        Ok(Position {
            order: Arc::clone(&self.fingerprint),
            keys: keys.collect::<std::result::Result<_, _>>()?,
        })
    }

    /// Adds the order to a statement that does not number its rows.
    pub(super) fn ordered(&self) -> SelectStatement {
        let mut statement = self.statement.clone();
        for key in &self.keys {
            statement.order_by(key.column.clone(), key.direction.sql());
        }
        statement
    }

    /// The rows of a list that count, cut where counting stops.
    pub(super) fn counted<R: Row>(audience: &Audience, list: &ListRequest) -> SelectStatement {
        let mut rows = R::scope(audience).select_only().into_query();
        rows.expr_as(Expr::val(1), Alias::new("one"));
        if let Some(condition) = &list.condition {
            rows.cond_where(condition.clone());
        }
        rows.limit(TOTAL_CAP + 1);
        rows
    }

    /// The length of a list.
    pub(super) fn count<R: Row>(audience: &Audience, list: &ListRequest) -> SelectStatement {
        Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(Self::counted::<R>(audience, list), Alias::new("counted"))
            .to_owned()
    }
}
