//! A unit of writing: one transaction, everything or nothing, with its entries in the change feed.
//!
//! Invariant: every write of the service goes through a unit of work, and nobody sees any of it before it is committed.

use crate::{
    actor::Actor,
    change::{self, Note, Record},
    ctx::Ctx,
    error::{Error, Result},
    policy::{Action, Facts, may_at_home},
};
use entity::{
    id::{TenantId, TypedId},
    scope::{HeldTable, TenantTable},
    value::ChangeAction,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sea_query::{Alias, Func, LockType, Query},
};
use std::{
    collections::BTreeSet,
    fmt::Display,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// SQLite takes 32,766 parameters in one statement, PostgreSQL 65,535; the widest table has some thirty columns.
const ROWS_PER_INSERT: usize = 500;

/// A unit of writing.
pub struct Work<'a> {
    ctx: &'a Ctx,
    transaction: DatabaseTransaction,
    notes: Mutex<Vec<Note>>,
    matter: Mutex<Matter>,
}

/// What the audit log has to know of a unit besides what was asked for.
#[derive(Clone, Default)]
pub(crate) struct Matter {
    /// Ids of what came to be.
    pub(crate) made: Vec<String>,
    /// Whose matter it is, where an operator acts.
    pub(crate) owner: Option<TenantId>,
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
        let work = Work {
            ctx: self,
            transaction: self.store().writer().begin_with_options(options).await?,
            notes: Mutex::default(),
            matter: Mutex::default(),
        };
        match self.actor() {
            Actor::Member(member) => work.act_for(member.tenant).await?,
            Actor::Operator(_) => {
                work.open_log().await?;
                // Nobody waits at a screen: removing what is too old may take its time.
                tell(&work.transaction, "statement_timeout", "0").await?;
            }
            Actor::Anonymous => {}
        }
        Ok(work)
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

    /// Says what came to be, for the audit log.
    pub(crate) fn made(&self, id: impl Display) {
        let mut matter = self.matter.lock().unwrap_or_else(PoisonError::into_inner);
        matter.made.push(id.to_string());
    }

    /// Says whose matter it is, for the audit log: who acts for a tenant acts in that tenant's matters in any case.
    pub(crate) fn concerns(&self, tenant: TenantId) {
        let mut matter = self.matter.lock().unwrap_or_else(PoisonError::into_inner);
        matter.owner = Some(tenant);
    }

    pub(crate) fn matter(&self) -> Matter {
        let matter = self.matter.lock().unwrap_or_else(PoisonError::into_inner);
        matter.clone()
    }

    /// Makes it all visible, and reads the reference data again where it changed.
    ///
    /// # Errors
    /// What the database answers; then nothing was written.
    pub async fn commit(self) -> Result<()> {
        let notes = std::mem::take(&mut *self.notes.lock().unwrap_or_else(PoisonError::into_inner));
        change::enter(&self, &notes).await?;
        self.transaction.commit().await?;
        // Whoever only wrote content changed no reference data.
        if notes.is_empty() || notes.iter().any(Note::is_of_reference) {
            self.ctx.store().refresh_reference().await?;
        }
        Ok(())
    }

