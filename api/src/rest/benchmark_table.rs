//! Comparisons as a table of statistics, in the forms of a cube.
//!
//! Invariant: all forms have the same figures; a withheld one is in the same state in each.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer,
        cube::{BenchmarkRow, Cube, Format, TableSchemaView, accepted, has_names, written},
        peer_city::peer_query,
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    benchmark::{self, TableRequest},
    read::Reader,
};

peer_query! {
    /// Query of a table of comparisons.
    BenchmarkTableQuery {
        /// Codes of indicators, or of figures of the register (population, area_km2, population_density, traffic_area_share),
        /// comma-separated, at most 50.
        #[param(max_length = 4000)]
        indicator: String,
        /// Not before this year.
        #[param(minimum = 1900, maximum = 2100)]
        year_from: Option<i32>,
        /// Not after this year.
        #[param(minimum = 1900, maximum = 2100)]
        year_to: Option<i32>,
        /// json, csv, json-stat, sdmx-csv, sdmx-json or xlsx; without it what `Accept` asks for, else json.
        #[param(max_length = 10)]
        format: Option<String>,
        /// Of SDMX-CSV: id (if not given), or both for codes with their names.
        #[param(max_length = 4)]
        labels: Option<String>,
    }
}

/// Comparisons of indicators over a peer group as a table of indicators × years × statistics, for spreadsheets, dashboards and
/// statistical programs. What is withheld has the status Q, no number and the reason.
#[utoipa::path(operation_id = "benchmarkTable", tag = "Figures", params(BenchmarkTableQuery), responses(
        (status = 200, description = "The whole table. `Link` with rel=describedby leads to the description of the columns.",
            content(
                (Vec<BenchmarkRow> = "application/json"),
                (String = "text/csv"),
                (String = "application/vnd.sdmx.data+csv"),
                (Object = "application/vnd.sdmx.data+json"),
                (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ), headers(("Link" = String))),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You are invited to the ring and have not accepted its terms.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such group, or not for you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/benchmarks")]
pub async fn get(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: BenchmarkTableQuery = query::parse(&request)?;
    let done = async {
        let accept = accepted(&request);
        let format = Format::wanted(query.format.as_deref(), accept)?;
        let has_names = has_names(query.labels.as_deref(), accept)?;
        let wanted = TableRequest {
            peers: query.spec(&ctx)?,
            indicators: query::list(Some(query.indicator)).unwrap_or_default(),
            year_from: query.year_from,
            year_to: query.year_to,
        };
        let (frame, cells) = benchmark::table(&Reader::new(&ctx), &wanted).await?;
        let cube = Cube::at("benchmarks", &ctx, frame);
        written(&request, &ctx, (format, has_names), cube, cells).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// What the columns of a table of comparisons mean, as a Table Schema (Frictionless Data). It describes CSV and flat JSON.
#[utoipa::path(operation_id = "benchmarkTableSchema", tag = "Figures", responses(
        (status = 200, description = "The description.", body = TableSchemaView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/benchmarks/schema")]
pub async fn schema(request: HttpRequest, Caller(ctx): Caller) -> HttpResponse {
    answer::json(
        &request,
        &ctx,
        &TableSchemaView::of(&ctx, &benchmark::blank_table()),
    )
}
