//! An observed, planned or targeted value (Messwert).
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
use chrono::{DateTime, Utc};
use domain::{
    Ctx,
    id::ObservationId,
    observation::{Observation, ObservationFilter},
    read::{Filter, ListRequest, Page, Reader, Select},
    value::{ConfStatus, ObsStatus, Plausibility, ValueKind},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An observed, planned or targeted value (Messwert).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObservationView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Indicator (code).
    #[schema(max_length = 20000)]
    pub indicator: Option<String>,
    /// Municipality (AGS).
    #[schema(max_length = 20000)]
    pub city: String,
    /// Year.
    pub year: i32,
    /// Value, in the indicator's unit; none where the status says that there is none.
    pub value: Option<f64>,
    /// Measured, aimed at or planned.
    #[schema(max_length = 20000)]
    pub value_kind: String,
    /// SDMX observation status.
    #[schema(max_length = 20000)]
    pub obs_status: String,
    /// SDMX confidentiality status: F free, C confidential, N not for publication.
    #[schema(max_length = 20000)]
    pub conf_status: String,
    /// What was counted, where the value is a quotient and it is known.
    pub numerator: Option<f64>,
    /// By what it was divided.
    pub denominator: Option<f64>,
    /// How many answers or cases it rests on.
    pub sample: Option<i32>,
    /// Version of the indicator's definition.
    pub method_version: i32,
    /// Whether somebody checked or doubts it.
    #[schema(max_length = 20000)]
    pub plausibility: String,
    /// 1, and one more with each correction.
    pub revision: i32,
    /// How well it is documented.
    #[schema(max_length = 20000)]
    pub confidence: String,
    /// Where it comes from.
    #[schema(max_length = 20000)]
    pub source: String,
    /// What to mind.
    #[schema(max_length = 20000)]
    pub note: Option<String>,
    /// Who may read it: TENANT, SHARED, NETWORK or PUBLIC.
    #[schema(max_length = 20000)]
    pub visibility: String,
    /// The network whose members may read it, by its short name.
    #[schema(max_length = 40)]
    pub network: Option<String>,
    /// Not shown to others before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// What is worth a second look, for the organisation that entered it, such as that others may read of fewer than three
    /// persons; empty where there is nothing.
    #[schema(max_items = 10)]
    pub warnings: Vec<String>,
}

/// What an observation was before it was corrected.
#[derive(Serialize, ToSchema)]
pub struct RevisionsView {
    /// The newest first.
    #[schema(max_items = 20)]
    pub items: Vec<ObservationView>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ObservationQuery {
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
    /// Only of these indicators: codes, comma-separated.
    #[param(max_length = 1000)]
    indicator: Option<String>,
    /// MEASURED, TARGET or PLANNED, comma-separated.
    #[param(max_length = 60)]
    value_kind: Option<String>,
    /// Not before this year.
    year_from: Option<i32>,
    /// Not after this year.
    year_to: Option<i32>,
    /// Only with these SDMX observation statuses, comma-separated.
    #[param(max_length = 60)]
    obs_status: Option<String>,
    /// Only with these SDMX confidentiality statuses, comma-separated.
    #[param(max_length = 60)]
    conf_status: Option<String>,
    /// UNCHECKED, CHECKED or CONTESTED, comma-separated.
    #[param(max_length = 60)]
    plausibility: Option<String>,
    /// Only what was entered at or after this moment.
    recorded_since: Option<DateTime<Utc>>,
}

/// Observed, planned and targeted values that you may read.
#[utoipa::path(operation_id = "listObservations", tag = "Figures", params(ObservationQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<ObservationView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/observations")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: ObservationQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(operation_id = "observation", tag = "Figures", params(("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = ObservationView, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, corrected meanwhile, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/observations/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    let id: ObservationId = query::id(&id).map_err(&refuse)?;
    let found = one(&ctx, id).await.map_err(&refuse)?;
    let found = found.ok_or(domain::Error::NotFound("observation"));
    Ok(answer::object(&request, &ctx, &found.map_err(&refuse)?))
}

