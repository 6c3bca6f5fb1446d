//! Whole collections for portals that keep a copy, as JSON Lines and CSV.
//!
//! Invariant: everything that the caller may read in the lists and nothing else; what changes while an export is read is in
//! the change feed behind the place that the export names.

mod collection;
mod page;
mod row;
mod schema;
mod sink;
mod stream;

use crate::{
    caller::Caller,
    problem::Problem,
    rate_limit::Meter,
    rest::{PREFIX, answer, audit_export::Format, query},
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{
        CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, LINK, VARY,
        X_CONTENT_TYPE_OPTIONS,
    },
    web,
};
use collection::Collection;
use domain::{Ctx, Error, Result, export};
use serde::{Deserialize, Serialize};
use stream::Export;
use utoipa::{IntoParams, ToSchema};

/// Names the place of the change feed behind which a copy goes on.
const CHANGES: &str = "Staedtenetz-Changes-After";

/// What can be exported.
#[derive(Serialize, ToSchema)]
pub struct ExportsView {
    /// The collections.
    #[schema(max_items = 50)]
    items: Vec<CollectionView>,
}

/// A collection that can be exported.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CollectionView {
    /// Its name.
    #[schema(max_length = 40)]
    name: &'static str,
    /// What a row of it is.
    #[schema(max_length = 300)]
    about: &'static str,
    /// Address as JSON Lines: one JSON object on each line.
    #[schema(max_length = 200)]
    jsonl: String,
    /// Address as CSV, for spreadsheets.
    #[schema(max_length = 200)]
    csv: String,
    /// Address of the JSON Schema of a line.
    #[schema(max_length = 200)]
    json_schema: String,
    /// Address of the Table Schema of the columns of CSV.
    #[schema(max_length = 200)]
    table_schema: String,
    /// The columns of CSV.
    #[schema(max_items = 100)]
    columns: Vec<&'static str>,
    /// Members of a line that are lists of objects; in CSV each is a collection of its own.
    #[schema(max_items = 20)]
    tables: Vec<MemberTable>,
    /// The kind of change by which the change feed tells of it; none where it changes with the program only.
    #[schema(max_length = 24)]
    change_kind: Option<&'static str>,
}

/// Where the objects of a list are rows.
#[derive(Serialize, ToSchema)]
pub struct MemberTable {
    /// The member.
    #[schema(max_length = 40)]
    member: &'static str,
    /// The collection that has its objects as rows.
    #[schema(max_length = 40)]
    collection: &'static str,
}

/// Query of an export.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BulkQuery {
    /// jsonl (if not given) or csv.
    #[param(max_length = 10, pattern = "^(jsonl|csv)$")]
    format: Option<String>,
    /// The `id` of the last row that you received whole: the answer goes on behind it, without the names of the columns.
    #[param(max_length = 100)]
    after: Option<String>,
}

/// Query of a description.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BulkSchemaQuery {
    /// jsonl (if not given) for the JSON Schema of a line, csv for the Table Schema of the columns.
    #[param(max_length = 10, pattern = "^(jsonl|csv)$")]
    format: Option<String>,
}

/// What can be exported as a whole, in which forms and with which columns.
#[utoipa::path(operation_id = "exports", tag = "Changes", responses(
        (status = 200, description = "The collections.", body = ExportsView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/exports")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> HttpResponse {
    let items = Collection::ALL.iter().copied().map(view).collect();
    answer::json(&request, &ctx, &ExportsView { items })
}

