//! The application: all routes on one screen, and the server around them.
//!
//! Invariant: every route passes the same middleware; nothing is served that is not named here.

use crate::{
    caller::{self, Shared, authenticate},
    catalogue::Publication,
    coding,
    config::{Config, RateLimitSettings, RetentionSettings},
    deadline,
    docs::{self, Docs},
    embedding::embedder,
    graphql::{
        self, Endpoint, Resolved, graphiql::Example, limits::Limits, refusal::Refusal,
        request::Parameters,
    },
    head,
    identity::Identity,
    metrics, oauth, persisted_document,
    problem::Problem,
    rate_limit::{self, Limiter},
    rest, stored_answer,
    subscription::{self, Hub},
    telemetry,
    webhook::Sender,
};
use actix_cors::Cors;
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::Server,
    middleware::{Compress, Condition, from_fn},
    web,
};
use domain::{
    Ctx,
    actor::{Actor, Principal},
    embedding::Embedder,
    language::Language,
    privacy,
    secret::Secrets,
    store::Store,
    webhook::{Courier, Dispatch},
};
use std::{net::TcpListener, sync::Arc, time::Duration};
use tokio::{
    signal::unix::{SignalKind, signal},
    time::MissedTickBehavior,
};
use utoipa_actix_web::AppExt;

/// How often reference data is compared with the database: what another process wrote is seen after this time.
const REFRESH: Duration = Duration::from_secs(1);

/// Where the OpenAPI document is.
const OPENAPI: &str = "/api/v1/openapi.json";

/// A service that is bound to its address and not started yet.
pub struct Application {
    server: Server,
    port: u16,
    hub: web::Data<Hub>,
}

impl Application {
    /// Binds the address and puts the routes together.
    ///
    /// # Errors
    /// Where the address is in use.
    pub fn build(config: &Config, store: Store) -> std::io::Result<Self> {
        let listener = TcpListener::bind(config.listen)?;
        let port = listener.local_addr()?.port();
        let identity = Arc::new(Identity::new(config, store.clone())?);
        let webhooks = Arc::new(Sender::new(&config.webhook)?);
        let shared = web::Data::new(shared(config, &store, &identity, &webhooks));
        let limits = limits(config);
        let told = web::Data::new(told(&limits, config));
        let pages = Docs::new(&told);
        let schema = schema::build_with(schema::Limits::clone(&told));
        let endpoint = endpoint(config, schema, limits, (&identity, &webhooks))?;
        let endpoint = web::Data::new(endpoint);
        let hub = web::Data::new(Hub::new(config, Shared::clone(&shared)));
        let (watching, streams) = (hub.clone(), hub.clone());
        tokio::spawn(async move { watching.look().await });
        if let Some(settings) = &config.embedding {
            tokio::spawn(embed(store.clone(), embedder(settings, &store)?));
        }
        tokio::spawn(refresh(store.clone(), identity));
        tokio::spawn(follow(store.clone()));
        tokio::spawn(notify(store.clone(), Courier::new(webhooks)));
        tokio::spawn(retain(store, config.retention));
        let origins = config.cors_origins.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .app_data(told.clone())
                .route(OPENAPI, web::get().to(openapi))
                .into_utoipa_app()
                .configure(rest::configure)
                .into_app()
                .configure(|routes| subscription::configure(routes, &endpoint, &streams))
                .configure(|routes| graphql::configure(routes, endpoint.clone()))
                .configure(oauth::configure)
                .configure(|routes| docs::configure(routes, pages.clone(), OPENAPI))
                .route("/graphql/schema.graphql", web::get().to(sdl))
                .route("/healthz", web::get().to(rest::health::alive))
                .route("/limits", web::get().to(rest::limit::list))
                .route("/readyz", web::get().to(rest::health::ready))
                .route("/metrics", web::get().to(metrics::show))
                .default_service(web::to(no_such_address))
                .wrap(from_fn(deadline::within))
                .wrap(from_fn(stored_answer::once))
                .wrap(from_fn(rate_limit::limit))
                .wrap(from_fn(authenticate))
                .wrap(Condition::new(!origins.is_empty(), cors(&origins)))
                .wrap(Compress::default())
                .wrap(from_fn(coding::distinguish))
                .wrap(from_fn(head::answer))
                .wrap(from_fn(metrics::measure))
                .wrap(from_fn(telemetry::trace))
        });
        let server = match config.workers {
            Some(workers) => server.workers(workers),
            None => server,
        };
        let server = server
            .shutdown_timeout(config.shutdown_timeout.as_secs())
            .listen(listener)?
            .run();
        Ok(Self { server, port, hub })
    }

    /// The port that was bound.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Serves until a signal ends it; requests that run are finished first.
    ///
    /// # Errors
    /// What the server meets.
    pub async fn run(self) -> std::io::Result<()> {
        let hub = self.hub;
        // Streams would hold up the end for as long as running requests are waited for.
        tokio::spawn(async move {
            asked_to_end().await;
            hub.close();
        });
        self.server.await
    }
}

