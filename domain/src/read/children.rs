//! Lists below many nodes at once: one statement for all of them, cut for each of them in SQL.
//!
//! Invariant: however many parents there are, each list is read no further than its page plus one row.

use super::{
    EdgeSelect, Item, ListRequest, Page, Parent, Reader, Row, TOTAL_CAP, Total, array, node::Step,
    plan::Plan,
};
use crate::error::Result;
use sea_orm::{
    DbBackend, EntityTrait, TryGetable, Value,
    sea_query::{
        Alias, ArrayType, Asterisk, Expr, ExprTrait, Func, JoinType, OverStatement, Query,
        SelectStatement, SimpleExpr, WindowStatement,
    },
};
use std::{collections::HashMap, hash::Hash, sync::Arc};
use uuid::Uuid;

/// Names of what the statement adds for itself.
const PARENT: &str = "parent_key";
const NUMBER: &str = "row_no";
const CHILD: &str = "child";

/// The key by which children name their parent.
pub trait ParentKey: TryGetable + Clone + Eq + Hash + Send + Sync + 'static {
    /// `column` is one of `keys`.
    fn among(backend: DbBackend, column: Expr, keys: &[Self]) -> Expr;
    /// A PostgreSQL array of them.
    fn array(keys: &[Self]) -> Value;
    /// One as a parameter.
    fn value(&self) -> Value;
}

impl ParentKey for Uuid {
    fn among(backend: DbBackend, column: Expr, keys: &[Self]) -> Expr {
        array::in_uuids(backend, column, keys)
    }
    fn array(keys: &[Self]) -> Value {
        let values = keys.iter().map(|key| Value::Uuid(Some(*key))).collect();
        Value::Array(ArrayType::Uuid, Some(Box::new(values)))
    }
    fn value(&self) -> Value {
        (*self).into()
    }
}

impl ParentKey for String {
    fn among(backend: DbBackend, column: Expr, keys: &[Self]) -> Expr {
        array::in_texts(backend, column, keys)
    }
    fn array(keys: &[Self]) -> Value {
        let values = keys.iter().map(|key| key.clone().into()).collect();
        Value::Array(ArrayType::String, Some(Box::new(values)))
    }
    fn value(&self) -> Value {
        self.clone().into()
    }
}

impl Reader<'_> {
    /// An edge to many rows.
    pub(crate) fn to_many<'b, P: Parent, R: Row, K: ParentKey>(
        &'b self,
        nodes: &'b mut [P],
        edge: &'b EdgeSelect,
        foreign_key: <R::Entity as EntityTrait>::Column,
        key: impl Fn(&P) -> K + Send + 'b,
    ) -> Step<'b> {
        Box::pin(async move {
            let mut keys: Vec<K> = Vec::with_capacity(nodes.len());
            for node in nodes.iter() {
                keys.push(key(node));
            }
            let pages = self.children::<R, K>(&keys, foreign_key, edge).await?;
            for node in nodes {
                let page = pages.get(&key(node)).cloned();
                node.edges_mut()
                    .put_many(&edge.key, page.unwrap_or_else(|| Arc::new(Page::empty())));
            }
            Ok(())
        })
    }

    async fn children<R: Row, K: ParentKey>(
        &self,
        parents: &[K],
        foreign_key: <R::Entity as EntityTrait>::Column,
        edge: &EdgeSelect,
    ) -> Result<HashMap<K, Arc<Page<R>>>> {
        let EdgeSelect { list, select, .. } = edge;
        if parents.is_empty() {
            return Ok(HashMap::new());
        }
        let mut plan = Plan::new::<R>(&self.ctx().audience(), list, self.fields::<R>(select))?;
        plan.statement
            .expr_as(Expr::col(foreign_key), Alias::new(PARENT));
        let statement = cut(
            self.backend(),
            &plan,
            (parents, Expr::col(foreign_key)),
            list.page.size + 1,
        );
        let (mut rows, mut places) = (Vec::new(), Vec::new());
        for row in self.ctx().rows(&statement).await? {
            rows.push(self.decode::<R>(&row, select)?);
            places.push((row.try_get_by_index::<K>(plan.end())?, plan.position(&row)?));
        }
        self.follow(&mut rows, select).await?;
        let mut lists: HashMap<K, Vec<Item<R>>> = parents
            .iter()
            .map(|key| (key.clone(), Vec::new()))
            .collect();
        for (row, (owner, position)) in rows.into_iter().zip(places) {
            let node = Arc::new(row);
            lists
                .entry(owner)
                .or_default()
                .push(Item { node, position });
        }
        let totals = self.totals::<R, K>(parents, foreign_key, list).await?;
        let pages = lists.into_iter().map(|(key, items)| {
            let mut page = Page::cut(items, &list.page);
            page.total = list
                .total
                .then(|| Total::of(totals.get(&key).copied().unwrap_or(0)));
            (key, Arc::new(page))
        });
        Ok(pages.collect())
    }

    /// The lengths of the lists below the parents, if they were asked for.
    async fn totals<R: Row, K: ParentKey>(
        &self,
        parents: &[K],
        foreign_key: <R::Entity as EntityTrait>::Column,
        list: &ListRequest,
    ) -> Result<HashMap<K, u64>> {
        if !list.total {
            return Ok(HashMap::new());
        }
        let column = Expr::col(foreign_key);
        let mut rows = Plan::counted::<R>(&self.ctx().audience(), list);
        rows.expr_as(column.clone(), Alias::new(PARENT));
        let rows = match self.backend() {
            DbBackend::Postgres => lateral(rows, parents, column),
            // SQLite has no lateral join; there the rows are counted whole.
            backend => rows
                .reset_limit()
                .cond_where(K::among(backend, column, parents))
                .to_owned(),
        };
        let statement = Query::select()
            .column(Alias::new(PARENT))
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(rows, Alias::new("counted"))
            .group_by_col(Alias::new(PARENT))
            .to_owned();
        let mut totals = HashMap::new();
        for row in self.ctx().rows(&statement).await? {
            let counted = u64::try_from(row.try_get_by_index::<i64>(1)?).unwrap_or(0);
            totals.insert(row.try_get_by_index(0)?, Ord::min(counted, TOTAL_CAP + 1));
        }
        Ok(totals)
    }
}

