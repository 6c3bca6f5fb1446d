//! The cells of a cube, batch by batch.
//!
//! Invariant: memory does not grow with the cube; each batch is one statement on a connection that is given back before the
//! batch goes out, and what was read of others is in their log by then.

use super::{
    cell::{Batch, Cell},
    extent::Wanted,
    registered::{Metric, Part},
};
use crate::{ctx::Ctx, error::Result};
use chrono::{DateTime, Utc};
use entity::{
    id::{IndicatorId, ObservationId, TenantId},
    observation::Column,
    value::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility, Withheld},
};
use sea_orm::{QueryResult, QuerySelect, QueryTrait};
use std::collections::BTreeMap;

/// So many positions are read at once.
const BATCH: usize = 4_096;

/// The cells of a cube, in the order of their positions.
pub struct Cells(State);

enum State {
    Known(Option<Batch>),
    Read(Box<Reading>),
}

impl Cells {
    /// Cells that are there already.
    #[must_use]
    pub fn known(mut cells: Vec<Cell>, size: usize) -> Self {
        cells.sort_by_key(|cell| cell.position);
        let until = size;
        Self(State::Known(Some(Batch { cells, until })))
    }

    pub(super) fn read(reading: Reading) -> Self {
        Self(State::Read(Box::new(reading)))
    }

    /// The next ones; none behind the last. A batch may be empty.
    ///
    /// # Errors
    /// What the database answers, and `UNAUTHENTICATED` where access was revoked meanwhile.
    pub async fn next(&mut self) -> Result<Option<Batch>> {
        match &mut self.0 {
            State::Known(batch) => Ok(batch.take()),
            State::Read(reading) => reading.next().await,
        }
    }
}

/// What is being read.
pub(super) struct Reading {
    pub(super) ctx: Ctx,
    /// In the order of the frame.
    pub(super) metrics: Vec<Metric>,
    /// In the order of the frame: ascending.
    pub(super) cities: Vec<String>,
    /// In the order of the frame: ascending.
    pub(super) years: Vec<i32>,
    pub(super) kind: ValueKind,
    /// The first indicator and the first city that were not read yet.
    pub(super) next: (usize, usize),
}

/// A row with what decides between several for one cell.
struct Found {
    is_own: bool,
    recorded_at: DateTime<Utc>,
    id: ObservationId,
    owner: TenantId,
    visibility: Visibility,
    cell: Cell,
}

impl Found {
    const fn rank(&self) -> (bool, DateTime<Utc>, ObservationId) {
        (self.is_own, self.recorded_at, self.id)
    }
}

const COLUMNS: [Column; 16] = [
    Column::Id,
    Column::TenantId,
    Column::IndicatorId,
    Column::CityAgs,
    Column::Year,
    Column::Visibility,
    Column::RecordedAt,
    Column::ConfStatus,
    Column::Value,
    Column::ObsStatus,
    Column::Sample,
    Column::Numerator,
    Column::Denominator,
    Column::Confidence,
    Column::Source,
    Column::Note,
];

impl Reading {
    async fn next(&mut self) -> Result<Option<Batch>> {
        let (at, from) = self.next;
        let years = self.years.len();
        if at >= self.metrics.len() || self.cities.is_empty() || years == 0 {
            return Ok(None);
        }
        // Whole indicators as long as several fit, else some cities of one.
        let whole = BATCH / (self.cities.len() * years).max(1);
        let (indicators, cities) = match whole {
            0 => (1, (BATCH / years).max(1)),
            several => (several, self.cities.len()),
        };
        let (indicators, cities) = (
            indicators.min(self.metrics.len() - at),
            cities.min(self.cities.len() - from),
        );
        let cells = self.cells((at, indicators), (from, cities)).await?;
        let through = from + cities;
        self.next = match through < self.cities.len() {
            true => (at, through),
            false => (at + indicators, 0),
        };
        let (next, from) = self.next;
        let until = (next * self.cities.len() + from) * years;
        Ok(Some(Batch { cells, until }))
    }

