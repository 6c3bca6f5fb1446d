//! The import of values from a file.
//!
//! Invariant: the file is the body, as a spreadsheet saves it; nothing is written unless the request says so.

use crate::{
    caller::{self, Writer},
    graphql::{code::Code, refusal::Refusal, request},
    problem::Problem,
    rest::{answer, query},
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_TYPE},
    post, web,
};
use domain::{
    Ctx, Error, Result,
    import::Upload,
    language::Language,
    observation::import::{self as figures, File, Finding, Line, MAX_BYTES, Report, Request},
};
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use utoipa::{IntoParams, ToSchema};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The bytes of a file, and a name that says what it claims to be.
pub struct FileBody(Vec<u8>, &'static str);

impl FromRequest for FileBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (
            request.clone(),
            web::Payload::from_request(request, payload),
        );
        Box::pin(async move {
            let language = caller::language(&request, Language::default());
            let refuse = |refusal: Refusal| Problem::refused(&refusal, language);
            let name = name(&request).map_err(refuse)?;
            let payload = payload
                .await
                .map_err(|error| Problem::internal(&error.to_string()))?;
            let bytes = request::read_body(request.headers(), payload, MAX_BYTES).await;
            Ok(Self(bytes.map_err(refuse)?.to_vec(), name))
        })
    }
}

/// What the request says that the file is.
fn name(request: &HttpRequest) -> std::result::Result<&'static str, Refusal> {
    let media = request.headers().get(CONTENT_TYPE);
    let media = media
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    let is_plain = !request.headers().contains_key(CONTENT_ENCODING);
    match media.to_ascii_lowercase().as_str() {
        "text/csv" if is_plain => Ok("figures.csv"),
        "text/tab-separated-values" if is_plain => Ok("figures.tsv"),
        XLSX if is_plain => Ok("figures.xlsx"),
        _ => Err(Refusal::new(
            Code::UnsupportedMediaType,
            "Erwartet wird die Datei selbst, unkomprimiert, als text/csv, text/tab-separated-values oder XLSX (Kopfzeile Content-Type).",
            "Expected is the file itself, uncompressed, as text/csv, text/tab-separated-values or XLSX (header Content-Type).",
        )),
    }
}

/// How a file is to be imported.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportObservationsQuery {
    /// Whether only to say what the import would do; true if not given.
    dry_run: Option<bool>,
    /// Where the values come from, as far as their rows do not say so.
    #[param(max_length = 2000)]
    source: Option<String>,
}

/// What an import made of a file with values, or would make of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationImportView {
    /// What the file is: TSV, CSV or XLSX.
    #[schema(max_length = 24)]
    format: String,
    /// In which encoding it was read.
    #[schema(max_length = 40)]
    encoding: String,
    /// Whether it was imported.
    is_applied: bool,
    /// Whether nothing stands in the way of importing it.
    is_importable: bool,
    /// How much it holds.
    totals: ObservationImportTotalsView,
    /// Its columns, and what they were taken for.
    #[schema(max_items = 200)]
    columns: Vec<ObservationImportColumnView>,
    /// Values that are corrected, in the order of the file.
    #[schema(max_items = 1000)]
    corrections: Vec<ObservationImportLineView>,
    /// What is worth a look, in the order of the file; errors are kept before warnings, and these before notes.
    #[schema(max_items = 1000)]
    findings: Vec<ObservationImportFindingView>,
    /// How many findings there are beyond those.
    more_findings: usize,
}

/// How much a file with values holds.
#[derive(Serialize, ToSchema)]
pub struct ObservationImportTotalsView {
    /// Rows below the header that hold something.
    rows: usize,
    /// First values of their indicator and year.
    new: usize,
    /// Corrections of values that are there.
    corrected: usize,
    /// Rows that say what is there already.
    unchanged: usize,
    /// Rows without a value and without a status.
    skipped: usize,
    /// Rows with an error.
    refused: usize,
}

/// A column of a file with values.
#[derive(Serialize, ToSchema)]
pub struct ObservationImportColumnView {
    /// Its number, from 1.
    number: u32,
    /// Its header as it stands in the file.
    #[schema(max_length = 100000)]
    header: String,
    /// The member of an observation that it was taken for; none where that is not known: such a column is not read.
    #[schema(max_length = 40)]
    meaning: Option<String>,
}

