//! What a value was before it was corrected.
//!
//! Invariant: a reader sees those former values that they may read, as they may read them; however many values are asked
//! about, it is one statement.

use super::Observation;
use crate::{
    error::{Error, Result},
    read::{EdgeSelect, Reader, Row, Select, Step, in_uuids},
};
use entity::{
    id::ObservationId,
    observation::{Column, Entity},
    scope::TenantTable,
};
use sea_orm::{
    ColumnTrait, Order, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{
        Alias, Asterisk, Condition, Expr, ExprTrait, JoinType, Query, SelectStatement,
        WindowStatement,
    },
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// So many former values of one are shown, the newest.
pub const MOST: u64 = 20;

const TOP: &str = "top";
const PARENT: &str = "parent_key";
const NUMBER: &str = "row_no";

/// The former values of one that the caller may read, be it a former one itself; the newest first.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn revisions(
    reader: &Reader<'_>,
    id: ObservationId,
    select: &Select,
) -> Result<Vec<Arc<Observation>>> {
    let own = Entity::ever_visible_to(&reader.ctx().audience()).filter(Column::Id.eq(id.0));
    if reader.ctx().records(own).await?.is_empty() {
        return Err(Error::NotFound("observation"));
    }
    let found = former(reader, &[id.0], select).await?;
    let mut rows: Vec<Observation> = found.into_iter().map(|(_, row)| row).collect();
    reader.follow(&mut rows, select).await?;
    Ok(rows.into_iter().map(Arc::new).collect())
}

/// The edge from values to what they were.
pub(super) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Observation],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let ids: Vec<Uuid> = nodes.iter().map(|node| node.id.0).collect();
        let found = former(reader, &ids, &edge.select).await?;
        let (tops, mut rows): (Vec<Uuid>, Vec<Observation>) = found.into_iter().unzip();
        reader.follow(&mut rows, &edge.select).await?;
        let mut lists: HashMap<Uuid, Vec<Arc<Observation>>> = HashMap::new();
        for (top, row) in tops.into_iter().zip(rows) {
            lists.entry(top).or_default().push(Arc::new(row));
        }
        for node in nodes {
            let list = lists.remove(&node.id.0).unwrap_or_default();
            node.edges.put_one(&edge.key, Some(Arc::new(list)));
        }
        Ok(())
    })
}

async fn former(
    reader: &Reader<'_>,
    tops: &[Uuid],
    select: &Select,
) -> Result<Vec<(Uuid, Observation)>> {
    if tops.is_empty() {
        return Ok(Vec::new());
    }
    let columns = Observation::columns(reader.fields::<Observation>(select));
    let width = columns.len();
    let rows = reader.ctx().rows(&statement(reader, tops, columns)).await?;
    let row = |row: &sea_orm::QueryResult| {
        Ok((
            row.try_get_by_index(width)?,
            reader.decode::<Observation>(row, select)?,
        ))
    };
    rows.iter().map(row).collect()
}

/// The rows of the same place with a lower revision, numbered from the newest.
fn statement(reader: &Reader<'_>, tops: &[Uuid], columns: Vec<Column>) -> SelectStatement {
    let ctx = reader.ctx();
    let of_top = |column: Column| Expr::col((Alias::new(TOP), column));
    let own = |column: Column| Expr::col((Entity, column));
    let place = [
        Column::TenantId,
        Column::IndicatorId,
        Column::CityAgs,
        Column::Year,
        Column::ValueKind,
    ];
    let same = place.into_iter().fold(Condition::all(), |all, column| {
        all.add(own(column).eq(of_top(column)))
    });
    let mut window = WindowStatement::partition_by((Alias::new(TOP), Column::Id));
    window.order_by((Entity, Column::Revision), Order::Desc);
    let mut rows = Entity::ever_visible_to(&ctx.audience())
        .select_only()
        .columns(columns)
        .into_query();
    rows.expr_as(of_top(Column::Id), Alias::new(PARENT))
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new(NUMBER))
        .join_as(
            JoinType::InnerJoin,
            Entity,
            Alias::new(TOP),
            same.add(own(Column::Revision).lt(of_top(Column::Revision))),
        )
        .cond_where(in_uuids(ctx.backend(), of_top(Column::Id), tops));
    Query::select()
        .column(Asterisk)
        .from_subquery(rows, Alias::new("former"))
        .and_where(Expr::col(Alias::new(NUMBER)).lte(MOST))
        .order_by(Alias::new(PARENT), Order::Asc)
        .order_by(Alias::new(NUMBER), Order::Asc)
        .to_owned()
}