    /// The cells of some indicators and cities, each given by the first and their number.
    async fn cells(
        &self,
        (at, indicators): (usize, usize),
        (from, cities): (usize, usize),
    ) -> Result<Vec<Cell>> {
        let ctx = self.ctx.apart();
        let (metrics, places) = (
            part(&self.metrics, at, indicators),
            part(&self.cities, from, cities),
        );
        let wanted = Wanted {
            metrics: metrics.to_vec(),
            cities: Some(places.to_vec()),
            year_from: self.years.first().copied(),
            year_to: self.years.last().copied(),
            kind: self.kind,
        };
        let rows = wanted.rows(&ctx).columns(COLUMNS).into_query();
        let mut best: BTreeMap<usize, Found> = BTreeMap::new();
        for row in ctx.rows(&rows).await? {
            let Some(found) = self.found(&ctx, &row)? else {
                continue;
            };
            let known = best.get(&found.cell.position);
            if known.is_none_or(|known| known.rank() < found.rank()) {
                best.insert(found.cell.position, found);
            }
        }
        let shown = best.into_iter().map(|(position, found)| {
            ctx.witness(found.owner, found.visibility, || found.id.to_string());
            (position, found.cell)
        });
        let mut shown: BTreeMap<usize, Cell> = shown.collect();
        ctx.keep_reads().await?;
        let part = Part {
            metrics: (at, metrics),
            cities: (from, places),
            years: &self.years,
            width: self.cities.len(),
        };
        part.complete(&ctx, &mut shown);
        Ok(shown.into_values().collect())
    }

    fn place(&self, indicator: IndicatorId) -> Option<usize> {
        let mut all = self.metrics.iter();
        all.position(|metric| metric.figure.indicator() == Some(indicator))
    }

    /// A row at its position; none where it came in the meantime and has none.
    fn found(&self, ctx: &Ctx, row: &QueryResult) -> Result<Option<Found>> {
        let indicator: IndicatorId = row.try_get_by_index(2)?;
        let city: String = row.try_get_by_index(3)?;
        let year: i32 = row.try_get_by_index(4)?;
        let places = (
            self.place(indicator),
            self.cities.binary_search(&city).ok(),
            self.years.binary_search(&year).ok(),
        );
        let (Some(at), Some(place), Some(nth)) = places else {
            return Ok(None);
        };
        let position = (at * self.cities.len() + place) * self.years.len() + nth;
        let owner: TenantId = row.try_get_by_index(1)?;
        let own = ctx.reference().tenant_of_city(&city);
        Ok(Some(Found {
            is_own: own.is_some_and(|tenant| tenant.id == owner),
            recorded_at: row.try_get_by_index(6)?,
            id: row.try_get_by_index(0)?,
            owner,
            visibility: row.try_get_by_index(5)?,
            cell: cell(ctx, owner, position, row)?,
        }))
    }
}

/// So many from a place on, or all that there are.
fn part<T>(all: &[T], from: usize, count: usize) -> &[T] {
    let rest = all.get(from..).unwrap_or_default();
    rest.get(..count).unwrap_or(rest)
}

/// What is not free is for the organisation that entered it.
fn cell(ctx: &Ctx, owner: TenantId, position: usize, row: &QueryResult) -> Result<Cell> {
    let confidential: ConfStatus = row.try_get_by_index(7)?;
    if confidential != ConfStatus::Free && ctx.audience().tenant != Some(owner) {
        let reason = Withheld::NotGranted.word();
        return Ok(Cell::withheld(position, confidential.word(), reason));
    }
    let status: ObsStatus = row.try_get_by_index(9)?;
    let confidence: Confidence = row.try_get_by_index(13)?;
    let visibility: Visibility = row.try_get_by_index(5)?;
    Ok(Cell {
        position,
        value: row.try_get_by_index(8)?,
        obs_status: status.word(),
        conf_status: confidential.word(),
        reason: None,
        sample: row.try_get_by_index(10)?,
        numerator: row.try_get_by_index(11)?,
        denominator: row.try_get_by_index(12)?,
        confidence: Some(confidence.word()),
        visibility: Some(visibility.word()),
        source: Some(row.try_get_by_index(14)?),
        note: row.try_get_by_index(15)?,
        recorded_at: Some(row.try_get_by_index(6)?),
    })
}
