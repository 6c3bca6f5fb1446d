//! Carries out read plans.
//!
//! Invariant: the number of statements is the number of edges with rows of their own, plus one for the root and one for
//! each list whose length was asked for; it depends on no row.

use super::{
    EdgeSelect, Fields, Item, ListRequest, Node, Page, PageRequest, Parent, Position, Reference,
    Row, Select, Total, children::ParentKey, node::Step, plan::Plan,
};
use crate::{actor::Actor, ctx::Ctx, error::Result};
use sea_orm::{
    DbBackend, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Condition, Expr},
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// Reads trees for one context.
pub struct Reader<'a> {
    ctx: &'a Ctx,
}

impl<'a> Reader<'a> {
    /// A reader for a context.
    #[must_use]
    pub const fn new(ctx: &'a Ctx) -> Self {
        Self { ctx }
    }

    /// The context.
    #[must_use]
    pub const fn ctx(&self) -> &Ctx {
        self.ctx
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.ctx.store().reader().get_database_backend()
    }

    /// The columns to read: for members also who may read the row, so that the audit log can tell what was read.
    pub(crate) fn fields<R: Row>(&self, select: &Select) -> Fields {
        match self.ctx.actor() {
            Actor::Member(_) => select
                .fields
                .and(R::field("visibility").unwrap_or(Fields::NONE)),
            Actor::Anonymous | Actor::Operator(_) => select.fields,
        }
    }

    /// Reads a row of an answer, and remembers it where it is another tenant's and not public.
    pub(crate) fn decode<R: Row>(&self, row: &QueryResult, select: &Select) -> Result<R> {
        let row = R::decode(row, self.fields::<R>(select))?;
        if let Some((owner, visibility)) = row.release() {
            self.ctx.witness(owner, visibility, || row.shown_id());
        }
        Ok(row)
    }

