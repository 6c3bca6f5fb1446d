//! Figures by which neighbours are found: those of the register of municipalities, and measured values of indicators.
//!
//! Invariant: of indicators only free, measured values count that the audience may read, the newest of each city; one
//! statement reads them for all cities and indicators in question.

use crate::{
    city::City, ctx::Ctx, error::Result, figure::Figure, read::in_uuids,
    register_figure::RegisterFigure, work::Work,
};
use entity::{
    id::{IndicatorId, ObservationId, TenantId},
    observation::{Column, Entity},
    scope::{Audience, TenantTable},
    value::{ConfStatus, ValueKind, Visibility},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, IdenStatic, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Where a value stands on the scale on which cities are compared: a city of a million is to one of half a million what one of
/// 20,000 is to one of 10,000.
pub(super) fn on_scale(figure: &Figure, value: f64) -> f64 {
    match figure.registered() {
        Some(RegisterFigure::Population) => value.ln(),
        _ => value,
    }
}

/// Where values are read: for an answer, or in a unit of work, which holds a connection of its own.
pub(super) enum Rows<'a> {
    /// For an answer.
    Reading(&'a Ctx),
    /// In a unit of work.
    Writing(&'a Work<'a>),
}

impl Rows<'_> {
    pub(super) const fn ctx(&self) -> &Ctx {
        match self {
            Self::Reading(ctx) => ctx,
            Self::Writing(work) => work.ctx(),
        }
    }

    async fn of(&self, statement: &SelectStatement) -> Result<Vec<QueryResult>> {
        match self {
            Self::Reading(ctx) => ctx.rows(statement).await,
            Self::Writing(work) => Ok(work.connection().query_all(statement).await?),
        }
    }
}

/// Measured values by indicator and city.
pub(super) type Measured = HashMap<IndicatorId, HashMap<String, f64>>;

/// The values of a figure, one for each city of the register in its order.
pub(super) fn values(ctx: &Ctx, figure: &Figure, measured: &Measured) -> Vec<Option<f64>> {
    let known = match figure {
        Figure::Indicator(indicator) => measured.get(&indicator.id),
        Figure::Register(_) => None,
    };
    let registered = figure.registered();
    let value = |city: &Arc<City>| {
        let measured = known.and_then(|known| known.get(&city.ags).copied());
        measured.or_else(|| Some(registered?.of(city)?.1))
    };
    ctx.reference().cities.all().iter().map(value).collect()
}

/// The newest measured values of indicators, none newer than a year: all that an audience may read.
pub(super) async fn measured(
    rows: &Rows<'_>,
    audience: &Audience,
    figures: &[Figure],
    year: Option<i32>,
) -> Result<Measured> {
    let ids = figures.iter().filter_map(|figure| match figure {
        Figure::Indicator(indicator) => Some((indicator.id.0, indicator.id)),
        _ => None,
    });
    let ids: BTreeMap<_, _> = ids.collect();
    let ids: Vec<_> = ids.into_keys().collect();
    let mut measured = Measured::new();
    if ids.is_empty() {
        return Ok(measured);
    }
    let ctx = rows.ctx();
    let of_these = in_uuids(ctx.backend(), Expr::col(Column::IndicatorId), &ids);
    let mut numbered = newest(audience, year);
    numbered.and_where(of_these);
    let statement = Query::select()
        .columns(COLUMNS.map(|column| Alias::new(column.as_str())))
        .from_subquery(numbered, Alias::new("numbered"))
        .and_where(Expr::col(Alias::new(PLACE)).eq(1))
        .to_owned();
    for row in rows.of(&statement).await? {
        let id: ObservationId = row.try_get_by_index(0)?;
        let (owner, visibility): (TenantId, Visibility) =
            (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        ctx.witness(owner, visibility, || id.to_string());
        let of = measured.entry(row.try_get_by_index(3)?).or_default();
        let value: f64 = row.try_get_by_index(5)?;
        if value.is_finite() {
            of.insert(row.try_get_by_index(4)?, value);
        }
    }
    Ok(measured)
}

const COLUMNS: [Column; 6] = [
    Column::Id,
    Column::TenantId,
    Column::Visibility,
    Column::IndicatorId,
    Column::CityAgs,
    Column::Value,
];
const PLACE: &str = "place";

/// Measured values, those of each city and indicator numbered from the newest.
fn newest(audience: &Audience, year: Option<i32>) -> SelectStatement {
    let rows = Entity::visible_to(audience)
        .select_only()
        .columns(COLUMNS)
        .filter(Column::ValueKind.eq(ValueKind::Measured))
        .filter(Column::ConfStatus.eq(ConfStatus::Free))
        .filter(Column::Value.is_not_null());
    let rows = match year {
        Some(year) => rows.filter(Column::Year.lte(year)),
        None => rows,
    };
    let number = Expr::cust(
        "ROW_NUMBER() OVER (PARTITION BY indicator_id, city_ags ORDER BY year DESC, recorded_at DESC, id DESC)",
    );
    let mut rows = rows.into_query();
    rows.expr_as(number, Alias::new(PLACE));
    rows
}
