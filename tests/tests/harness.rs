//! The running service as its clients meet it, with the demo's data, on either database.
//!
//! Invariant: a service is started once for all tests that only read; tests speak HTTP with it and nothing else. On
//! PostgreSQL it connects as a role that does not own the tables.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod answer;
mod folder;
pub mod log;
pub mod people;
mod request;
pub mod stream;

use crate::postgres;
use api::{
    app::Application,
    config::{Config, Sources},
    database, demo,
};
use domain::store::{Options, StatementListener, Store};
use people::People;
use sea_orm::Statement;
use std::{
    sync::{Arc, Mutex, OnceLock, mpsc},
    thread,
    time::Duration,
};
use tokio::runtime;

pub use answer::{Answer, errors};

/// Which database a service runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Embedded.
    Sqlite,
    /// The private cluster of this test run.
    Postgres,
}

/// What a service lets clients ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limits {
    /// What it is shipped with.
    Usual,
    /// Enough to ask for whole subtrees of the graph at once.
    Wide,
    /// The same as usual, with issuers for tests.
    Issuers,
}

/// With it tests can make tokens of any shape.
pub const DEVELOPMENT_SECRET: &str = "a secret for tests, which has thirty-two bytes and more";

/// A running service.
pub struct Service {
    /// Where it answers, without a slash at its end.
    pub url: String,
    /// The database, as the service connects to it.
    pub database: String,
    /// Who has which credential.
    people: People,
    statements: Arc<Mutex<Vec<String>>>,
    turn: tokio::sync::Mutex<()>,
}

/// The service that all reading tests share; `None` where there is no PostgreSQL.
pub fn demo(backend: Backend) -> Option<&'static Service> {
    static SERVICES: [OnceLock<Option<Service>>; 2] = [const { OnceLock::new() }; 2];
    shared(&SERVICES, backend, Limits::Usual)
}

/// The service of the tests that count statements; they take turns.
pub fn watched(backend: Backend) -> Option<&'static Service> {
    static SERVICES: [OnceLock<Option<Service>>; 2] = [const { OnceLock::new() }; 2];
    shared(&SERVICES, backend, Limits::Wide)
}

/// The service of the tests that change credentials, each of which makes those that it changes.
pub fn identity(backend: Backend) -> Option<&'static Service> {
    static SERVICES: [OnceLock<Option<Service>>; 2] = [const { OnceLock::new() }; 2];
    shared(&SERVICES, backend, Limits::Issuers)
}

/// A service for one test alone.
pub fn alone(backend: Backend) -> Option<&'static Service> {
    set_up(backend, Vec::new())
}

/// A service for one test alone, with more settings.
pub fn set_up(
    backend: Backend,
    arguments: Vec<(&'static str, String)>,
) -> Option<&'static Service> {
    let sources = arguments
        .into_iter()
        .fold(sources(Limits::Issuers), |sources, (key, value)| {
            sources.with_argument(key, value)
        });
    start(backend, sources).map(|service| &*Box::leak(Box::new(service)))
}

/// Another copy of a service, on the same database.
pub fn beside(service: &Service) -> Service {
    let (database, sources) = (service.database.clone(), sources(Limits::Issuers));
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async move {
            let store = Store::open(&Options::url(database)).await.unwrap();
            let config = Config::load(&sources).unwrap();
            let application = Application::build(&config, store).unwrap();
            send.send(application.port()).unwrap();
            application.run().await.unwrap();
        });
    });
    Service {
        url: format!("http://127.0.0.1:{}", receive.recv().unwrap()),
        database: service.database.clone(),
        people: People::default(),
        statements: Arc::default(),
        turn: tokio::sync::Mutex::new(()),
    }
}

fn shared(
    services: &'static [OnceLock<Option<Service>>; 2],
    backend: Backend,
    limits: Limits,
) -> Option<&'static Service> {
    let [sqlite, postgres] = services;
    let cell = match backend {
        Backend::Sqlite => sqlite,
        Backend::Postgres => postgres,
    };
    cell.get_or_init(|| start(backend, sources(limits)))
        .as_ref()
}

