//! A transfer link (Erfahrungstransfer).
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    Ctx,
    read::{Edge, Filter, ListRequest, Page, Reader, Select},
    transfer_link::{TransferLink, TransferLinkFilter},
    value::TransferStage,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A transfer link (Erfahrungstransfer).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferLinkView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// What kind of transfer it is.
    #[schema(max_length = 20000)]
    pub kind: String,
    /// How far it has come.
    #[schema(max_length = 20000)]
    pub stage: String,
    /// Who brought it up.
    #[schema(max_length = 20000)]
    pub origin: String,
    /// City that wants to learn (AGS).
    #[schema(max_length = 20000)]
    pub adopter_city: String,
    /// Project that wants to learn (id), if you may read it.
    #[schema(max_length = 20000)]
    pub adopter_project: Option<String>,
    /// City to learn from (AGS).
    #[schema(max_length = 20000)]
    pub source_city: String,
    /// Project to learn from (id), if it is known and you may read it.
    #[schema(max_length = 20000)]
    pub source_project: Option<String>,
    /// How sure the importer was of the city.
    #[schema(max_length = 20000)]
    pub certainty: String,
    /// When it was last changed.
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// Counts changes.
    pub version: i32,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TransferLinkQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only at these stages, comma-separated.
    #[param(max_length = 300)]
    stage: Option<String>,
    /// Only where these cities want to learn: AGS, comma-separated.
    #[param(max_length = 1000)]
    adopter_city: Option<String>,
    /// Only where these cities are to be learnt from: AGS, comma-separated.
    #[param(max_length = 1000)]
    source_city: Option<String>,
    /// Only where the project to learn from is known already, or only where not.
    is_narrowed: Option<bool>,
    /// Only what was changed at or after this moment.
    updated_since: Option<chrono::DateTime<chrono::Utc>>,
}

/// Transfer links that you may read.
#[utoipa::path(tag = "Transfer", params(TransferLinkQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<TransferLinkView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/transfer-links")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: TransferLinkQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(tag = "Transfer", params(("id" = String, Path, description = "Global id, such as link_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = TransferLinkView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/transfer-links/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    let id: domain::id::TransferLinkId = id
        .parse()
        .map_err(|_| domain::Error::NotFound("link"))
        .map_err(&refuse)?;
    let found = Reader::new(&ctx)
        .one::<TransferLink>(id.0, &selection())
        .await
        .map_err(&refuse)?;
    let row = found
        .ok_or(domain::Error::NotFound("link"))
        .map_err(&refuse)?;
    Ok(answer::json(
        &request,
        &ctx,
        &view(&ctx, &row).map_err(&refuse)?,
    ))
}

async fn fetch(
    reader: &Reader<'_>,
    query: TransferLinkQuery,
) -> domain::Result<Page<TransferLink>> {
    let filter = TransferLinkFilter {
        network: query.network,
        stage: query::words(
            "stage",
            query.stage,
            TransferStage::from_word,
            &TransferStage::ALL
                .iter()
                .map(|value| value.word())
                .collect::<Vec<_>>(),
        )?,
        adopter_city: query::list(query.adopter_city),
        source_city: query::list(query.source_city),
        is_narrowed: query.is_narrowed,
        updated_since: query.updated_since,
        ..TransferLinkFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        ..ListRequest::default()
    };
    domain::transfer_link::list(reader, &wanted, &selection()).await
}

/// The projects at the ends are read as the reader may see them: an id must not tell that something hidden exists.
fn selection() -> Select {
    let ends = [Edge::AdopterProject, Edge::SourceProject].into_iter();
    ends.fold(Select::all_fields(), |select, edge| {
        select.with(edge, ListRequest::default(), Select::default())
    })
}

fn view(_ctx: &Ctx, row: &TransferLink) -> domain::Result<TransferLinkView> {
    Ok(TransferLinkView {
        id: row.id.to_string(),
        kind: row.kind.get()?.word().to_owned(),
        stage: row.stage.get()?.word().to_owned(),
        origin: row.origin.get()?.word().to_owned(),
        adopter_city: row.adopter_city_ags.clone(),
        adopter_project: row
            .edges
            .one::<domain::project::Project>("adopterProject")?
            .map(|project| project.id.to_string()),
        source_city: row.source_city_ags.clone(),
        source_project: row
            .edges
            .one::<domain::project::Project>("sourceProject")?
            .map(|project| project.id.to_string()),
        certainty: row.certainty.get()?.word().to_owned(),
        updated_at: *row.updated_at.get()?,
        version: *row.version.get()?,
    })
}
