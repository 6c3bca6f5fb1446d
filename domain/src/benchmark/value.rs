//! The values that a comparison is made of: one for each city and year, as the caller may read them.
//!
//! Invariant: one statement, whatever the group and the years; only what the caller may read, and whoever reads more than
//! is public of others stands in their audit log. Aims and plans never count.

use super::{ALL_YEARS, Figure, moment::Moment, public};
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    indicator::Indicator,
    read::{in_texts, in_uuids},
};
use chrono::{DateTime, Utc};
use entity::{
    id::{IndicatorId, ObservationId, TenantId},
    observation::{Column, Entity},
    scope::TenantTable,
    value::{ConfStatus, ObsStatus, ValueKind, Visibility},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement, UnionType},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::OnceLock,
};
use uuid::Uuid;

/// Above that many cities all values of the years are read and others are left out here: a list of thousands as a parameter
/// costs more than that.
const LONGEST_LIST: usize = 1_500;
/// Values that one comparison may read.
const MOST: u64 = 250_000;

/// What is known of a city in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    /// A value that counts.
    Value(f64),
    /// A value that is not reliable enough to count.
    Unreliable(f64),
    /// There can be none.
    NotApplicable,
    /// There is none, or it was withdrawn.
    Missing,
}

impl Known {
    /// What a value with its status comes to.
    pub(super) fn of(value: Option<f64>, status: ObsStatus) -> Self {
        match (value, status) {
            (Some(value), ObsStatus::NotSignificant | ObsStatus::Unreliable) => {
                Self::Unreliable(value)
            }
            (Some(value), _) => Self::Value(value),
            (None, ObsStatus::NotApplicable) => Self::NotApplicable,
            (None, _) => Self::Missing,
        }
    }

    /// The value, if it counts.
    #[must_use]
    pub const fn counted(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unreliable(_) | Self::NotApplicable | Self::Missing => None,
        }
    }
}

/// By year, what is known of the cities by their place in the group.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// The years that have any, in order.
    pub years: BTreeMap<i32, BTreeMap<usize, Known>>,
    /// When the newest of them was entered.
    pub valid_as_of: Option<DateTime<Utc>>,
}

/// The cities that are asked for, by AGS, each with its place.
pub(super) struct Places<'a> {
    cities: Vec<&'a str>,
    /// Made when it is first needed.
    by_city: OnceLock<HashMap<&'a str, usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(cities: impl Iterator<Item = &'a str>) -> Self {
        Self {
            cities: cities.collect(),
            by_city: OnceLock::new(),
        }
    }

    /// The cities by their places.
    fn all(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.cities.iter().copied().enumerate()
    }

    /// The place of a city.
    pub(super) fn of(&self, ags: &str) -> Option<usize> {
        let by_city = || self.all().map(|(place, ags)| (ags, place)).collect();
        self.by_city.get_or_init(by_city).get(ags).copied()
    }

    fn list(&self) -> Option<Vec<&'a str>> {
        (self.cities.len() <= LONGEST_LIST).then(|| {
            let mut list = self.cities.clone();
            list.sort_unstable();
            list
        })
    }
}

/// Reads what is known of cities in a year, or of each city most lately; beside it, what is known of one of them in every year,
/// where that is wanted.
pub(super) async fn at_moment(
    ctx: &Ctx,
    figure: &Figure,
    places: &Places<'_>,
    year: Option<i32>,
    in_all_years: Option<&str>,
) -> Result<(Moment, Values)> {
    let years = year.map_or(ALL_YEARS, |year| (year, year));
    let alone = Places::new(in_all_years.into_iter());
    let column = match figure {
        Figure::Indicator(indicator) => public::column(ctx, (indicator.id, year)).await?,
        Figure::Register(_) => None,
    };
    let (Figure::Indicator(indicator), Some(column)) = (figure, column) else {
        let mut moment = Moment::new(places.cities.len());
        moment.take_in(&read(ctx, figure, places, years).await?, year);
        let alone = match in_all_years {
            Some(_) => read(ctx, figure, &alone, ALL_YEARS).await?,
            None => Values::default(),
        };
        return Ok((moment, alone));
    };
    let (mut beyond, mut all_years) = (Sieve::default(), Sieve::default());
    for row in ctx
        .rows(&unkept(ctx, indicator, places, years, in_all_years))
        .await?
    {
        match row.try_get_by_index(COLUMNS.len())? {
            0 => beyond.row(ctx, places, &row)?,
            _ => all_years.row(ctx, &alone, &row)?,
        }
    }
    let mut moment = beyond.sift(&column, places, figure.registered().is_some());
    moment.take_in(&beyond.completed(ctx, figure, places, years), year);
    Ok((moment, all_years.completed(ctx, figure, &alone, ALL_YEARS)))
}

