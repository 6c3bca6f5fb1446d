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
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    observation::{Observation, ObservationFilter},
    read::{Filter, ListRequest, Page, Reader, Select},
    value::ValueKind,
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

fn view(ctx: &Ctx, row: &Observation) -> domain::Result<ObservationView> {
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
        sample: *row.sample.get()?,
        method_version: *row.method_version.get()?,
        plausibility: row.plausibility.get()?.word().to_owned(),
        revision: *row.revision.get()?,
        confidence: row.confidence.get()?.word().to_owned(),
        source: row.source.get()?.clone(),
        note: row.note.get()?.clone(),
    })
}
