//! Comparisons (Vergleiche) of an indicator over a peer group.
//!
//! Invariant: everything was read before the first field is resolved; nothing here reads anything.

use crate::{
    direct::{Many, One},
    distribution::{Distribution, Standing},
    language::{Locale, chosen},
    peer_city::Peers,
    value::{Moment, NoTrend, Polarity, ProjectStatus, Significance, TrendDirection},
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
    async fn figure(&self) -> One<Figure> {
        One(Figure(self.0.figure.clone()))
    }

    /// With whom.
    async fn peers(&self) -> One<Peers> {
        One(Peers(Arc::clone(&self.0.peers)))
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
    async fn distribution(&self) -> One<Distribution> {
        One(Distribution(self.0.distribution.clone()))
    }

    /// Where the city stands.
    async fn standing(&self) -> Option<One<Standing>> {
        self.0.standing.map(Standing).map(One)
    }

    /// The years, from the first one that has a value.
    async fn series(&self) -> Many<BenchmarkYear> {
        let years = self.0.series.iter().cloned();
        years.map(BenchmarkYear).collect()
    }

    /// How the values of the city move; none where they are too few for that, `noTrend` says why.
    async fn trend(&self) -> Option<One<Trend>> {
        self.0.trend?.ok().map(Trend::from).map(One)
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
    async fn distribution(&self) -> One<Distribution> {
        One(Distribution(self.0.distribution.clone()))
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
