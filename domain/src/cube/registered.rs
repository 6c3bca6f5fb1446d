//! What the register of municipalities knows, as a part of a cube: population, area, density and traffic area, where they are
//! named.
//!
//! Invariant: it is open, costs no statement, and stands only where nobody entered a value; a cube that names no figures has
//! none of it, so that what a city takes along is what it entered.

use super::{
    cell::Cell,
    extent::{Extent, Wanted},
};
use crate::{city::City, ctx::Ctx, figure::Figure, register_figure::RegisterFigure};
use entity::value::{ConfStatus, Confidence, ObsStatus, Visibility};
use std::{collections::BTreeMap, sync::Arc};

/// A figure of a cube.
#[derive(Clone, Debug)]
pub(super) struct Metric {
    /// What it is.
    pub(super) figure: Figure,
    /// What completes it, if the register does.
    pub(super) registered: Option<RegisterFigure>,
}

impl Metric {
    /// A cell of a municipality with its year, as the register knows it.
    fn cell(&self, city: &City) -> Option<(i32, Cell)> {
        let figure = self.registered?;
        let (year, value) = figure.of(city)?;
        let cell = Cell {
            value: Some(value),
            obs_status: ObsStatus::Normal.word(),
            conf_status: ConfStatus::Free.word(),
            confidence: Some(Confidence::High.word()),
            visibility: Some(Visibility::Public.word()),
            source: Some(figure.source().to_owned()),
            ..Cell::default()
        };
        Some((year, cell))
    }
}

/// Adds the cities and years of which the register knows something to what a cube reaches.
pub(super) fn extend(ctx: &Ctx, wanted: &Wanted, extent: &mut Extent) {
    let register = &ctx.reference().cities;
    let figures = wanted.metrics.iter().filter_map(|metric| metric.registered);
    let cities: Vec<&Arc<City>> = match &wanted.cities {
        Some(cities) => cities.iter().filter_map(|ags| register.find(ags)).collect(),
        None => register.all().iter().collect(),
    };
    for figure in figures {
        for city in &cities {
            let known = figure.of(city);
            if let Some((year, _)) = known.filter(|(year, _)| wanted.reaches(*year)) {
                extent.cities.insert(city.ags.clone());
                extent.years.insert(year);
                extent.values += 1;
            }
        }
    }
}

/// A part of a cube: some figures and cities, each with the place of the first, and all its years.
pub(super) struct Part<'p> {
    pub(super) metrics: (usize, &'p [Metric]),
    pub(super) cities: (usize, &'p [String]),
    pub(super) years: &'p [i32],
    /// How many cities the whole cube has.
    pub(super) width: usize,
}

impl Part<'_> {
    /// Puts what the register knows where nobody entered a value.
    pub(super) fn complete(&self, ctx: &Ctx, cells: &mut BTreeMap<usize, Cell>) {
        for (at, metric) in (self.metrics.0..).zip(self.metrics.1) {
            if metric.registered.is_none() {
                continue;
            }
            for (place, ags) in (self.cities.0..).zip(self.cities.1) {
                let city = ctx.reference().cities.find(ags);
                let known = city.and_then(|city| metric.cell(city));
                let known = known
                    .and_then(|(year, cell)| Some((self.years.binary_search(&year).ok()?, cell)));
                if let Some((nth, cell)) = known {
                    let position = (at * self.width + place) * self.years.len() + nth;
                    cells.entry(position).or_insert(Cell { position, ..cell });
                }
            }
        }
    }
}
