//! Connections that know for whom they read.
//!
//! On PostgreSQL row security asks each connection for whom it reads. A connection for a member cannot be had without
//! naming the tenant: one statement names it, before the first use, and tells whether the member has been shut out
//! meanwhile. Members' connections are a pool of their own; the connections of anonymous readers are never told
//! anything, so there is nothing on them that could be left behind.
//!
//! Invariant: no statement of a member runs on a connection that was not told the member's tenant by this very checkout.

use crate::{
    actor::Member,
    error::{Error, Result},
    store::StatementListener,
};
use chrono::{DateTime, Utc};
use entity::id::TypedId;
use sea_orm::{DbBackend, QueryResult, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Names the tenant and asks whether the member still has access.
const CHECK_OUT: &str = "SELECT set_config('staedtenetz.tenant', $1, false), \
    set_config('staedtenetz.principal', '', false), \
    NOT EXISTS (SELECT 1 FROM revocation WHERE id = ANY($2) AND at <= $3)";

/// The connection of one operation of a member: taken at its first statement, given back when the operation ends.
pub struct MemberConnection {
    pool: PgPool,
    tenant: String,
    principal: Vec<Uuid>,
    now: DateTime<Utc>,
    connection: Mutex<Option<PoolConnection<Postgres>>>,
    listener: Option<StatementListener>,
}

impl MemberConnection {
    /// For a member; nothing is taken from the pool yet.
    pub(crate) fn new(
        pool: PgPool,
        member: &Member,
        now: DateTime<Utc>,
        listener: Option<StatementListener>,
    ) -> Self {
        Self {
            pool,
            tenant: member.tenant.uuid().to_string(),
            principal: member.principal.revocable(),
            now,
            connection: Mutex::new(None),
            listener,
        }
    }

    /// The rows that a statement finds.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where the member has been shut out, else what the database answers.
    pub(crate) async fn rows(&self, statement: Statement) -> Result<Vec<QueryResult>> {
        // Whoever drops this future half-way takes the connection out of use: it goes back to the pool.
        let mut slot = self.connection.lock().await;
        let mut connection = match slot.take() {
            Some(connection) => connection,
            None => self.check_out().await?,
        };
        self.tell(|| statement.clone());
        let values = SqlxValues(statement.values.unwrap_or(Values(Vec::new())));
        let rows = sqlx::query_with(AssertSqlSafe(statement.sql), values)
            .fetch_all(&mut *connection)
            .await
            .map_err(|error| failure(&error))?;
        *slot = Some(connection);
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }

    /// Takes the connection now, to learn whether the member still has access.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where the member has been shut out.
    pub(crate) async fn open(&self) -> Result<()> {
        let mut slot = self.connection.lock().await;
        if slot.is_none() {
            *slot = Some(self.check_out().await?);
        }
        Ok(())
    }

    async fn check_out(&self) -> Result<PoolConnection<Postgres>> {
        let mut connection = self.pool.acquire().await.map_err(|error| failure(&error))?;
        self.tell(|| Statement {
            sql: CHECK_OUT.to_owned(),
            values: None,
            db_backend: DbBackend::Postgres,
        });
        let (_, _, has_access): (String, String, bool) = sqlx::query_as(CHECK_OUT)
            .bind(&self.tenant)
            .bind(&self.principal)
            .bind(self.now)
            .fetch_one(&mut *connection)
            .await
            .map_err(|error| failure(&error))?;
        if has_access {
            Ok(connection)
        } else {
            Err(Error::Unauthenticated)
        }
    }

    fn tell(&self, statement: impl FnOnce() -> Statement) {
        if let Some(listener) = &self.listener {
            listener(&statement());
        }
    }
}

fn failure(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
            Error::Unavailable(error.to_string())
        }
        _ => Error::Internal(error.to_string()),
    }
}