/// What one was before it was corrected, as far as you may read that. A former id is known here too.
#[utoipa::path(operation_id = "observationRevisions", tag = "Figures", params(("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64)), responses(
        (status = 200, description = "The newest first, at most 20.", body = RevisionsView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/observations/{id}/revisions")]
pub async fn revisions(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let reader = Reader::new(&ctx);
        let id = query::id(&id)?;
        let rows = domain::observation::revisions(&reader, id, &Select::all_fields()).await?;
        let items = rows.iter().map(|row| view(&ctx, row));
        let items = items.collect::<domain::Result<_>>()?;
        Ok(answer::json(&request, &ctx, &RevisionsView { items }))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// The view of one that the caller can read, with its revision.
///
/// # Errors
/// What the database answers.
pub async fn one(ctx: &Ctx, id: ObservationId) -> domain::Result<Option<(ObservationView, i32)>> {
    let select = Select::all_fields();
    let found = Reader::new(ctx).one::<Observation>(id.0, &select).await?;
    let shown = found.map(|row| Ok((view(ctx, &row)?, *row.revision.get()?)));
    shown.transpose()
}

async fn fetch(reader: &Reader<'_>, query: ObservationQuery) -> domain::Result<Page<Observation>> {
    let filter = ObservationFilter {
        city: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        indicator: query::list(query.indicator),
        value_kind: query::closed(
            "valueKind",
            query.value_kind,
            ValueKind::from_word,
            ValueKind::ALL,
            ValueKind::word,
        )?,
        year_from: query.year_from,
        year_to: query.year_to,
        obs_status: query::closed(
            "obsStatus",
            query.obs_status,
            ObsStatus::from_word,
            ObsStatus::ALL,
            ObsStatus::word,
        )?,
        conf_status: query::closed(
            "confStatus",
            query.conf_status,
            ConfStatus::from_word,
            ConfStatus::ALL,
            ConfStatus::word,
        )?,
        plausibility: query::closed(
            "plausibility",
            query.plausibility,
            Plausibility::from_word,
            Plausibility::ALL,
            Plausibility::word,
        )?,
        recorded_since: query.recorded_since,
        ..ObservationFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        order: domain::observation::order(&[]),
        ..ListRequest::default()
    };
    domain::observation::list(reader, &wanted, &Select::all_fields()).await
}

/// The view of a row with all its columns.
///
/// # Errors
/// `INTERNAL` where a column was not selected.
pub fn view(ctx: &Ctx, row: &Observation) -> domain::Result<ObservationView> {
    Ok(ObservationView {
        id: row.id.to_string(),
        indicator: ctx
            .reference()
            .indicators
            .find(&row.indicator_id)
            .map(|indicator| indicator.code.clone()),
        city: row.city_ags.clone(),
        year: *row.year.get()?,
        value: *row.value.get()?,
        value_kind: row.value_kind.get()?.word().to_owned(),
        obs_status: row.obs_status.get()?.word().to_owned(),
        conf_status: row.conf_status.get()?.word().to_owned(),
        numerator: *row.numerator.get()?,
        denominator: *row.denominator.get()?,
        sample: *row.sample.get()?,
        method_version: *row.method_version.get()?,
        plausibility: row.plausibility.get()?.word().to_owned(),
        revision: *row.revision.get()?,
        confidence: row.confidence.get()?.word().to_owned(),
        source: row.source.get()?.clone(),
        note: row.note.get()?.clone(),
        visibility: row.visibility.get()?.word().to_owned(),
        network: row
            .network_id
            .and_then(|id| ctx.reference().networks.find(&id))
            .map(|network| network.slug.clone()),
        embargo_until: *row.embargo_until.get()?,
        recorded_at: *row.recorded_at.get()?,
        warnings: row
            .warnings(ctx)?
            .iter()
            .map(|text| text.text(ctx.language()).to_owned())
            .collect(),
    })
}