/// Reads what is known of cities in years, both included.
pub(super) async fn read(
    ctx: &Ctx,
    figure: &Figure,
    places: &Places<'_>,
    years: (i32, i32),
) -> Result<Values> {
    let all = read_all(ctx, std::slice::from_ref(figure), places, years).await?;
    Ok(all.into_iter().next().unwrap_or_default())
}

/// The same of several figures, with one statement for all of them.
pub(super) async fn read_all(
    ctx: &Ctx,
    figures: &[Figure],
    places: &Places<'_>,
    years: (i32, i32),
) -> Result<Vec<Values>> {
    let mut sieves = stored(ctx, figures, places, years).await?;
    let of = |figure: &Figure| {
        let sieve = figure.indicator().and_then(|id| sieves.remove(&id));
        sieve
            .unwrap_or_default()
            .completed(ctx, figure, places, years)
    };
    Ok(figures.iter().map(of).collect())
}

/// What the index carries: these columns are read without touching the rows.
const COLUMNS: [Column; 9] = [
    Column::CityAgs,
    Column::Year,
    Column::Value,
    Column::ObsStatus,
    Column::Visibility,
    Column::TenantId,
    Column::Id,
    Column::RecordedAt,
    Column::IndicatorId,
];

fn statement(
    ctx: &Ctx,
    indicators: &[Uuid],
    places: &Places<'_>,
    years: (i32, i32),
) -> SelectStatement {
    let rows = Entity::visible_to(&ctx.audience());
    let rows = match places.list() {
        Some(list) => rows.filter(in_texts(ctx.backend(), Expr::col(Column::CityAgs), &list)),
        None => rows,
    };
    select(ctx, rows, indicators, years)
}

/// Measured values of indicators in years that count anywhere.
fn select(
    ctx: &Ctx,
    rows: Select<Entity>,
    indicators: &[Uuid],
    (from, to): (i32, i32),
) -> SelectStatement {
    let measured = Expr::Constant(ValueKind::Measured.word().into());
    let rows = rows
        .filter(in_uuids(
            ctx.backend(),
            Expr::col(Column::IndicatorId),
            indicators,
        ))
        .filter(Expr::col(Column::ValueKind).eq(measured))
        .filter(Column::ConfStatus.ne(ConfStatus::NotForPublication));
    let rows = match from == to {
        true => rows.filter(Column::Year.eq(from)),
        false => rows.filter(Column::Year.between(from, to)),
    };
    rows.select_only().columns(COLUMNS).into_query()
}

async fn stored(
    ctx: &Ctx,
    figures: &[Figure],
    places: &Places<'_>,
    years: (i32, i32),
) -> Result<HashMap<IndicatorId, Sieve>> {
    let ids = figures.iter().filter_map(Figure::indicator);
    let ids: Vec<Uuid> = ids.map(|id| id.0).collect();
    let mut sieves: HashMap<IndicatorId, Sieve> = HashMap::new();
    if ids.is_empty() {
        return Ok(sieves);
    }
    let statement = statement(ctx, &ids, places, years);
    let rows = ctx.first_rows(&statement, MOST + 1).await?;
    if u64::try_from(rows.len()).unwrap_or(u64::MAX) > MOST {
        return Err(Error::invalid(
            "years",
            format!(
                "umfasst mehr als {MOST} Werte; bitte auf weniger Jahre oder eine kleinere Gruppe einschränken."
            ),
            format!(
                "holds more than {MOST} values; please narrow it to fewer years or a smaller group."
            ),
        ));
    }
    for row in &rows {
        let sieve = sieves.entry(row.try_get_by_index(8)?).or_default();
        sieve.row(ctx, places, row)?;
    }
    Ok(sieves)
}

