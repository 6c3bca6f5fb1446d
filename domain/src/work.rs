//! A unit of writing: one transaction, everything or nothing, with its entries in the change feed.
//!
//! Invariant: every write of the service goes through a unit of work, and nobody sees any of it before it is committed.

use crate::{ctx::Ctx, error::Result};
use entity::{change, id::TenantId, value::ChangeAction};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, Set, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use uuid::Uuid;

/// SQLite takes 32,766 parameters in one statement, PostgreSQL 65,535; the widest table has some thirty columns.
const ROWS_PER_INSERT: usize = 500;

/// A unit of writing.
pub struct Work<'a> {
    ctx: &'a Ctx,
    transaction: DatabaseTransaction,
}

impl Ctx {
    /// Begins to write.
    ///
    /// # Errors
    /// `UNAVAILABLE` where another writer holds the database for too long.
    pub async fn begin(&self) -> Result<Work<'_>> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Work {
            ctx: self,
            transaction: self.store().writer().begin_with_options(options).await?,
        })
    }
}

impl Work<'_> {
    /// The context.
    #[must_use]
    pub const fn ctx(&self) -> &Ctx {
        self.ctx
    }

    /// A new id; ids grow with time, so that the order of ids is the order of creation.
    #[must_use]
    pub fn new_id() -> Uuid {
        Uuid::now_v7()
    }

    /// Makes it all visible, and reads the reference data again where it changed.
    ///
    /// # Errors
    /// What the database answers; then nothing was written.
    pub async fn commit(self) -> Result<()> {
        self.transaction.commit().await?;
        self.ctx.store().refresh_reference().await?;
        Ok(())
    }

    /// Undoes it all.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn roll_back(self) -> Result<()> {
        Ok(self.transaction.rollback().await?)
    }

    pub(crate) const fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Writes a new row.
    pub(crate) async fn insert<A>(&self, row: A) -> Result<()>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        A::Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Writes new rows, many with one statement.
    pub(crate) async fn insert_all<A>(&self, rows: Vec<A>) -> Result<()>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let mut rows = rows.into_iter();
        loop {
            let batch: Vec<A> = rows.by_ref().take(ROWS_PER_INSERT).collect();
            if batch.is_empty() {
                return Ok(());
            }
            A::Entity::insert_many(batch)
                .exec_without_returning(&self.transaction)
                .await?;
        }
    }

    /// Notes a change for the feed; changes without a tenant are changes of reference data.
    pub(crate) async fn note(
        &self,
        tenant: Option<TenantId>,
        kind: &str,
        id: String,
        action: ChangeAction,
    ) -> Result<()> {
        self.insert(change::ActiveModel {
            at: Set(self.ctx.now()),
            tenant_id: Set(tenant),
            kind: Set(kind.to_owned()),
            entity_id: Set(id),
            action: Set(action),
            ..Default::default()
        })
        .await
    }

    /// Executes a statement that changes rows; says how many.
    pub(crate) async fn execute<S: sea_orm::StatementBuilder>(&self, statement: &S) -> Result<u64> {
        Ok(self.transaction.execute(statement).await?.rows_affected())
    }
}
