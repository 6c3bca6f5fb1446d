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
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx,
    indicator::{Indicator, IndicatorFilter, IndicatorVersion},
    language::Words,
    read::{ListRequest, Node, Page, Reader, Select},
    value::{IndicatorKind, ValueType},
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
    /// Since when this version holds; none where it is the first one.
    pub valid_from: Option<DateTime<Utc>>,
    /// Name.
    #[schema(max_length = 20000)]
    pub label: String,
    /// What exactly is counted or measured.
    #[schema(max_length = 20000)]
    pub definition: String,
    /// How it is computed.
    #[schema(max_length = 20000)]
    pub formula: Option<String>,
    /// What is counted, of a quotient.
    #[schema(max_length = 20000)]
    pub numerator: Option<String>,
    /// By what it is divided.
    #[schema(max_length = 20000)]
    pub denominator: Option<String>,
    /// How it is collected.
    #[schema(max_length = 20000)]
    pub method: Option<String>,
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
    /// Smallest sample for which a value is accepted.
    pub minimum_sample: Option<i32>,
    /// What to mind when comparing.
    #[schema(max_length = 20000)]
    pub comparability: Option<String>,
    /// Frameworks it belongs to.
    #[schema(max_items = 20)]
    pub frameworks: Vec<String>,
    /// Where the definition comes from.
    #[schema(max_length = 20000)]
    pub source: Option<String>,
    /// The smallest value that can be, if that is fixed.
    pub lowest: Option<f64>,
    /// The largest value that can be, if that is fixed.
    pub highest: Option<f64>,
    /// Whether its values count persons.
    pub counts_persons: bool,
    /// The network whose coordination defined it, by its short name; none where it is for everybody.
    #[schema(max_length = 40)]
    pub network: Option<String>,
    /// What the definition was before, the newest first.
    #[schema(max_items = 50)]
    pub former_versions: Vec<IndicatorVersionView>,
}

/// What the definition of an indicator was before it was changed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorVersionView {
    /// Version of the definition; observations name the one by which they were collected.
    pub version: i32,
    /// Since when it held; none where it was the first one.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when it held.
    pub valid_until: DateTime<Utc>,
    /// Why it was changed.
    #[schema(max_length = 20000)]
    pub reason: String,
    /// Name.
    #[schema(max_length = 20000)]
    pub label: String,
    /// What exactly was counted or measured.
    #[schema(max_length = 20000)]
    pub definition: String,
    /// How it was computed.
    #[schema(max_length = 20000)]
    pub formula: Option<String>,
    /// What was counted, of a quotient.
    #[schema(max_length = 20000)]
    pub numerator: Option<String>,
    /// By what it was divided.
    #[schema(max_length = 20000)]
    pub denominator: Option<String>,
    /// How it was collected.
    #[schema(max_length = 20000)]
    pub method: Option<String>,
    /// Unit.
    #[schema(max_length = 20000)]
    pub unit: String,
    /// Which direction was the good one.
    #[schema(max_length = 20000)]
    pub polarity: String,
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
    /// Only of these codes, comma-separated.
    #[param(max_length = 1000)]
    code: Option<String>,
    /// Code, name or definition contains this.
    #[param(max_length = 200)]
    text: Option<String>,
    /// INPUT, OUTPUT, OUTCOME or IMPACT, comma-separated.
    #[param(max_length = 60)]
    kind: Option<String>,
    /// NUMBER, RATE, ORDINAL, BOOLEAN or TREND, comma-separated.
    #[param(max_length = 60)]
    value_type: Option<String>,
    /// Only of this framework.
    #[param(max_length = 100)]
    framework: Option<String>,
    /// Only those that the coordination of this network defined, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
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
    answer::page(&request, &ctx, &rows, |row| Ok(view(&ctx, &row.record)))
        .map_err(query::refuse(&ctx))
}

