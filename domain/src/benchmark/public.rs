//! Public values of an indicator, kept in the process: of a year, or the newest of each city.
//!
//! Kept is what everybody may read at any time and nothing else: public, without embargo. What a reader may read beyond that is
//! read for them each time. Before a column is used, the change feed is asked for what is behind the last entry that is known,
//! as before a search; a column that is older than the last change of a value is read again. So a value that is corrected or
//! taken back counts nowhere from that moment on, on every copy of the service.
//!
//! Invariant: a column is read as nobody in particular, so row security stands behind it; memory is bounded.

use super::value::Known;
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    read::{ListOf, Lists, lists},
    store::Store,
};
use chrono::{DateTime, Utc};
use entity::{
    id::IndicatorId,
    observation::{Column as Of, Entity},
    scope::{Audience, TenantTable},
    value::{ConfStatus, ObsStatus, ValueKind, Visibility},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, IdenStatic, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};
use std::{
    cmp::Reverse,
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Values that are kept: some 50 bytes each.
const MOST: usize = 1_500_000;

/// An indicator in a year, or each city's newest value.
pub(super) type Key = (IndicatorId, Option<i32>);

/// The value of a city.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// The year.
    pub year: i32,
    /// What is known.
    pub known: Known,
    /// Whether the city's own organisation says so.
    pub is_own: bool,
    /// When it was entered.
    pub at: DateTime<Utc>,
}

/// The values of all cities, by their keys.
#[derive(Debug)]
pub(super) struct Column {
    seq: i64,
    /// Keys of the cities as numbers, in order; apart from the cells, so that a search touches little memory.
    keys: Vec<u32>,
    cells: Vec<Cell>,
}

impl Column {
    /// The value of a city.
    pub(super) fn of(&self, ags: &str) -> Option<&Cell> {
        let ags: u32 = ags.parse().ok()?;
        self.cells.get(self.keys.binary_search(&ags).ok()?)
    }
}

/// The columns that are kept.
#[derive(Debug, Default)]
pub(crate) struct PublicFigures {
    kept: Mutex<Kept>,
    /// One column is read at a time: who waits mostly waits for the same one.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    columns: HashMap<Key, (u64, Arc<Column>)>,
    uses: u64,
}

impl PublicFigures {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, key: Key, seq: i64) -> Option<Arc<Column>> {
        let mut kept = self.kept();
        kept.uses += 1;
        let uses = kept.uses;
        let (used, column) = kept.columns.get_mut(&key)?;
        *used = uses;
        (column.seq >= seq).then(|| Arc::clone(column))
    }

    fn keep(&self, key: Key, column: &Arc<Column>) {
        let mut kept = self.kept();
        kept.uses += 1;
        let uses = kept.uses;
        kept.columns.insert(key, (uses, Arc::clone(column)));
        while kept
            .columns
            .values()
            .map(|(_, column)| column.cells.len())
            .sum::<usize>()
            > MOST
        {
            let oldest = kept.columns.iter().min_by_key(|(_, (used, _))| *used);
            let Some(oldest) = oldest.map(|(key, _)| *key) else {
                break;
            };
            kept.columns.remove(&oldest);
        }
    }
}

/// The column of a key as it is now; none where changes are not followed yet, as when the service has just started.
pub(super) async fn column(ctx: &Ctx, key: Key) -> Result<Option<Arc<Column>>> {
    let store = ctx.store();
    let index = store.index();
    if !index.is_ready() {
        return Ok(None);
    }
    index.catch_up(store).await?;
    let seq = index.last_figure();
    let figures = store.public_figures();
    if let Some(column) = figures.find(key, seq) {
        return Ok(Some(column));
    }
    let _turn = figures.turn.lock().await;
    if let Some(column) = figures.find(key, seq) {
        return Ok(Some(column));
    }
    let column = Arc::new(read(ctx, store, key, seq).await?);
    figures.keep(key, &column);
    Ok(Some(column))
}

