//! The catalogue of open data.
//!
//! Invariant: the same for every caller; whoever asks, it tells of what everybody may read.

use crate::{
    caller::{Caller, Shared},
    catalogue::Form,
    problem::Problem,
    rest::{answer, query},
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{ACCEPT, HeaderValue, VARY},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Query of the catalogue.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CatalogueQuery {
    /// jsonld, turtle or rdfxml; if not given, what `Accept` prefers, and jsonld where it names none of them.
    #[param(max_length = 6)]
    format: Option<String>,
}

/// What is open here, for open data portals such as GovData: a DCAT-AP.de 3.0 catalogue with a dataset for the measured values
/// of each indicator, for projects and for plans, each with the addresses where it can be had and the licence. The same for
/// everybody: what is not public, or under an embargo, is not in it.
#[utoipa::path(operation_id = "catalogue", tag = "Figures", params(CatalogueQuery), responses(
        (status = 200, description = "The catalogue.", content(
            (Object = "application/ld+json"),
            (String = "text/turtle"),
            (String = "application/rdf+xml"),
        )),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/catalogue")]
pub async fn get(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: CatalogueQuery = query::parse(&request)?;
    let publication = &Shared::of(&request)?.publication;
    let accept = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok());
    let done = async {
        let form = Form::of(query.format.as_deref(), accept.unwrap_or_default())?;
        let open = domain::catalogue::open(&ctx).await?;
        let mut response =
            answer::with_etag(&request, form.media(), publication.write(&open, form)?);
        let varies = HeaderValue::from_static("Accept, Authorization");
        response.headers_mut().insert(VARY, varies);
        Ok(response)
    };
    done.await.map_err(query::refuse(&ctx))
}
