//! Comparisons of a ring, as its moderator published them.
//!
//! Invariant: what is shown was decided once, for all readers; beside it stand only values that the reader may read one by
//! one.

use super::{
    ALL_YEARS, Benchmark, Distribution, Field, Figure, Question, SeriesRequest, Standing, YearOf,
    ahead, cities, trend,
    value::{self, Known, Values},
};
use crate::{
    city::City,
    ctx::Ctx,
    error::{Error, Result},
    indicator::Indicator,
    language::Words,
    peer_group::{PeerSpec, Peers},
    read::{Reader, in_uuids},
};
use entity::{
    benchmark_release::{Column, Entity, Model},
    scope::TenantTable,
    value::{PeerGroupKind, Withheld},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::sync::Arc;
use uuid::Uuid;

/// Holds a city against the publications of a ring.
pub(super) async fn ask(
    reader: &Reader<'_>,
    question: &Question,
    indicator: Arc<Indicator>,
    peers: Peers,
    city: Option<Arc<City>>,
) -> Result<Benchmark> {
    let ctx = reader.ctx();
    let figure = Figure::Indicator(Arc::clone(&indicator));
    let releases = releases(ctx, question, &indicator, &peers).await?;
    let mut newest_first = releases.iter().rev();
    let chosen = newest_first.find(|row| question.year.is_none_or(|year| row.year == year));
    let year = chosen.map(|row| row.year).or(question.year);
    let years = match year {
        Some(year) if question.series == SeriesRequest::Nothing => (year, year),
        _ => ALL_YEARS,
    };
    let field = Field::new(&peers, city.as_deref());
    let values = value::read(ctx, &figure, &field.places, years).await?;
    let distribution = match chosen {
        Some(row) => Distribution::published(row),
        None => unpublished(&peers),
    };
    let own = |year: i32| known(&values, year, field.own);
    let standing = city.as_ref().map(|_| match year {
        Some(year) => Standing::of(own(year), Some(year), &distribution, indicator.polarity),
        None => Standing::default(),
    });
    let open: Vec<(usize, f64)> = match year {
        Some(year) => readable(&peers, &values, year).collect(),
        None => Vec::new(),
    };
    let ahead = ahead(
        reader,
        question,
        &figure,
        (city.as_deref(), standing),
        || cities(ctx, &peers, open.iter().copied()),
    )
    .await?;
    let wanted = releases
        .iter()
        .filter(|_| question.series != SeriesRequest::Nothing);
    let series = wanted.map(|row| YearOf {
        year: row.year,
        value: own(row.year).counted(),
        distribution: Distribution::published(row),
    });
    let series: Vec<YearOf> = series.collect();
    Ok(Benchmark {
        trend: trend(&series, &figure, question.series),
        series,
        ahead,
        standing,
        distribution,
        values: open.into_iter().map(|(_, value)| value).collect(),
        valid_as_of: chosen.map(|row| row.published_at),
        release: chosen.map(|row| row.id),
        year,
        figure,
        peers: Arc::new(peers),
        city,
    })
}

fn known(values: &Values, year: i32, place: Option<usize>) -> Known {
    let of_year = values.years.get(&year);
    let known = of_year.and_then(|known| known.get(&place?));
    known.copied().unwrap_or(Known::Missing)
}

/// The values of the ring that the reader may read one by one, by place.
fn readable(peers: &Peers, values: &Values, year: i32) -> impl Iterator<Item = (usize, f64)> {
    (0..peers.cities.len()).filter_map(move |place| {
        let value = known(values, year, Some(place)).counted()?;
        Some((place, value))
    })
}

/// The publications that the reader may read, by year.
async fn releases(
    ctx: &Ctx,
    question: &Question,
    indicator: &Indicator,
    peers: &Peers,
) -> Result<Vec<Model>> {
    let year = question
        .year
        .filter(|_| question.series == SeriesRequest::Nothing);
    let years = year.map_or(ALL_YEARS, |year| (year, year));
    published(ctx, peers, &[indicator.id.0], years).await
}

/// The publications of several indicators that the reader may read, by year.
pub(super) async fn published(
    ctx: &Ctx,
    peers: &Peers,
    indicators: &[Uuid],
    (from, to): (i32, i32),
) -> Result<Vec<Model>> {
    let Some(group) = peers.group else {
        return Ok(Vec::new());
    };
    let rows = Entity::visible_to(&ctx.audience())
        .filter(Column::GroupId.eq(group.0))
        .filter(in_uuids(
            ctx.backend(),
            Expr::col(Column::IndicatorId),
            indicators,
        ))
        .filter(Column::Year.between(from, to))
        .order_by_asc(Column::Year)
        .order_by_asc(Column::Number);
    let rows = ctx.records(rows).await?;
    for row in &rows {
        ctx.witness(row.tenant_id, row.visibility, || row.id.to_string());
    }
    Ok(rows)
}

/// Nothing was published, or not for this reader.
fn unpublished(peers: &Peers) -> Distribution {
    let cities = peers.cities.len();
    Distribution {
        cities,
        missing: cities,
        // Whoever belongs to the ring knows its cities.
        withheld: (cities == 0).then_some(Withheld::NotGranted),
        ..Distribution::default()
    }
}

/// A ring as it is to whoever does not belong to it and may read a publication of it all the same, or was invited to it:
/// without its cities.
pub(super) async fn peers_of_outsider(
    ctx: &Ctx,
    question: &Question,
    figure: &Figure,
    refused: Error,
) -> Result<Peers> {
    let (Some(peers), Figure::Indicator(indicator)) =
        (unseen(&question.peers, question.year), figure)
    else {
        return Err(refused);
    };
    let is_invited = refused.withheld().is_some();
    if is_invited || !releases(ctx, question, indicator, &peers).await?.is_empty() {
        return Ok(peers);
    }
    Err(refused)
}

/// A ring without its cities; none where something else is asked for.
pub(super) fn unseen(spec: &PeerSpec, year: Option<i32>) -> Option<Peers> {
    let PeerSpec::Group(id) = spec else {
        return None;
    };
    Some(Peers {
        label: Words::new("Vergleichsring", "Ring of cities"),
        kind: PeerGroupKind::Ring,
        group: Some(*id),
        cities: Vec::new(),
        frozen_at: None,
        year,
        left_out: 0,
    })
}
