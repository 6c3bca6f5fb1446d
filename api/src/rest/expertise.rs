//! Offers (Angebote) and requests (Gesuche) of expertise.
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
    expertise::{self, Expertise, ExpertiseFilter},
    expertise_barrier::Barriers,
    id::ExpertiseId,
    label,
    project::Project,
    read::{Edge, Filter, ListRequest, Page, Reader, Select},
    value::ExpertiseKind,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An offer (Angebot) of expertise, or a request (Gesuch) for it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExpertiseView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// OFFER or REQUEST.
    #[schema(max_length = 24)]
    kind: &'static str,
    /// Whether it is offered or looked for, in words.
    #[schema(max_length = 100)]
    kind_label: String,
    /// What about, in short.
    #[schema(max_length = 200)]
    topic: String,
    /// What about, in detail.
    #[schema(max_length = 2000)]
    description: Option<String>,
    /// Barriers (Hemmnisse) that it is about (codes).
    #[schema(max_items = 5)]
    barriers: Vec<String>,
    /// The project that it is about (id), if you may read it.
    #[schema(max_length = 64)]
    project: Option<String>,
    /// How much time is offered or looked for: QUESTION, CALL, VISIT or MENTORING.
    #[schema(max_length = 24)]
    capacity: &'static str,
    /// The same in words.
    #[schema(max_length = 100)]
    capacity_label: String,
    /// Whom to ask: the address of a role. Who sees it: `contactVisibility`; to everybody else there is none.
    #[schema(max_length = 300)]
    contact: Option<String>,
    /// Who sees the contact, if there is one: TENANT, NETWORK or PUBLIC.
    #[schema(max_length = 24)]
    contact_visibility: &'static str,
    /// The last day on which it is open.
    until: chrono::NaiveDate,
    /// Whether that day has not passed.
    is_open: bool,
    /// Network (slug).
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Name of the organisation that owns it.
    #[schema(max_length = 300)]
    organisation: Option<String>,
    /// Municipality of the organisation (AGS); none of a coordinating office.
    #[schema(max_length = 8)]
    city: Option<String>,
    /// Who may read it.
    #[schema(max_length = 24)]
    visibility: &'static str,
    /// When it was entered.
    created_at: chrono::DateTime<chrono::Utc>,
    /// When it was last changed.
    updated_at: chrono::DateTime<chrono::Utc>,
    /// Counts changes.
    version: i32,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExpertiseQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only of these municipalities: AGS, comma-separated.
    #[param(max_length = 1000)]
    city: Option<String>,
    /// Only of cities in these federal states: keys such as 05, comma-separated.
    #[param(max_length = 100)]
    state: Option<String>,
    /// Only of cities of these RegioStaR 7 types, comma-separated.
    #[param(max_length = 100)]
    regiostar7: Option<String>,
    /// Only of cities of these size classes, comma-separated.
    #[param(max_length = 200)]
    size_class: Option<String>,
    /// Only in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only offers (OFFER) or requests (REQUEST).
    #[param(max_length = 40)]
    kind: Option<String>,
    /// Only about one of these barriers: codes such as H7, comma-separated.
    #[param(max_length = 200)]
    barrier: Option<String>,
    /// Only those whose last day has not passed (true), or has (false).
    is_open: Option<bool>,
    /// Only what was changed at or after this moment.
    updated_since: Option<chrono::DateTime<chrono::Utc>>,
}

/// Offers and requests of expertise that you may read.
#[utoipa::path(operation_id = "expertise", tag = "Transfer", params(ExpertiseQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<ExpertiseView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/expertise")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: ExpertiseQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(operation_id = "expertiseById", tag = "Transfer", params(("id" = String, Path, description = "Global id, such as expertise_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = ExpertiseView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/expertise/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let found = async {
        let found = one(&ctx, query::id(&id)?).await?;
        found.ok_or(domain::Error::NotFound("expertise"))
    };
    let found = found.await.map_err(query::refuse(&ctx))?;
    Ok(answer::object(&request, &ctx, &found))
}

/// The view of one that the caller can read, with its version.
///
/// # Errors
/// What the database answers.
pub async fn one(ctx: &Ctx, id: ExpertiseId) -> domain::Result<Option<(ExpertiseView, i32)>> {
    let found = Reader::new(ctx)
        .one::<Expertise>(id.0, &selection())
        .await?;
    let shown = found.map(|row| Ok((view(ctx, &row)?, *row.version.get()?)));
    shown.transpose()
}

async fn fetch(reader: &Reader<'_>, query: ExpertiseQuery) -> domain::Result<Page<Expertise>> {
    let kinds: Vec<&str> = ExpertiseKind::ALL.iter().map(|kind| kind.word()).collect();
    let filter = ExpertiseFilter {
        city: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        network: query.network,
        kind: query::words("kind", query.kind, ExpertiseKind::from_word, &kinds)?,
        barrier: query::list(query.barrier),
        is_open: query.is_open,
        updated_since: query.updated_since,
        ..ExpertiseFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        ..ListRequest::default()
    };
    expertise::list(reader, &wanted, &selection()).await
}

/// The project is read as the reader may see it: an id must not tell that something hidden exists.
pub fn selection() -> Select {
    let edges = [Edge::Project, Edge::Barriers].into_iter();
    edges.fold(Select::all_fields(), |select, edge| {
        select.with(edge, ListRequest::default(), Select::default())
    })
}

/// The view of a row that was read by [`selection`].
///
/// # Errors
/// `INTERNAL` where something was not selected.
pub fn view(ctx: &Ctx, row: &Expertise) -> domain::Result<ExpertiseView> {
    let (reference, language) = (ctx.reference(), ctx.language());
    let project = row.edges.one::<Project>(Edge::Project.name())?;
    let barriers = row.edges.one::<Barriers>(Edge::Barriers.name())?;
    let barriers = barriers.iter().flat_map(|all| all.iter());
    let network = reference.networks.find(&row.network_id);
    let owner = reference.tenants.find(&row.tenant_id);
    let capacity = *row.capacity.get()?;
    Ok(ExpertiseView {
        id: row.id.to_string(),
        kind: row.kind.word(),
        kind_label: label::expertise_kind(row.kind).text(language).to_owned(),
        topic: row.topic.get()?.clone(),
        description: row.description.get()?.clone(),
        barriers: barriers.map(|barrier| barrier.code.clone()).collect(),
        project: project.map(|project| project.id.to_string()),
        capacity: capacity.word(),
        capacity_label: label::expertise_capacity(capacity)
            .text(language)
            .to_owned(),
        contact: row.contact(ctx)?.map(ToOwned::to_owned),
        contact_visibility: row.contact_visibility.word(),
        until: row.until,
        is_open: row.is_open(ctx),
        network: network.map(|network| network.slug.clone()),
        organisation: owner.map(|owner| owner.name.clone()),
        city: row.city_ags.clone(),
        visibility: row.visibility.get()?.word(),
        created_at: *row.created_at.get()?,
        updated_at: *row.updated_at.get()?,
        version: *row.version.get()?,
    })
}
