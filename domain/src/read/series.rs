//! Pages of a list whose own keys are its order and are unique together.
//!
//! Invariant: it is paged, cut and counted like every other list; it is read forward only.

use super::{
    Item, ListRequest, Page, Position, Reader, TOTAL_CAP, Total,
    cursor::{self, Key},
    order::{self, OrderKey},
};
use crate::error::Result;
use sea_orm::{
    QueryResult,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use std::sync::Arc;

/// A list: its statement without order, how many columns that has, and its keys.
pub(crate) struct Series<'k> {
    pub(crate) statement: SelectStatement,
    pub(crate) width: usize,
    pub(crate) keys: &'k [OrderKey],
}

impl Reader<'_> {
    /// A page of such a list.
    pub(crate) async fn series<T>(
        &self,
        series: Series<'_>,
        list: &ListRequest,
        decode: impl Fn(&QueryResult) -> Result<T>,
    ) -> Result<Page<T>> {
        let order: Arc<str> = order::fingerprint(series.keys).into();
        let mut page = series.statement.clone();
        if let Some(text) = &list.page.after {
            let position = cursor::parse("after", text, &order, series.keys)?;
            page.cond_where(order::behind(series.keys, &position));
        }
        for key in series.keys {
            page.column(key.column.clone());
            page.order_by(key.column.clone(), key.direction.sql());
        }
        page.limit(list.page.size + 1);
        let mut items = Vec::new();
        for row in self.ctx().rows(&page).await? {
            let keys = (series.width..).zip(series.keys);
            let keys = keys.map(|(at, key)| Key::decode(&row, at, key.kind));
            let position = Position {
                order: Arc::clone(&order),
                keys: keys.collect::<std::result::Result<_, _>>()?,
            };
            let node = Arc::new(decode(&row)?);
            items.push(Item { node, position });
        }
        let mut page = Page::cut(items, &list.page);
        if list.total {
            page.total = Some(self.length(series.statement).await?);
        }
        Ok(page)
    }

    /// The cursor of the last row of such a list, `None` where it is empty.
    pub(crate) async fn end_of(&self, series: Series<'_>) -> Result<Option<String>> {
        let mut last = series.statement;
        for key in series.keys {
            last.column(key.column.clone());
            last.order_by(key.column.clone(), key.direction.reversed(true).sql());
        }
        let rows = self.ctx().first_rows(&last, 1).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let keys = (series.width..).zip(series.keys);
        let keys = keys.map(|(at, key)| Key::decode(row, at, key.kind));
        let position = Position {
            order: order::fingerprint(series.keys).into(),
            keys: keys.collect::<std::result::Result<_, _>>()?,
        };
        Ok(Some(position.cursor()))
    }

    async fn length(&self, mut rows: SelectStatement) -> Result<Total> {
        rows.clear_selects();
        rows.expr_as(Expr::val(1), Alias::new("one"));
        rows.limit(TOTAL_CAP + 1);
        let count = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(rows, Alias::new("counted"))
            .to_owned();
        let rows = self.ctx().rows(&count).await?;
        let counted = rows.first().map(|row| row.try_get_by_index::<i64>(0));
        let counted = counted.transpose()?.unwrap_or(0);
        Ok(Total::of(u64::try_from(counted).unwrap_or(0)))
    }
}