/// A value that is corrected.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationImportLineView {
    /// Row of the file.
    row: u32,
    /// Code of the indicator.
    #[schema(max_length = 60)]
    indicator: String,
    /// Year.
    year: i32,
    /// MEASURED, TARGET or PLANNED.
    #[schema(max_length = 24)]
    value_kind: String,
    /// What it was.
    former: Option<f64>,
    /// What it is to be.
    value: Option<f64>,
}

/// Something about a cell, a row or the whole file.
#[derive(Serialize, ToSchema)]
pub struct ObservationImportFindingView {
    /// ERROR, WARNING or NOTE.
    #[schema(max_length = 24)]
    level: String,
    /// Row, from 1; none for the whole file.
    row: Option<u32>,
    /// Column, from 1; none for the whole row.
    column: Option<u32>,
    /// The cell as a spreadsheet names it, such as F12.
    #[schema(max_length = 24)]
    address: Option<String>,
    /// Header of the column.
    #[schema(max_length = 100000)]
    header: Option<String>,
    /// The text of the cell.
    #[schema(max_length = 100)]
    original: Option<String>,
    /// What was found, and how to mend it.
    #[schema(max_length = 4000)]
    text: String,
}

fn view(ctx: &Ctx, report: Report) -> ObservationImportView {
    let totals = report.totals;
    let is_importable = report.is_importable();
    let finding = |finding: &Finding| ObservationImportFindingView {
        level: finding.level.word().to_owned(),
        row: finding.row,
        column: finding.column,
        address: finding.address(),
        header: finding.header.clone(),
        original: finding.original.clone(),
        text: finding.text.text(ctx.language()).to_owned(),
    };
    let line = |line: &Line| ObservationImportLineView {
        row: line.row,
        indicator: line.indicator.clone(),
        year: line.year,
        value_kind: line.value_kind.word().to_owned(),
        former: line.former,
        value: line.value,
    };
    let columns = report.columns.into_iter();
    ObservationImportView {
        format: report.format.word().to_owned(),
        encoding: report.encoding.to_owned(),
        is_applied: report.is_applied,
        is_importable,
        totals: ObservationImportTotalsView {
            rows: totals.rows,
            new: totals.new,
            corrected: totals.corrected,
            unchanged: totals.unchanged,
            skipped: totals.skipped,
            refused: totals.refused,
        },
        columns: columns
            .map(|column| ObservationImportColumnView {
                number: column.number,
                meaning: column.meaning.map(|meaning| meaning.word().to_owned()),
                header: column.header,
            })
            .collect(),
        corrections: report.corrections.iter().map(line).collect(),
        findings: report.findings.iter().map(finding).collect(),
        more_findings: report.more_findings,
    }
}

/// Reading takes its time, so it is done aside.
async fn opened(FileBody(bytes, name): FileBody) -> Result<File> {
    let read = move || {
        let upload = Upload {
            name,
            bytes: &bytes,
        };
        figures::open(upload)
    };
    let read = web::block(read).await;
    read.map_err(|error| Error::Internal(error.to_string()))?
}

/// Imports values of your municipality from a file, a row for each, at most 10,000: all of it or nothing. The columns are those
/// of the export, in any order, with their English or German names; only indicator, year and value are needed. A value that is
/// there and differs is corrected; one that is the same stays. A comma separates decimals where the cells of its column say so:
/// "3,98" does, "1.234" alone can be read in two ways and is asked back.
#[utoipa::path(operation_id = "importObservations", tag = "Figures", params(ImportObservationsQuery),
    request_body(content((String = "text/csv"), (String = "text/tab-separated-values"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
        (status = 200, description = "What the import made of the file, or would make of it.", body = ObservationImportView),
        (status = 400, description = "The file is no table of values, or, where it was to be imported, holds errors; `errors` names the first hundred of them by their cells.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No credentials, or none that hold.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You may not enter values for a municipality, or not release them so widely.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A value was corrected by somebody else meanwhile.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The file is larger than 8 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is neither CSV nor XLSX, or is compressed.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Another change holds the database for too long; try again.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/observations/import")]
pub async fn import(
    request: HttpRequest,
    Writer(ctx): Writer,
    file: FileBody,
) -> std::result::Result<HttpResponse, Problem> {
    let query: ImportObservationsQuery = query::parse(&request)?;
    let wanted = Request {
        source: query.source.as_deref(),
        dry_run: query.dry_run.unwrap_or(true),
    };
    let report = figures::run(&ctx, wanted, opened(file)).await;
    let report = report.map_err(query::refuse(&ctx))?;
    Ok(answer::json(&request, &ctx, &view(&ctx, report)))
}
