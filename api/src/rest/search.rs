//! Full-text search.
//!
//! Invariant: the same use case as in GraphQL; only what the caller may read is found, counted and completed.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, PageView},
        excerpt::{ExcerptView, MarkView},
        plan::{PlanView, view as plan_view},
        project::{ProjectView, view as project_view},
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    plan::Plan,
    project_match::whole,
    read::{ListRequest, Reader, Select},
    search::{self, Answer, Asked, Facet, FacetKind, Part, SearchHit},
    similar_project::MatchFilter,
    value::ProjectStatus,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Query of a search.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// What to look for, as it is typed; German or English.
    #[param(max_length = 1000)]
    text: Option<String>,
    /// Whether the last word may still be unfinished; true if not given.
    typing: Option<bool>,
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only in these municipalities: AGS, comma-separated.
    #[param(max_length = 1000)]
    city: Option<String>,
    /// Only in these federal states: keys such as 05, comma-separated.
    #[param(max_length = 100)]
    state: Option<String>,
    /// Only in cities of these RegioStaR 7 types, comma-separated.
    #[param(max_length = 100)]
    regiostar7: Option<String>,
    /// Only in cities of these size classes, comma-separated.
    #[param(max_length = 200)]
    size_class: Option<String>,
    /// Only in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only in these action fields: codes such as A, comma-separated.
    #[param(max_length = 200)]
    action_field: Option<String>,
    /// Only with these states, comma-separated.
    #[param(max_length = 200)]
    status: Option<String>,
    /// Only with these barriers: codes such as H7, comma-separated.
    #[param(max_length = 200)]
    barrier: Option<String>,
}

/// A project that was found.
#[derive(Serialize, ToSchema)]
pub struct SearchHitView {
    /// The project.
    project: ProjectView,
    /// How well it answers, 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// The parts of its texts that answer, with what to highlight.
    #[schema(max_items = 3)]
    excerpts: Vec<ExcerptView>,
}

/// How the projects found are spread.
#[derive(Serialize, ToSchema)]
pub struct FacetView {
    /// By what: ACTION_FIELD, STATUS, PHASE, STATE or CITY.
    #[schema(max_length = 20)]
    kind: &'static str,
    /// The values, the most frequent first.
    #[schema(max_items = 20)]
    values: Vec<FacetValueView>,
}

/// How many of the projects found have a value.
#[derive(Serialize, ToSchema)]
pub struct FacetValueView {
    /// The value, as the parameters take it.
    #[schema(max_length = 40)]
    code: String,
    /// The value for readers.
    #[schema(max_length = 200)]
    label: String,
    /// How many projects.
    #[schema(minimum = 0)]
    count: u32,
}

/// A word that was taken for another.
#[derive(Serialize, ToSchema)]
pub struct CorrectionView {
    /// Where it stands in the text.
    place: MarkView,
    /// What was probably meant.
    #[schema(max_length = 200)]
    instead: String,
}

/// A municipality or barrier that was found.
#[derive(Serialize, ToSchema)]
pub struct NamedView {
    /// AGS or code.
    #[schema(max_length = 24)]
    code: String,
    /// Name.
    #[schema(max_length = 200)]
    label: String,
}

/// What a search found. Only what you may read is found, counted and completed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchListing {
    /// Projects, the best first. Among them, mostly far down, are some that hold none of the words, only parts that look alike.
    #[schema(max_items = 100)]
    items: Vec<SearchHitView>,
    /// Where to go on.
    page: PageView,
    /// How many projects hold at least one of the words; those that only look alike are not counted.
    #[schema(minimum = 0)]
    total_found: usize,
    /// Whether all were counted.
    is_exact: bool,
    /// How the projects found are spread.
    #[schema(max_items = 5)]
    facets: Vec<FacetView>,
    /// How the word that is being typed could go on.
    #[schema(max_items = 8)]
    suggestions: Vec<String>,
    /// Words that no project holds that you may read, with what was probably meant and looked for in their place.
    #[schema(max_items = 16)]
    corrections: Vec<CorrectionView>,
    /// Action plans that answer.
    #[schema(max_items = 5)]
    plans: Vec<PlanView>,
    /// Barriers that answer.
    #[schema(max_items = 5)]
    barriers: Vec<NamedView>,
    /// Municipalities whose name begins with the text.
    #[schema(max_items = 5)]
    cities: Vec<NamedView>,
}