/// What a reader may read beyond what is kept: own values, and what others release to some only. With the rows of a city in all
/// years, which have 1 in the last column.
fn unkept(
    ctx: &Ctx,
    indicator: &Indicator,
    places: &Places<'_>,
    years: (i32, i32),
    in_all_years: Option<&str>,
) -> SelectStatement {
    let held = "superseded_at IS NULL AND (visibility <> 'PUBLIC' OR embargo_until IS NOT NULL)";
    let audience = ctx.audience();
    let part = |rows: Select<Entity>, years: (i32, i32), mark: &'static str| {
        let mut rows = select(ctx, rows, &[indicator.id.0], years);
        rows.expr(Expr::cust(mark)).to_owned()
    };
    let shared = Entity::visible_to(&audience)
        .filter(Expr::cust(format!("{held} AND visibility <> 'TENANT'")));
    let shared = match places.list() {
        Some(list) => shared.filter(in_texts(ctx.backend(), Expr::col(Column::CityAgs), &list)),
        None => shared,
    };
    let mut all = match audience.tenant {
        Some(tenant) => {
            let own = Entity::owned_by(tenant).filter(Expr::cust(held));
            let mut own = part(own, years, "0");
            let shared = shared.filter(Column::TenantId.ne(tenant.0));
            own.union(UnionType::All, part(shared, years, "0"));
            own
        }
        None => part(shared, years, "0"),
    };
    if let Some(ags) = in_all_years {
        let city = Entity::visible_to(&audience).filter(Column::CityAgs.eq(ags));
        all.union(UnionType::All, part(city, ALL_YEARS, "1"));
    }
    all
}

/// Takes one value for each city and year.
#[derive(Default)]
struct Sieve {
    values: Values,
    chosen: HashMap<(i32, usize), (bool, DateTime<Utc>)>,
}

impl Sieve {
    fn row(&mut self, ctx: &Ctx, places: &Places<'_>, row: &QueryResult) -> Result<()> {
        let ags: String = row.try_get_by_index(0)?;
        let Some(place) = places.of(&ags) else {
            return Ok(());
        };
        let year: i32 = row.try_get_by_index(1)?;
        let known = Known::of(row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let (visibility, owner): (Visibility, TenantId) =
            (row.try_get_by_index(4)?, row.try_get_by_index(5)?);
        if visibility != Visibility::Public {
            let id: ObservationId = row.try_get_by_index(6)?;
            ctx.witness(owner, visibility, || id.to_string());
        }
        let own = ctx.reference().tenant_of_city(&ags);
        let is_own = own.is_some_and(|own| own.id == owner);
        self.take(place, year, known, (is_own, row.try_get_by_index(7)?));
        Ok(())
    }

    /// Takes what is kept of the cities of which it has something already, or of all, and returns what counts of the others.
    fn sift(&mut self, column: &public::Column, places: &Places<'_>, takes_all: bool) -> Moment {
        let mut others = Moment::new(places.cities.len());
        let own: HashSet<usize> = self.chosen.keys().map(|(_, place)| *place).collect();
        for (place, ags) in places.all() {
            match column.of(ags) {
                Some(cell) if takes_all || own.contains(&place) => {
                    self.take(place, cell.year, cell.known, (cell.is_own, cell.at));
                }
                Some(cell) => others.set(place, cell.year, cell.known, cell.at),
                None => {}
            }
        }
        others
    }

    /// What a city says of itself counts before what others say of it, then what was entered last.
    fn take(&mut self, place: usize, year: i32, known: Known, rank: (bool, DateTime<Utc>)) {
        self.values.valid_as_of = Ord::max(self.values.valid_as_of, Some(rank.1));
        let before = self.chosen.get(&(year, place));
        if before.is_none_or(|before| *before < rank) {
            self.chosen.insert((year, place), rank);
            let of_year = self.values.years.entry(year).or_default();
            of_year.insert(place, known);
        }
    }

    /// The values, with those that the register knows of cities for which nobody entered one.
    fn completed(
        mut self,
        ctx: &Ctx,
        figure: &Figure,
        places: &Places<'_>,
        years: (i32, i32),
    ) -> Values {
        let Some(registered) = figure.registered() else {
            return self.values;
        };
        for (place, ags) in places.all() {
            let city = ctx.reference().cities.find(ags);
            if let Some((year, value)) = city.and_then(|city| registered.of(city))
                && (years.0..=years.1).contains(&year)
            {
                let of_year = self.values.years.entry(year).or_default();
                of_year.entry(place).or_insert(Known::Value(value));
            }
        }
        self.values
    }
}
