//! Cubes of figures (Datenwürfel): indicators × cities × years in one answer, in the forms that tools read.
//!
//! Invariant: all forms have the same cells; what somebody may not read is in none of them.

mod column;
mod csv;
mod flat;
mod form;
mod format;
mod json_stat;
mod sdmx;
mod sdmx_csv;
mod sdmx_json;
mod table_schema;
mod xlsx;

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{PREFIX, answer, query},
};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, get,
    http::header::{
        ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, LINK, VARY,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use domain::{
    Ctx, Result,
    cube::{self, Cells, CubeRequest},
    value::ValueKind,
};
use flat::CubeRow;
use form::Form;
use serde::Deserialize;
use utoipa::IntoParams;

pub use flat::BenchmarkRow;
pub use form::Cube;
pub use format::{Format, has_names};
pub use table_schema::TableSchemaView;

/// Query of a cube.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CubeQuery {
    /// Only these indicators: codes, comma-separated. population, area_km2, population_density and traffic_area_share are known
    /// of every municipality from the register; they are in the cube where they are named.
    #[param(max_length = 4000)]
    indicator: Option<String>,
    /// Only these municipalities: AGS, comma-separated.
    #[param(max_length = 1000)]
    city: Option<String>,
    /// Only in these federal states: keys such as 05, comma-separated.
    #[param(max_length = 100)]
    state: Option<String>,
    /// Only in cities of these RegioStaR 7 types, comma-separated.
    #[param(max_length = 100)]
    regiostar7: Option<String>,
    /// Only in cities of these size classes, comma-separated.
    #[param(max_length = 200)]
    size_class: Option<String>,
    /// Only in cities that belong to this network (short name).
    #[param(max_length = 40)]
    network: Option<String>,
    /// Not before this year.
    year_from: Option<i32>,
    /// Not after this year.
    year_to: Option<i32>,
    /// MEASURED (if not given), TARGET or PLANNED.
    #[param(max_length = 20)]
    value_kind: Option<String>,
    /// json, csv, json-stat, sdmx-csv, sdmx-json or xlsx; without it what `Accept` asks for, else json.
    #[param(max_length = 10)]
    format: Option<String>,
    /// Of SDMX-CSV: id (if not given), or both for codes with their names.
    #[param(max_length = 4)]
    labels: Option<String>,
}

/// Figures as a cube of indicators × cities × years, whole, as far as you may read them; for spreadsheets, dashboards and
/// statistical programs.
///
/// What is named is in the cube, of everything else that of which there are values. Population, area, density and the share of
/// traffic area come from the register of municipalities where they are named and nobody entered a value. Where several organisations have a value
/// of the same indicator, city and year, that of the city's own organisation is taken, else the one that was entered last.
/// A value that is there and not for you has the status Q with a reason and no value. A cube has at most 1,000,000 cells, as a
/// workbook 100,000. An answer that breaks off is not complete: the connection ends with an error.
#[utoipa::path(operation_id = "cube", tag = "Figures", params(CubeQuery), responses(
        (status = 200, description = "The whole cube. `Link` with rel=describedby leads to the description of the columns. Cells of CSV that a spreadsheet would take for a formula begin with an apostrophe.",
            content(
                (Vec<CubeRow> = "application/json"),
                (String = "text/csv"),
                (String = "application/vnd.sdmx.data+csv"),
                (Object = "application/vnd.sdmx.data+json"),
                (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ), headers(("Link" = String))),
        (status = 400, description = "An argument means nothing, or the cube is too large; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/cube")]
pub async fn get(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: CubeQuery = query::parse(&request)?;
    let done = async {
        let accept = accepted(&request);
        let format = Format::wanted(query.format.as_deref(), accept)?;
        let has_names = has_names(query.labels.as_deref(), accept)?;
        let (frame, cells) = cube::open(&ctx, &wanted(query, format)?).await?;
        let cube = Cube::at("cube", &ctx, frame);
        written(&request, &ctx, (format, has_names), cube, cells).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// What the columns of a cube mean, as a Table Schema (Frictionless Data): names, types, codes and the units of all
/// indicators. It describes CSV and flat JSON.
#[utoipa::path(operation_id = "cubeSchema", tag = "Figures", responses(
        (status = 200, description = "The description.", body = TableSchemaView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/cube/schema")]
pub async fn schema(request: HttpRequest, Caller(ctx): Caller) -> HttpResponse {
    answer::json(&request, &ctx, &TableSchemaView::of(&ctx, &cube::blank()))
}

/// What `Accept` asks for.
pub fn accepted(request: &HttpRequest) -> &str {
    let accepted = request.headers().get(ACCEPT);
    accepted
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn wanted(query: CubeQuery, format: Format) -> Result<CubeRequest> {
    let kinds = query::closed(
        "valueKind",
        query.value_kind,
        ValueKind::from_word,
        ValueKind::ALL,
        ValueKind::word,
    )?;
    if kinds.as_ref().is_some_and(|kinds| kinds.len() > 1) {
        return Err(domain::Error::invalid(
            "valueKind",
            "nennt mehrere; ein Würfel hat Werte einer Art.",
            "names several; a cube has values of one kind.",
        ));
    }
    Ok(CubeRequest {
        indicators: query::list(query.indicator),
        cities: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        network: query.network,
        year_from: query.year_from,
        year_to: query.year_to,
        value_kind: kinds.and_then(|kinds| kinds.first().copied()),
        most: format.most(),
    })
}

/// The answer with a cube. Its bytes are made while they go out, so there is no entity tag.
///
/// # Errors
/// What the database answers before the first bytes are there.
pub async fn written(
    request: &HttpRequest,
    ctx: &Ctx,
    (format, has_names): (Format, bool),
    cube: Cube,
    cells: Cells,
) -> Result<HttpResponse> {
    let mut head = head(request, ctx, format, cube.path);
    let form: Box<dyn Form> = match format {
        Format::Json => Box::new(flat::Rows::of(&cube)),
        Format::Csv => Box::new(csv::Table::of(&cube)),
        Format::JsonStat => Box::new(json_stat::Dataset::new()),
        Format::SdmxCsv => Box::new(sdmx_csv::Rows::new(has_names)),
        Format::SdmxJson => Box::new(sdmx_json::Message::at(ctx.now())),
        Format::Xlsx => return Ok(head.body(xlsx::write(cube, cells).await?)),
    };
    Ok(head.streaming(form::stream(cube, cells, form).await?))
}

fn head(
    request: &HttpRequest,
    ctx: &Ctx,
    format: Format,
    path: &'static str,
) -> HttpResponseBuilder {
    let described =
        format!("<{PREFIX}/{path}/schema>; rel=\"describedby\"; type=\"application/json\"");
    let mut head = HttpResponse::Ok();
    head.insert_header((CONTENT_TYPE, format.media()))
        .insert_header((CONTENT_LANGUAGE, ctx.language().tag()))
        .insert_header((VARY, "Accept, Accept-Language, Authorization"))
        .insert_header((CACHE_CONTROL, answer::keeping(request)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((LINK, described));
    if let Some(end) = format.file() {
        let name = format!("attachment; filename=\"staedtenetz-{path}.{end}\"");
        head.insert_header((CONTENT_DISPOSITION, name));
    }
    head
}
