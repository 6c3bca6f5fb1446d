//! Comparisons (Vergleiche) as the interface shows them.
//!
//! Invariant: what is withheld has a reason and no number.

use chrono::{DateTime, Utc};
use domain::{
    Ctx,
    benchmark::{self, Benchmark, Distribution, Standing},
    peer_group::Peers,
    statistic::{Band, NoTrend, Position, Trend},
    value::Withheld,
};
use serde::Serialize;
use utoipa::ToSchema;

/// How an indicator is spread over a peer group, and where a city stands in it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BenchmarkView {
    /// What is compared.
    pub figure: FigureView,
    /// With whom.
    pub peers: PeerLabelView,
    /// The year; none where each city's newest value counts.
    pub year: Option<i32>,
    /// Key (AGS) of the city that is held against the group.
    #[schema(max_length = 8)]
    pub city: Option<String>,
    /// Name of that city.
    #[schema(max_length = 200)]
    pub city_name: Option<String>,
    /// How the values of the group are spread.
    pub distribution: DistributionView,
    /// Where the city stands.
    pub standing: Option<StandingView>,
    /// The years, from the first one that has a value; with `series=true`.
    #[schema(max_items = 400)]
    pub series: Vec<BenchmarkYearView>,
    /// How the values of the city move; with `series=true`.
    pub trend: Option<TrendView>,
    /// Why there is no trend: TOO_FEW_YEARS, TOO_MANY_YEARS, REPEATED_YEAR, NOT_FINITE.
    #[schema(max_length = 24)]
    pub no_trend: Option<&'static str>,
    /// Cities of the group that are ahead, the farthest first; with `ahead`.
    #[schema(max_items = 20)]
    pub ahead: Vec<CityAheadView>,
    /// When the newest value that counts was entered; of a ring when the comparison was published.
    pub valid_as_of: Option<DateTime<Utc>>,
    /// When this was asked.
    pub retrieved_at: DateTime<Utc>,
    /// Of a ring: the publication, by its id.
    #[schema(max_length = 64)]
    pub publication: Option<String>,
}

/// With whom a city is compared; `GET /peers` tells the cities.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PeerLabelView {
    /// Who they are, in words.
    #[schema(max_length = 2000)]
    pub label: String,
    /// RULE, NEAREST_NEIGHBOUR, RING or AD_HOC.
    #[schema(max_length = 24)]
    pub kind: &'static str,
    /// The group that is kept, if it is one (id).
    #[schema(max_length = 64)]
    pub group: Option<String>,
    /// When the cities were frozen for the year; null where they are those of today.
    pub frozen_at: Option<DateTime<Utc>>,
}

impl PeerLabelView {
    fn of(ctx: &Ctx, peers: &Peers) -> Self {
        Self {
            label: peers.label.text(ctx.language()).to_owned(),
            kind: peers.kind.word(),
            group: peers.group.map(|id| id.to_string()),
            frozen_at: peers.frozen_at,
        }
    }
}

/// What is compared.
#[derive(Serialize, ToSchema)]
pub struct FigureView {
    /// Stable code.
    #[schema(max_length = 64)]
    pub code: String,
    /// Its name.
    #[schema(max_length = 300)]
    pub label: String,
    /// Unit.
    #[schema(max_length = 200)]
    pub unit: String,
    /// Decimal places to show.
    pub decimals: i16,
    /// Which direction is the good one.
    #[schema(max_length = 24)]
    pub polarity: &'static str,
}

impl FigureView {
    pub(super) fn of(ctx: &Ctx, figure: &benchmark::Figure) -> Self {
        let language = ctx.language();
        Self {
            code: figure.code().to_owned(),
            label: figure.label().text(language).to_owned(),
            unit: figure.unit().text(language).to_owned(),
            decimals: figure.decimals(),
            polarity: figure.polarity().word(),
        }
    }
}

