//! Comparisons (Vergleiche): how an indicator is spread over a peer group, and where a city stands in it.
//!
//! A group whose members are open to everybody who asks is compared by the values that the asker may read one by one:
//! nothing in the answer goes beyond them, so nothing has to be withheld. Confidential values count in rings only, whose
//! members agreed to it; their comparisons are published by the moderator, once for all readers, after the guard of
//! [`crate::disclosure`] let them pass, and are read as they were published.
//!
//! Invariant: reading a comparison never computes anything from values that the reader may not read.

mod ahead;
mod counted;
mod distribution;
mod moment;
mod public;
mod publish;
mod ring;
mod standing;
mod table;
mod value;

use crate::{
    city::City,
    ctx::Ctx,
    error::{Error, Result},
    peer_group::{self, PeerSpec, Peers},
    read::Reader,
    statistic::{NoTrend, Trend, decimal},
};
use chrono::{DateTime, Utc};
use entity::{id::BenchmarkReleaseId, value::PeerGroupKind};
use moment::Moment;
use std::{collections::BTreeMap, sync::Arc};
use value::{Known, Places, Values};

pub(crate) use public::PublicFigures;

pub use crate::figure::Figure;
pub use ahead::{AddressingProject, AheadRequest, CityAhead, MOST_CITIES, MOST_PROJECTS};
pub use distribution::Distribution;
pub(crate) use publish::facts;

pub use publish::{Outcome, Published, publish, withdraw};
pub use standing::Standing;
pub use table::{TableRequest, blank_table, table};

/// Years that a comparison may span: more than any series has.
const ALL_YEARS: (i32, i32) = (1800, 2200);
/// Most cities that are compared by the newest value of each.
const MOST_WITHOUT_YEAR: usize = 1_500;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Code of the indicator, or of a figure of the register.
    pub indicator: String,
    /// With whom is compared.
    pub peers: PeerSpec,
    /// The year; none compares each city's newest value, or the newest publication of a ring.
    pub year: Option<i32>,
    /// The city that is held against the group (AGS); none for the asker's own.
    pub city: Option<String>,
    /// What of the other years is wanted.
    pub series: SeriesRequest,
    /// Whether those who are ahead are wanted.
    pub ahead: Option<AheadRequest>,
}

/// What of the other years is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesRequest {
    /// Nothing.
    Nothing,
    /// The values of the city, and how they move.
    Own,
    /// The group in each year as well.
    Group,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Benchmark {
    /// What is compared.
    pub figure: Figure,
    /// With whom.
    pub peers: Arc<Peers>,
    /// The year; none where each city's newest value counts.
    pub year: Option<i32>,
    /// The city that is held against the group.
    pub city: Option<Arc<City>>,
    /// How the values of the group are spread.
    pub distribution: Distribution,
    /// The values themselves, where the reader may read all that count.
    pub values: Vec<f64>,
    /// Where the city stands.
    pub standing: Option<Standing>,
    /// The years before, as far as they were asked for.
    pub series: Vec<YearOf>,
    /// How the city's values move; why not, where they are too few.
    pub trend: Option<std::result::Result<Trend, NoTrend>>,
    /// Who is ahead, as far as it was asked for.
    pub ahead: Vec<CityAhead>,
    /// When the newest value that counts was entered, or the comparison was published.
    pub valid_as_of: Option<DateTime<Utc>>,
    /// The publication of a ring.
    pub release: Option<BenchmarkReleaseId>,
}

/// A year of a series.
#[derive(Clone, Debug)]
pub struct YearOf {
    /// The year.
    pub year: i32,
    /// The city's value, if there is one that counts.
    pub value: Option<f64>,
    /// How the values of the group are spread in that year; of nothing where that was not asked for.
    pub distribution: Distribution,
}

