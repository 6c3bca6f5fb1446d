//! What a project tells of.
//!
//! Invariant: the same use case as in GraphQL; what is shown here is a view of what it returns.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        concept::{self, ConceptView},
        excerpt::ExcerptView,
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    Ctx,
    id::ProjectId,
    project_concept::{self, ProjectConcept},
    read::Reader,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A concept of the vocabulary that a project tells of.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectConceptView {
    /// The instrument, problem or actor.
    concept: ConceptView,
    /// How sure that is; 1 where an editor says so.
    #[schema(minimum = 0, maximum = 1)]
    confidence: f64,
    /// Whether an editor of the project says so.
    is_confirmed: bool,
    /// The parts of texts that tell of it; none where only an editor says so.
    #[schema(max_items = 3)]
    evidence: Vec<ExcerptView>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProjectConceptQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// Instruments, problems and actors that a project tells of, the surest first, with the words that say so. Editors correct
/// them by `conceptCorrections` when they change the project.
#[utoipa::path(operation_id = "conceptsOfProject", tag = "Projects", params(ProjectConceptQuery, ("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64)), responses(
        (status = 200, description = "A page of the list.", body = Listing<ProjectConceptView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/projects/{id}/concepts")]
pub async fn list(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let query: ProjectConceptQuery = query::parse(&request)?;
    let found = async {
        let id: ProjectId = query::id(&id)?;
        let wanted = query::page(query.limit, query.after)?;
        let page = project_concept::of_project(&Reader::new(&ctx), id, &wanted).await?;
        answer::page(&request, &ctx, &page, |concept| Ok(view(&ctx, concept)))
    };
    found.await.map_err(query::refuse(&ctx))
}

fn view(ctx: &Ctx, of: &ProjectConcept) -> ProjectConceptView {
    ProjectConceptView {
        concept: concept::view(ctx, &of.concept),
        confidence: of.confidence,
        is_confirmed: of.is_confirmed,
        evidence: of.evidence.iter().map(ExcerptView::of).collect(),
    }
}