/// How the values of a group are spread. Quantiles by linear interpolation between the nearest values (Hyndman and Fan 1996,
/// type 7), the standard deviation with n − 1. What is withheld says why: MIN_CONTRIBUTORS, DOMINANCE, SECONDARY, DIFFERENCING,
/// EMBARGO, NOT_GRANTED.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DistributionView {
    /// Cities of the group.
    pub cities: usize,
    /// Values that count.
    pub n: usize,
    /// Cities without a value that counts.
    pub missing: usize,
    /// Cities for which there can be no value.
    pub not_applicable: usize,
    /// Cities whose value is not reliable enough to count.
    pub unreliable: usize,
    /// Cities whose confidential value counts.
    pub contributors: usize,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation; none for one value.
    pub standard_deviation: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Lower quartile.
    pub q1: Option<f64>,
    /// Upper quartile.
    pub q3: Option<f64>,
    /// The nine deciles, the first one first.
    #[schema(min_items = 9, max_items = 9)]
    pub deciles: Option<Vec<f64>>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Why there is nothing at all, if so.
    #[schema(max_length = 24)]
    pub withheld: Option<&'static str>,
    /// Why there are no quartiles and no median.
    #[schema(max_length = 24)]
    pub quartiles_withheld: Option<&'static str>,
    /// Why there are no deciles.
    #[schema(max_length = 24)]
    pub deciles_withheld: Option<&'static str>,
    /// Why there is no smallest and no largest value.
    #[schema(max_length = 24)]
    pub extremes_withheld: Option<&'static str>,
}

impl From<&Distribution> for DistributionView {
    fn from(of: &Distribution) -> Self {
        Self {
            cities: of.cities,
            n: of.n,
            missing: of.missing,
            not_applicable: of.not_applicable,
            unreliable: of.unreliable,
            contributors: of.contributors,
            mean: of.mean,
            standard_deviation: of.sd,
            median: of.median,
            q1: of.q1,
            q3: of.q3,
            deciles: of.deciles.map(|deciles| deciles.to_vec()),
            min: of.min,
            max: of.max,
            withheld: of.withheld.map(Withheld::word),
            quartiles_withheld: of.quartiles_withheld.map(Withheld::word),
            deciles_withheld: of.deciles_withheld.map(Withheld::word),
            extremes_withheld: of.extremes_withheld.map(Withheld::word),
        }
    }
}

/// Where a city stands in a group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StandingView {
    /// Its value, if there is one that counts and that you may read.
    pub value: Option<f64>,
    /// Its value where it is not reliable enough to count.
    pub unreliable_value: Option<f64>,
    /// Whether there can be no value.
    pub is_not_applicable: bool,
    /// The year of the value.
    pub year: Option<i32>,
    /// Share of the group below it, in percent; none in a ring.
    pub percentile: Option<f64>,
    /// Between which quantiles it lies, such as Q1_TO_MEDIAN.
    #[schema(max_length = 24)]
    pub band: Option<&'static str>,
    /// Where that is, with the good direction to the front: BEHIND, BELOW_MIDDLE, AT_MIDDLE, ABOVE_MIDDLE, AHEAD.
    #[schema(max_length = 24)]
    pub position: Option<&'static str>,
    /// Its place from the best; for your own city only, and never in a ring.
    pub rank: Option<usize>,
    /// Among how many values.
    pub rank_of: Option<usize>,
    /// What is still to go to the median, in the unit of the indicator; negative beyond it.
    pub gap_to_median: Option<f64>,
    /// The same to the quartile on the good side.
    pub gap_to_better_quartile: Option<f64>,
}

impl From<Standing> for StandingView {
    fn from(of: Standing) -> Self {
        Self {
            value: of.value,
            unreliable_value: of.unreliable,
            is_not_applicable: of.is_not_applicable,
            year: of.year,
            percentile: of.percentile,
            band: of.band.map(Band::word),
            position: of.position.map(Position::word),
            rank: of.rank.map(|rank| rank.place),
            rank_of: of.rank.map(|rank| rank.of),
            gap_to_median: of.gap_to_median,
            gap_to_better_quartile: of.gap_to_better_quartile,
        }
    }
}

/// A year of a comparison.
#[derive(Serialize, ToSchema)]
pub struct BenchmarkYearView {
    /// The year.
    year: i32,
    /// The city's value, if there is one that counts and that you may read.
    value: Option<f64>,
    /// How the values of the group are spread in that year.
    distribution: DistributionView,
}