    /// A page of a list, with everything that was selected below it.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a cursor that is none.
    pub async fn page<R: Row>(&self, list: &ListRequest, select: &Select) -> Result<Page<R>> {
        let plan = Plan::new::<R>(&self.ctx.audience(), list, self.fields::<R>(select))?;
        let statement = plan.ordered();
        let found = self.ctx.first_rows(&statement, list.page.size + 1).await?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            rows.push((self.decode(&row, select)?, plan.position(&row)?));
        }
        let mut page = self.finish(rows, &list.page, select).await?;
        if list.total {
            page.total = Some(self.total::<R>(list).await?);
        }
        Ok(page)
    }

    /// One row by its key, `None` where it is absent or invisible.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn one<R: Row>(&self, id: Uuid, select: &Select) -> Result<Option<Arc<R>>> {
        Ok(self.by_ids::<R>(&[id], select).await?.remove(&id))
    }

    /// The one row that meets a condition, `None` where it is absent or invisible.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn find<R: Row>(
        &self,
        condition: Condition,
        select: &Select,
    ) -> Result<Option<Arc<R>>> {
        let list = ListRequest {
            page: PageRequest::first(1),
            condition: Some(condition),
            ..ListRequest::default()
        };
        let page = self.page::<R>(&list, select).await?;
        Ok(page.items.into_iter().next().map(|item| item.node))
    }

    /// Rows by their keys; those that are absent or invisible are missing from the answer.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn by_ids<R: Row>(
        &self,
        ids: &[Uuid],
        select: &Select,
    ) -> Result<HashMap<Uuid, Arc<R>>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut query = R::scope(&self.ctx.audience())
            .select_only()
            .columns(R::columns(self.fields::<R>(select)));
        let column = Expr::col(R::id_column());
        QueryTrait::query(&mut query).cond_where(Uuid::among(self.backend(), column, ids));
        let mut rows = Vec::new();
        for row in self.ctx.rows(&query.into_query()).await? {
            rows.push(self.decode::<R>(&row, select)?);
        }
        self.follow(&mut rows, select).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id(), Arc::new(row)))
            .collect())
    }

    /// Follows all edges of nodes that are already there.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn follow<P: Parent>(&self, nodes: &mut [P], select: &Select) -> Result<()> {
        for edge in &select.edges {
            P::follow(self, nodes, edge).await?;
        }
        Ok(())
    }

    /// An edge to one row: one statement for all nodes.
    pub(crate) fn to_one<'b, P: Parent, R: Row>(
        &'b self,
        nodes: &'b mut [P],
        edge: &'b EdgeSelect,
        key: impl Fn(&P) -> Option<Uuid> + Send + 'b,
    ) -> Step<'b> {
        Box::pin(async move {
            let mut ids: Vec<Uuid> = nodes.iter().filter_map(&key).collect();
            ids.sort_unstable();
            ids.dedup();
            let rows = self.by_ids::<R>(&ids, &edge.select).await?;
            for node in nodes {
                let row = key(node).and_then(|id| rows.get(&id).cloned());
                node.edges_mut().put_one(&edge.key, row);
            }
            Ok(())
        })
    }

    /// An edge to one record of the reference data: no statement of its own.
    pub(crate) fn to_reference<'b, P: Parent, T: Reference>(
        &'b self,
        nodes: &'b mut [P],
        edge: &'b EdgeSelect,
        key: impl Fn(&P) -> Option<T::Key> + Send + 'b,
    ) -> Step<'b>
    where
        Node<T>: Parent,
    {
        Box::pin(async move {
            let (mut records, places) = self.records::<P, T>(nodes, key);
            self.follow(&mut records, &edge.select).await?;
            let records: Vec<Arc<Node<T>>> = records.into_iter().map(Arc::new).collect();
            for (node, place) in nodes.iter_mut().zip(places) {
                let record = place.and_then(|place| records.get(place).cloned());
                node.edges_mut().put_one(&edge.key, record);
            }
            Ok(())
        })
    }

    /// The records that nodes name, each once, and for every node the place of its record.
    fn records<P: Parent, T: Reference>(
        &self,
        nodes: &[P],
        key: impl Fn(&P) -> Option<T::Key>,
    ) -> (Vec<Node<T>>, Vec<Option<usize>>) {
        let mut seen: HashMap<T::Key, Option<usize>> = HashMap::with_capacity(nodes.len());
        let mut records = Vec::new();
        let mut place = |key| {
            *seen.entry(key).or_insert_with_key(|key| {
                records.push(Node::new(T::find(self.ctx.reference(), key)?));
                Some(records.len() - 1)
            })
        };
        let places = nodes.iter().map(|node| place(key(node)?)).collect();
        (records, places)
    }

    /// An edge to a list that is kept in the process: no statement of its own for the list.
    pub(crate) fn to_records<'b, P: Parent, T: Send + Sync + 'static>(
        &'b self,
        nodes: &'b mut [P],
        edge: &'b EdgeSelect,
        list: impl Fn(&P) -> Vec<(String, Arc<T>)> + Send + 'b,
    ) -> Step<'b>
    where
        Node<T>: Parent,
    {
        Box::pin(async move {
            let mut pages = Vec::with_capacity(nodes.len());
            for node in nodes.iter() {
                let page = super::in_memory(
                    list(node),
                    &edge.list.page,
                    |(key, _)| key.clone(),
                    |(_, record)| Node::new(record),
                );
                pages.push(page?);
            }
            let pages = self.follow_pages(pages, &edge.select).await?;
            for (node, page) in nodes.iter_mut().zip(pages) {
                node.edges_mut().put_many(&edge.key, Arc::new(page));
            }
            Ok(())
        })
    }

    /// Follows the edges of the nodes of a page that comes from the process.
    pub(crate) async fn follow_page<P: Parent>(
        &self,
        page: Page<P>,
        select: &Select,
    ) -> Result<Page<P>> {
        let pages = self.follow_pages(vec![page], select).await?;
        Ok(pages.into_iter().next().unwrap_or_else(Page::empty))
    }

    /// The same for several pages at once.
    pub(crate) async fn follow_pages<P: Parent>(
        &self,
        pages: Vec<Page<P>>,
        select: &Select,
    ) -> Result<Vec<Page<P>>> {
        let mut nodes = Vec::new();
        let mut frames = Vec::with_capacity(pages.len());
        for mut page in pages {
            let mut positions = Vec::with_capacity(page.items.len());
            for item in std::mem::take(&mut page.items) {
                // The page was made just now, nobody else holds its nodes.
                if let Ok(node) = Arc::try_unwrap(item.node) {
                    nodes.push(node);
                    positions.push(item.position);
                }
            }
            frames.push((page, positions));
        }
        self.follow(&mut nodes, select).await?;
        let mut nodes = nodes.into_iter().map(Arc::new);
        let refill = frames.into_iter().map(|(mut page, positions)| {
            let items = positions.into_iter().zip(nodes.by_ref());
            page.items = items
                .map(|(position, node)| Item { node, position })
                .collect();
            page
        });
        Ok(refill.collect())
    }

    async fn finish<R: Row>(
        &self,
        rows: Vec<(R, Position)>,
        request: &PageRequest,
        select: &Select,
    ) -> Result<Page<R>> {
        let (mut rows, positions): (Vec<R>, Vec<Position>) = rows.into_iter().unzip();
        self.follow(&mut rows, select).await?;
        let items = rows.into_iter().zip(positions).map(|(row, position)| Item {
            node: Arc::new(row),
            position,
        });
        Ok(Page::cut(items.collect(), request))
    }

    async fn total<R: Row>(&self, list: &ListRequest) -> Result<Total> {
        let statement = Plan::count::<R>(&self.ctx.audience(), list);
        let rows = self.ctx.rows(&statement).await?;
        let counted = rows
            .first()
            .map(|row| row.try_get_by_index::<i64>(0))
            .transpose()?
            .unwrap_or(0);
        Ok(Total::of(u64::try_from(counted).unwrap_or(0)))
    }
}
