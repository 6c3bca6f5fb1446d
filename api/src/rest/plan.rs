//! An action plan (Aktionsplan).
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
    plan::{Plan, PlanFilter},
    read::{Filter, ListRequest, Page, Reader, Select},
    value::PlanStatus,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An action plan (Aktionsplan).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Title.
    #[schema(max_length = 20000)]
    pub title: String,
    /// Where it stands.
    #[schema(max_length = 20000)]
    pub status: String,
    /// Municipality (AGS).
    #[schema(max_length = 20000)]
    pub city: Option<String>,
    /// Network (slug).
    #[schema(max_length = 20000)]
    pub network: Option<String>,
    /// How its projects were chosen.
    #[schema(max_length = 20000)]
    pub selection_method: Option<String>,
    /// Where it is published.
    #[schema(max_length = 20000)]
    pub source_url: Option<String>,
    /// Who may read it.
    #[schema(max_length = 24)]
    pub visibility: String,
    /// When it was entered.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it was last changed.
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// Counts changes.
    pub version: i32,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only of these municipalities: AGS, comma-separated.
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
    /// The title contains this.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Only with these states, comma-separated.
    #[param(max_length = 200)]
    status: Option<String>,
    /// Only what was changed at or after this moment.
    updated_since: Option<chrono::DateTime<chrono::Utc>>,
}

/// Action plans that you may read.
#[utoipa::path(operation_id = "listPlans", tag = "Plans", params(PlanQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<PlanView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/plans")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: PlanQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(operation_id = "getPlan", tag = "Plans", params(("id" = String, Path, description = "Global id, such as plan_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = PlanView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/plans/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    let id: domain::id::PlanId = query::id(&id).map_err(&refuse)?;
    let found = one(&ctx, id).await.map_err(&refuse)?;
    let found = found.ok_or(domain::Error::NotFound("plan"));
    Ok(answer::object(&request, &ctx, &found.map_err(&refuse)?))
}

/// The view of one that the caller can read, with its version.
///
/// # Errors
/// What the database answers.
pub async fn one(ctx: &Ctx, id: domain::id::PlanId) -> domain::Result<Option<(PlanView, i32)>> {
    let found = Reader::new(ctx).one::<Plan>(id.0, &selection()).await?;
    let shown = found.map(|row| Ok((view(ctx, &row)?, *row.version.get()?)));
    shown.transpose()
}

async fn fetch(reader: &Reader<'_>, query: PlanQuery) -> domain::Result<Page<Plan>> {
    let filter = PlanFilter {
        city: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        network: query.network,
        text: query.text,
        status: query::closed(
            "status",
            query.status,
            PlanStatus::from_word,
            PlanStatus::ALL,
            PlanStatus::word,
        )?,
        updated_since: query.updated_since,
        ..PlanFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        ..ListRequest::default()
    };
    domain::plan::list(reader, &wanted, &selection()).await
}

const fn selection() -> Select {
    Select::all_fields()
}

/// The view of a row with all its columns.
///
/// # Errors
/// `INTERNAL` where a column was not selected.
pub fn view(ctx: &Ctx, row: &Plan) -> domain::Result<PlanView> {
    Ok(PlanView {
        id: row.id.to_string(),
        title: row.title.get()?.clone(),
        status: row.status.get()?.word().to_owned(),
        city: row.city_ags.clone(),
        network: ctx
            .reference()
            .networks
            .find(&row.network_id)
            .map(|network| network.slug.clone()),
        selection_method: row.selection_method.get()?.clone(),
        source_url: row.source_url.get()?.clone(),
        visibility: row.visibility.get()?.word().to_owned(),
        created_at: *row.created_at.get()?,
        updated_at: *row.updated_at.get()?,
        version: *row.version.get()?,
    })
}