/// Holds a city against a peer group.
///
/// # Errors
/// `BAD_USER_INPUT` for an unknown indicator or city, `NOT_FOUND` for a group that is not the caller's to read.
pub async fn ask(reader: &Reader<'_>, question: &Question) -> Result<Benchmark> {
    let ctx = reader.ctx();
    let figure = Figure::find(ctx, "indicator", &question.indicator)?;
    let city = city(ctx, question.city.as_deref())?;
    let peers = match peer_group::resolve(reader, &question.peers, question.year).await {
        // Whoever is not in a ring may still be shown what came of it.
        Err(refused @ (Error::NotFound(_) | Error::Withheld(_))) => {
            ring::peers_of_outsider(ctx, question, &figure, refused).await?
        }
        peers => peers?,
    };
    match (peers.kind, &figure) {
        // What the register says is open, in a ring too.
        (PeerGroupKind::Ring, Figure::Indicator(indicator)) => {
            ring::ask(reader, question, Arc::clone(indicator), peers, city).await
        }
        _ => open(reader, question, figure, peers, city).await,
    }
}

/// The city that is held against the group.
fn city(ctx: &Ctx, ags: Option<&str>) -> Result<Option<Arc<City>>> {
    let Some(ags) = ags else {
        return Ok(own_city(ctx));
    };
    let found = ctx.reference().cities.find(ags).cloned();
    found.map(Some).ok_or_else(|| {
        Error::invalid(
            "city",
            format!("{ags:?} ist kein bekannter Gemeindeschlüssel (AGS, acht Ziffern)."),
            format!("{ags:?} is no known key of a municipality (AGS, eight digits)."),
        )
    })
}

/// The city of whoever asks.
fn own_city(ctx: &Ctx) -> Option<Arc<City>> {
    let tenant = ctx.audience().tenant?;
    let tenant = ctx.reference().tenants.find(&tenant)?;
    ctx.reference()
        .cities
        .find(tenant.city_ags.as_ref()?)
        .cloned()
}

/// The group, with the city that is held against it: it may stand outside.
struct Field<'a> {
    places: Places<'a>,
    /// Cities of the group.
    size: usize,
    /// Place of the city.
    own: Option<usize>,
}

impl<'a> Field<'a> {
    fn new(peers: &'a Peers, city: Option<&'a City>) -> Self {
        let group = peers.cities.iter().map(|peer| peer.ags.as_str());
        let own = city.map(|city| city.ags.as_str());
        let size = peers.cities.len();
        let inside = own.and_then(|own| peers.cities.iter().position(|peer| peer.ags == own));
        let outside = own.filter(|_| inside.is_none());
        Self {
            own: inside.or(outside.map(|_| size)),
            size,
            places: Places::new(group.chain(outside)),
        }
    }
}

/// A comparison of values that the caller may read one by one.
async fn open(
    reader: &Reader<'_>,
    question: &Question,
    figure: Figure,
    peers: Peers,
    city: Option<Arc<City>>,
) -> Result<Benchmark> {
    let ctx = reader.ctx();
    check_year(question, &figure, &peers)?;
    let field = Field::new(&peers, city.as_deref());
    let (now, series) = read(ctx, question, &figure, &field, city.as_deref()).await?;
    let distribution = now.distribution(field.size);
    let values: Vec<f64> = now.values(field.size).map(|(_, value)| value).collect();
    let standing = field.own.map(|own| {
        let (year, known) = now.of(own);
        let standing = Standing::of(known, year, &distribution, figure.polarity());
        standing.among(&values, is_own(ctx, city.as_deref()), figure.polarity())
    });
    let ahead = ahead(
        reader,
        question,
        &figure,
        (city.as_deref(), standing),
        || cities(ctx, &peers, now.values(field.size)),
    )
    .await?;
    Ok(Benchmark {
        trend: trend(&series, &figure, question.series),
        series,
        ahead,
        standing,
        distribution,
        values,
        valid_as_of: now.valid_as_of,
        year: question.year,
        figure,
        peers: Arc::new(peers),
        city,
        release: None,
    })
}

