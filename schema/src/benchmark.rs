//! Comparisons (Vergleiche) of an indicator over a peer group.
//!
//! Invariant: everything was read before the first field is resolved; nothing here reads anything.

use crate::{
    direct::Many,
    language::{Locale, chosen},
    peer_city::Peers,
    value::{
        Band, Moment, NoTrend, Polarity, Position, ProjectStatus, Significance, TrendDirection,
        Withheld,
    },
};
use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{benchmark, statistic};
use std::sync::Arc;

/// What is compared: an indicator, or a figure that the register knows of every municipality.
pub struct Figure(benchmark::Figure);

/// What is compared: an indicator, or a figure that the register knows of every municipality.
#[Object(serial)]
impl Figure {
    /// Stable code.
    async fn code(&self) -> &str {
        self.0.code()
    }

    /// Its name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label().text(chosen(ctx, locale)).to_owned()
    }

    /// What exactly is counted or measured.
    async fn definition(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.definition().text(chosen(ctx, locale)).to_owned()
    }

    /// Unit.
    async fn unit(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.unit().text(chosen(ctx, locale)).to_owned()
    }

    /// Decimal places to show.
    async fn decimals(&self) -> i32 {
        self.0.decimals().into()
    }

    /// Which direction is the good one.
    async fn polarity(&self) -> Polarity {
        self.0.polarity().into()
    }
}

/// How an indicator is spread over a peer group, and where a city stands in it.
pub struct Benchmark(pub(crate) benchmark::Benchmark);

/// How an indicator is spread over a peer group, and where a city stands in it.
#[Object(serial)]
impl Benchmark {
    /// What is compared.
    async fn figure(&self) -> Figure {
        Figure(self.0.figure.clone())
    }

    /// With whom.
    async fn peers(&self) -> Peers {
        Peers(Arc::clone(&self.0.peers))
    }

    /// The year; none where each city's newest value counts.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Key (AGS) of the city that is held against the group; none where you act for no city and named none.
    async fn city_ags(&self) -> Option<&str> {
        self.0.city.as_ref().map(|city| city.ags.as_str())
    }

    /// Name of that city.
    async fn city_name(&self) -> Option<&str> {
        self.0.city.as_ref().map(|city| city.display_name.as_str())
    }

    /// How the values of the group are spread. It is made of values that you may read one by one; of a ring it is what its
    /// moderator published.
    async fn distribution(&self) -> Distribution {
        Distribution(self.0.distribution.clone())
    }

    /// Where the city stands.
    async fn standing(&self) -> Option<Standing> {
        self.0.standing.map(Standing)
    }

    /// The years, from the first one that has a value.
    async fn series(&self) -> Many<BenchmarkYear> {
        let years = self.0.series.iter().cloned();
        years.map(BenchmarkYear).collect()
    }

    /// How the values of the city move; none where they are too few for that, `noTrend` says why.
    async fn trend(&self) -> Option<Trend> {
        self.0.trend?.ok().map(Trend::from)
    }

    /// Why there is no trend.
    async fn no_trend(&self) -> Option<NoTrend> {
        self.0.trend?.err().map(NoTrend::from)
    }

    /// Cities of the group that are ahead, the farthest first, with projects of theirs that tell of the same matter. Nobody
    /// is told who is behind.
    async fn ahead(&self) -> Many<CityAhead> {
        let ahead = self.0.ahead.iter().cloned();
        ahead.map(CityAhead).collect()
    }

    /// When the newest value that counts was entered; of a ring when the comparison was published.
    async fn valid_as_of(&self) -> Option<Moment> {
        self.0.valid_as_of.map(Moment)
    }

    /// Of a ring: the publication, by its id.
    async fn publication_id(&self) -> Option<ID> {
        self.0.release.map(|id| id.to_string().into())
    }
}

/// How the values of a group are spread. Quantiles by linear interpolation between the nearest values (Hyndman and Fan 1996,
/// type 7), the standard deviation with n − 1.
pub struct Distribution(pub(crate) benchmark::Distribution);

/// How the values of a group are spread. Quantiles by linear interpolation between the nearest values (Hyndman and Fan 1996,
/// type 7), the standard deviation with n − 1.
#[Object(serial)]
impl Distribution {
    /// Cities of the group.
    async fn cities(&self) -> usize {
        self.0.cities
    }

    /// Values that count.
    async fn n(&self) -> usize {
        self.0.n
    }

    /// Cities without a value that counts.
    async fn missing(&self) -> usize {
        self.0.missing
    }

    /// Cities for which there can be no value.
    async fn not_applicable(&self) -> usize {
        self.0.not_applicable
    }

    /// Cities whose value is not reliable enough to count.
    async fn unreliable(&self) -> usize {
        self.0.unreliable
    }

    /// Cities whose confidential value counts.
    async fn contributors(&self) -> usize {
        self.0.contributors
    }

    /// Arithmetic mean.
    async fn mean(&self) -> Option<f64> {
        self.0.mean
    }

    /// Standard deviation; none for one value.
    async fn standard_deviation(&self) -> Option<f64> {
        self.0.sd
    }

    /// Median.
    async fn median(&self) -> Option<f64> {
        self.0.median
    }

    /// Lower quartile.
    async fn q1(&self) -> Option<f64> {
        self.0.q1
    }

    /// Upper quartile.
    async fn q3(&self) -> Option<f64> {
        self.0.q3
    }

    /// The nine deciles, the first one first.
    async fn deciles(&self) -> Option<Vec<f64>> {
        self.0.deciles.map(|deciles| deciles.to_vec())
    }

