//! Which cities a question for peers comes to.
//!
//! Invariant: a rule over the register costs no statement; all values by which neighbours are found are read with one, as
//! the caller may read them.

use super::{
    figure::{self, Measured, Rows},
    kept,
    neighbour::{self, DistanceComponent},
    rule::{NeighbourRule, PeerRule, check_cities, checked},
};
use crate::{ctx::Ctx, error::Result, language::Words, read::Reader};
use chrono::{DateTime, Utc};
use entity::{id::PeerGroupId, value::PeerGroupKind};
use std::sync::Arc;

/// With whom somebody wants to be compared.
#[derive(Clone, Debug)]
pub enum PeerSpec {
    /// Cities that meet a rule.
    Rule(PeerRule),
    /// The cities nearest to one.
    Neighbours(NeighbourRule),
    /// These cities (AGS).
    Cities(Vec<String>),
    /// A group that is kept.
    Group(PeerGroupId),
}

/// Cities to be compared with.
#[derive(Clone, Debug)]
pub struct Peers {
    /// Who they are, in words.
    pub label: Words,
    /// By what they were chosen.
    pub kind: PeerGroupKind,
    /// The group that is kept, if it is one.
    pub group: Option<PeerGroupId>,
    /// They themselves, by key.
    pub cities: Vec<Arc<PeerCity>>,
    /// When they were frozen, if they were.
    pub frozen_at: Option<DateTime<Utc>>,
    /// The year for which that holds, or as of which values count.
    pub year: Option<i32>,
    /// Cities that cannot be placed because they lack a figure.
    pub left_out: u32,
}

/// A city to be compared with.
#[derive(Clone, Debug)]
pub struct PeerCity {
    /// Its key.
    pub ags: String,
    /// How far it is from the city whose neighbours these are.
    pub distance: Option<f64>,
    /// What that is made of; nothing where it was frozen.
    pub components: Vec<DistanceComponent>,
}

impl PeerSpec {
    /// Refuses what means nothing.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with everything that is wrong with it.
    pub fn check(&self, ctx: &Ctx) -> Result<()> {
        checked(|mistakes| match self {
            Self::Rule(rule) => rule.check(ctx, "rule", mistakes),
            Self::Neighbours(rule) => rule.check(ctx, "neighbours", mistakes),
            Self::Cities(cities) => check_cities(ctx, "cities", cities, mistakes),
            Self::Group(_) => {}
        })
    }
}

/// The cities that a question comes to, by key.
///
/// # Errors
/// `NOT_FOUND` for a group that is not the caller's to read, `FORBIDDEN` with the reason `NOT_GRANTED` for a ring whose terms
/// the caller's city has not accepted, `BAD_USER_INPUT` for what means nothing.
pub async fn resolve(reader: &Reader<'_>, spec: &PeerSpec, year: Option<i32>) -> Result<Peers> {
    let ctx = reader.ctx();
    spec.check(ctx)?;
    check_year(year)?;
    match spec {
        PeerSpec::Rule(rule) => Ok(by_rule(ctx, rule, year)),
        PeerSpec::Neighbours(rule) => {
            let figures = neighbour::figures(ctx, rule);
            let measured =
                figure::measured(&Rows::Reading(ctx), &ctx.audience(), &figures, year).await?;
            by_nearness(ctx, rule, year, &measured)
        }
        PeerSpec::Cities(cities) => Ok(of_list(cities, year)),
        PeerSpec::Group(id) => kept::one(reader, *id, year).await,
    }
}

/// Years in which there can be figures.
pub(super) fn check_year(year: Option<i32>) -> Result<()> {
    checked(|mistakes| {
        if let Some(year) = year {
            mistakes.number("year", year, 1900..=2100);
        }
    })
}

pub(super) fn by_rule(ctx: &Ctx, rule: &PeerRule, year: Option<i32>) -> Peers {
    let cities = rule.find(ctx).into_iter();
    Peers {
        label: rule.label(ctx),
        kind: PeerGroupKind::Rule,
        group: None,
        cities: cities.map(|city| plain(city.ags.clone())).collect(),
        frozen_at: None,
        year,
        left_out: 0,
    }
}

pub(super) fn by_nearness(
    ctx: &Ctx,
    rule: &NeighbourRule,
    year: Option<i32>,
    measured: &Measured,
) -> Result<Peers> {
    let found = neighbour::find(ctx, rule, measured)?;
    let cities = found.nearest.into_iter();
    let cities = cities.map(|(city, distance, components)| {
        Arc::new(PeerCity {
            ags: city.ags.clone(),
            distance: Some(distance),
            components,
        })
    });
    let mut cities: Vec<_> = cities.collect();
    cities.sort_by(|one, other| one.ags.cmp(&other.ags));
    Ok(Peers {
        label: neighbour::label(ctx, rule),
        kind: PeerGroupKind::NearestNeighbour,
        group: None,
        cities,
        frozen_at: None,
        year,
        left_out: found.left_out,
    })
}

pub(super) fn of_list(cities: &[String], year: Option<i32>) -> Peers {
    let mut cities = cities.to_vec();
    cities.sort_unstable();
    let count = cities.len();
    Peers {
        label: Words::new(
            format!("{count} ausgewählte Kommunen"),
            format!("{count} chosen municipalities"),
        ),
        kind: PeerGroupKind::AdHoc,
        group: None,
        cities: cities.into_iter().map(plain).collect(),
        frozen_at: None,
        year,
        left_out: 0,
    }
}

fn plain(ags: String) -> Arc<PeerCity> {
    Arc::new(PeerCity {
        ags,
        distance: None,
        components: Vec::new(),
    })
}
