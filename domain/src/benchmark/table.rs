//! Comparisons as a table: indicators × years × statistics of one group, in the forms of a cube.
//!
//! Invariant: the same figures as in the comparison itself, a withheld one in the same state with the same reason; one
//! statement for all values, or for all publications of a ring.

use super::{ALL_YEARS, Distribution, Figure, group, ring, value, value::Places};
use crate::{
    ctx::Ctx,
    cube::{Attribute, Category, Cell, Cells, Dimension, Frame, Role, of_figure},
    error::{Error, Result},
    language::Words,
    peer_group::{self, PeerSpec, Peers},
    read::Reader,
};
use chrono::{DateTime, Utc};
use entity::value::{PeerGroupKind, Withheld};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Indicators of one table.
const MOST_INDICATORS: usize = 50;

/// Which table is wanted.
#[derive(Clone, Debug)]
pub struct TableRequest {
    /// Codes of indicators, or of figures of the register.
    pub indicators: Vec<String>,
    /// With whom is compared.
    pub peers: PeerSpec,
    /// Not before this year.
    pub year_from: Option<i32>,
    /// Not after this year.
    pub year_to: Option<i32>,
}

/// A distribution of an indicator in a year.
type Found = BTreeMap<(usize, i32), Distribution>;

/// Distributions, and when the newest of what they are made of was entered or published.
type Dated = (Found, Option<DateTime<Utc>>);

/// The statistics of a table, in their order.
const STATISTICS: [Statistic; 9] = [
    Statistic::new("CITIES", ("Kommunen", "Cities"), |of| {
        (Some(count(of.cities)), None)
    }),
    Statistic::new("N", ("Werte", "Values"), |of| {
        (Some(count(of.n)), of.withheld)
    }),
    Statistic::new("MEAN", ("Mittelwert", "Mean"), |of| (of.mean, of.withheld)),
    Statistic::new("SD", ("Standardabweichung", "Standard deviation"), |of| {
        (of.sd, of.withheld)
    }),
    Statistic::new("MIN", ("Kleinster Wert", "Smallest value"), |of| {
        (of.min, of.extremes_withheld)
    }),
    Statistic::new("Q1", ("Unteres Quartil", "Lower quartile"), |of| {
        (of.q1, of.quartiles_withheld)
    }),
    Statistic::new("MEDIAN", ("Median", "Median"), |of| {
        (of.median, of.quartiles_withheld)
    }),
    Statistic::new("Q3", ("Oberes Quartil", "Upper quartile"), |of| {
        (of.q3, of.quartiles_withheld)
    }),
    Statistic::new("MAX", ("Größter Wert", "Largest value"), |of| {
        (of.max, of.extremes_withheld)
    }),
];

/// A statistic with where it stands in a distribution, and why it may be withheld.
struct Statistic {
    code: &'static str,
    label: (&'static str, &'static str),
    of: fn(&Distribution) -> (Option<f64>, Option<Withheld>),
}

impl Statistic {
    const fn new(
        code: &'static str,
        label: (&'static str, &'static str),
        of: fn(&Distribution) -> (Option<f64>, Option<Withheld>),
    ) -> Self {
        Self { code, label, of }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are 11,000 municipalities"
)]
const fn count(count: usize) -> f64 {
    count as f64
}

/// The table.
///
/// # Errors
/// `BAD_USER_INPUT` for unknown indicators, too many of them, and too many values; `NOT_FOUND` for a group that is not the
/// caller's to read, `FORBIDDEN` with a reason for a ring whose terms the caller's city has not accepted.
pub async fn table(reader: &Reader<'_>, request: &TableRequest) -> Result<(Frame, Cells)> {
    let ctx = reader.ctx();
    let figures = figures(ctx, &request.indicators)?;
    let years = (
        request.year_from.unwrap_or(ALL_YEARS.0),
        request.year_to.unwrap_or(ALL_YEARS.1),
    );
    let (peers, (found, updated)) =
        match peer_group::resolve(reader, &request.peers, request.year_to).await {
            Err(refused @ (Error::NotFound(_) | Error::Withheld(_))) => {
                outside(ctx, request, (&figures, years), refused).await?
            }
            peers => {
                let peers = peers?;
                let found = match peers.kind {
                    PeerGroupKind::Ring => published(ctx, &figures, &peers, years).await?,
                    _ => open(ctx, &figures, &peers, years).await?,
                };
                (peers, found)
            }
        };
    let frame = frame(&figures, &peers, &found, updated);
    let cells = cells(&frame, &found);
    let size = frame.size().unwrap_or(0);
    Ok((frame, Cells::known(cells, size)))
}

/// What came of a ring, for whoever is not in it and may read that all the same.
async fn outside(
    ctx: &Ctx,
    request: &TableRequest,
    (figures, years): (&[Figure], (i32, i32)),
    refused: Error,
) -> Result<(Peers, Dated)> {
    let Some(peers) = ring::unseen(&request.peers, request.year_to) else {
        return Err(refused);
    };
    let found = published(ctx, figures, &peers, years).await?;
    match found.0.is_empty() {
        true => Err(refused),
        false => Ok((peers, found)),
    }
}

/// What every table is about, without categories.
#[must_use]
pub fn blank_table() -> Frame {
    frame(&[], &nobody(), &Found::new(), None)
}

