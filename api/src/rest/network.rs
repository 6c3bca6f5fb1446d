//! A network of cities (Städtenetz).
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

/// A network of cities (Städtenetz).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Short name.
    #[schema(max_length = 20000)]
    pub slug: String,
    /// Name.
    #[schema(max_length = 20000)]
    pub name: String,
    /// What it is for.
    #[schema(max_length = 20000)]
    pub purpose: Option<String>,
    /// Programme it began with.
    #[schema(max_length = 20000)]
    pub programme: Option<String>,
    /// Where it is documented.
    #[schema(max_length = 20000)]
    pub source_url: Option<String>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NetworkQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// The networks.
#[utoipa::path(operation_id = "listNetworks", tag = "Networks", params(NetworkQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<NetworkView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: NetworkQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

async fn fetch(
    reader: &Reader<'_>,
    query: NetworkQuery,
) -> domain::Result<Page<Node<domain::network::Network>>> {
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    domain::network::list(reader, &wanted, &Select::default()).await
}

/// The view of a network.
///
/// # Errors
/// None at present; views of rows have some.
pub fn view(ctx: &Ctx, node: &Node<domain::network::Network>) -> domain::Result<NetworkView> {
    let record = &node.record;
    Ok(NetworkView {
        id: record.id.to_string(),
        slug: record.slug.clone(),
        name: Words::maybe(record.name_de.clone(), record.name_en.clone())
            .text(ctx.language())
            .to_owned(),
        purpose: record.purpose_de.clone().map(|de| {
            Words::maybe(de, record.purpose_en.clone())
                .text(ctx.language())
                .to_owned()
        }),
        programme: record.programme.clone(),
        source_url: record.source_url.clone(),
    })
}