/// A whole collection as far as you may read it, in the order of its ids; for portals that keep a copy.
///
/// Whoever keeps a copy exports once, keeps the header `Staedtenetz-Changes-After` and goes on with `GET /changes?after=…`:
/// what changed while the export was read is there too, and nothing is missed. An answer that breaks off is not complete: the
/// connection ends with an error. Go on behind the last whole row with `after`, as often as needed, and keep the header of the
/// first answer; where nothing follows any more, the copy is complete.
#[utoipa::path(operation_id = "export", tag = "Changes",
    params(("collection" = String, Path, description = "Name of the collection, such as projects; `GET /exports` lists them.", max_length = 40), BulkQuery), responses(
        (status = 200, description = "The rows. `Link` with rel=describedby leads to their description. Cells of CSV that a spreadsheet would take for a formula begin with an apostrophe; several values in a cell are separated by semicolons.",
            content((String = "application/jsonl"), (String = "text/csv")),
            headers(("Link" = String), ("Staedtenetz-Changes-After" = String, description = "Send it as `after` to `GET /changes`; absent as long as there was no change at all."))),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such collection.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/exports/{collection}")]
pub async fn get(
    request: HttpRequest,
    name: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let collection = Collection::named(&name).map_err(query::refuse(&ctx))?;
    let query: BulkQuery = query::parse(&request)?;
    let written = written(&request, &ctx, collection, query).await;
    written.map_err(query::refuse(&ctx))
}

/// What the rows of an export mean: a JSON Schema (2020-12) of a line of JSON Lines, or a Table Schema (Frictionless Data)
/// of the columns of CSV.
#[utoipa::path(operation_id = "exportSchema", tag = "Changes",
    params(("collection" = String, Path, description = "Name of the collection, such as projects; `GET /exports` lists them.", max_length = 40), BulkSchemaQuery), responses(
        (status = 200, description = "The description.", body = Object),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such collection.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/exports/{collection}/schema")]
pub async fn describe(
    request: HttpRequest,
    name: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    let collection = Collection::named(&name).map_err(&refuse)?;
    let query: BulkSchemaQuery = query::parse(&request)?;
    let format = wanted(query.format.as_deref()).map_err(&refuse)?;
    let schema = match format {
        Format::Jsonl => schema::of_line(collection),
        Format::Csv => schema::of_table(collection),
    };
    Ok(answer::json(&request, &ctx, &schema))
}

fn wanted(format: Option<&str>) -> Result<Format> {
    let Some(word) = format else {
        return Ok(Format::Jsonl);
    };
    Format::from_word(word).ok_or_else(|| {
        Error::invalid(
            "format",
            format!("{word:?} gibt es nicht; möglich sind jsonl, csv."),
            format!("{word:?} does not exist; possible are jsonl, csv."),
        )
    })
}

async fn written(
    request: &HttpRequest,
    ctx: &Ctx,
    collection: Collection,
    query: BulkQuery,
) -> Result<HttpResponse> {
    let format = wanted(query.format.as_deref())?;
    let (changes, ctx) = export::begin(ctx).await?;
    let mut head = HttpResponse::Ok();
    let name = collection.word();
    let described = format!(
        "<{}>; rel=\"describedby\"",
        address(name, "/schema", format)
    );
    let media = match (format, &query.after) {
        (Format::Csv, Some(_)) => "text/csv; charset=utf-8; header=absent",
        _ => format.media(),
    };
    head.insert_header((CONTENT_TYPE, media))
        .insert_header((CONTENT_LANGUAGE, ctx.language().tag()))
        .insert_header((VARY, "Accept-Language, Authorization"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((LINK, described))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{}\"", format.word()),
        ));
    if let Some(cursor) = changes {
        head.insert_header((CHANGES, cursor));
    }
    let export = Export {
        ctx,
        collection,
        format,
        after: query.after,
        meter: Meter::of(request),
    };
    Ok(head.streaming(stream::open(export).await?))
}

fn address(name: &str, rest: &str, format: Format) -> String {
    format!("{PREFIX}/exports/{name}{rest}?format={}", format.word())
}

fn view(collection: Collection) -> CollectionView {
    let name = collection.word();
    let tables = collection.tables().iter();
    CollectionView {
        name,
        about: collection.about(),
        jsonl: address(name, "", Format::Jsonl),
        csv: address(name, "", Format::Csv),
        json_schema: address(name, "/schema", Format::Jsonl),
        table_schema: address(name, "/schema", Format::Csv),
        columns: collection.columns().to_vec(),
        tables: tables
            .map(|(member, collection)| MemberTable {
                member,
                collection: collection.word(),
            })
            .collect(),
        change_kind: collection.kind().map(domain::change::ChangeKind::word),
    }
}
