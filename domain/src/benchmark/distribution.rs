//! How the values of a group are spread.
//!
//! Invariant: what is withheld has a reason and no number; what is missing is told apart from what there cannot be.

use super::value::Known;
use crate::{
    disclosure::Guard,
    statistic::{Cuts, Summary, decimal},
};
use entity::{benchmark_release::Model, value::Withheld};

/// How the values of a group are spread in a year, or over each city's newest values.
#[derive(Clone, Debug, Default)]
pub struct Distribution {
    /// Cities of the group.
    pub cities: usize,
    /// Values that count.
    pub n: usize,
    /// Cities without a value that counts.
    pub missing: usize,
    /// Cities for which there can be none.
    pub not_applicable: usize,
    /// Cities whose value is not reliable enough to count.
    pub unreliable: usize,
    /// Cities whose confidential value counts.
    pub contributors: usize,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Lower quartile.
    pub q1: Option<f64>,
    /// Upper quartile.
    pub q3: Option<f64>,
    /// The nine deciles.
    pub deciles: Option<[f64; 9]>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Why there is nothing, if so.
    pub withheld: Option<Withheld>,
    /// Why there are no quartiles and no median.
    pub quartiles_withheld: Option<Withheld>,
    /// Why there are no deciles.
    pub deciles_withheld: Option<Withheld>,
    /// Why there is no smallest and largest value.
    pub extremes_withheld: Option<Withheld>,
}

impl Distribution {
    /// That of values which the reader may read one by one.
    #[must_use]
    pub fn open(cities: usize, known: &[Known]) -> Self {
        let values: Vec<f64> = known.iter().filter_map(|known| known.counted()).collect();
        let count = |holds: fn(&Known) -> bool| known.iter().filter(|known| holds(known)).count();
        let not_applicable = count(|known| *known == Known::NotApplicable);
        let unreliable = count(|known| matches!(known, Known::Unreliable(_)));
        Self {
            cities,
            n: values.len(),
            missing: cities.saturating_sub(values.len() + not_applicable + unreliable),
            not_applicable,
            unreliable,
            ..Self::of(Summary::of(&values))
        }
    }

    /// The statistics of a summary, in decimal digits.
    pub(super) fn of(summary: Option<Summary>) -> Self {
        let Some(summary) = summary else {
            return Self::default();
        };
        let shown = |figure: f64| decimal(figure, figure);
        Self {
            n: summary.n,
            mean: Some(shown(summary.mean)),
            sd: summary.sd.map(shown),
            median: Some(shown(summary.median)),
            q1: Some(shown(summary.q1)),
            q3: Some(shown(summary.q3)),
            deciles: Some(summary.deciles.map(shown)),
            min: Some(summary.min),
            max: Some(summary.max),
            ..Self::default()
        }
    }

    /// What others may be told of where a value lies.
    #[must_use]
    pub fn cuts(&self) -> Cuts {
        Cuts {
            p10: self.deciles.and_then(|deciles| deciles.first().copied()),
            q1: self.q1,
            median: self.median,
            q3: self.q3,
            p90: self.deciles.and_then(|deciles| deciles.last().copied()),
        }
    }
}

impl Distribution {
    /// That of a publication.
    pub(super) fn published(row: &Model) -> Self {
        let count = |count: i32| usize::try_from(count).unwrap_or(0);
        let deciles = row.deciles.as_ref().and_then(|text| {
            let parts: Vec<f64> = text
                .split(' ')
                .filter_map(|part| part.parse().ok())
                .collect();
            <[f64; 9]>::try_from(parts).ok()
        });
        let (cities, not_applicable, n) =
            (count(row.cities), count(row.not_applicable), count(row.n));
        Self {
            cities,
            n,
            missing: cities.saturating_sub(n + not_applicable),
            not_applicable,
            unreliable: 0,
            contributors: count(row.contributors),
            mean: row.mean,
            sd: row.sd,
            median: row.median,
            q1: row.q1,
            q3: row.q3,
            deciles,
            min: row.least,
            max: row.most,
            withheld: row.withheld,
            quartiles_withheld: row.quartiles_withheld,
            deciles_withheld: row.deciles_withheld,
            extremes_withheld: row.extremes_withheld,
        }
    }

    /// As it may be published where confidential values count in it.
    pub(super) fn guarded(self, guard: &Guard, contributors: usize) -> Self {
        if contributors == 0 {
            return self;
        }
        let few = |shows: bool| (!shows).then_some(Withheld::MinContributors);
        let quartiles = guard.shows_quartiles(contributors);
        let deciles = guard.shows_deciles(contributors);
        let shown = |figure: Option<f64>| figure.map(|figure| guard.shown(figure));
        Self {
            contributors,
            mean: shown(self.mean),
            sd: shown(self.sd),
            median: shown(self.median).filter(|_| quartiles),
            q1: shown(self.q1).filter(|_| quartiles),
            q3: shown(self.q3).filter(|_| quartiles),
            deciles: self
                .deciles
                .filter(|_| deciles)
                .map(|all| all.map(|one| guard.shown(one))),
            // The smallest and the largest value is one city's.
            min: None,
            max: None,
            quartiles_withheld: few(quartiles),
            deciles_withheld: few(deciles),
            extremes_withheld: Some(Withheld::MinContributors),
            ..self
        }
    }

    /// Nothing but the reason.
    pub(super) fn refused(cities: usize, reason: Withheld) -> Self {
        Self {
            cities,
            withheld: Some(reason),
            quartiles_withheld: Some(reason),
            deciles_withheld: Some(reason),
            extremes_withheld: Some(reason),
            ..Self::default()
        }
    }

    /// The deciles as they are stored.
    pub(super) fn stored_deciles(&self) -> Option<String> {
        let parts = self.deciles?.map(|decile| decile.to_string());
        Some(parts.join(" "))
    }
}
