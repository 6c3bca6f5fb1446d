//! A project (Vorhaben) of an action plan.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::rest::project_detail::{ProjectDetail, detail, selection};
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
    Ctx, label,
    language::Words,
    project::{Project, ProjectFilter},
    read::{Filter, ListRequest, Page, Reader, Select},
    value::ProjectStatus,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A project (Vorhaben) of an action plan.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Stable public code.
    #[schema(max_length = 20000)]
    pub code: String,
    /// Plan (id).
    #[schema(max_length = 20000)]
    pub plan: String,
    /// Network (slug).
    #[schema(max_length = 20000)]
    pub network: Option<String>,
    /// Municipality (AGS).
    #[schema(max_length = 20000)]
    pub city: Option<String>,
    /// Name of the municipality.
    #[schema(max_length = 20000)]
    pub city_name: Option<String>,
    /// Action field (code).
    #[schema(max_length = 20000)]
    pub action_field: Option<String>,
    /// Name of the action field.
    #[schema(max_length = 20000)]
    pub action_field_label: Option<String>,
    /// Number in the plan.
    pub sequence_no: i32,
    /// Working title.
    #[schema(max_length = 20000)]
    pub working_title: String,
    /// What it is about.
    #[schema(max_length = 20000)]
    pub summary: Option<String>,
    /// Overall goal.
    #[schema(max_length = 20000)]
    pub overall_goal: Option<String>,
    /// Where it stands.
    #[schema(max_length = 20000)]
    pub status: String,
    /// Where it stands, in words.
    #[schema(max_length = 20000)]
    pub status_label: String,
    /// The status in the words of the source.
    #[schema(max_length = 20000)]
    pub status_note: Option<String>,
    /// Whether it is behind its plan.
    pub is_delayed: bool,
    /// How mature it is.
    #[schema(max_length = 20000)]
    pub phase: Option<String>,
    /// Year in which it began.
    pub start_year: Option<i32>,
    /// Year in which it ended or is to end.
    pub end_year: Option<i32>,
    /// Responsible unit.
    #[schema(max_length = 20000)]
    pub responsible: Option<String>,
    /// Whom to ask: the address of a role. Who sees it: `contactVisibility`; to everybody else there is none.
    #[schema(max_length = 300)]
    pub contact: Option<String>,
    /// Who sees the contact, if there is one: TENANT, NETWORK or PUBLIC.
    #[schema(max_length = 24)]
    pub contact_visibility: String,
    /// What it costs, as a band. Who sees it: `costVisibility`; to everybody else it is not told.
    #[schema(max_length = 24)]
    pub cost_band: Option<String>,
    /// Who sees the cost, if it is told: TENANT, NETWORK or PUBLIC.
    #[schema(max_length = 24)]
    pub cost_visibility: String,
    /// A note that only the organisation that owns the project sees; to everybody else there is none.
    #[schema(max_length = 20000)]
    pub own_note: Option<String>,
    /// Who may read it: the narrower of its own and its plan's visibility.
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
pub struct ProjectQuery {
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
    /// Title, summary or goal contains this.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Only with these public codes, comma-separated.
    #[param(max_length = 1000)]
    code: Option<String>,
    /// Only in these action fields: codes such as A, comma-separated.
    #[param(max_length = 200)]
    action_field: Option<String>,
    /// Only with these states, comma-separated.
    #[param(max_length = 200)]
    status: Option<String>,
    /// Only with these barriers: codes such as H7, comma-separated.
    #[param(max_length = 200)]
    barrier: Option<String>,
    /// Only what was changed at or after this moment.
    updated_since: Option<chrono::DateTime<chrono::Utc>>,
}

/// Projects that you may read.
#[utoipa::path(operation_id = "listProjects", tag = "Projects", params(ProjectQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<ProjectView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/projects")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: ProjectQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(operation_id = "getProject", tag = "Projects", params(("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = ProjectDetail),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/projects/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    let id: domain::id::ProjectId = query::id(&id).map_err(&refuse)?;
    let found = one(&ctx, id).await.map_err(&refuse)?;
    let found = found.ok_or(domain::Error::NotFound("project"));
    Ok(answer::object(&request, &ctx, &found.map_err(&refuse)?))
}

/// The view of one that the caller can read, with its version.
///
/// # Errors
/// What the database answers.
pub async fn one(
    ctx: &Ctx,
    id: domain::id::ProjectId,
) -> domain::Result<Option<(ProjectDetail, i32)>> {
    let found = Reader::new(ctx).one::<Project>(id.0, &selection()).await?;
    let shown = found.map(|row| Ok((detail(ctx, &row)?, *row.version.get()?)));
    shown.transpose()
}

async fn fetch(reader: &Reader<'_>, query: ProjectQuery) -> domain::Result<Page<Project>> {
    let filter = ProjectFilter {
        city: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        network: query.network,
        text: query.text,
        code: query::list(query.code),
        action_field: query::list(query.action_field),
        status: query::closed(
            "status",
            query.status,
            ProjectStatus::from_word,
            ProjectStatus::ALL,
            ProjectStatus::word,
        )?,
        barrier: query::list(query.barrier),
        updated_since: query.updated_since,
        ..ProjectFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        ..ListRequest::default()
    };
    domain::project::list(reader, &wanted, &Select::all_fields()).await
}

/// The view of a row with all its columns.
///
/// # Errors
/// `INTERNAL` where a column was not selected.
pub fn view(ctx: &Ctx, row: &Project) -> domain::Result<ProjectView> {
    Ok(ProjectView {
        id: row.id.to_string(),
        code: row.code.get()?.clone(),
        plan: row.plan_id.to_string(),
        network: ctx
            .reference()
            .networks
            .find(&row.network_id)
            .map(|network| network.slug.clone()),
        city: row.city_ags.clone(),
        city_name: row
            .city_ags
            .as_ref()
            .and_then(|ags| ctx.reference().cities.find(ags))
            .map(|city| city.display_name.clone()),
        action_field: row
            .action_field_id
            .and_then(|id| ctx.reference().action_fields.find(&id))
            .map(|field| field.code.clone()),
        action_field_label: row
            .action_field_id
            .and_then(|id| ctx.reference().action_fields.find(&id))
            .map(|field| {
                Words::maybe(field.label_de.clone(), field.label_en.clone())
                    .text(ctx.language())
                    .to_owned()
            }),
        sequence_no: *row.sequence_no.get()?,
        working_title: row.working_title.get()?.clone(),
        summary: row.summary.get()?.clone(),
        overall_goal: row.overall_goal.get()?.clone(),
        status: row.status.get()?.word().to_owned(),
        status_label: label::status(*row.status.get()?)
            .text(ctx.language())
            .to_owned(),
        status_note: row.status_note.get()?.clone(),
        is_delayed: *row.is_delayed.get()?,
        phase: row.phase.get()?.map(|phase| phase.word().to_owned()),
        start_year: *row.start_year.get()?,
        end_year: *row.end_year.get()?,
        responsible: row.responsible.get()?.clone(),
        contact: row.contact(ctx)?.map(ToOwned::to_owned),
        contact_visibility: row.contact_visibility.word().to_owned(),
        cost_band: row.cost_band(ctx)?.map(|band| band.word().to_owned()),
        cost_visibility: row.cost_visibility.word().to_owned(),
        own_note: row.own_note(ctx)?.map(ToOwned::to_owned),
        visibility: row.visibility.get()?.word().to_owned(),
        created_at: *row.created_at.get()?,
        updated_at: *row.updated_at.get()?,
        version: *row.version.get()?,
    })
}
