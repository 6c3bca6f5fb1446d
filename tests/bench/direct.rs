//! The SQL that the service sends, run directly: the part of an answer that no service can save.
//!
//! Invariant: the statements and their values are those of the service itself, noted while its own resolvers run; they
//! are run prepared, over as many connections as the service has.

use crate::{process, question::Question};
use domain::{
    Ctx,
    actor::Actor,
    language::Language,
    store::{Options, Store},
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{runtime::Runtime, task::JoinSet};

/// What the service does for a question: its statements, and what it answers.
pub struct Noted {
    /// For each of the question's variables, the statements in their order.
    pub statements: Arc<Vec<Vec<Statement>>>,
    /// The data of the first answer.
    pub data: serde_json::Value,
}

/// Asks a question inside of this process and notes the statements.
pub fn note(runtime: &Runtime, url: &str, question: &Question) -> Noted {
    runtime.block_on(async {
        let seen: Arc<Mutex<Vec<Statement>>> = Arc::default();
        let noted = Arc::clone(&seen);
        let options = Options {
            listener: Some(Arc::new(move |statement: &Statement| {
                noted.lock().unwrap().push(statement.clone());
            })),
            ..Options::url(url)
        };
        let store = Store::open(&options).await.unwrap();
        let schema = schema::build();
        let (mut statements, mut answers) = (Vec::new(), Vec::new());
        for variables in &question.variables {
            seen.lock().unwrap().clear();
            let variables = async_graphql::Variables::from_json(variables.clone());
            let request = async_graphql::Request::new(question.document).variables(variables);
            let ctx = Ctx::new(&store, Actor::Anonymous, Language::De);
            let answer = schema.execute(request.data(ctx)).await;
            assert!(answer.errors.is_empty(), "{:?}", answer.errors);
            answers.push(answer.data.into_json().unwrap());
            statements.push(std::mem::take(&mut *seen.lock().unwrap()));
        }
        store.close().await.unwrap();
        Noted {
            statements: Arc::new(statements),
            data: answers.swap_remove(0),
        }
    })
}

/// Connections to run statements over.
pub fn connect(runtime: &Runtime, url: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options
        .min_connections(connections)
        .max_connections(connections)
        .sqlx_logging(false)
        .test_before_acquire(false);
    runtime.block_on(Database::connect(options)).unwrap()
}

/// Runs the statements of `count` requests, `connections` at a time; the CPU time of this process for all of them.
pub fn run(
    runtime: &Runtime,
    database: &DatabaseConnection,
    statements: &Arc<Vec<Vec<Statement>>>,
    count: usize,
    connections: usize,
) -> Duration {
    let start = process::own_cpu();
    let next = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..connections {
            let (next, database) = (Arc::clone(&next), database.clone());
            let statements = Arc::clone(statements);
            tasks.spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let request = statements.get(number % statements.len());
                    let Some(request) = request.filter(|_| number < count) else {
                        return;
                    };
                    for statement in request {
                        database.query_all_raw(statement.clone()).await.unwrap();
                    }
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
    });
    process::own_cpu().saturating_sub(start)
}