/// One by its code.
#[utoipa::path(operation_id = "indicator", tag = "Figures", params(("code" = String, Path, description = "Code, such as modal_split_bike.", max_length = 64)), responses(
        (status = 200, description = "Found.", body = IndicatorView, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is none.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/indicators/{code}")]
pub async fn get(
    request: HttpRequest,
    code: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let found = domain::indicator::by_code(&ctx, &code);
    let found = found.ok_or(domain::Error::NotFound("indicator"));
    let record = found.map_err(query::refuse(&ctx))?;
    let shown = (view(&ctx, &record), record.version);
    Ok(answer::object(&request, &ctx, &shown))
}

async fn fetch(
    reader: &Reader<'_>,
    query: IndicatorQuery,
) -> domain::Result<Page<Node<Indicator>>> {
    let filter = IndicatorFilter {
        code: query::list(query.code),
        text: query.text,
        kind: query::closed(
            "kind",
            query.kind,
            IndicatorKind::from_word,
            IndicatorKind::ALL,
            IndicatorKind::word,
        )?,
        value_type: query::closed(
            "valueType",
            query.value_type,
            ValueType::from_word,
            ValueType::ALL,
            ValueType::word,
        )?,
        framework: query.framework,
        network: query.network,
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    domain::indicator::list(reader, &filter, &wanted, &Select::default()).await
}

/// The view of a definition.
pub fn view(ctx: &Ctx, record: &Indicator) -> IndicatorView {
    let text = |de: &str, en: &str| Words::new(de, en).text(ctx.language()).to_owned();
    let former = domain::indicator::former(ctx.reference(), record.id);
    let network = record.network_id;
    let network = network.and_then(|id| ctx.reference().networks.find(&id));
    let frameworks = domain::indicator::frameworks(record).into_iter();
    IndicatorView {
        id: record.id.to_string(),
        code: record.code.clone(),
        version: record.version,
        valid_from: record.valid_from,
        label: text(&record.label_de, &record.label_en),
        definition: text(&record.definition_de, &record.definition_en),
        formula: record.formula.clone(),
        numerator: pair(ctx, &record.numerator_de, &record.numerator_en),
        denominator: pair(ctx, &record.denominator_de, &record.denominator_en),
        method: pair(ctx, &record.method_de, &record.method_en),
        unit: text(&record.unit_de, &record.unit_en),
        decimals: record.decimals,
        polarity: record.polarity.word().to_owned(),
        kind: record.kind.word().to_owned(),
        value_type: record.value_type.word().to_owned(),
        frequency: record.frequency.word().to_owned(),
        minimum_sample: record.minimum_sample,
        comparability: pair(ctx, &record.comparability_de, &record.comparability_en),
        frameworks: frameworks.map(str::to_owned).collect(),
        source: record.source.clone(),
        lowest: record.lowest,
        highest: record.highest,
        counts_persons: record.counts_persons,
        network: network.map(|network| network.slug.clone()),
        former_versions: former.iter().map(|one| former_view(ctx, one)).collect(),
    }
}

fn former_view(ctx: &Ctx, row: &IndicatorVersion) -> IndicatorVersionView {
    let text = |de: &str, en: &str| Words::new(de, en).text(ctx.language()).to_owned();
    IndicatorVersionView {
        version: row.version,
        valid_from: row.valid_from,
        valid_until: row.valid_until,
        reason: row.reason.clone(),
        label: text(&row.label_de, &row.label_en),
        definition: text(&row.definition_de, &row.definition_en),
        formula: row.formula.clone(),
        numerator: pair(ctx, &row.numerator_de, &row.numerator_en),
        denominator: pair(ctx, &row.denominator_de, &row.denominator_en),
        method: pair(ctx, &row.method_de, &row.method_en),
        unit: text(&row.unit_de, &row.unit_en),
        polarity: row.polarity.word().to_owned(),
    }
}

fn pair(ctx: &Ctx, de: &Option<String>, en: &Option<String>) -> Option<String> {
    let words = Words::maybe(de.clone()?, en.clone());
    Some(words.text(ctx.language()).to_owned())
}
