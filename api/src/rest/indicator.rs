//! An indicator (Indikator).
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
    language::Words,
    read::{ListRequest, Node, Page, Reader, Select},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An indicator (Indikator).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Stable code.
    #[schema(max_length = 20000)]
    pub code: String,
    /// Version of the definition.
    pub version: i32,
    /// Name.
    #[schema(max_length = 20000)]
    pub label: String,
    /// What exactly is counted or measured.
    #[schema(max_length = 20000)]
    pub definition: String,
    /// Unit.
    #[schema(max_length = 20000)]
    pub unit: String,
    /// Decimal places to show.
    pub decimals: i16,
    /// Which direction is the good one.
    #[schema(max_length = 20000)]
    pub polarity: String,
    /// What it measures in the chain of effects.
    #[schema(max_length = 20000)]
    pub kind: String,
    /// What its values are.
    #[schema(max_length = 20000)]
    pub value_type: String,
    /// How often it is collected.
    #[schema(max_length = 20000)]
    pub frequency: String,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IndicatorQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// The definitions of indicators.
#[utoipa::path(operation_id = "listIndicators", tag = "Figures", params(IndicatorQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<IndicatorView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/indicators")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: IndicatorQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

async fn fetch(
    reader: &Reader<'_>,
    query: IndicatorQuery,
) -> domain::Result<Page<Node<domain::indicator::Indicator>>> {
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    domain::indicator::list(reader, &wanted, &Select::default()).await
}

fn view(ctx: &Ctx, node: &Node<domain::indicator::Indicator>) -> domain::Result<IndicatorView> {
    let record = &node.record;
    Ok(IndicatorView {
        id: record.id.to_string(),
        code: record.code.clone(),
        version: record.version,
        label: Words::new(&record.label_de, &record.label_en)
            .text(ctx.language())
            .to_owned(),
        definition: Words::new(&record.definition_de, &record.definition_en)
            .text(ctx.language())
            .to_owned(),
        unit: Words::new(&record.unit_de, &record.unit_en)
            .text(ctx.language())
            .to_owned(),
        decimals: record.decimals,
        polarity: record.polarity.word().to_owned(),
        kind: record.kind.word().to_owned(),
        value_type: record.value_type.word().to_owned(),
        frequency: record.frequency.word().to_owned(),
    })
}
