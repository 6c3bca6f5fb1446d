//! GraphQL over HTTP: `GET` and `POST /graphql`, and GraphiQL for people.
//!
//! Invariant: nothing here knows the schema or who is asking. A request is executed only after [`admission`], mutations
//! only by `POST`, and every answer says in which media type and with which code it answers.

pub mod admission;
mod caching;
pub mod code;
mod coercion;
pub mod completion;
pub mod cost;
mod directives;
mod document;
mod execution;
pub mod graphiql;
pub mod limits;
mod literals;
mod members;
pub mod negotiation;
mod overlap;
pub mod profile;
pub mod refusal;
mod representations;
pub mod request;
pub(crate) mod response;
mod shape;
mod tokens;
mod type_map;
mod variables;

use crate::rate_limit::{ARRIVAL, Meter};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{ACCEPT_LANGUAGE, HeaderMap},
    },
    web,
};
use admission::{Admission, Admitted};
use async_graphql::{Executor, Request, Response, parser, parser::types::OperationType};
use code::Code;
use completion::Asked;
use cost::Cost;
use domain::language::Language;
use graphiql::{Example, Graphiql};
use limits::Limits;
use negotiation::Media;
use profile::Profile;
use refusal::Refusal;
use request::{Named, Parameters};
use response::Style;
use schema::Direct;
use std::{pin::Pin, time::Duration};

/// Where operations are sent to; below it are the streams.
pub const PATH: &str = "/graphql";

/// Adds what resolvers need to an admitted request: who is asking, loaders, the clock.
type Prepare = Box<dyn Fn(&HttpRequest, Request) -> Request + Send + Sync>;

/// Finds the document that a request names, and refuses one that its sender may not run.
type Resolve = Box<dyn Fn(&HttpRequest, Parameters) -> Resolved + Send + Sync>;

/// The parameters with their document.
pub type Resolved = Pin<Box<dyn Future<Output = Result<Parameters, Refusal>>>>;

/// What the routes share; one for the process.
pub struct Endpoint<E> {
    executor: E,
    admission: Admission,
    graphiql: Option<Graphiql>,
    prepare: Prepare,
    resolve: Option<Resolve>,
    fresh: Duration,
    language: Language,
    profile: Profile,
}

impl<E: Executor> Endpoint<E> {
    /// An endpoint for a schema. `sdl` is the schema's own SDL; `examples` are shown in GraphiQL, and without them there
    /// is no GraphiQL; `prepare` adds the data of one request.
    ///
    /// # Errors
    /// If `sdl` is not SDL.
    pub fn new(
        executor: E,
        sdl: &str,
        limits: Limits,
        examples: Option<&[Example]>,
        prepare: impl Fn(&HttpRequest, Request) -> Request + Send + Sync + 'static,
    ) -> Result<Self, parser::Error> {
        Ok(Self {
            executor,
            admission: Admission::new(sdl, limits)?,
            graphiql: examples.map(Graphiql::new),
            prepare: Box::new(prepare),
            resolve: None,
            fresh: Duration::ZERO,
            language: Language::default(),
            profile: Profile::default(),
        })
    }

    /// The same endpoint, with the language of readers who name none.
    #[must_use]
    pub fn with_default_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same endpoint, with statuses of another edition.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// The same endpoint, where documents can be named instead of sent; what is public of their answers is fresh for a while.
    #[must_use]
    pub fn with_documents(
        self,
        resolve: impl Fn(&HttpRequest, Parameters) -> Resolved + Send + Sync + 'static,
        fresh: Duration,
    ) -> Self {
        Self {
            resolve: Some(Box::new(resolve)),
            fresh,
            ..self
        }
    }

    /// The checks before execution, for other transports.
    #[must_use]
    pub const fn admission(&self) -> &Admission {
        &self.admission
    }

    /// How readers are answered who ask for nothing in particular.
    const fn reader(&self) -> (Language, Profile) {
        (self.language, self.profile)
    }