/// What counts of each city of the group, and the other years as far as they are wanted.
async fn read(
    ctx: &Ctx,
    question: &Question,
    figure: &Figure,
    field: &Field<'_>,
    city: Option<&City>,
) -> Result<(Moment, Vec<YearOf>)> {
    if question.series == SeriesRequest::Group {
        let values = value::read(ctx, figure, &field.places, ALL_YEARS).await?;
        // The group, and the city that may stand outside.
        let mut now = Moment::new(field.size + 1);
        now.take_in(&values, question.year);
        return Ok((now, series(&values, field.size, field.own)));
    }
    let own = city.filter(|_| question.series == SeriesRequest::Own);
    let own = own.map(|city| city.ags.as_str());
    let (now, own) = value::at_moment(ctx, figure, &field.places, question.year, own).await?;
    Ok((now, series(&own, 0, Some(0))))
}

/// Cities of a group with their values.
fn cities(
    ctx: &Ctx,
    peers: &Peers,
    values: impl Iterator<Item = (usize, f64)>,
) -> Vec<(Arc<City>, f64)> {
    let cities = &ctx.reference().cities;
    let of = |(place, value): (usize, f64)| {
        let city = cities.find(&peers.cities.get(place)?.ags)?;
        Some((Arc::clone(city), value))
    };
    values.filter_map(of).collect()
}

/// Refuses to look for the newest value of each of thousands of cities.
fn check_year(question: &Question, figure: &Figure, peers: &Peers) -> Result<()> {
    let is_small = peers.cities.len() <= MOST_WITHOUT_YEAR;
    if question.year.is_some() || is_small || figure.registered().is_some() {
        return Ok(());
    }
    Err(Error::invalid(
        "year",
        format!("fehlt; ohne Jahr werden höchstens {MOST_WITHOUT_YEAR} Kommunen verglichen."),
        format!("is missing; without a year at most {MOST_WITHOUT_YEAR} cities are compared."),
    ))
}

/// Whether it is the city of whoever asks.
fn is_own(ctx: &Ctx, city: Option<&City>) -> bool {
    city.is_some() && own_city(ctx).map(|own| own.ags.clone()) == city.map(|city| city.ags.clone())
}

/// Who is ahead of the city, as far as that was asked for.
async fn ahead(
    reader: &Reader<'_>,
    question: &Question,
    figure: &Figure,
    (city, standing): (Option<&City>, Option<Standing>),
    others: impl FnOnce() -> Vec<(Arc<City>, f64)>,
) -> Result<Vec<CityAhead>> {
    let value = standing.and_then(|standing| standing.value);
    match (question.ahead, city, value) {
        (Some(request), Some(city), Some(value)) => {
            ahead::find(reader, figure, (city, value), &others(), request).await
        }
        _ => Ok(Vec::new()),
    }
}

fn series(values: &Values, size: usize, own: Option<usize>) -> Vec<YearOf> {
    let of = |(year, known): (&i32, &BTreeMap<usize, Known>)| YearOf {
        year: *year,
        value: own
            .and_then(|own| known.get(&own))
            .and_then(|known| known.counted()),
        distribution: Distribution::open(size, &group(known, size)),
    };
    values.years.iter().map(of).collect()
}

fn trend(
    series: &[YearOf],
    figure: &Figure,
    wanted: SeriesRequest,
) -> Option<std::result::Result<Trend, NoTrend>> {
    let points = series
        .iter()
        .filter_map(|year| Some((year.year, year.value?)));
    let points: Vec<(i32, f64)> = points.collect();
    let largest = points.iter().map(|(_, value)| value.abs());
    let largest = largest.fold(0.0, f64::max);
    (wanted != SeriesRequest::Nothing).then(|| {
        Trend::of(&points, figure.polarity()).map(|trend| Trend {
            slope: decimal(trend.slope, largest),
            ..trend
        })
    })
}

/// What is known of the group, without a city that is only held against it.
fn group(known: &BTreeMap<usize, Known>, size: usize) -> Vec<Known> {
    known.range(..size).map(|(_, known)| *known).collect()
}
