//! Similar projects, of a project or of a description, with the reasons.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        body::JsonBody,
        match_query::{MatchQuery, wanted},
        project::{ProjectView, view as project_view},
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use domain::{
    Ctx,
    id::ProjectId,
    mistake::Mistakes,
    project_match::whole,
    read::{Reader, Select},
    similar_project::{self, Component, Likeness, SharedConcept, SimilarProject},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A project that is similar, with the reasons.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimilarProjectView {
    /// The project.
    project: ProjectView,
    #[serde(flatten)]
    likeness: LikenessView,
}

/// How alike a project is, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LikenessView {
    /// How similar, 0 to 1: the sum of the contributions of all components.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// What the score is made of.
    #[schema(max_items = 20)]
    components: Vec<ComponentView>,
    /// Telling words that both use, as the question writes them.
    #[schema(max_items = 20)]
    shared_terms: Vec<String>,
    /// Instruments, problems and actors that both tell of.
    #[schema(max_items = 20)]
    shared_concepts: Vec<SharedConceptView>,
    /// Why, in one sentence.
    #[schema(max_length = 2000)]
    explanation: String,
    /// How many nearly equal projects stand behind this one and are not listed.
    #[schema(minimum = 0)]
    duplicates: usize,
}

/// One component of a similarity.
#[derive(Serialize, ToSchema)]
pub struct ComponentView {
    /// A stable name, such as instruments.
    #[schema(max_length = 40)]
    name: &'static str,
    /// The name for readers.
    #[schema(max_length = 100)]
    label: String,
    /// What it weighs in the score.
    weight: f64,
    /// How alike the two are by it, 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    value: f64,
    /// Its part of the score: weight times value.
    contribution: f64,
    /// What was compared, and what was seen on both sides.
    #[schema(max_length = 2000)]
    explanation: String,
}

/// An instrument, problem or actor that both tell of.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SharedConceptView {
    /// Short name in the vocabulary, for the parameter `instrument`.
    #[schema(max_length = 60)]
    notation: String,
    /// INSTRUMENT, PROBLEM or ACTOR.
    #[schema(max_length = 20)]
    kind: &'static str,
    /// What people call it.
    #[schema(max_length = 200)]
    label: String,
    /// The words by which the question tells of it.
    #[schema(max_items = 20)]
    own_words: Vec<String>,
    /// The words by which the project found tells of it.
    #[schema(max_items = 20)]
    other_words: Vec<String>,
}

/// What you want to do, or what stands in the way.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DescriptionBody {
    /// A sentence or two in German or English; nothing of it is kept.
    #[schema(value_type = String, required = true, min_length = 1, max_length = 20000, example = "Wir bekommen keine Planerinnen, die Umsetzung stockt.")]
    text: Option<String>,
}

/// Projects of other cities similar to one, the most similar first, with the reasons.
#[utoipa::path(operation_id = "similarToProject", tag = "Projects", params(MatchQuery, ("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64)), responses(
        (status = 200, description = "A page of the ranking.", body = Listing<SimilarProjectView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/projects/{id}/similar")]
pub async fn of_project(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let query: MatchQuery = query::parse(&request)?;
    let found = async {
        let id: ProjectId = query::id(&id)?;
        let (reader, select) = (Reader::new(&ctx), whole(Select::all_fields()));
        let page = similar_project::of_project(&reader, id, &wanted(query)?, &select).await?;
        answer::page(&request, &ctx, &page, |found| view(&ctx, found))
    };
    found.await.map_err(query::refuse(&ctx))
}

/// Projects similar to what you describe in your own words. Filter and page stand in the query; for the next page the
/// same body is sent again.
#[utoipa::path(operation_id = "similarToDescription", tag = "Projects", params(MatchQuery), request_body = DescriptionBody, responses(
        (status = 200, description = "A page of the ranking.", body = Listing<SimilarProjectView>),
        (status = 400, description = "An argument or the text means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 256 KiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not uncompressed JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/similar-projects")]
pub async fn of_description(
    request: HttpRequest,
    Caller(ctx): Caller,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let query: MatchQuery = query::parse(&request)?;
    let found = async {
        let text = description(&body)?;
        let (reader, select) = (Reader::new(&ctx), whole(Select::all_fields()));
        let page = similar_project::of_text(&reader, &text, &wanted(query)?, &select).await?;
        answer::page(&request, &ctx, &page, |found| view(&ctx, found))
    };
    found.await.map_err(query::refuse(&ctx))
}

fn description(body: &JsonBody) -> domain::Result<String> {
    let mut mistakes = Mistakes::default();
    let body: DescriptionBody = body.read(&mut mistakes)?;
    mistakes.finish()?;
    Ok(body.text.unwrap_or_default())
}

fn view(ctx: &Ctx, found: &SimilarProject) -> domain::Result<SimilarProjectView> {
    let project = found.project()?;
    Ok(SimilarProjectView {
        project: project_view(ctx, &project)?,
        likeness: likeness(ctx, &found.found),
    })
}

/// The view of why a project is alike.
pub fn likeness(ctx: &Ctx, of: &Likeness) -> LikenessView {
    LikenessView {
        score: of.score,
        components: of
            .components
            .iter()
            .map(|one| component(ctx, one))
            .collect(),
        shared_terms: of.shared_terms.clone(),
        shared_concepts: of
            .shared_concepts
            .iter()
            .map(|one| concept(ctx, one))
            .collect(),
        explanation: of.explanation.text(ctx.language()).to_owned(),
        duplicates: of.duplicates,
    }
}

/// The view of a component.
pub fn component(ctx: &Ctx, of: &Component) -> ComponentView {
    ComponentView {
        name: of.name,
        label: of.label.text(ctx.language()).to_owned(),
        weight: of.weight,
        value: of.value,
        contribution: of.contribution,
        explanation: of.explanation.text(ctx.language()).to_owned(),
    }
}

fn concept(ctx: &Ctx, of: &SharedConcept) -> SharedConceptView {
    SharedConceptView {
        notation: of.notation.clone(),
        kind: of.kind.word(),
        label: of.label.text(ctx.language()).to_owned(),
        own_words: of.own_words.clone(),
        other_words: of.other_words.clone(),
    }
}
