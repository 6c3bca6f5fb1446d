//! Cubes (Datenwürfel): indicators × cities × years, whole, in one answer.
//!
//! Several organisations may have a value of the same indicator, city and year: that of the city's own organisation is
//! taken, else the one that was entered last.
//!
//! Invariant: a cube has only what its caller may read, and its size is known and bounded before anything of it is read.

mod attribute;
mod cell;
mod cells;
pub mod code;
mod extent;
mod frame;
mod registered;

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    figure::Figure,
    language::Words,
    read::{CityCriteria, bounded},
};
use cells::Reading;
use entity::value::ValueKind;
use extent::{Extent, Wanted};
use registered::Metric;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

pub use attribute::{Attribute, Datum, Kind};
pub use cell::{Batch, Cell};
pub use cells::Cells;
pub use frame::{Category, Dimension, Frame, Role, Unit};

/// A cube has at most so many cells.
pub const MOST: usize = 1_000_000;
/// Years of figures.
const YEARS: RangeInclusive<i32> = 1_800..=2_200;

/// Which cube of observations is wanted. What is named is in it, of everything else that of which there are values.
#[derive(Clone, Debug, Default)]
pub struct CubeRequest {
    /// Codes of indicators, or of figures of the register; none for all indicators.
    pub indicators: Option<Vec<String>>,
    /// Criteria on the cities.
    pub cities: CityCriteria,
    /// Only cities that belong to this network (slug).
    pub network: Option<String>,
    /// Not before this year.
    pub year_from: Option<i32>,
    /// Not after this year.
    pub year_to: Option<i32>,
    /// Whether measured, aimed at or planned; measured if not given.
    pub value_kind: Option<ValueKind>,
    /// At most so many cells, where the form of the answer bears fewer than [`MOST`].
    pub most: Option<usize>,
}

/// A cube of the observations that the caller may read: what it is about, and its cells to be read.
///
/// # Errors
/// `BAD_USER_INPUT` for what does not exist, and for a cube that is too large.
pub async fn open(ctx: &Ctx, request: &CubeRequest) -> Result<(Frame, Cells)> {
    let wanted = wanted(ctx, request)?;
    let mut extent = extent::of(ctx, &wanted).await?;
    registered::extend(ctx, &wanted, &mut extent);
    let metrics = metrics(request, &wanted, &extent);
    let cities = cities(request, &wanted, &extent);
    let years: Vec<i32> = extent.years.iter().copied().collect();
    let frame = Frame {
        updated: extent.updated,
        value_kind: Some(wanted.kind),
        dimensions: vec![
            of_figures(metrics.iter().map(|metric| &metric.figure)),
            of_cities(ctx, &cities),
            of_years(&years),
        ],
        ..blank()
    };
    let most = request.most.map_or(MOST, |most| most.min(MOST));
    check_size(&frame, extent.values, most)?;
    let cells = Cells::read(Reading {
        ctx: ctx.apart(),
        metrics,
        cities,
        years,
        kind: wanted.kind,
        next: (0, 0),
    });
    Ok((frame, cells))
}

/// What every cube of observations is about, without categories.
#[must_use]
pub fn blank() -> Frame {
    Frame {
        id: "CUBE",
        title: Words::new(
            "Kennzahlen × Kommunen × Jahre",
            "Indicators × cities × years",
        ),
        source: Words::new(
            "Städtenetz; die Quelle jedes Werts steht bei ihm.",
            "Städtenetz; the source of each value stands with it.",
        ),
        note: None,
        updated: None,
        value_kind: Some(ValueKind::Measured),
        dimensions: vec![
            of_figures(std::iter::empty()),
            of_no_cities(),
            of_years(&[]),
        ],
        attributes: Attribute::ALL,
    }
}

fn wanted(ctx: &Ctx, request: &CubeRequest) -> Result<Wanted> {
    for (name, year) in [("yearFrom", request.year_from), ("yearTo", request.year_to)] {
        if year.is_some_and(|year| !YEARS.contains(&year)) {
            let (first, last) = (YEARS.start(), YEARS.end());
            return Err(Error::invalid(
                name,
                format!("liegt nicht zwischen {first} und {last}."),
                format!("is not between {first} and {last}."),
            ));
        }
    }
    if request.year_from > request.year_to && request.year_to.is_some() {
        return Err(Error::invalid(
            "yearFrom",
            "liegt nach yearTo.",
            "is after yearTo.",
        ));
    }
    let kind = request.value_kind.unwrap_or(ValueKind::Measured);
    Ok(Wanted {
        metrics: wanted_metrics(ctx, request, kind)?,
        cities: wanted_cities(ctx, request)?,
        year_from: request.year_from,
        year_to: request.year_to,
        kind,
    })
}

/// Those that are named, completed by what the register measures; without names all that are defined. By code.
fn wanted_metrics(ctx: &Ctx, request: &CubeRequest, kind: ValueKind) -> Result<Vec<Metric>> {
    let Some(codes) = &request.indicators else {
        let all = ctx.reference().indicators.all().iter().cloned();
        let all = all.map(|indicator| Metric {
            figure: Figure::Indicator(indicator),
            registered: None,
        });
        return Ok(all.collect());
    };
    let mut named = BTreeMap::new();
    for code in bounded("indicator", codes)? {
        let figure = Figure::find(ctx, "indicator", code)?;
        let registered = figure.registered().filter(|_| kind == ValueKind::Measured);
        named.insert(code.as_str(), Metric { figure, registered });
    }
    Ok(named.into_values().collect())
}