/// Starts a service on a thread of its own, which lives as long as the test program.
fn start(backend: Backend, sources: Sources) -> Option<Service> {
    let statements = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&statements);
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async move {
            let config = Config::load(&sources).unwrap();
            let timeout = Some(config.request_timeout + Duration::from_secs(1));
            let opened = filled(backend, Some(recorder(seen)), true, timeout).await;
            let Some((store, database)) = opened else {
                return send.send(None).unwrap();
            };
            let people = People::enrol(&store, &sources).await;
            let application = Application::build(&config, store).unwrap();
            send.send(Some((application.port(), database, people)))
                .unwrap();
            application.run().await.unwrap();
        });
    });
    let (port, database, people) = receive.recv().unwrap()?;
    Some(Service {
        url: format!("http://127.0.0.1:{port}"),
        database,
        people,
        statements,
        turn: tokio::sync::Mutex::new(()),
    })
}

fn sources(limits: Limits) -> Sources {
    let usual = Sources::default()
        .with_argument("listen", "127.0.0.1:0")
        // Its statements would be counted among those of a request.
        .with_argument("retention_interval_hours", "0")
        // All tests ask from one address, as fast as they can.
        .with_argument("rate_limit", "false")
        .with_argument("workers", "1");
    match limits {
        Limits::Usual => usual,
        Limits::Issuers => usual
            .with_argument("identity_provider_reach", "local")
            .with_argument("development_secret", DEVELOPMENT_SECRET),
        Limits::Wide => usual
            .with_argument("body_limit_bytes", "8388608")
            .with_argument("graphql_tokens", "100000")
            .with_argument("graphql_root_fields", "1000")
            .with_argument("graphql_cost", "10000000")
            .with_argument("request_timeout_seconds", "300"),
    }
}

/// A new database with the demo in it, and its address for the service.
pub async fn open(
    backend: Backend,
    listener: Option<StatementListener>,
) -> Option<(Store, String)> {
    filled(backend, listener, true, None).await
}

/// A new database with nothing in it but what every installation has.
pub async fn empty(backend: Backend) -> Option<(Store, String)> {
    filled(backend, None, false, None).await
}

async fn filled(
    backend: Backend,
    listener: Option<StatementListener>,
    has_demo: bool,
    statement_timeout: Option<Duration>,
) -> Option<(Store, String)> {
    let (owner, application) = match backend {
        Backend::Sqlite => {
            let file = folder::fresh().join("staedtenetz.sqlite");
            let url = Options::embedded(file).url;
            (url.clone(), url)
        }
        Backend::Postgres => {
            let database = postgres::database(migrate).await?;
            (database.owner, database.application)
        }
    };
    let store = database::open(&Options::url(owner)).await.unwrap();
    if has_demo {
        demo::load(&store).await.unwrap();
    }
    store.close().await.unwrap();
    let options = Options {
        listener,
        statement_timeout,
        ..Options::url(application.clone())
    };
    Some((Store::open(&options).await.unwrap(), application))
}

/// Brings the template of the private cluster to the newest schema.
pub async fn migrate(url: String) {
    database::migrate(&url).await.unwrap();
}

fn recorder(statements: Arc<Mutex<Vec<String>>>) -> StatementListener {
    Arc::new(move |statement: &Statement| {
        let text = &statement.sql;
        // Reference data is compared with the database once a second, and keys are read at the start, whatever a test does.
        if !text.contains("\"change\"") && !text.contains("\"signing_key\"") {
            statements.lock().unwrap().push(text.clone());
        }
    })
}

impl Service {
    /// The statements that a request caused; requests that are counted wait for each other.
    pub async fn statements_of<T>(&self, request: impl Future<Output = T>) -> (T, Vec<String>) {
        let _turn = self.turn.lock().await;
        self.statements.lock().unwrap().clear();
        let answer = request.await;
        let statements = std::mem::take(&mut *self.statements.lock().unwrap());
        (answer, statements)
    }
}

/// Writes a test for each database out of one body.
macro_rules! on_both_databases {
    ($service:ident from $start:path; $($(#[$note:meta])* async fn $name:ident() $body:block)*) => {$(
        $(#[$note])*
        mod $name {
            use super::*;

            async fn proof($service: &$crate::harness::Service) $body

            #[tokio::test]
            async fn on_sqlite() {
                proof($start($crate::harness::Backend::Sqlite).unwrap()).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if let Some(service) = $start($crate::harness::Backend::Postgres) {
                    proof(service).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both_databases;
