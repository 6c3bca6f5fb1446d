//! Projects that have dealt with a barrier.
//!
//! Invariant: the same use case as in GraphQL; lessons and contact are shown as far as the caller may see them.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, PageView},
        project::{ProjectView, view as project_view},
        query,
        similar_project::{ComponentView, component},
    },
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    barrier_experience::{self, Asked, BarrierExperience},
    project_item::{self, ProjectItem},
    project_match::whole,
    read::{Edge, ListRequest, PageRequest, Reader, Select},
    similar_project::MatchFilter,
    value::{ItemKind, ProjectStatus},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Query of a search for experiences with a barrier.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExperienceQuery {
    /// The barriers: codes such as H7, comma-separated.
    #[param(max_length = 200)]
    barrier: Option<String>,
    /// What stands in the way, in your own words. Without a barrier it says which are meant.
    #[param(max_length = 2000)]
    text: Option<String>,
    /// For which municipality (AGS); without it, your own.
    #[param(max_length = 8)]
    for_city: Option<String>,
    /// For which project of yours (id): what is done there is compared.
    #[param(max_length = 64)]
    for_project: Option<String>,
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only in these federal states: keys such as 05, comma-separated.
    #[param(max_length = 100)]
    state: Option<String>,
    /// Only in cities of these RegioStaR 7 types, comma-separated.
    #[param(max_length = 100)]
    regiostar7: Option<String>,
    /// Only in cities of these size classes, comma-separated.
    #[param(max_length = 200)]
    size_class: Option<String>,
    /// Only with these states, comma-separated.
    #[param(max_length = 200)]
    status: Option<String>,
    /// Only projects that are completed or were made permanent.
    finished: Option<bool>,
    /// Only projects that tell a lesson which you may read.
    with_outcome: Option<bool>,
}

/// A project that has dealt with a barrier.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExperienceView {
    /// The project, with whom to ask where you may know it.
    project: ProjectView,
    /// What it has taught, as far as you may read it.
    #[schema(max_items = 100)]
    lessons: Vec<String>,
    /// The barriers in question that it deals with, and how.
    #[schema(max_items = 20)]
    dealings: Vec<DealingView>,
    /// How near it is, 0 to 1: the sum of the contributions of all components.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// What the score is made of.
    #[schema(max_items = 20)]
    components: Vec<ComponentView>,
    /// Why it stands here, in one sentence.
    #[schema(max_length = 2000)]
    explanation: String,
}

/// A barrier that a project deals with, and how.
#[derive(Serialize, ToSchema)]
pub struct DealingView {
    /// The barrier (code).
    #[schema(max_length = 24)]
    barrier: String,
    /// ADDRESSES or RESOLVED.
    #[schema(max_length = 24)]
    role: &'static str,
}

/// A page of experiences with a barrier.
#[derive(Serialize, ToSchema)]
pub struct ExperienceListing {
    /// The barriers in question (codes): those named, or those that the text speaks of.
    #[schema(max_items = 100)]
    meant: Vec<String>,
    /// The projects, the nearest first.
    #[schema(max_items = 100)]
    items: Vec<ExperienceView>,
    /// Where to go on.
    page: PageView,
}

/// Projects that address a barrier or have overcome it, from cities like yours first, with what they learnt and whom to ask.
#[utoipa::path(operation_id = "barrierExperiences", tag = "Projects", params(ExperienceQuery), responses(
        (status = 200, description = "A page of the ranking.", body = ExperienceListing),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The project of yours is absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/barrier-experiences")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: ExperienceQuery = query::parse(&request)?;
    let found = async {
        let (asked, wanted) = wanted(query)?;
        let reader = Reader::new(&ctx);
        let select =
            whole(Select::all_fields().with(Edge::Items, lessons(&ctx), Select::all_fields()));
        let answer = barrier_experience::list(&reader, &asked, &wanted, &select).await?;
        shown(&request, &ctx, &answer)
    };
    found.await.map_err(query::refuse(&ctx))
}

fn lessons(ctx: &Ctx) -> ListRequest {
    ListRequest {
        page: PageRequest::first(PageRequest::MAX),
        condition: project_item::of_kinds(ctx, Some(vec![ItemKind::Lesson])),
        order: project_item::order(),
        ..ListRequest::default()
    }
}

fn wanted(query: ExperienceQuery) -> domain::Result<(Asked, ListRequest)> {
    let statuses: Vec<&str> = ProjectStatus::ALL.iter().map(|one| one.word()).collect();
    let filter = MatchFilter {
        city: query::criteria(None, query.state, query.regiostar7, query.size_class)?,
        status: query::words("status", query.status, ProjectStatus::from_word, &statuses)?,
        is_finished: query.finished.unwrap_or(false),
        has_outcome: query.with_outcome.unwrap_or(false),
        ..MatchFilter::default()
    };
    let asked = Asked {
        barrier: query::list(query.barrier),
        text: query.text,
        city: query.for_city,
        project: query.for_project.map(|id| query::id(&id)).transpose()?,
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        matching: Some(filter),
        ..ListRequest::default()
    };
    Ok((asked, wanted))
}

fn shown(
    request: &HttpRequest,
    ctx: &Ctx,
    answer: &barrier_experience::Answer,
) -> domain::Result<HttpResponse> {
    let page = &answer.page;
    let listing = ExperienceListing {
        meant: answer.barriers.iter().map(|one| one.code.clone()).collect(),
        items: answer::rows(page, |found| view(ctx, found))?,
        page: PageView::of(page),
    };
    Ok(answer::listed(request, ctx, &listing, page))
}

fn view(ctx: &Ctx, of: &BarrierExperience) -> domain::Result<ExperienceView> {
    let project = of.project()?;
    let lessons = project.edges.many::<ProjectItem>(Edge::Items.name())?;
    let lessons = lessons
        .items
        .iter()
        .map(|item| item.node.text.get().cloned());
    let reference = ctx.reference();
    let dealings = of.found.barriers.iter().filter_map(|(id, role)| {
        Some(DealingView {
            barrier: reference.barriers.find(id)?.code.clone(),
            role: role.word(),
        })
    });
    Ok(ExperienceView {
        project: project_view(ctx, &project)?,
        lessons: lessons.collect::<domain::Result<_>>()?,
        dealings: dealings.collect(),
        score: of.found.score,
        components: of
            .found
            .components
            .iter()
            .map(|one| component(ctx, one))
            .collect(),
        explanation: of.found.explanation.text(ctx.language()).to_owned(),
    })
}
