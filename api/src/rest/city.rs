//! A municipality (Kommune) of the official register.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        query,
        similar_project::{ComponentView, component},
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    Ctx,
    city::{City, CityFilter},
    read::{ListRequest, Node, Page, Reader, Select},
    reference::classification,
    similar_city::{self, SimilarCity},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A municipality (Kommune) of the official register.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CityView {
    /// Global id.
    #[schema(max_length = 20000)]
    pub id: String,
    /// Official municipality key (AGS), eight digits.
    #[schema(max_length = 20000)]
    pub ags: String,
    /// Regional key (ARS), where known.
    #[schema(max_length = 20000)]
    pub ars: Option<String>,
    /// Name.
    #[schema(max_length = 20000)]
    pub name: String,
    /// Name as in the register.
    #[schema(max_length = 20000)]
    pub official_name: String,
    /// Key of the federal state.
    #[schema(max_length = 20000)]
    pub state: String,
    /// Name of the federal state.
    #[schema(max_length = 20000)]
    pub state_label: String,
    /// Inhabitants.
    pub population: Option<i32>,
    /// The day the number is for.
    pub population_on: Option<chrono::NaiveDate>,
    /// Area in square kilometres.
    pub area_km2: Option<f64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// RegioStaR 7 type.
    pub regiostar7: Option<i16>,
    /// Its name.
    #[schema(max_length = 20000)]
    pub regiostar7_label: Option<String>,
    /// Size class.
    #[schema(max_length = 20000)]
    pub size_class: Option<String>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CityQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// The name, or a word in it, begins with this; case and umlauts do not matter.
    #[param(max_length = 100)]
    name: Option<String>,
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
    /// Only those that take part in a network, or only the others.
    is_tenant: Option<bool>,
}

impl CityQuery {
    fn wanted(self) -> domain::Result<(ListRequest, CityFilter)> {
        let request = ListRequest {
            page: query::page(self.limit, self.after)?,
            ..ListRequest::default()
        };
        let filter = CityFilter {
            criteria: query::criteria(self.city, self.state, self.regiostar7, self.size_class)?,
            name_starts_with: self.name,
            is_tenant: self.is_tenant,
        };
        Ok((request, filter))
    }
}

/// A city of like structure, with the reasons.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimilarCityView {
    /// The city.
    city: CityView,
    /// How similar, 0 to 1: the sum of the contributions of all components.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// What the score is made of: region, size, distance, state, indicators. What is not known of one of the two cities
    /// adds nothing.
    #[schema(max_items = 20)]
    components: Vec<ComponentView>,
    /// Why, in one sentence.
    #[schema(max_length = 2000)]
    explanation: String,
}

/// Municipalities, by name or by structure.
#[utoipa::path(operation_id = "listCities", tag = "Cities", params(CityQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<CityView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/cities")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: CityQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| Ok(view(&ctx, &row.record)))
        .map_err(query::refuse(&ctx))
}

/// A municipality by its official key (AGS).
#[utoipa::path(operation_id = "getCity", tag = "Cities", params(("ags" = String, Path, description = "Eight digits, such as 05334002 for Aachen.", max_length = 8)), responses(
        (status = 200, description = "The municipality.", body = CityView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/cities/{ags}")]
pub async fn get(
    request: HttpRequest,
    ags: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    domain::city::check_ags("ags", &ags).map_err(&refuse)?;
    let record = ctx.reference().cities.find(ags.as_str()).cloned();
    let record = record.ok_or(domain::Error::NotFound("city"));
    let view = view(&ctx, record.map_err(&refuse)?.as_ref());
    Ok(answer::json(&request, &ctx, &view))
}

/// Cities of like structure, the most similar first, each with the reasons: type of region, size, distance, federal state,
/// and measured indicators as far as you may read them.
#[utoipa::path(operation_id = "similarToCity", tag = "Cities", params(CityQuery, ("ags" = String, Path, description = "Eight digits, such as 05334002 for Aachen.", max_length = 8)), responses(
        (status = 200, description = "A page of the ranking.", body = Listing<SimilarCityView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/cities/{ags}/similar")]
pub async fn similar(
    request: HttpRequest,
    ags: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let query: CityQuery = query::parse(&request)?;
    let found = async {
        domain::city::check_ags("ags", &ags)?;
        let (mut wanted, filter) = query.wanted()?;
        wanted.cities = Some(filter);
        let reader = Reader::new(&ctx);
        let page = similar_city::of_city(&reader, &ags, &wanted, &Select::default()).await?;
        answer::page(&request, &ctx, &page, |found| Ok(similar_view(&ctx, found)))
    };
    found.await.map_err(query::refuse(&ctx))
}

fn similar_view(ctx: &Ctx, of: &SimilarCity) -> SimilarCityView {
    let components = of.found.components.iter();
    SimilarCityView {
        city: view(ctx, &of.record),
        score: of.found.score,
        components: components.map(|one| component(ctx, one)).collect(),
        explanation: of.found.explanation.text(ctx.language()).to_owned(),
    }
}

async fn fetch(reader: &Reader<'_>, query: CityQuery) -> domain::Result<Page<Node<City>>> {
    let (request, filter) = query.wanted()?;
    domain::city::list(reader, &filter, &[], &request, &Select::default()).await
}

/// The view of a municipality.
pub fn view(ctx: &Ctx, record: &City) -> CityView {
    CityView {
        id: format!("city_{}", record.ags),
        ags: record.ags.clone(),
        ars: record.ars.clone(),
        name: record.display_name.clone(),
        official_name: record.name.clone(),
        state: record.state.clone(),
        state_label: classification::state(&record.state)
            .map(|words| words.text(ctx.language()).to_owned())
            .unwrap_or_default(),
        population: record.population,
        population_on: record.population_on,
        area_km2: record.area_km2,
        latitude: record.latitude,
        longitude: record.longitude,
        regiostar7: record.regiostar7,
        regiostar7_label: record
            .regiostar7
            .and_then(classification::regiostar7)
            .map(|words| words.text(ctx.language()).to_owned()),
        size_class: record
            .population
            .map(|population| classification::SizeClass::of(population).word().to_owned()),
    }
}
