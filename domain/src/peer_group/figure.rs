//! Figures by which neighbours are found: those of the register of municipalities, and measured values of indicators.
//!
//! Invariant: of indicators only free, measured values count that the audience may read, the newest of each city; one
//! statement reads them for all cities and indicators in question.

use crate::{
    city::City, ctx::Ctx, error::Result, indicator::Indicator, language::Words, read::in_uuids,
    work::Work,
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

/// A figure that cities have.
#[derive(Clone, Debug)]
pub(super) enum Figure {
    /// Inhabitants.
    Population,
    /// Inhabitants per square kilometre.
    Density,
    /// Square kilometres.
    Area,
    /// Share of the traffic area in the land area, in percent.
    TrafficShare,
    /// Measured values of an indicator.
    Indicator(Arc<Indicator>),
}

/// Those of the register, which are there for (nearly) every municipality.
const REGISTER: [(&str, Figure); 4] = [
    ("population", Figure::Population),
    ("population_density", Figure::Density),
    ("area_km2", Figure::Area),
    ("traffic_area_share", Figure::TrafficShare),
];

impl Figure {
    /// The figure of a code.
    pub(super) fn of_code(ctx: &Ctx, code: &str) -> Option<Self> {
        if let Some((_, figure)) = REGISTER.iter().find(|(known, _)| *known == code) {
            return Some(figure.clone());
        }
        let mut all = ctx.reference().indicators.all().iter();
        let found = all.find(|indicator| indicator.code == code)?;
        Some(Self::Indicator(Arc::clone(found)))
    }

    /// Its name.
    pub(super) fn label(&self) -> Words {
        match self {
            Self::Population => Words::new("Einwohnerzahl", "Population"),
            Self::Density => Words::new("Bevölkerungsdichte", "Population density"),
            Self::Area => Words::new("Fläche", "Area"),
            Self::TrafficShare => Words::new(
                "Anteil der Verkehrsfläche",
                "Share of the area used for traffic",
            ),
            Self::Indicator(indicator) => Words::new(&indicator.label_de, &indicator.label_en),
        }
    }

    /// Its unit.
    pub(super) fn unit(&self) -> Words {
        match self {
            Self::Population => Words::new("Einwohner", "inhabitants"),
            Self::Density => Words::new("Einwohner je km²", "inhabitants per km²"),
            Self::Area => Words::new("km²", "km²"),
            Self::TrafficShare => Words::new("Prozent", "percent"),
            Self::Indicator(indicator) => Words::new(&indicator.unit_de, &indicator.unit_en),
        }
    }

    /// Decimal places to show.
    pub(super) fn decimals(&self) -> usize {
        match self {
            Self::Population | Self::Density => 0,
            Self::Area | Self::TrafficShare => 1,
            Self::Indicator(indicator) => usize::try_from(indicator.decimals).unwrap_or(0).min(6),
        }
    }

    /// Where a value stands on the scale on which cities are compared: a city of a million is to one of half a million
    /// what one of 20,000 is to one of 10,000.
    pub(super) fn on_scale(&self, value: f64) -> f64 {
        match self {
            Self::Population => value.ln(),
            _ => value,
        }
    }

    fn of_register(&self, city: &City) -> Option<f64> {
        let population = city.population.filter(|count| *count > 0).map(f64::from);
        let area = city.area_km2.filter(|area| *area > 0.0);
        match self {
            Self::Population => population,
            Self::Density => Some(population? / area?),
            Self::Area => area,
            Self::TrafficShare => {
                let land = city.land_area_ha.filter(|area| *area > 0)?;
                Some(100.0 * f64::from(city.traffic_area_ha?) / f64::from(land))
            }
            Self::Indicator(_) => None,
        }
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
    let cities = ctx.reference().cities.all().iter();
    match figure {
        Figure::Indicator(indicator) => {
            let known = measured.get(&indicator.id);
            let value = |city: &Arc<City>| known.and_then(|known| known.get(&city.ags).copied());
            cities.map(value).collect()
        }
        _ => cities.map(|city| figure.of_register(city)).collect(),
    }
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