/// Cuts the rows of each parent to `limit`.
fn cut<K: ParentKey>(
    backend: DbBackend,
    plan: &Plan,
    parents: (&[K], SimpleExpr),
    limit: u64,
) -> SelectStatement {
    let (keys, column) = parents;
    if let [only] = keys {
        // The commonest case needs neither window nor join, and an index answers it.
        let mut statement = plan.ordered();
        return statement
            .and_where(column.eq(only.value()))
            .limit(limit)
            .to_owned();
    }
    match backend {
        DbBackend::Postgres => lateral(plan.ordered().limit(limit).to_owned(), keys, column),
        _ => windowed(backend, plan, (keys, column), limit),
    }
}

/// PostgreSQL: for each parent the beginning of its list, straight from an index.
fn lateral<K: ParentKey>(
    mut rows: SelectStatement,
    keys: &[K],
    column: SimpleExpr,
) -> SelectStatement {
    let parent = (Alias::new("parent"), Alias::new("parent"));
    rows.and_where(column.eq(Expr::col(parent)));
    let unnest = Func::cust(Alias::new("unnest")).arg(Expr::val(K::array(keys)));
    Query::select()
        .column((Alias::new(CHILD), Asterisk))
        .from_function(unnest, Alias::new("parent"))
        .join_lateral(
            JoinType::InnerJoin,
            rows,
            Alias::new(CHILD),
            Expr::cust("TRUE"),
        )
        .to_owned()
}

/// SQLite has no lateral join: the rows are numbered for each parent.
fn windowed<K: ParentKey>(
    backend: DbBackend,
    plan: &Plan,
    parents: (&[K], SimpleExpr),
    limit: u64,
) -> SelectStatement {
    let (keys, column) = parents;
    let mut window = WindowStatement::new();
    window.add_partition_by(column.clone());
    for key in &plan.keys {
        window.order_by_expr(Expr::col(key.column.clone()), key.direction.sql());
    }
    let mut rows = plan.statement.clone();
    rows.expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new(NUMBER));
    rows.cond_where(K::among(backend, column, keys));
    Query::select()
        .column(Asterisk)
        .from_subquery(rows, Alias::new(CHILD))
        .and_where(Expr::col(Alias::new(NUMBER)).lte(limit))
        .order_by(Alias::new(PARENT), sea_orm::Order::Asc)
        .order_by(Alias::new(NUMBER), sea_orm::Order::Asc)
        .to_owned()
}