    /// Smallest value.
    async fn min(&self) -> Option<f64> {
        self.0.min
    }

    /// Largest value.
    async fn max(&self) -> Option<f64> {
        self.0.max
    }

    /// Why there is nothing at all, if so.
    async fn withheld(&self) -> Option<Withheld> {
        self.0.withheld.map(Withheld::from)
    }

    /// Why there are no quartiles and no median.
    async fn quartiles_withheld(&self) -> Option<Withheld> {
        self.0.quartiles_withheld.map(Withheld::from)
    }

    /// Why there are no deciles.
    async fn deciles_withheld(&self) -> Option<Withheld> {
        self.0.deciles_withheld.map(Withheld::from)
    }

    /// Why there is no smallest and no largest value.
    async fn extremes_withheld(&self) -> Option<Withheld> {
        self.0.extremes_withheld.map(Withheld::from)
    }
}

/// Where a city stands in a group.
pub struct Standing(benchmark::Standing);

/// Where a city stands in a group.
#[Object(serial)]
impl Standing {
    /// Its value, if there is one that counts and that you may read.
    async fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// Its value where it is not reliable enough to count.
    async fn unreliable_value(&self) -> Option<f64> {
        self.0.unreliable
    }

    /// Whether there can be no value.
    async fn is_not_applicable(&self) -> bool {
        self.0.is_not_applicable
    }

    /// The year of the value.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Share of the group below it, in percent; half of those that are equal count. None in a ring.
    async fn percentile(&self) -> Option<f64> {
        self.0.percentile
    }

    /// Between which quantiles it lies.
    async fn band(&self) -> Option<Band> {
        self.0.band.map(Band::from)
    }

    /// Where that is, with the good direction to the front; none where neither direction is the good one.
    async fn position(&self) -> Option<Position> {
        self.0.position.map(Position::from)
    }

    /// Its place from the best, equal values sharing one. For your own city only, and never in a ring.
    async fn rank(&self) -> Option<usize> {
        self.0.rank.map(|rank| rank.place)
    }

    /// Among how many values.
    async fn rank_of(&self) -> Option<usize> {
        self.0.rank.map(|rank| rank.of)
    }

    /// What is still to go to the median, in the unit of the indicator; negative beyond it.
    async fn gap_to_median(&self) -> Option<f64> {
        self.0.gap_to_median
    }

    /// The same to the quartile on the good side.
    async fn gap_to_better_quartile(&self) -> Option<f64> {
        self.0.gap_to_better_quartile
    }
}

/// A year of a comparison.
pub struct BenchmarkYear(benchmark::YearOf);

/// A year of a comparison.
#[Object(serial)]
impl BenchmarkYear {
    /// The year.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The city's value, if there is one that counts and that you may read.
    async fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// How the values of the group are spread in that year.
    async fn distribution(&self) -> Distribution {
        Distribution(self.0.distribution.clone())
    }
}

/// How values move over the years: the slope of Theil and Sen, and the test of Mann and Kendall.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct Trend {
    /// How many years have a value.
    pub n: usize,
    /// The first of them.
    pub year_from: i32,
    /// The last of them.
    pub year_to: i32,
    /// Change a year, in the unit of the indicator: the median of the slopes between all pairs of years.
    pub slope: f64,
    /// Share of cases in which chance alone would show a trend as strong, 0 to 1.
    pub p: f64,
    /// How that was found.
    pub significance: Significance,
    /// Which way the values move; a change that chance shows in more than one of ten cases is not clear.
    pub direction: TrendDirection,
}

impl From<statistic::Trend> for Trend {
    fn from(trend: statistic::Trend) -> Self {
        Self {
            n: trend.n,
            year_from: trend.years.0,
            year_to: trend.years.1,
            slope: trend.slope,
            p: trend.p,
            significance: trend.significance.into(),
            direction: trend.direction.into(),
        }
    }
}

/// A city that is ahead.
pub struct CityAhead(benchmark::CityAhead);

/// A city that is ahead.
#[Object(serial)]
impl CityAhead {
    /// Its key (AGS).
    async fn city_ags(&self) -> &str {
        &self.0.city.ags
    }

    /// Its name.
    async fn city_name(&self) -> &str {
        &self.0.city.display_name
    }

    /// Its value.
    async fn value(&self) -> f64 {
        self.0.value
    }

    /// By how much it is ahead, in the unit of the indicator.
    async fn lead(&self) -> f64 {
        self.0.lead
    }

    /// How alike both cities are in region, size, distance and state, 0 to 1.
    async fn likeness(&self) -> f64 {
        self.0.likeness
    }

    /// Its projects that tell of the same matter, those that fit best first.
    async fn projects(&self) -> Many<AddressingProject> {
        let projects = self.0.projects.iter().cloned();
        projects.map(AddressingProject).collect()
    }
}

/// A project that tells of what an indicator measures.
pub struct AddressingProject(benchmark::AddressingProject);

/// A project that tells of what an indicator measures.
#[Object(serial)]
impl AddressingProject {
    /// The project, by its id.
    async fn project_id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Its stable public code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its working title.
    async fn working_title(&self) -> &str {
        &self.0.working_title
    }

    /// Where it stands.
    async fn status(&self) -> ProjectStatus {
        self.0.status.into()
    }

    /// How well it fits what the indicator measures, 0 to 1.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// Why, in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.explanation.text(chosen(ctx, locale)).to_owned()
    }
}
