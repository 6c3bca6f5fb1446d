//! The database of the service, with the snapshot of its reference data.
//!
//! Invariant: the connections stay inside this crate; on SQLite one connection writes and several read.

use crate::{
    actor::Member,
    audit_entry::Journal,
    benchmark::PublicFigures,
    change::Watch,
    clock::Clock,
    connection::MemberConnection,
    error::{Error, Result},
    persisted_document::{self, Documents},
    reference::{self, Snapshot},
    search_index::SearchIndex,
};
use chrono::{DateTime, Months, Utc};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// Sees every SQL statement with its values; for tests that count and for the benchmark that runs them again.
pub type StatementListener = Arc<dyn Fn(&Statement) + Send + Sync>;

/// How to connect.
#[derive(Clone)]
pub struct Options {
    /// `sqlite://…` or `postgres://…`.
    pub url: String,
    /// How many connections may read at once.
    pub connections: u32,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who sees the statements, if anybody.
    pub listener: Option<StatementListener>,
    /// For how many months a declined pair of projects is not suggested again.
    pub suggestion_rest_months: u32,
    /// After what time the database gives up a statement that nobody waits for any more. PostgreSQL only; what an operator
    /// does, and building the index, may take longer.
    pub statement_timeout: Option<Duration>,
}

impl Options {
    /// The embedded database in a file, made when it is missing.
    #[must_use]
    pub fn embedded(file: PathBuf) -> Self {
        Self::url(format!("sqlite://{}?mode=rwc", file.display()))
    }

    /// A database by its address.
    pub fn url(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 8,
            clock: Clock::System,
            listener: None,
            suggestion_rest_months: 12,
            statement_timeout: None,
        }
    }
}

/// How many prepared statements a connection keeps; there is one text for each form of a list and length of a page.
const STATEMENTS: usize = 256;

struct Inner {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// PostgreSQL only: connections that are told for whom they read.
    members: Option<DatabaseConnection>,
    /// Follows the change feed of everybody, for the index; content it reads as each tenant in turn.
    follower: DatabaseConnection,
    index: Arc<SearchIndex>,
    watch: Arc<Watch>,
    figures: PublicFigures,
    listener: Option<StatementListener>,
    clock: Clock,
    reference: RwLock<Arc<Snapshot>>,
    journal: Journal,
    documents: Documents,
    suggestion_rest: Months,
}

