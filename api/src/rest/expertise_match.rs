//! Which offers of expertise fit which requests.
//!
//! Invariant: the same use case as in GraphQL.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer,
        expertise::{ExpertiseView, selection, view as expertise_view},
        query,
        similar_project::{ComponentView, component},
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    Ctx,
    expertise::{ExpertiseMatch, matches, whole},
    read::Reader,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An offer that fits a request, or the other way round, with the reasons.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExpertiseMatchView {
    /// The other one.
    expertise: ExpertiseView,
    /// How well it fits, 0 to 1: the sum of the contributions of all components.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// What the score is made of.
    #[schema(max_items = 20)]
    components: Vec<ComponentView>,
    /// Why, in one sentence.
    #[schema(max_length = 2000)]
    explanation: String,
    /// The barriers that both are about (codes).
    #[schema(max_items = 5)]
    shared_barriers: Vec<String>,
}

/// What fits, the best first.
#[derive(Serialize, ToSchema)]
pub struct ExpertiseMatches {
    /// The matches.
    #[schema(max_items = 20)]
    items: Vec<ExpertiseMatchView>,
}

/// Query of the matches.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MatchesQuery {
    /// How many, 0 to 20; 5 if not given.
    #[param(minimum = 0, maximum = 20)]
    limit: Option<u64>,
}

/// Of a request the open offers of other organisations of the network that fit it, of an offer the requests that it fits, the
/// best first, with the reasons.
#[utoipa::path(operation_id = "expertiseMatches", tag = "Transfer", params(MatchesQuery, ("id" = String, Path, description = "Global id, such as expertise_01h…", max_length = 64)), responses(
        (status = 200, description = "The matches; none of what is no longer open.", body = ExpertiseMatches),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/expertise/{id}/matches")]
pub async fn list(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let query: MatchesQuery = query::parse(&request)?;
    let found = async {
        let (reader, select) = (Reader::new(&ctx), whole(selection()));
        let id = query::id(&id)?;
        let found = matches(&reader, id, query.limit.unwrap_or(5), &select).await?;
        let items = found.iter().map(|one| view(&ctx, one));
        let items = items.collect::<domain::Result<_>>()?;
        Ok(answer::json(&request, &ctx, &ExpertiseMatches { items }))
    };
    found.await.map_err(query::refuse(&ctx))
}

fn view(ctx: &Ctx, of: &ExpertiseMatch) -> domain::Result<ExpertiseMatchView> {
    let barriers = &ctx.reference().barriers;
    let shared = of.found.barriers.iter();
    let shared = shared.filter_map(|id| Some(barriers.find(id)?.code.clone()));
    let components = of.found.components.iter();
    Ok(ExpertiseMatchView {
        expertise: expertise_view(ctx, &*of.expertise()?)?,
        score: of.found.score,
        components: components.map(|one| component(ctx, one)).collect(),
        explanation: of.found.explanation.text(ctx.language()).to_owned(),
        shared_barriers: shared.collect(),
    })
}
