//! One mutation: a unit of work, and the read plan of what it answers.
//!
//! Invariant: what is answered is read after the unit was committed, through the same scopes and with the same read plan
//! as in a query.

use crate::{
    error::refuse,
    select::{Kind, Plans},
};
use async_graphql::{Context, Result};
use domain::{
    Ctx, Work,
    id::TypedId,
    read::{Node, Parent, Reader, Reference, Row},
};
use std::{fmt::Display, sync::Arc};

/// A mutation in the making.
pub(super) struct Unit<'c> {
    ctx: &'c Context<'c>,
    domain: Ctx,
}

impl<'c> Unit<'c> {
    /// For a caller with credentials.
    pub(super) fn new(ctx: &'c Context<'c>) -> Result<Self> {
        let domain = ctx.data::<Ctx>()?.renewed();
        let unit = Self { ctx, domain };
        unit.accept(unit.domain.require_caller())?;
        Ok(unit)
    }

    pub(super) const fn domain(&self) -> &Ctx {
        &self.domain
    }

    /// What came of a step, or its refusal in the reader's language.
    pub(super) fn accept<T>(&self, done: domain::Result<T>) -> Result<T> {
        done.map_err(|error| refuse(self.ctx, &error))
    }

    /// Does a piece of work as one unit, and keeps in the audit log what came of it.
    pub(super) async fn write<T>(
        &self,
        action: &'static str,
        subject: impl Display,
        job: impl AsyncFnOnce(&Work<'_>) -> domain::Result<T>,
    ) -> Result<T> {
        self.accept(self.domain.write(action, subject, job).await)
    }

    /// The row that was changed, with what is selected of it in a field of the payload; none where the credentials are
    /// good for writing only.
    pub(super) async fn row<R: Row>(
        &self,
        id: impl TypedId,
        kind: Kind,
        field: &str,
    ) -> Result<Option<Arc<R>>> {
        let select = Plans::new(self.ctx, &self.domain).payload(kind, field);
        let select = self.accept(select)?;
        let reader = Reader::new(&self.domain);
        self.accept(reader.one::<R>(id.uuid(), &select).await)
    }

    /// The same for several rows, in the order of their ids; those that the caller may not read are left out.
    pub(super) async fn rows<R: Row>(
        &self,
        ids: &[impl TypedId],
        kind: Kind,
        field: &str,
    ) -> Result<Vec<Arc<R>>> {
        let select = Plans::new(self.ctx, &self.domain).payload(kind, field);
        let select = self.accept(select)?;
        let ids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
        let reader = Reader::new(&self.domain);
        let mut found = self.accept(reader.by_ids::<R>(&ids, &select).await)?;
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// The same for a record of the reference data, as it is now.
    pub(super) async fn record<T: Reference>(
        &self,
        key: T::Key,
        kind: &'static str,
        field: &str,
    ) -> Result<Option<Arc<Node<T>>>>
    where
        Node<T>: Parent,
    {
        let domain = self.domain.renewed();
        let select = Plans::new(self.ctx, &domain).payload(Kind::Reference(kind), field);
        let select = self.accept(select)?;
        let mut found: Vec<_> = T::find(domain.reference(), &key)
            .map(Node::new)
            .into_iter()
            .collect();
        let followed = Reader::new(&domain).follow(&mut found, &select).await;
        self.accept(followed)?;
        Ok(found.pop().map(Arc::new))
    }
}