    async fn execute(
        &self,
        http: &HttpRequest,
        parameters: Parameters,
        style: Style,
    ) -> Result<HttpResponse, Refusal> {
        let is_registered = matches!(parameters.document, Some(Named::Registered(_)));
        let parameters = match &self.resolve {
            Some(resolve) => resolve(http, parameters).await?,
            None => parameters,
        };
        let permit = |operation| permit(http.method(), operation);
        if negotiation::is_dry_run(http.headers())? {
            let cost = self.admission.price(parameters, permit)?;
            return Ok(response::priced(cost, style));
        }
        let admitted = self.admission.admit(parameters, permit)?;
        let meter = Meter::of(http);
        let taken = admitted.cost.requested;
        meter.take(taken).map_err(Refusal::rate_limited)?;
        let prepare = |request| (self.prepare)(http, request);
        let (response, cost) = self.run(admitted, prepare).await?;
        meter.settle(taken, cost.actual.unwrap_or(taken));
        let is_kept = http.method() == Method::GET && response.errors.is_empty();
        let limits = self.admission.limits();
        let answer = response::executed(response, cost, limits, style);
        if !is_kept {
            return Ok(answer);
        }
        let fresh = is_registered.then_some(self.fresh);
        Ok(caching::kept(http, answer, fresh))
    }

    /// Runs an admitted query or change, with what `prepare` adds to it, and tells what it did cost.
    ///
    /// # Errors
    /// Where it did not end in time or broke off.
    pub async fn run(
        &self,
        admitted: Admitted,
        prepare: impl FnOnce(Request) -> Request,
    ) -> Result<(Response, Cost), Refusal> {
        let (cost, direct) = (admitted.cost, Direct::default());
        let (request, asked) = prepared(admitted, &direct, prepare);
        let deadline = self.admission.limits().deadline;
        let mut response = execution::run(self.executor.clone(), request, deadline).await?;
        let types = self.admission.types();
        asked.complete(&mut response, types);
        let actual = asked
            .cost(&response.data, types)
            .saturating_add(direct.cost());
        let actual = Some(actual);
        Ok((response, Cost { actual, ..cost }))
    }

    /// Makes one reading of an admitted subscription, with what `prepare` adds to it.
    ///
    /// # Errors
    /// Where it did not end in time or broke off.
    pub async fn events(
        &self,
        admitted: Admitted,
        prepare: impl FnOnce(Request) -> Request,
    ) -> Result<Vec<Response>, Refusal> {
        let (request, asked) = prepared(admitted, &Direct::default(), prepare);
        let deadline = self.admission.limits().deadline;
        let mut events = execution::events(self.executor.clone(), request, deadline).await?;
        for event in &mut events {
            asked.complete(event, self.admission.types());
        }
        Ok(events)
    }
}

fn prepared(
    admitted: Admitted,
    direct: &Direct,
    prepare: impl FnOnce(Request) -> Request,
) -> (Request, Asked) {
    let Admitted { request, asked, .. } = admitted;
    let request = prepare(request);
    if asked.is_plain() {
        (request.data(direct.clone()), asked)
    } else {
        (request, asked)
    }
}

/// Adds the routes to an application.
pub fn configure<E: Executor>(cfg: &mut web::ServiceConfig, endpoint: web::Data<Endpoint<E>>) {
    cfg.app_data(endpoint)
        .service(
            web::resource(PATH)
                .route(web::get().to(get::<E>))
                .route(web::post().to(post::<E>))
                .default_service(web::to(other_method::<E>)),
        )
        .service(web::resource("/graphiql/{file}").route(web::get().to(graphiql_file::<E>)));
}

async fn get<E: Executor>(http: HttpRequest, endpoint: web::Data<Endpoint<E>>) -> HttpResponse {
    let mut offers = vec![Media::Json, Media::GraphqlResponse];
    offers.extend(endpoint.graphiql.as_ref().map(|_| Media::Html));
    let (style, acceptable) = style(http.headers(), &offers, endpoint.reader());
    if let (Media::Html, Some(graphiql)) = (style.media, &endpoint.graphiql) {
        return graphiql.page(&http);
    }
    let limit = endpoint.admission.limits().body_bytes;
    let parameters = acceptable
        .and_then(|()| arrive(&http))
        .and_then(|()| Parameters::from_query_string(http.query_string(), limit));
    answer(&http, &endpoint, parameters, style).await
}