    /// Makes entries of the log lasting that stand for no change.
    ///
    /// # Errors
    /// What the database answers; then nothing was written.
    pub(crate) async fn commit_log(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
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

    /// A row of the caller's own tenant, for a change; deleted ones too where they are to be restored. Until the unit
    /// ends nobody else can change it, so that its version is still the one that was checked when it is written.
    ///
    /// # Errors
    /// `NOT_FOUND` where it is absent or invisible, `FORBIDDEN` where the caller can see it and may not change it.
    pub(crate) async fn own_row<E: TenantTable>(
        &self,
        id: impl TypedId,
        action: Action,
        is_deleted: bool,
    ) -> Result<E::Model> {
        let Actor::Member(member) = self.ctx.actor() else {
            return Err(self.unseen::<E>(id).await?);
        };
        let rows = if is_deleted {
            E::ever_owned_by(member.tenant)
        } else {
            E::owned_by(member.tenant)
        };
        match rows
            .filter(E::ID.eq(id.uuid()))
            .lock(LockType::NoKeyUpdate)
            .one(&self.transaction)
            .await?
        {
            Some(row) if may_at_home(member, action) => Ok(row),
            _ => Err(self.unseen::<E>(id).await?),
        }
    }

    /// Why a row cannot be changed: to those who cannot see it, be it their own, it does not exist.
    async fn unseen<E: TenantTable>(&self, id: impl TypedId) -> Result<Error> {
        let seen = E::visible_to(&self.ctx.audience()).filter(E::ID.eq(id.uuid()));
        let is_anonymous = *self.ctx.actor() == Actor::Anonymous;
        Ok(match seen.one(&self.transaction).await? {
            _ if is_anonymous => Error::Unauthenticated,
            None => Error::NotFound(kind_of(&id)),
            Some(_) => Error::Forbidden,
        })
    }

    /// Tells row security for whom the rest of the unit writes.
    pub(crate) async fn act_for(&self, tenant: TenantId) -> Result<()> {
        tell(
            &self.transaction,
            "staedtenetz.tenant",
            &tenant.0.to_string(),
        )
        .await
    }

    /// Tells row security who has proved to hold something, before it is known for which tenant.
    pub(crate) async fn act_as_holder(&self, holder: Uuid) -> Result<()> {
        tell(&self.transaction, HOLDER, &holder.to_string()).await
    }

    /// Opens the audit log of everybody to the rest of the unit: the caller looks for the entries of one person only.
    pub(crate) async fn open_log(&self) -> Result<()> {
        tell(&self.transaction, OPERATOR, "on").await
    }

    /// Opens what belongs to the search index alone to the rest of the unit.
    pub(crate) async fn act_as_index(&self) -> Result<()> {
        tell(&self.transaction, INDEX, "on").await
    }

    /// The rows of somebody who has proved to hold something.
    pub(crate) async fn held<E: HeldTable>(&self, holder: Uuid) -> Result<Vec<E::Model>> {
        self.act_as_holder(holder).await?;
        Ok(E::held_by(holder).all(&self.transaction).await?)
    }

    /// Notes a change of reference data for the feed.
    pub(crate) async fn note(&self, kind: &str, id: String, action: ChangeAction) -> Result<()> {
        self.remember(Note::Reference {
            kind: kind.to_owned(),
            id,
            action,
        });
        Ok(())
    }

    /// Notes a change of a tenant's content: who could read it before and who can now, so that a reader who lost it
    /// learns that it is gone.
    pub(crate) async fn note_content<I: TypedId + Display>(
        &self,
        id: I,
        action: ChangeAction,
        before: Option<&Facts>,
        after: Option<&Facts>,
    ) -> Result<()> {
        self.remember(Note::Content {
            record: Record::of(id),
            action,
            before: before.copied(),
            after: after.copied(),
        });
        Ok(())
    }

    /// Notes for each named reader who lost a record that it is gone for them, as far as they could read it before.
    pub(crate) async fn note_lost<I: TypedId + Display>(
        &self,
        id: I,
        before: &Facts,
        readers: &BTreeSet<TenantId>,
    ) -> Result<()> {
        for reader in readers {
            self.remember(Note::Lost {
                record: Record::of(id),
                before: *before,
                reader: *reader,
            });
        }
        Ok(())
    }

    fn remember(&self, note: Note) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(note);
    }

    /// Executes a statement that changes rows; says how many.
    pub(crate) async fn execute<S: sea_orm::StatementBuilder>(&self, statement: &S) -> Result<u64> {
        Ok(self.transaction.execute(statement).await?.rows_affected())
    }
}

/// The setting that opens the audit log.
const OPERATOR: &str = "staedtenetz.operator";

/// The setting that opens what belongs to the search index.
const INDEX: &str = "staedtenetz.index";

/// The setting that names a holder.
const HOLDER: &str = "staedtenetz.principal";

/// Tells row security something that it forgets at the end of the transaction.
pub(crate) async fn tell(transaction: &DatabaseTransaction, name: &str, value: &str) -> Result<()> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        let setting = Func::cust(Alias::new("set_config"))
            .arg(name)
            .arg(value)
            .arg(true);
        let statement = Query::select().expr(setting).to_owned();
        transaction.query_one(&statement).await?;
    }
    Ok(())
}

/// The rows of somebody who has proved to hold something; nothing is written and no writer is waited for.
///
/// # Errors
/// What the database answers.
pub(crate) async fn held<E: HeldTable>(ctx: &Ctx, holder: Uuid) -> Result<Vec<E::Model>> {
    let reader = ctx.store().reader();
    if reader.get_database_backend() != DbBackend::Postgres {
        return Ok(E::held_by(holder).all(reader).await?);
    }
    let transaction = reader.begin().await?;
    tell(&transaction, HOLDER, &holder.to_string()).await?;
    let rows = E::held_by(holder).all(&transaction).await?;
    transaction.commit().await?;
    Ok(rows)
}

const fn kind_of<I: TypedId>(_: &I) -> &'static str {
    I::PREFIX
}

/// Refuses a change that was made on another version of the record than the one that is there.
///
/// # Errors
/// `STALE_VERSION` naming the version that is there.
pub(crate) const fn check_version(expected: i32, current: i32) -> Result<()> {
    if expected == current {
        Ok(())
    } else {
        Err(Error::Stale { current })
    }
}
