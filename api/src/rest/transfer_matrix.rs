//! The transfer matrix of a network, also as CSV and as a workbook.
//!
//! Invariant: the same use case as in GraphQL; all forms show the same links.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer, query,
        transfer_matrix_file::{self, Format},
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    Ctx, Result, label, network,
    transfer_link::TransferLinkFilter,
    transfer_matrix::{self, MatrixCell, MatrixCity, MatrixRow, TransferMatrix},
    value::{TransferOrigin, TransferStage},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Projects that want to learn × cities to learn from, as far as you may read the links between them.
#[derive(Serialize, ToSchema)]
pub struct TransferMatrixView {
    /// The cities at both ends, by name.
    #[schema(max_items = 11_000)]
    cities: Vec<TransferMatrixCityView>,
    /// A row for each project that wants to learn, by city and number.
    #[schema(max_items = 100_000)]
    rows: Vec<TransferMatrixRowView>,
}

/// A city with what it gives and takes.
#[derive(Serialize, ToSchema)]
pub struct TransferMatrixCityView {
    /// Its key (AGS).
    #[schema(max_length = 8)]
    ags: String,
    /// Its name.
    #[schema(max_length = 200)]
    name: String,
    /// So many links have it as their source.
    #[schema(minimum = 0)]
    gives: u32,
    /// So many links have it as their adopter.
    #[schema(minimum = 0)]
    takes: u32,
}

/// What one project wants to learn, from whom.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferMatrixRowView {
    /// The project (id), if one is named and you may read it.
    #[schema(max_length = 64)]
    project: Option<String>,
    /// Its stable public code.
    #[schema(max_length = 40)]
    code: Option<String>,
    /// Its number in the plan.
    sequence_no: Option<i32>,
    /// Its working title.
    #[schema(max_length = 300)]
    working_title: Option<String>,
    /// Code of its action field.
    #[schema(max_length = 24)]
    action_field: Option<String>,
    /// The city that wants to learn (AGS).
    #[schema(max_length = 8)]
    city: String,
    /// Name of that city.
    #[schema(max_length = 200)]
    city_name: String,
    /// Its links.
    #[schema(max_items = 11_000)]
    cells: Vec<TransferMatrixCellView>,
}

/// A link of the matrix.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferMatrixCellView {
    /// The link (id).
    #[schema(max_length = 64)]
    link: String,
    /// The city to learn from (AGS).
    #[schema(max_length = 8)]
    city: String,
    /// How far it has come.
    #[schema(max_length = 24)]
    stage: &'static str,
    /// How far it has come, in words.
    #[schema(max_length = 200)]
    stage_label: String,
    /// What came of it.
    #[schema(max_length = 24)]
    outcome: Option<&'static str>,
    /// How much is known: CITY_ONLY, NARROWED or HAS_OUTCOME.
    #[schema(max_length = 24)]
    standing: &'static str,
}

/// Query of the matrix.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TransferMatrixQuery {
    /// json (if not given), csv or xlsx.
    #[param(max_length = 4, pattern = "^(json|csv|xlsx)$")]
    format: Option<String>,
    /// Only at these stages, comma-separated.
    #[param(max_length = 300)]
    stage: Option<String>,
    /// Only brought up so, comma-separated: PLAN_TABLE are those that an imported plan names.
    #[param(max_length = 100)]
    origin: Option<String>,
    /// Only where these cities want to learn: AGS, comma-separated.
    #[param(max_length = 1000)]
    adopter_city: Option<String>,
    /// Only where these cities are to be learnt from: AGS, comma-separated.
    #[param(max_length = 1000)]
    source_city: Option<String>,
}

/// The transfer matrix of a network: projects that want to learn × cities to learn from, with stage and outcome, and what each
/// city gives and takes. Whole, up to 100,000 links; as JSON, as CSV (RFC 4180) or as a workbook with a sheet for the matrix
/// and one for the cities.
#[utoipa::path(operation_id = "transferMatrix", tag = "Transfer",
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40), TransferMatrixQuery), responses(
        (status = 200, description = "The whole matrix.", content(
            (TransferMatrixView = "application/json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such network.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks/{slug}/transfer-matrix")]
pub async fn get(
    request: HttpRequest,
    slug: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: TransferMatrixQuery = query::parse(&request)?;
    let done = async {
        let format = Format::of(query.format.as_deref())?;
        let network = network::at(&ctx, &slug)?;
        let filter = filter(query)?;
        let matrix = transfer_matrix::of_network(&ctx, network, &filter).await?;
        match format {
            None => Ok(answer::json(&request, &ctx, &view(&ctx, matrix))),
            Some(format) => transfer_matrix_file::answer(&ctx, &slug, format, &matrix),
        }
    };
    done.await.map_err(query::refuse(&ctx))
}

fn filter(query: TransferMatrixQuery) -> Result<TransferLinkFilter> {
    Ok(TransferLinkFilter {
        stage: query::closed(
            "stage",
            query.stage,
            TransferStage::from_word,
            TransferStage::ALL,
            TransferStage::word,
        )?,
        origin: query::closed(
            "origin",
            query.origin,
            TransferOrigin::from_word,
            TransferOrigin::ALL,
            TransferOrigin::word,
        )?,
        adopter_city: query::list(query.adopter_city),
        source_city: query::list(query.source_city),
        ..TransferLinkFilter::default()
    })
}

fn view(ctx: &Ctx, matrix: TransferMatrix) -> TransferMatrixView {
    TransferMatrixView {
        cities: matrix.cities.into_iter().map(city).collect(),
        rows: matrix.rows.into_iter().map(|one| row(ctx, one)).collect(),
    }
}

fn city(city: MatrixCity) -> TransferMatrixCityView {
    TransferMatrixCityView {
        ags: city.ags,
        name: city.name,
        gives: city.gives,
        takes: city.takes,
    }
}

fn row(ctx: &Ctx, row: MatrixRow) -> TransferMatrixRowView {
    let project = row.project;
    let of = project.as_ref();
    TransferMatrixRowView {
        project: of.map(|project| project.id.to_string()),
        code: of.map(|project| project.code.clone()),
        sequence_no: of.map(|project| project.sequence_no),
        working_title: of.map(|project| project.working_title.clone()),
        action_field: project.and_then(|project| project.action_field),
        city: row.city,
        city_name: row.city_name,
        cells: row.cells.into_iter().map(|one| cell(ctx, one)).collect(),
    }
}

fn cell(ctx: &Ctx, cell: MatrixCell) -> TransferMatrixCellView {
    TransferMatrixCellView {
        link: cell.link.to_string(),
        city: cell.city,
        stage: cell.stage.word(),
        stage_label: label::stage(cell.stage).text(ctx.language()).to_owned(),
        outcome: cell.outcome.map(|outcome| outcome.word()),
        standing: cell.standing.word(),
    }
}