/// Waits for one of the signals that end the server.
async fn asked_to_end() {
    let mut terminate = signal(SignalKind::terminate()).ok();
    let terminated = async {
        match &mut terminate {
            Some(signals) => signals.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

fn shared(
    config: &Config,
    store: &Store,
    identity: &Arc<Identity>,
    webhooks: &Arc<Sender>,
) -> Shared {
    let own_key = config.webhook.key.as_ref();
    Shared {
        store: store.clone(),
        language: config.default_language,
        identity: Arc::clone(identity),
        webhooks: Arc::clone(webhooks),
        publication: Arc::new(Publication::new(config)),
        behind_proxy: config.behind_proxy,
        limiter: Arc::new(Limiter::new(config.rate_limit, store.clock())),
        deadline: config.request_timeout,
        body_limit: config.body_limit,
        seal: own_key.map(|key| Arc::from(key.expose())),
    }
}

/// The limits of an installation, where it sets them.
fn limits(config: &Config) -> Limits {
    Limits {
        body_bytes: config.body_limit,
        tokens: config.graphql.tokens,
        depth: u32::try_from(config.graphql.depth).unwrap_or(u32::MAX),
        aliases: config.graphql.aliases as u64,
        root_fields: config.graphql.root_fields as u64,
        directives: config.graphql.directives as u64,
        cost: config.graphql.cost,
        deadline: config.request_timeout,
        ..Limits::default()
    }
}

/// The limits as they are told to clients.
fn told(limits: &Limits, config: &Config) -> schema::Limits {
    let mut told = limits.published();
    let rates = config.rate_limit.map(RateLimitSettings::published);
    told.extend(rates.unwrap_or_default());
    schema::Limits(told.into())
}

fn endpoint(
    config: &Config,
    schema: schema::Schema,
    limits: Limits,
    (identity, webhooks): (&Arc<Identity>, &Arc<Sender>),
) -> std::io::Result<Endpoint<schema::Schema>> {
    let examples = crate::demo::queries().map(|(name, query)| Example {
        name: name.to_owned(),
        query: query.to_owned(),
        variables: None,
    });
    let examples: Vec<Example> = examples.collect();
    let secrets: Arc<dyn Secrets> = Arc::clone(identity) as _;
    let dispatch: Arc<dyn Dispatch> = Arc::clone(webhooks) as _;
    let prepare =
        move |http: &HttpRequest, request: async_graphql::Request| match caller::context(http) {
            Ok(ctx) => {
                let request = request.data(ctx).data(Arc::clone(&secrets));
                request.data(Arc::clone(&dispatch))
            }
            Err(_) => request,
        };
    let shown = config.graphiql.then_some(examples.as_slice());
    let endpoint = Endpoint::new(schema, &schema::complete_sdl(), limits, shown, prepare);
    Ok(endpoint
        .map_err(std::io::Error::other)?
        .with_documents(documents, config.graphql.persisted_max_age)
        .with_default_language(config.default_language)
        .with_profile(config.http_profile))
}

/// The document that a request names, if its sender may run it.
fn documents(http: &HttpRequest, parameters: Parameters) -> Resolved {
    let ctx = caller::context(http);
    Box::pin(async move {
        let ctx = ctx.map_err(|_| Refusal::internal())?;
        persisted_document::resolve(&ctx, parameters).await
    })
}

/// Keeps the reference data fresh when another process writes, and the keys ready before somebody needs them.
async fn refresh(store: Store, identity: Arc<Identity>) {
    let mut ticks = tokio::time::interval(REFRESH);
    if let Err(error) = identity.published_keys().await {
        tracing::warn!(%error, "the signing keys could not be read");
    }
    loop {
        ticks.tick().await;
        if let Err(error) = store.refresh_reference().await {
            tracing::warn!(%error, "reference data could not be compared with the database");
        }
        if let Err(error) = domain::persisted_document::refresh(&store).await {
            tracing::warn!(%error, "what keys may run could not be read");
        }
    }
}

/// Builds the search index and keeps it near to the database, so that searches find little left to take in.
async fn follow(store: Store) {
    let mut ticks = tokio::time::interval(REFRESH);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let index = store.index();
        let done = match index.catch_up(&store).await {
            Ok(()) if index.wants_rebuild() => index.rebuild(&store, &|_| {}).await,
            done => done,
        };
        if let Err(error) = done {
            tracing::warn!(%error, "the search index could not follow the database");
        }
    }
}

/// Tells webhooks of changes. Nobody waits for it.
async fn notify(store: Store, mut courier: Courier) {
    let mut ticks = tokio::time::interval(REFRESH);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = courier.round(&store).await {
            tracing::warn!(%error, "webhooks could not be told of changes");
        }
    }
}

/// Gives public projects the vectors of a language model. Nobody waits for it.
async fn embed(store: Store, mut embedder: Embedder) {
    let mut ticks = tokio::time::interval(REFRESH);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = embedder.round(&store).await {
            tracing::warn!(%error, "vectors could not be read or kept");
        }
    }
}

