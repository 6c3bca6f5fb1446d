//! What the definition of an indicator was before it was changed.
//!
//! Invariant: the newest first; what lies further back than can be shown is kept, not shown.

use super::{Indicator, IndicatorVersion};
use crate::read::{EdgeSelect, Node, Reader, Step};
use crate::reference::Snapshot;
use entity::id::IndicatorId;
use std::sync::Arc;

/// So many former definitions are shown.
const MOST: usize = 50;

/// The former definitions of an indicator, the newest first.
#[must_use]
pub fn former(snapshot: &Snapshot, id: IndicatorId) -> Vec<Arc<IndicatorVersion>> {
    let all = snapshot.former_indicators(id);
    all.take(MOST).cloned().collect()
}

/// The edge from indicators to their former definitions: no statement of its own.
pub(super) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Node<Indicator>],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        for node in nodes {
            let all = former(reader.ctx().reference(), node.record.id);
            node.edges.put_one(&edge.key, Some(Arc::new(all)));
        }
        Ok(())
    })
}
