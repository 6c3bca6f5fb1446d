//! What a cube of observations reaches: indicators, cities and years of which there are values.
//!
//! Invariant: one statement, which looks at no more values than a cube can have.

use super::{MOST, registered::Metric};
use crate::{
    ctx::Ctx,
    error::Result,
    read::{in_texts, in_uuids},
};
use chrono::{DateTime, Utc};
use entity::{
    observation::{Column, Entity},
    scope::TenantTable,
    value::ValueKind,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait, Select,
    prelude::Uuid,
    sea_query::{
        Alias, CommonTableExpression, Expr, Query, SelectStatement, UnionType, WithClause,
    },
};
use std::collections::BTreeSet;

/// Which observations a cube is made of.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// What they are values of.
    pub(super) metrics: Vec<Metric>,
    /// Their cities; none for all.
    pub(super) cities: Option<Vec<String>>,
    /// Not before this year.
    pub(super) year_from: Option<i32>,
    /// Not after this year.
    pub(super) year_to: Option<i32>,
    /// Whether measured, aimed at or planned.
    pub(super) kind: ValueKind,
}

/// What there are values of, as far as the caller may read them.
#[derive(Debug, Default)]
pub(super) struct Extent {
    pub(super) indicators: BTreeSet<Uuid>,
    pub(super) cities: BTreeSet<String>,
    pub(super) years: BTreeSet<i32>,
    /// How many values: more than [`MOST`] are not counted.
    pub(super) values: usize,
    /// When the newest was entered.
    pub(super) updated: Option<DateTime<Utc>>,
}

impl Wanted {
    /// Whether a year is wanted.
    pub(super) fn reaches(&self, year: i32) -> bool {
        self.year_from.is_none_or(|from| from <= year) && self.year_to.is_none_or(|to| year <= to)
    }

    /// The observations that the caller may read.
    pub(super) fn rows(&self, ctx: &Ctx) -> Select<Entity> {
        let backend = ctx.backend();
        let ids = self.metrics.iter();
        let ids: Vec<Uuid> = ids
            .filter_map(|metric| Some(metric.figure.indicator()?.0))
            .collect();
        let own = |column| Expr::col((Entity, column));
        let mut all = Condition::all()
            .add(in_uuids(backend, own(Column::IndicatorId), &ids))
            .add(Column::ValueKind.eq(self.kind));
        if let Some(cities) = &self.cities {
            all = all.add(in_texts(backend, own(Column::CityAgs), cities));
        }
        all = all
            .add_option(self.year_from.map(|year| Column::Year.gte(year)))
            .add_option(self.year_to.map(|year| Column::Year.lte(year)));
        Entity::visible_to(&ctx.audience())
            .filter(all)
            .select_only()
    }
}

/// What a cube reaches.
pub(super) async fn of(ctx: &Ctx, wanted: &Wanted) -> Result<Extent> {
    let found = wanted
        .rows(ctx)
        .columns([
            Column::IndicatorId,
            Column::CityAgs,
            Column::Year,
            Column::RecordedAt,
        ])
        .limit(MOST as u64 + 1)
        .into_query();
    let mut extent = Extent::default();
    for row in ctx.rows(&summed_up(found)).await? {
        let indicator: Option<Uuid> = row.try_get_by_index(0)?;
        if indicator.is_some() {
            let (number, newest): (i64, DateTime<Utc>) =
                (row.try_get_by_index(3)?, row.try_get_by_index(4)?);
            extent.values += usize::try_from(number).unwrap_or(usize::MAX);
            extent.updated = Ord::max(extent.updated, Some(newest));
        }
        extent.indicators.extend(indicator);
        let city: Option<String> = row.try_get_by_index(1)?;
        extent.cities.extend(city);
        let year: Option<i32> = row.try_get_by_index(2)?;
        extent.years.extend(year);
    }
    Ok(extent)
}

/// The indicators, the cities and the years of what was found, each in a row of its own.
fn summed_up(found: SelectStatement) -> SelectStatement {
    let name = || Alias::new("found");
    let columns = [
        ("indicator_id", "CAST(NULL AS uuid)"),
        ("city_ags", "CAST(NULL AS text)"),
        ("year", "CAST(NULL AS integer)"),
    ];
    let by = |chosen: &'static str| {
        let mut part = Query::select();
        for (column, nothing) in columns {
            match column == chosen {
                true => part.expr(Expr::col(Alias::new(column))),
                false => part.expr(Expr::cust(nothing)),
            };
        }
        part.expr(Expr::cust("COUNT(*)"))
            .expr(Expr::cust("MAX(recorded_at)"))
            .from(name())
            .group_by_col(Alias::new(chosen));
        part
    };
    let mut found_first = CommonTableExpression::new();
    found_first.query(found).table_name(name());
    let mut all = by("indicator_id");
    all.union(UnionType::All, by("city_ags"))
        .union(UnionType::All, by("year"))
        .with_cte(WithClause::new().cte(found_first).to_owned());
    all
}