/// The cities that meet the criteria, ascending; none where there are no criteria.
fn wanted_cities(ctx: &Ctx, request: &CubeRequest) -> Result<Option<Vec<String>>> {
    request.cities.check()?;
    let register = &ctx.reference().cities;
    let named = request.cities.ags.iter().flatten();
    if let Some(ags) = named.into_iter().find(|ags| register.find(*ags).is_none()) {
        return Err(Error::invalid(
            "city",
            format!("{ags:?} steht nicht im Gemeindeverzeichnis."),
            format!("{ags:?} is not in the register of municipalities."),
        ));
    }
    let members = request.network.as_deref().map(|slug| members(ctx, slug));
    let members = members.transpose()?;
    if members.is_none() && request.cities.is_empty() {
        return Ok(None);
    }
    let holds = |ags: &String| members.as_ref().is_none_or(|all| all.contains(ags));
    let found = register.all().iter();
    let found = found.filter(|city| request.cities.holds(city) && holds(&city.ags));
    Ok(Some(found.map(|city| city.ags.clone()).collect()))
}

/// The cities that belong to a network today.
fn members(ctx: &Ctx, slug: &str) -> Result<BTreeSet<String>> {
    let reference = ctx.reference();
    let Some(network) = reference.network(slug) else {
        return Err(Error::invalid(
            "network",
            format!("{slug:?} ist kein bekanntes Städtenetz."),
            format!("{slug:?} is no known network."),
        ));
    };
    let tenants = reference.members_of(network.id).map(|one| one.tenant_id);
    let current = tenants.filter(|tenant| reference.takes_part(*tenant, network.id, ctx.now()));
    let cities = current.filter_map(|tenant| reference.tenants.find(&tenant)?.city_ags.clone());
    Ok(cities.collect())
}

/// Those that are named, else those of which there are values, by code.
fn metrics(request: &CubeRequest, wanted: &Wanted, extent: &Extent) -> Vec<Metric> {
    let is_in = |metric: &&Metric| {
        let id = metric.figure.indicator();
        request.indicators.is_some() || id.is_some_and(|id| extent.indicators.contains(&id.0))
    };
    wanted.metrics.iter().filter(is_in).cloned().collect()
}

/// Those that are named and meet the other criteria, else those of which there are values, by key.
fn cities(request: &CubeRequest, wanted: &Wanted, extent: &Extent) -> Vec<String> {
    match (&request.cities.ags, &wanted.cities) {
        (Some(_), Some(cities)) => cities.clone(),
        _ => extent.cities.iter().cloned().collect(),
    }
}

/// A figure as a category.
pub(crate) fn of_figure(figure: &Figure) -> Category {
    Category {
        id: figure.code().to_owned(),
        label: figure.label(),
        unit: Some(Unit {
            label: figure.unit(),
            decimals: figure.decimals(),
        }),
    }
}

fn of_figures<'f>(figures: impl Iterator<Item = &'f Figure>) -> Dimension {
    Dimension {
        id: "indicator",
        name_id: Some("indicatorLabel"),
        label: Words::new("Indikator", "Indicator"),
        meaning: Words::new(
            "Kürzel der Kennzahl; /api/v1/indicators beschreibt sie, dazu kommen population, area_km2, population_density und traffic_area_share aus dem Gemeindeverzeichnis.",
            "Code of the indicator; /api/v1/indicators describes it, besides population, area_km2, population_density and traffic_area_share of the register of municipalities.",
        ),
        role: Role::Metric,
        categories: figures.map(of_figure).collect(),
    }
}

fn of_cities(ctx: &Ctx, cities: &[String]) -> Dimension {
    let category = |ags: &String| {
        let city = ctx.reference().cities.find(ags);
        let name = city.map_or(ags, |city| &city.display_name);
        Category {
            id: ags.clone(),
            label: Words::new(name, name),
            unit: None,
        }
    };
    Dimension {
        categories: cities.iter().map(category).collect(),
        ..of_no_cities()
    }
}

fn of_no_cities() -> Dimension {
    Dimension {
        id: "city",
        name_id: Some("cityName"),
        label: Words::new("Kommune", "City"),
        meaning: Words::new(
            "Amtlicher Gemeindeschlüssel (AGS), acht Ziffern.",
            "Official municipality key (AGS), eight digits.",
        ),
        role: Role::Geo,
        categories: Vec::new(),
    }
}

fn of_years(years: &[i32]) -> Dimension {
    let category = |year: &i32| Category {
        id: year.to_string(),
        label: Words::new(year.to_string(), year.to_string()),
        unit: None,
    };
    Dimension {
        id: "year",
        name_id: None,
        label: Words::new("Jahr", "Year"),
        meaning: Words::new("Kalenderjahr.", "Calendar year."),
        role: Role::Time,
        categories: years.iter().map(category).collect(),
    }
}

fn check_size(frame: &Frame, values: usize, most: usize) -> Result<()> {
    let size = frame.size().unwrap_or(usize::MAX);
    if size <= most && values <= MOST {
        return Ok(());
    }
    let sizes = frame.dimensions.iter().map(|one| one.categories.len());
    let sizes: Vec<String> = sizes.map(|size| size.to_string()).collect();
    let sizes = sizes.join(" × ");
    Err(Error::invalid(
        "cube",
        format!(
            "wäre mit {sizes} (Indikatoren × Kommunen × Jahre) zu groß; möglich sind {most} Zellen. Bitte mit indicator, city, state, network oder yearFrom und yearTo einschränken."
        ),
        format!(
            "would be too large with {sizes} (indicators × cities × years); possible are {most} cells. Please narrow it by indicator, city, state, network or yearFrom and yearTo."
        ),
    ))
}
