//! The transfers of a project.
//!
//! Invariant: the same use case as in GraphQL; links are shown as everywhere.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        query,
        transfer_link::{TransferLinkView, selection, view},
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    read::{Edge, Reader},
    transfer_link,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Query of the links of a project.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProjectLinkQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Whether the project is the one that others learn from; otherwise it is the one that learns.
    is_source: Option<bool>,
}

/// The transfers of a project: what it learns from others and what came of it, or what others learn from it.
#[utoipa::path(operation_id = "transfersOfProject", tag = "Transfer",
    params(("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64), ProjectLinkQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<TransferLinkView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/projects/{id}/transfer-links")]
pub async fn list(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let query: ProjectLinkQuery = query::parse(&request)?;
    let done = async {
        let page = query::page(query.limit, query.after)?;
        let edge = match query.is_source {
            Some(true) => Edge::TransferLinksAsSource,
            _ => Edge::TransferLinks,
        };
        let reader = Reader::new(&ctx);
        let links = transfer_link::of_project(&reader, query::id(&id)?, (edge, page), selection());
        answer::page(&request, &ctx, &*links.await?, |row| view(&ctx, row))
    };
    done.await.map_err(query::refuse(&ctx))
}