/// Removes what is older than it may be, first when the service starts; several copies of the service do no harm.
async fn retain(store: Store, settings: RetentionSettings) {
    let Some(every) = settings.interval else {
        return;
    };
    let mut ticks = tokio::time::interval(every);
    loop {
        ticks.tick().await;
        let actor = Actor::Operator(Principal::Service);
        let ctx = Ctx::new(&store, actor, Language::default());
        match privacy::retain(&ctx, &settings.policy, false).await {
            Ok(retired) if retired.total() == 0 => tracing::debug!("nothing was too old"),
            Ok(retired) => tracing::info!(rows = retired.total(), "what was too old was removed"),
            Err(error) => tracing::warn!(%error, "what is too old could not be removed"),
        }
    }
}

/// What web pages of the allowed origins may do. There are no cookies, so credentials are never allowed.
fn cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allow_any_header()
        .expose_headers([
            "ETag",
            "Idempotency-Replayed",
            "Link",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "Staedtenetz-Changes-After",
            "X-Request-Id",
        ])
        .max_age(3_600);
    origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(origin))
}

async fn openapi(request: HttpRequest) -> HttpResponse {
    match rest::openapi() {
        Ok(text) => rest::answer::with_etag(&request, "application/json", text),
        Err(error) => Problem::internal(&error.to_string()).response(),
    }
}

async fn sdl(request: HttpRequest) -> HttpResponse {
    rest::answer::with_etag(
        &request,
        "application/graphql; charset=utf-8",
        schema::sdl(),
    )
}

async fn no_such_address(request: HttpRequest) -> HttpResponse {
    let language = caller::language(&request, Language::default());
    match rest::address::methods(request.path()) {
        Some(methods) => Problem::method_not_allowed(methods, language).response(),
        None => Problem::no_such_address(language).response(),
    }
}
