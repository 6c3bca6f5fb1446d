//! Nodes of the tree that a read plan loads, and the edges between them.
//!
//! Invariant: a node that stands in several places of the tree is loaded once and shared.

use super::{EdgeSelect, Page, Reader};
use crate::{
    error::{Error, Result},
    reference::Snapshot,
};
use std::{any::Any, pin::Pin, sync::Arc};

/// A future of a step of a read plan; plans nest, so their futures are boxed.
pub type Step<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// What an edge leads to: a node or a page, or nothing.
type End = Option<Arc<dyn Any + Send + Sync>>;

/// What the edges of a node lead to, each under the name it was selected by.
#[derive(Debug, Default)]
pub struct Edges(Vec<(Arc<str>, End)>);

impl Edges {
    pub(crate) fn put_one<T: Send + Sync + 'static>(
        &mut self,
        key: &Arc<str>,
        node: Option<Arc<T>>,
    ) {
        let node = node.map(|node| node as Arc<dyn Any + Send + Sync>);
        self.0.push((Arc::clone(key), node));
    }

    pub(crate) fn put_many<T: Send + Sync + 'static>(
        &mut self,
        key: &Arc<str>,
        page: Arc<Page<T>>,
    ) {
        self.0.push((Arc::clone(key), Some(page)));
    }

    /// The node at the end of an edge, `None` where there is none or the reader may not see it.
    ///
    /// # Errors
    /// `INTERNAL` where the edge was not selected.
    pub fn one<T: Send + Sync + 'static>(&self, key: &str) -> Result<Option<Arc<T>>> {
        let end = self.find(key).ok_or_else(|| not_selected(key))?;
        let node = end.clone().map(Arc::downcast::<T>).transpose();
        node.map_err(|_| not_selected(key))
    }

    /// The page at the end of an edge.
    ///
    /// # Errors
    /// `INTERNAL` where the edge was not selected.
    pub fn many<T: Send + Sync + 'static>(&self, key: &str) -> Result<Arc<Page<T>>> {
        let page = self.find(key).and_then(Clone::clone);
        page.and_then(|page| page.downcast().ok())
            .ok_or_else(|| not_selected(key))
    }

    fn find(&self, key: &str) -> Option<&End> {
        let mut ends = self.0.iter();
        ends.find(|(name, _)| **name == *key).map(|(_, end)| end)
    }
}

fn not_selected(key: &str) -> Error {
    Error::Internal(format!(
        "the edge {key} was used, but had not been selected"
    ))
}

/// A node whose edges can be followed.
pub trait Parent: Sized + Send + Sync + 'static {
    /// What its edges lead to.
    fn edges(&self) -> &Edges;
    /// The same, to be filled.
    fn edges_mut(&mut self) -> &mut Edges;
    /// Follows one edge for all nodes at once.
    fn follow<'a>(reader: &'a Reader<'a>, nodes: &'a mut [Self], edge: &'a EdgeSelect) -> Step<'a>;
}

/// A record of the reference data as a node of the tree.
#[derive(Debug)]
pub struct Node<T> {
    /// The record.
    pub record: Arc<T>,
    /// What its edges lead to.
    pub edges: Edges,
}

impl<T> Node<T> {
    /// A node whose edges are not followed yet.
    #[must_use]
    pub fn new(record: Arc<T>) -> Self {
        Self {
            record,
            edges: Edges::default(),
        }
    }
}

/// A kind of record that is looked up in the reference data.
pub trait Reference: Sized + Send + Sync + 'static {
    /// By what it is looked up.
    type Key: Clone + Eq + std::hash::Hash + Send + Sync;
    /// Looks it up.
    fn find(snapshot: &Snapshot, key: &Self::Key) -> Option<Arc<Self>>;
}

/// A future for an edge that the kind of node has not: the plan was made by somebody who does not know the graph.
pub(crate) fn no_such_edge<'a>(kind: &'static str, edge: &'a EdgeSelect) -> Step<'a> {
    Box::pin(async move {
        Err(Error::Internal(format!(
            "{kind} has no edge {}",
            edge.edge.name()
        )))
    })
}

/// Says where the edges of a kind of node lead.
macro_rules! parent {
    ($name:ty, $kind:literal, |$reader:ident, $nodes:ident, $edge:ident| { $($pattern:pat => $step:expr,)* }) => {
        impl $crate::read::Parent for $name {
            fn edges(&self) -> &$crate::read::Edges {
                &self.edges
            }
            fn edges_mut(&mut self) -> &mut $crate::read::Edges {
                &mut self.edges
            }
            fn follow<'a>(
                $reader: &'a $crate::read::Reader<'a>,
                $nodes: &'a mut [Self],
                $edge: &'a $crate::read::EdgeSelect,
            ) -> $crate::read::Step<'a> {
                match $edge.edge {
                    $($pattern => $step,)*
                    _ => $crate::read::no_such_edge($kind, $edge),
                }
            }
        }
    };
}
pub(crate) use parent;