async fn post<E: Executor>(
    http: HttpRequest,
    payload: web::Payload,
    endpoint: web::Data<Endpoint<E>>,
) -> HttpResponse {
    let (style, acceptable) = style(
        http.headers(),
        &[Media::Json, Media::GraphqlResponse],
        endpoint.reader(),
    );
    let parameters = match acceptable.and_then(|()| arrive(&http)) {
        Ok(()) => body_parameters(http.headers(), payload, endpoint.admission.limits()).await,
        Err(refusal) => Err(refusal),
    };
    answer(&http, &endpoint, parameters, style).await
}

async fn answer<E: Executor>(
    http: &HttpRequest,
    endpoint: &Endpoint<E>,
    parameters: Result<Parameters, Refusal>,
    style: Style,
) -> HttpResponse {
    let answer = match parameters {
        Ok(parameters) => endpoint.execute(http, parameters, style).await,
        Err(refusal) => Err(refusal),
    };
    answer.unwrap_or_else(|refusal| response::refused(&refusal, style))
}

/// Reads the parameters of a request out of its body.
///
/// # Errors
/// Where the body is no JSON of a GraphQL request, or too large.
pub async fn body_parameters(
    headers: &HeaderMap,
    payload: web::Payload,
    limits: &Limits,
) -> Result<Parameters, Refusal> {
    negotiation::check_body(headers)?;
    let body = request::read_body(headers, payload, limits.body_bytes).await?;
    request::check_values(&body, limits.values)?;
    Parameters::from_body(&body)
}

/// Every request costs something, whatever it turns out to be.
fn arrive(http: &HttpRequest) -> Result<(), Refusal> {
    Meter::of(http).take(ARRIVAL).map_err(Refusal::rate_limited)
}

async fn other_method<E: Executor>(
    http: HttpRequest,
    endpoint: web::Data<Endpoint<E>>,
) -> HttpResponse {
    let style = Style {
        media: Media::Json,
        language: language(http.headers(), endpoint.language),
        profile: endpoint.profile,
    };
    let refusal = Refusal::method(
        "GET, POST",
        "Hier gibt es nur GET und POST.",
        "Only GET and POST are served here.",
    );
    response::refused(&refusal, style)
}

async fn graphiql_file<E: Executor>(
    http: HttpRequest,
    name: web::Path<String>,
    endpoint: web::Data<Endpoint<E>>,
) -> HttpResponse {
    let graphiql = endpoint.graphiql.as_ref();
    graphiql.map_or_else(
        || HttpResponse::NotFound().finish(),
        |graphiql| graphiql.file(&http, &name),
    )
}

/// The answer to a request that is refused before it comes to its route.
#[must_use]
pub fn refused(http: &HttpRequest, refusal: &Refusal, fallback: Language) -> HttpResponse {
    let (style, _) = style(
        http.headers(),
        &[Media::Json, Media::GraphqlResponse],
        (fallback, Profile::default()),
    );
    response::refused(refusal, style)
}

/// How to answer, and whether the client accepts that: a client that accepts nothing is told so in JSON.
fn style(
    headers: &HeaderMap,
    offers: &[Media],
    (fallback, profile): (Language, Profile),
) -> (Style, Result<(), Refusal>) {
    let (media, acceptable) = match negotiation::answer(headers, offers) {
        Ok(media) => (media, Ok(())),
        Err(refusal) => (Media::Json, Err(refusal)),
    };
    let style = Style {
        media,
        language: language(headers, fallback),
        profile,
    };
    (style, acceptable)
}

fn language(headers: &HeaderMap, fallback: Language) -> Language {
    let header = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    header.and_then(Language::accepted).unwrap_or(fallback)
}

/// A link or an image can make a browser send a GET, so a GET must not change anything.
fn permit(method: &Method, operation: OperationType) -> Result<(), Refusal> {
    match operation {
        OperationType::Mutation if method != Method::POST => Err(Refusal::method(
            "POST",
            "Änderungen (mutation) sind nur mit POST möglich.",
            "Mutations are possible by POST only.",
        )),
        OperationType::Query | OperationType::Mutation => Ok(()),
        OperationType::Subscription => Err(Refusal::new(
            Code::OperationResolutionFailure,
            "Abonnements (subscription) gibt es über WebSocket (graphql-transport-ws) oder mit „Accept: text/event-stream“.",
            "Subscriptions are served over WebSocket (graphql-transport-ws) or with \"Accept: text/event-stream\".",
        )),
    }
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
