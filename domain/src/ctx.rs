//! The context of a use case: who asks, when, in which language, and the only way to the database.
//!
//! Invariant: a context is built from an [`Actor`] and keeps the database to this crate; without an actor there is no
//! query, and all reads of one operation share one connection that knows the actor's tenant.

use crate::{
    actor::{Actor, Member, Principal},
    connection::MemberConnection,
    error::{Error, Result},
    language::Language,
    policy::{self, Action},
    reference::Snapshot,
    store::Store,
    stored_answer::Claim,
};
use chrono::{DateTime, Utc};
use entity::{
    id::TenantId,
    revocation,
    scope::{Audience, ReferenceTable},
    value::Visibility,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryResult, QueryTrait, Select, Statement, sea_query::SelectStatement,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

/// What a use case works with; cheap to make, one per request.
#[derive(Clone)]
pub struct Ctx {
    store: Store,
    actor: Actor,
    language: Language,
    now: DateTime<Utc>,
    reference: Arc<Snapshot>,
    connection: Option<Arc<MemberConnection>>,
    request: Arc<str>,
    reads: Arc<Mutex<Reads>>,
    claim: Option<Arc<Claim>>,
}

/// What was read of other tenants that is not public, by owner: ids as outside.
pub(crate) type Reads = BTreeMap<TenantId, BTreeSet<String>>;

impl Ctx {
    /// The context for an actor's request.
    #[must_use]
    pub fn new(store: &Store, actor: Actor, language: Language) -> Self {
        let now = store.clock().now();
        let connection = connection(store, &actor, now);
        Self {
            store: store.clone(),
            actor,
            language,
            now,
            reference: store.reference(),
            connection,
            request: Arc::from(""),
            reads: Arc::default(),
            claim: None,
        }
    }

    /// The context of what the service does by itself, for nobody in particular.
    #[must_use]
    pub(crate) fn of_service(store: &Store) -> Self {
        Self::new(store, Actor::Anonymous, Language::default())
    }

    /// The same with the id of the request, for the audit log.
    #[must_use]
    pub fn of_request(self, id: &str) -> Self {
        Self {
            request: Arc::from(id),
            ..self
        }
    }

    /// The same with the reference data as it is now: a request with several changes sees what its earlier ones made.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self {
            reference: self.store.reference(),
            ..self.clone()
        }
    }

    /// The same for the work on a request that may be sent again.
    pub(crate) fn claiming(&self, claim: Arc<Claim>) -> Self {
        Self {
            claim: Some(claim),
            ..self.clone()
        }
    }

    /// The request that is worked on, if it may be sent again.
    pub(crate) fn claim(&self) -> Option<&Claim> {
        self.claim.as_deref()
    }

    /// Who asks.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The reader's language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The moment of the request.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The id of the request, empty where there is none.
    #[must_use]
    pub fn request(&self) -> &str {
        &self.request
    }

    /// Cities, networks, vocabularies and indicators as they were when the request began.
    #[must_use]
    pub const fn reference(&self) -> &Arc<Snapshot> {
        &self.reference
    }

    /// The rows that this actor may read.
    #[must_use]
    pub fn audience(&self) -> Audience {
        policy::readable(&self.actor, self.now)
    }

    /// Whether what the actor proved to be still gives access: revocation wins over any token, at once and on every
    /// copy of the service. Asked once, before the first use.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where it was revoked meanwhile.
    pub async fn check_access(&self) -> Result<()> {
        if let Some(connection) = &self.connection {
            return connection.open().await;
        }
        let ids = self.actor.principal().map(Principal::revocable);
        let Some(ids) = ids.filter(|ids| !ids.is_empty()) else {
            return Ok(());
        };
        let revoked = revocation::Entity::all()
            .filter(revocation::Column::Id.is_in(ids))
            .filter(revocation::Column::At.lte(self.now));
        match revoked.count(self.store.reader()).await? {
            0 => Ok(()),
            _ => Err(Error::Unauthenticated),
        }
    }

    /// The municipality (AGS) of the member who acts.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for nobody in particular, `FORBIDDEN` for whoever acts for no municipality.
    pub fn own_city(&self) -> Result<String> {
        let member = self.member_who_may(Action::Write)?;
        let tenant = self.reference.tenants.find(&member.tenant);
        let city = tenant.and_then(|tenant| tenant.city_ags.clone());
        city.ok_or(Error::Forbidden)
    }

    /// Nobody in particular changes anything, whatever they send.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for them.
    pub const fn require_caller(&self) -> Result<()> {
        match self.actor {
            Actor::Anonymous => Err(Error::Unauthenticated),
            Actor::Member(_) | Actor::Operator(_) => Ok(()),
        }
    }

    /// Remembers that content of another tenant that is not public was read; the audit log gets it at the end.
    pub(crate) fn witness(
        &self,
        owner: TenantId,
        visibility: Visibility,
        id: impl FnOnce() -> String,
    ) {
        let Actor::Member(member) = &self.actor else {
            return;
        };
        if member.tenant != owner && visibility != Visibility::Public {
            let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
            reads.entry(owner).or_default().insert(id());
        }
    }

    /// The same for what is compared and not shown: what is read with it stands in nobody's log.
    pub(crate) fn unwitnessed(&self) -> Self {
        Self {
            reads: Arc::default(),
            ..self.clone()
        }
    }

    /// The same on a connection of its own, with a log of its own: for what lasts longer than an answer, so that no
    /// connection waits for whoever reads slowly. Whether access was revoked is asked again.
    pub(crate) fn apart(&self) -> Self {
        let now = self.store.clock().now();
        Self {
            connection: connection(&self.store, &self.actor, now),
            reads: Arc::default(),
            ..self.clone()
        }
    }

    /// What was remembered so far, which is forgotten here.
    pub(crate) fn take_reads(&self) -> Reads {
        std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    /// The rows that a statement finds for this actor.
    pub(crate) async fn rows(&self, statement: &SelectStatement) -> Result<Vec<QueryResult>> {
        self.run(self.backend().build(statement)).await
    }

    /// The first of those rows. The limit stands in the text: where PostgreSQL has to guess how many rows are wanted, it
    /// makes a new plan for every request, which costs more than a page.
    pub(crate) async fn first_rows(
        &self,
        statement: &SelectStatement,
        limit: u64,
    ) -> Result<Vec<QueryResult>> {
        let mut statement = self.backend().build(statement);
        statement.sql.push_str(&format!(" LIMIT {limit}"));
        self.run(statement).await
    }

    async fn run(&self, statement: Statement) -> Result<Vec<QueryResult>> {
        match &self.connection {
            Some(connection) => connection.rows(statement).await,
            None => Ok(self.store.reader().query_all_raw(statement).await?),
        }
    }

    /// The records of a statement that finds rows of this actor's tenant.
    pub(crate) async fn records<E: EntityTrait>(&self, rows: Select<E>) -> Result<Vec<E::Model>> {
        let rows = self.rows(&rows.into_query()).await?;
        let records = rows.iter().map(|row| E::Model::from_query_result(row, ""));
        Ok(records.collect::<std::result::Result<_, _>>()?)
    }

    /// The member who acts, if it may do something with what its own tenant owns.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for nobody in particular, `FORBIDDEN` for whoever may not.
    pub(crate) fn member_who_may(&self, action: Action) -> Result<&Member> {
        match &self.actor {
            Actor::Member(member) if policy::may_at_home(member, action) => Ok(member),
            Actor::Member(_) | Actor::Operator(_) => Err(Error::Forbidden),
            Actor::Anonymous => Err(Error::Unauthenticated),
        }
    }

    /// Only the operator passes.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for nobody in particular, `FORBIDDEN` for everybody else.
    pub(crate) fn require_operator(&self) -> Result<()> {
        match self.actor {
            Actor::Operator(_) => Ok(()),
            Actor::Member(_) => Err(Error::Forbidden),
            Actor::Anonymous => Err(Error::Unauthenticated),
        }
    }
}

/// The connection of a member, where the database has row security.
fn connection(store: &Store, actor: &Actor, now: DateTime<Utc>) -> Option<Arc<MemberConnection>> {
    match actor {
        Actor::Member(member) => store.member_connection(member, now).map(Arc::new),
        Actor::Anonymous | Actor::Operator(_) => None,
    }
}