/// What everybody may read at any time.
pub(super) fn is_kept() -> Condition {
    Condition::all()
        .add(Expr::col(Of::Visibility).eq(Expr::Constant(Visibility::Public.word().into())))
        .add(Of::EmbargoUntil.is_null())
}

const COLUMNS: [(Of, ListOf); 6] = [
    (Of::CityAgs, ListOf::Plain),
    (Of::Year, ListOf::Plain),
    (Of::Value, ListOf::Number),
    (Of::ObsStatus, ListOf::Plain),
    (Of::TenantId, ListOf::Key),
    (Of::RecordedAt, ListOf::Plain),
];

fn statement(now: DateTime<Utc>, (indicator, year): Key) -> SelectStatement {
    let rows = Entity::visible_to(&Audience { tenant: None, now })
        .filter(Of::IndicatorId.eq(indicator.0))
        .filter(Expr::col(Of::ValueKind).eq(Expr::Constant(ValueKind::Measured.word().into())))
        .filter(Of::ConfStatus.ne(ConfStatus::NotForPublication))
        .filter(is_kept())
        .select_only()
        .columns(COLUMNS.map(|(column, _)| column));
    if let Some(year) = year {
        return rows.filter(Of::Year.eq(year)).into_query();
    }
    let is_known = Condition::any()
        .add(Of::Value.is_not_null())
        .add(Of::ObsStatus.eq(ObsStatus::NotApplicable));
    let mut rows = rows.filter(is_known).into_query();
    let newest = Expr::cust("RANK() OVER (PARTITION BY city_ags ORDER BY year DESC)");
    rows.expr_as(newest, Alias::new("place"));
    Query::select()
        .columns(COLUMNS.map(|(column, _)| Alias::new(column.as_str())))
        .from_subquery(rows, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new("place")).eq(1))
        .to_owned()
}

async fn read(ctx: &Ctx, store: &Store, key: Key, seq: i64) -> Result<Column> {
    let backend = store.reader().get_database_backend();
    let columns = COLUMNS.map(|(column, of)| (column.as_str(), of));
    let statement = lists(backend, columns, statement(ctx.now(), key));
    let row = store
        .reader()
        .query_one_raw(backend.build(&statement))
        .await?;
    let mut cells = match &row {
        Some(row) => cells(ctx, &mut Lists::new(backend, row))?,
        None => Vec::new(),
    };
    // What a city says of itself counts before what others say of it, then what was entered last.
    cells.sort_unstable_by_key(|(key, cell)| (*key, Reverse((cell.is_own, cell.at))));
    cells.dedup_by_key(|(key, _)| *key);
    let (keys, cells) = cells.into_iter().unzip();
    Ok(Column { seq, keys, cells })
}

/// The cells of the lists of [`COLUMNS`].
fn cells(ctx: &Ctx, lists: &mut Lists<'_>) -> Result<Vec<(u32, Cell)>> {
    let (cities, years) = (lists.plain::<String>()?, lists.plain()?);
    let (values, statuses) = (lists.numbers()?, lists.plain::<String>()?);
    let (owners, moments) = (lists.keys()?, lists.plain()?);
    let rows = cities.iter().zip(years).zip(values).zip(statuses);
    let mut cells = Vec::with_capacity(cities.len());
    for (((((ags, year), value), status), owner), at) in rows.zip(owners).zip(moments) {
        let Ok(key) = ags.parse() else {
            continue;
        };
        let status = ObsStatus::from_word(&status)
            .ok_or_else(|| Error::Internal(format!("{status:?} is no status of a value")))?;
        let own = ctx.reference().tenant_of_city(ags);
        let cell = Cell {
            year,
            known: Known::of(value, status),
            is_own: own.is_some_and(|own| own.id.0 == owner),
            at,
        };
        cells.push((key, cell));
    }
    Ok(cells)
}
