//! A barrier (Hemmnis) of the vocabulary.
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
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    language::Words,
    read::{ListRequest, Node, Page, Reader, Select},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A barrier (Hemmnis) of the vocabulary.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BarrierView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Notation.
    #[schema(max_length = 20000)]
    pub code: String,
    /// Version of the vocabulary.
    pub version: i32,
    /// Name.
    #[schema(max_length = 20000)]
    pub label: String,
    /// Definition.
    #[schema(max_length = 20000)]
    pub definition: String,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BarrierQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// The vocabulary of barriers.
#[utoipa::path(tag = "Vocabularies", params(BarrierQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<BarrierView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/barriers")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: BarrierQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

async fn fetch(
    reader: &Reader<'_>,
    query: BarrierQuery,
) -> domain::Result<Page<Node<domain::barrier::Barrier>>> {
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    domain::barrier::list(reader, &wanted, &Select::default()).await
}

fn view(ctx: &Ctx, node: &Node<domain::barrier::Barrier>) -> domain::Result<BarrierView> {
    let record = &node.record;
    Ok(BarrierView {
        id: record.id.to_string(),
        code: record.code.clone(),
        version: record.version,
        label: Words::new(&record.label_de, &record.label_en)
            .text(ctx.language())
            .to_owned(),
        definition: Words::new(&record.definition_de, &record.definition_en)
            .text(ctx.language())
            .to_owned(),
    })
}
