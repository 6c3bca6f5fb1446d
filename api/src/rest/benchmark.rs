//! Comparisons (Vergleiche) of an indicator over a peer group.
//!
//! Invariant: the same use case as in GraphQL; what is shown here is a view of what it returns.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer,
        benchmark_view::{BenchmarkView, view},
        peer_city::peer_query,
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    benchmark::{self, AheadRequest, Question, SeriesRequest},
    read::Reader,
};

peer_query! {
    /// Query of a comparison.
    BenchmarkQuery {
        /// Code of an indicator, or one of the figures that the register knows of every municipality: population, area_km2,
        /// population_density, traffic_area_share.
        #[param(max_length = 64)]
        indicator: String,
        /// The year; without one each city's newest value counts, or the newest publication of a ring.
        #[param(minimum = 1900, maximum = 2100)]
        year: Option<i32>,
        /// Key (AGS) of the city that is held against the group; your own where nothing is given.
        #[param(max_length = 8)]
        city: Option<String>,
        /// Whether the years are wanted, and the trend.
        series: Option<bool>,
        /// How many of those who are ahead are wanted, 0 to 20.
        #[param(minimum = 0, maximum = 20)]
        ahead: Option<u32>,
        /// Only those that are ahead by more than that, in the unit of the indicator.
        min_difference: Option<f64>,
    }
}

impl BenchmarkQuery {
    pub(super) fn question(&self, ctx: &Ctx) -> domain::Result<Question> {
        let min_difference = self.min_difference.unwrap_or(0.0);
        Ok(Question {
            indicator: self.indicator.clone(),
            peers: self.spec(ctx)?,
            year: self.year,
            city: self.city.clone(),
            series: match self.series.unwrap_or(false) {
                true => SeriesRequest::Group,
                false => SeriesRequest::Nothing,
            },
            ahead: self.ahead.map(|cities| AheadRequest {
                cities: usize::try_from(cities).unwrap_or(usize::MAX),
                min_difference,
                ..AheadRequest::USUAL
            }),
        })
    }
}

/// Compares an indicator over a peer group, and holds a city against it. Values of others that you may not read count in rings
/// only, as their moderators published them.
#[utoipa::path(operation_id = "benchmark", tag = "Figures", params(BenchmarkQuery), responses(
        (status = 200, description = "The comparison.", body = BenchmarkView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such group, or not for you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/benchmark")]
pub async fn get(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: BenchmarkQuery = query::parse(&request)?;
    let done = async {
        let question = query.question(&ctx)?;
        let found = benchmark::ask(&Reader::new(&ctx), &question).await?;
        Ok(answer::json(&request, &ctx, &view(&ctx, found)))
    };
    done.await.map_err(query::refuse(&ctx))
}