/// Looks for projects, plans, barriers and municipalities by what they say.
#[utoipa::path(operation_id = "search", tag = "Projects", params(SearchQuery), responses(
        (status = 200, description = "What was found.", body = SearchListing),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument or the text means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/search")]
pub async fn find(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: SearchQuery = query::parse(&request)?;
    let found = async {
        let (asked, wanted) = wanted(query)?;
        let reader = Reader::new(&ctx);
        let select = whole(Select::all_fields());
        let answer = search::list(&reader, asked, &wanted, &select).await?;
        let plans = answer.plans(&reader, &Select::all_fields()).await?;
        shown(&request, &ctx, &answer, &plans)
    };
    found.await.map_err(query::refuse(&ctx))
}

fn wanted(query: SearchQuery) -> domain::Result<(Asked, ListRequest)> {
    let statuses: Vec<&str> = ProjectStatus::ALL.iter().map(|one| one.word()).collect();
    let filter = MatchFilter {
        city: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        network: query.network,
        action_field: query::list(query.action_field),
        status: query::words("status", query.status, ProjectStatus::from_word, &statuses)?,
        barrier: query::list(query.barrier),
        ..MatchFilter::default()
    };
    let asked = Asked {
        text: query.text.unwrap_or_default(),
        is_typing: query.typing.unwrap_or(true),
        parts: Part::ALL.to_vec(),
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
    answer: &Answer,
    plans: &[Arc<Plan>],
) -> domain::Result<HttpResponse> {
    let page = &answer.page;
    let named = |code: &str, label: &str| NamedView {
        code: code.to_owned(),
        label: label.to_owned(),
    };
    let barriers = answer.barriers.iter().map(|one| {
        let label = domain::language::Words::new(&one.label_de, &one.label_en);
        named(&one.code, label.text(ctx.language()))
    });
    let corrections = answer.corrections.iter().map(|one| CorrectionView {
        place: MarkView::of(&one.place),
        instead: one.instead.clone(),
    });
    let listing = SearchListing {
        items: answer::rows(page, |found| hit(ctx, found))?,
        page: PageView::of(page),
        total_found: answer.total,
        is_exact: answer.is_exact,
        facets: answer.facets.iter().map(|one| facet(ctx, one)).collect(),
        suggestions: answer.suggestions.clone(),
        corrections: corrections.collect(),
        plans: plans
            .iter()
            .map(|plan| plan_view(ctx, plan))
            .collect::<domain::Result<_>>()?,
        barriers: barriers.collect(),
        cities: answer
            .cities
            .iter()
            .map(|one| named(&one.ags, &one.display_name))
            .collect(),
    };
    Ok(answer::listed(request, ctx, &listing, page))
}

fn hit(ctx: &Ctx, of: &SearchHit) -> domain::Result<SearchHitView> {
    let project = of.project()?;
    Ok(SearchHitView {
        project: project_view(ctx, &project)?,
        score: of.found.score,
        excerpts: of.found.excerpts.iter().map(ExcerptView::of).collect(),
    })
}

fn facet(ctx: &Ctx, of: &Facet) -> FacetView {
    let kind = match of.kind {
        FacetKind::ActionField => "ACTION_FIELD",
        FacetKind::Status => "STATUS",
        FacetKind::Phase => "PHASE",
        FacetKind::State => "STATE",
        FacetKind::City => "CITY",
    };
    let values = of.values.iter().map(|value| FacetValueView {
        code: value.code.clone(),
        label: value.label.text(ctx.language()).to_owned(),
        count: value.count,
    });
    FacetView {
        kind,
        values: values.collect(),
    }
}