/// How values move over the years: the slope of Theil and Sen, and the test of Mann and Kendall.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrendView {
    /// How many years have a value.
    n: usize,
    /// The first of them.
    year_from: i32,
    /// The last of them.
    year_to: i32,
    /// Change a year, in the unit of the indicator.
    slope: f64,
    /// Share of cases in which chance alone would show a trend as strong, 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    p: f64,
    /// How that was found: EXACT, NORMAL.
    #[schema(max_length = 24)]
    significance: &'static str,
    /// Which way the values move: IMPROVING, WORSENING, RISING, FALLING, NO_CLEAR_CHANGE.
    #[schema(max_length = 24)]
    direction: &'static str,
}

impl From<Trend> for TrendView {
    fn from(trend: Trend) -> Self {
        Self {
            n: trend.n,
            year_from: trend.years.0,
            year_to: trend.years.1,
            slope: trend.slope,
            p: trend.p,
            significance: trend.significance.word(),
            direction: trend.direction.word(),
        }
    }
}

/// A city that is ahead.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CityAheadView {
    /// Its key (AGS).
    #[schema(max_length = 8)]
    city: String,
    /// Its name.
    #[schema(max_length = 200)]
    city_name: String,
    /// Its value.
    value: f64,
    /// By how much it is ahead, in the unit of the indicator.
    lead: f64,
    /// How alike both cities are in region, size, distance and state, 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    likeness: f64,
    /// Its projects that tell of the same matter, those that fit best first.
    #[schema(max_items = 5)]
    projects: Vec<AddressingProjectView>,
}

/// A project that tells of what an indicator measures.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddressingProjectView {
    /// The project (id).
    #[schema(max_length = 64)]
    project: String,
    /// Its stable public code.
    #[schema(max_length = 200)]
    code: String,
    /// Its working title.
    #[schema(max_length = 300)]
    working_title: String,
    /// Where it stands.
    #[schema(max_length = 24)]
    status: &'static str,
    /// How well it fits what the indicator measures, 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// Why, in one sentence.
    #[schema(max_length = 2000)]
    explanation: String,
}

/// The view of a comparison.
pub fn view(ctx: &Ctx, of: Benchmark) -> BenchmarkView {
    let trend = of.trend;
    BenchmarkView {
        figure: FigureView::of(ctx, &of.figure),
        peers: PeerLabelView::of(ctx, &of.peers),
        year: of.year,
        city: of.city.as_ref().map(|city| city.ags.clone()),
        city_name: of.city.as_ref().map(|city| city.display_name.clone()),
        distribution: (&of.distribution).into(),
        standing: of.standing.map(StandingView::from),
        series: of.series.iter().map(year).collect(),
        trend: trend.and_then(Result::ok).map(TrendView::from),
        no_trend: trend.and_then(Result::err).map(NoTrend::word),
        ahead: of
            .ahead
            .into_iter()
            .map(|ahead| city_ahead(ctx, ahead))
            .collect(),
        valid_as_of: of.valid_as_of,
        retrieved_at: ctx.now(),
        publication: of.release.map(|id| id.to_string()),
    }
}

fn year(of: &benchmark::YearOf) -> BenchmarkYearView {
    BenchmarkYearView {
        year: of.year,
        value: of.value,
        distribution: (&of.distribution).into(),
    }
}

fn city_ahead(ctx: &Ctx, of: benchmark::CityAhead) -> CityAheadView {
    let projects = of
        .projects
        .into_iter()
        .map(|project| AddressingProjectView {
            project: project.id.to_string(),
            code: project.code,
            working_title: project.working_title,
            status: project.status.word(),
            score: project.score,
            explanation: project.explanation.text(ctx.language()).to_owned(),
        });
    CityAheadView {
        projects: projects.collect(),
        city: of.city.ags.clone(),
        city_name: of.city.display_name.clone(),
        value: of.value,
        lead: of.lead,
        likeness: of.likeness,
    }
}