fn nobody() -> Peers {
    Peers {
        label: Words::new("Vergleichsgruppe", "Peer group"),
        kind: PeerGroupKind::AdHoc,
        group: None,
        cities: Vec::new(),
        frozen_at: None,
        year: None,
        left_out: 0,
    }
}

fn figures(ctx: &Ctx, codes: &[String]) -> Result<Vec<Figure>> {
    let codes: BTreeSet<&String> = codes.iter().collect();
    if codes.is_empty() || codes.len() > MOST_INDICATORS {
        return Err(Error::invalid(
            "indicator",
            format!(
                "nennt {} Kürzel; erwartet werden 1 bis {MOST_INDICATORS}.",
                codes.len()
            ),
            format!(
                "names {} codes; expected are 1 to {MOST_INDICATORS}.",
                codes.len()
            ),
        ));
    }
    let find = |code: &String| Figure::find(ctx, "indicator", code);
    codes.into_iter().map(find).collect()
}

async fn open(ctx: &Ctx, figures: &[Figure], peers: &Peers, years: (i32, i32)) -> Result<Dated> {
    let places = Places::new(peers.cities.iter().map(|peer| peer.ags.as_str()));
    let all = value::read_all(ctx, figures, &places, years).await?;
    let (mut found, size) = (Found::new(), peers.cities.len());
    let updated = all.iter().filter_map(|values| values.valid_as_of).max();
    for (place, values) in all.iter().enumerate() {
        for (year, known) in &values.years {
            let distribution = Distribution::open(size, &group(known, size));
            found.insert((place, *year), distribution);
        }
    }
    Ok((found, updated))
}

async fn published(
    ctx: &Ctx,
    figures: &[Figure],
    peers: &Peers,
    years: (i32, i32),
) -> Result<Dated> {
    let ids = figures.iter().filter_map(Figure::indicator);
    let ids: Vec<Uuid> = ids.map(|id| id.0).collect();
    let rows = ring::published(ctx, peers, &ids, years).await?;
    let updated = rows.iter().map(|row| row.published_at).max();
    let placed = rows.iter().filter_map(|row| {
        let mut all = figures.iter();
        let place = all.position(|figure| figure.indicator() == Some(row.indicator_id))?;
        Some(((place, row.year), Distribution::published(row)))
    });
    Ok((placed.collect(), updated))
}

fn frame(
    figures: &[Figure],
    peers: &Peers,
    found: &Found,
    updated: Option<DateTime<Utc>>,
) -> Frame {
    let years: BTreeSet<i32> = found.keys().map(|(_, year)| *year).collect();
    let text = |year: &i32| Category {
        id: year.to_string(),
        label: Words::new(year.to_string(), year.to_string()),
        unit: None,
    };
    let statistic = |statistic: &Statistic| Category {
        id: statistic.code.to_owned(),
        label: Words::new(statistic.label.0, statistic.label.1),
        unit: None,
    };
    Frame {
        id: "BENCHMARK",
        title: peers.label.clone(),
        source: Words::new(
            "Städtenetz; Kennwerte einer Vergleichsgruppe.",
            "Städtenetz; statistics of a peer group.",
        ),
        note: Some(Words::new(
            "Quantile durch lineare Interpolation (Hyndman und Fan 1996, Typ 7), Standardabweichung mit n − 1.",
            "Quantiles by linear interpolation (Hyndman and Fan 1996, type 7), standard deviation with n − 1.",
        )),
        updated,
        value_kind: None,
        dimensions: vec![
            Dimension {
                id: "indicator",
                name_id: Some("indicatorLabel"),
                label: Words::new("Kennzahl", "Indicator"),
                meaning: Words::new("Kürzel der Kennzahl.", "Code of the indicator."),
                role: Role::Metric,
                categories: figures.iter().map(of_figure).collect(),
            },
            Dimension {
                id: "year",
                name_id: None,
                label: Words::new("Jahr", "Year"),
                meaning: Words::new("Kalenderjahr.", "Calendar year."),
                role: Role::Time,
                categories: years.iter().map(text).collect(),
            },
            Dimension {
                id: "statistic",
                name_id: Some("statisticLabel"),
                label: Words::new("Kennwert", "Statistic"),
                meaning: Words::new("Was berechnet wurde.", "What was computed."),
                role: Role::Other,
                categories: STATISTICS.iter().map(statistic).collect(),
            },
        ],
        attributes: &[
            Attribute::ObsStatus,
            Attribute::ConfStatus,
            Attribute::Reason,
        ],
    }
}

fn cells(frame: &Frame, found: &Found) -> Vec<Cell> {
    let years = frame
        .dimensions
        .get(1)
        .map_or(&[][..], |years| &years.categories);
    let place = |year: i32| years.iter().position(|one| one.id == year.to_string());
    let mut cells = Vec::with_capacity(found.len() * STATISTICS.len());
    for ((figure, year), distribution) in found {
        let row = figure * years.len() + place(*year).unwrap_or(0);
        for (at, statistic) in STATISTICS.iter().enumerate() {
            let position = row * STATISTICS.len() + at;
            cells.push(match (statistic.of)(distribution) {
                (_, Some(reason)) => Cell::withheld(position, "C", reason.word()),
                (value, None) => Cell {
                    position,
                    value,
                    obs_status: if value.is_some() { "A" } else { "O" },
                    conf_status: "F",
                    ..Cell::default()
                },
            });
        }
    }
    cells
}