/// The database of the service; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl Store {
    /// Opens a migrated database and reads its reference data.
    ///
    /// # Errors
    /// `UNAVAILABLE` where the database does not answer, `INTERNAL` where its schema is not the one of this version.
    pub async fn open(options: &Options) -> Result<Self> {
        // A database in memory lives in its one connection.
        let is_in_memory = options.url.contains(":memory:");
        let reader = connect(options, if is_in_memory { 1 } else { options.connections }).await?;
        let writer = match reader.get_database_backend() {
            DbBackend::Sqlite if !is_in_memory => connect(options, 1).await?,
            _ => reader.clone(),
        };
        let members = match reader.get_database_backend() {
            DbBackend::Postgres => Some(connect(options, options.connections).await?),
            _ => None,
        };
        let follower = if is_in_memory {
            reader.clone()
        } else {
            follower(options).await?
        };
        let snapshot = reference::read(&reader).await?;
        let store = Self {
            inner: Arc::new(Inner {
                reader,
                writer,
                members,
                follower,
                index: Arc::default(),
                watch: Arc::default(),
                figures: PublicFigures::default(),
                listener: options.listener.clone(),
                clock: options.clock,
                reference: RwLock::new(Arc::new(snapshot)),
                journal: Journal::default(),
                documents: Documents::default(),
                suggestion_rest: Months::new(options.suggestion_rest_months),
            }),
        };
        // Nobody is let in before it is known what keys are held to.
        persisted_document::refresh(&store).await?;
        Ok(store)
    }

    /// Where the time comes from.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.inner.clock
    }

    /// For how long a declined pair of projects is not suggested again.
    pub(crate) fn suggestion_rest(&self) -> Months {
        self.inner.suggestion_rest
    }

    /// The reference data as it is now.
    #[must_use]
    pub fn reference(&self) -> Arc<Snapshot> {
        let guard = self
            .inner
            .reference
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&guard)
    }

    /// Reads the reference data again if somebody changed it since; says whether it did.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn refresh_reference(&self) -> Result<bool> {
        let known = self.reference().version();
        if reference::version(&self.inner.reader).await? == known {
            return Ok(false);
        }
        let snapshot = Arc::new(reference::read(&self.inner.reader).await?);
        *self
            .inner
            .reference
            .write()
            .unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(true)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `UNAVAILABLE` where it does not.
    pub async fn ping(&self) -> Result<()> {
        self.inner
            .reader
            .ping()
            .await
            .map_err(|error| Error::Unavailable(error.to_string()))
    }

    /// What kind of database it is, for people.
    #[must_use]
    pub fn database_kind(&self) -> &'static str {
        match self.inner.reader.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            DbBackend::Postgres => "PostgreSQL",
            _ => "?",
        }
    }

    /// Closes the connections when the process ends.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn close(&self) -> Result<()> {
        self.inner.writer.close_by_ref().await?;
        if let Some(members) = &self.inner.members {
            members.close_by_ref().await?;
        }
        self.inner.follower.close_by_ref().await?;
        Ok(self.inner.reader.close_by_ref().await?)
    }

    /// The connection of one operation of a member, where the database has row security.
    pub(crate) fn member_connection(
        &self,
        member: &Member,
        now: DateTime<Utc>,
    ) -> Option<MemberConnection> {
        let pool = self.inner.members.as_ref()?.get_postgres_connection_pool();
        let listener = self.inner.listener.clone();
        Some(MemberConnection::new(pool.clone(), member, now, listener))
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    pub(crate) fn documents(&self) -> &Documents {
        &self.inner.documents
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    pub(crate) fn follower(&self) -> &DatabaseConnection {
        &self.inner.follower
    }

    /// Writes what belongs to the index alone.
    pub(crate) fn index_writer(&self) -> &DatabaseConnection {
        match self.inner.members {
            Some(_) => &self.inner.follower,
            None => &self.inner.writer,
        }
    }

    /// Public values of indicators that are kept.
    pub(crate) fn public_figures(&self) -> &PublicFigures {
        &self.inner.figures
    }

    /// The index behind searches.
    #[must_use]
    pub fn index(&self) -> &Arc<SearchIndex> {
        &self.inner.index
    }

    /// What wakes those who follow the change feed.
    #[must_use]
    pub fn watch(&self) -> &Arc<Watch> {
        &self.inner.watch
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }
}

/// Connections of the search index: made when it is first asked for, and told that they follow the feed.
async fn follower(options: &Options) -> Result<DatabaseConnection> {
    let mut connect = settings(options, 2);
    connect
        .connect_lazy(true)
        .map_sqlx_postgres_opts(|postgres| {
            postgres
                .statement_cache_capacity(STATEMENTS)
                .options([("staedtenetz.index", "on")])
        });
    Database::connect(connect)
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))
}

/// Opens a pool; SQLite keeps a write-ahead log, checks foreign keys and waits for other writers.
///
/// # Errors
/// `UNAVAILABLE` where the database does not answer.
pub async fn connect(options: &Options, connections: u32) -> Result<DatabaseConnection> {
    let connect = settings(options, connections);
    let mut database = Database::connect(connect)
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    if let Some(listener) = options.listener.clone() {
        database.set_metric_callback(move |call| listener(call.statement));
    }
    Ok(database)
}

fn settings(options: &Options, connections: u32) -> ConnectOptions {
    let mut connect = ConnectOptions::new(&options.url);
    let timeout = options.statement_timeout;
    connect
        .max_connections(connections.max(1))
        .acquire_timeout(Duration::from_secs(8))
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_postgres_opts(move |postgres| {
            let postgres = postgres.statement_cache_capacity(STATEMENTS);
            match timeout {
                Some(timeout) => {
                    postgres.options([("statement_timeout", timeout.as_millis().to_string())])
                }
                None => postgres,
            }
        })
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                // What is deleted is overwritten: erased data must not be found in the file.
                .pragma("secure_delete", "ON")
                .pragma("cache_size", "-16384")
                .statement_cache_capacity(STATEMENTS)
        });
    connect
}
