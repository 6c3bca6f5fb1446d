//! What the roots share: reading a list, a record of the reference data, a row.
//!
//! Invariant: the read plan is made from the whole selection before the first statement.

use crate::{
    error::refuse,
    select::{Kind, Plans},
};
use async_graphql::{Context, Result};
use domain::{
    Ctx,
    read::{Filter, ListRequest, PageRequest, Reader, Select},
};
use std::sync::Arc;

/// A root that answers a connection: where to read, what, and which part.
pub(super) struct Root<'c> {
    domain: &'c Ctx,
    pub(super) reader: Reader<'c>,
    pub(super) select: Select,
    pub(super) list: ListRequest,
}

/// `first`, `after`, `last` and `before` of a Relay connection.
pub(super) type PageArguments = (Option<i32>, Option<String>, Option<i32>, Option<String>);

impl<'c> Root<'c> {
    pub(super) fn new(
        ctx: &'c Context<'c>,
        kind: Kind,
        (first, after, last, before): PageArguments,
    ) -> Result<Self> {
        let domain = ctx.data::<Ctx>()?;
        let page =
            PageRequest::relay(first, after, last, before).map_err(|error| refuse(ctx, &error))?;
        let (select, total) = Plans::new(ctx, domain)
            .connection(kind)
            .map_err(|error| refuse(ctx, &error))?;
        Ok(Self {
            domain,
            reader: Reader::new(domain),
            select,
            list: ListRequest {
                page,
                total,
                ..ListRequest::default()
            },
        })
    }

    /// Takes over a filter.
    pub(super) fn filter<F: Filter>(
        &mut self,
        ctx: &Context<'_>,
        filter: Option<domain::Result<F>>,
    ) -> Result<()> {
        let condition = filter.transpose().and_then(|filter| {
            filter
                .map(|filter| filter.condition(self.domain))
                .transpose()
        });
        self.list.condition = condition.map_err(|error| refuse(ctx, &error))?;
        Ok(())
    }
}

/// A record of the reference data, with what is selected below it.
pub(super) async fn record<T: Send + Sync + 'static>(
    ctx: &Context<'_>,
    name: &'static str,
    find: impl Fn(&Ctx) -> Option<Arc<T>>,
) -> Result<Option<Arc<domain::read::Node<T>>>>
where
    domain::read::Node<T>: domain::read::Parent,
{
    let found = find(ctx.data::<Ctx>()?).into_iter().collect();
    Ok(records(ctx, name, found).await?.pop().map(Arc::new))
}

/// Records of the reference data, with what is selected below the field that is being resolved.
pub(crate) async fn records<T: Send + Sync + 'static>(
    ctx: &Context<'_>,
    name: &'static str,
    found: Vec<Arc<T>>,
) -> Result<Vec<domain::read::Node<T>>>
where
    domain::read::Node<T>: domain::read::Parent,
{
    let domain = ctx.data::<Ctx>()?;
    let select = Plans::new(ctx, domain)
        .node(Kind::Reference(name))
        .map_err(|error| refuse(ctx, &error))?;
    let mut found: Vec<_> = found.into_iter().map(domain::read::Node::new).collect();
    Reader::new(domain)
        .follow(&mut found, &select)
        .await
        .map_err(|error| refuse(ctx, &error))?;
    Ok(found)
}

/// A row by its id: one of another kind is refused, one that is absent or invisible is null.
pub(super) async fn row<R: domain::read::Row>(
    ctx: &Context<'_>,
    kind: Kind,
    prefix: &'static str,
    id: &str,
) -> Result<Option<Arc<R>>> {
    let domain = ctx.data::<Ctx>()?;
    let uuid = match domain::id::split(id) {
        Some((found, uuid)) if found == prefix => uuid,
        _ => {
            let error = domain::Error::invalid(
                "id",
                format!("{id:?} ist keine Kennung dieser Art; erwartet wird {prefix}_…"),
                format!("{id:?} is no id of this kind; expected is {prefix}_…"),
            );
            return Err(refuse(ctx, &error));
        }
    };
    let select = Plans::new(ctx, domain)
        .node(kind)
        .map_err(|error| refuse(ctx, &error))?;
    Reader::new(domain)
        .one::<R>(uuid, &select)
        .await
        .map_err(|error| refuse(ctx, &error))
}
