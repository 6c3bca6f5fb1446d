//! Roots that compare cities.
//!
//! Invariant: what is not selected is not worked out.

use crate::{benchmark::Benchmark, direct::One, error::refuse, peer_input::PeerInput};
use async_graphql::{Context, InputObject, Object, Result};
use domain::{
    Ctx,
    benchmark::{self, AheadRequest, Question, SeriesRequest},
    read::Reader,
};

/// How many of those who are ahead are wanted.
#[derive(InputObject)]
pub struct AheadInput {
    /// So many cities, 0 to 20.
    #[graphql(default = 5)]
    pub cities: u32,
    /// So many projects of each, 0 to 5.
    #[graphql(default = 3)]
    pub projects: u32,
    /// Only those that are ahead by more than that, in the unit of the indicator: small differences say nothing.
    #[graphql(default = 0.0)]
    pub min_difference: f64,
}

impl From<AheadInput> for AheadRequest {
    fn from(input: AheadInput) -> Self {
        let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        Self {
            cities: count(input.cities),
            projects: count(input.projects),
            min_difference: input.min_difference,
        }
    }
}

/// Comparisons.
#[derive(Default)]
pub struct BenchmarkQuery;

#[Object]
impl BenchmarkQuery {
    /// Compares an indicator over a peer group, and holds a city against it: how the values are spread, where the city stands,
    /// how it moved over the years, who is ahead, and which of their projects address it. Values of others that you may not
    /// read count in rings only, as their moderators published them; what is withheld says why.
    #[expect(clippy::too_many_arguments, reason = "the arguments of the field")]
    async fn benchmark(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Code of an indicator, or one of the figures that the register knows of every municipality: population, area_km2, population_density, traffic_area_share."
        )]
        indicator: String,
        #[graphql(desc = "With whom is compared.")] peers: PeerInput,
        #[graphql(
            desc = "The year; without one each city's newest value counts, or the newest publication of a ring."
        )]
        year: Option<i32>,
        #[graphql(
            desc = "Key (AGS) of the city that is held against the group; your own where nothing is given."
        )]
        city: Option<String>,
        #[graphql(desc = "How many of those who are ahead.")] ahead: Option<AheadInput>,
    ) -> Result<One<Benchmark>> {
        let domain = ctx.data::<Ctx>()?;
        let selected = ctx.look_ahead();
        let is_selected = |name: &str| selected.field(name).exists();
        let found = async {
            let question = Question {
                indicator,
                peers: peers.read()?,
                year,
                city,
                series: if selected.field("series").field("distribution").exists() {
                    SeriesRequest::Group
                } else if ["series", "trend", "noTrend"].into_iter().any(is_selected) {
                    SeriesRequest::Own
                } else {
                    SeriesRequest::Nothing
                },
                ahead: is_selected("ahead").then(|| ahead.map_or(AheadRequest::USUAL, Into::into)),
            };
            benchmark::ask(&Reader::new(domain), &question).await
        };
        let found = found.await.map_err(|error| refuse(ctx, &error))?;
        Ok(One(Benchmark(found)))
    }
}
