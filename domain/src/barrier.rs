//! Barriers (Hemmnisse): the versioned vocabulary of what holds projects up.
//!
//! Invariant: version 0 is a reconstruction from public sources and says so; see `domain/reference/README.md`.

use crate::{
    error::Result,
    read::{ListRequest, Node, Page, Reader, Select, in_memory, parent},
};

pub use entity::barrier::Model as Barrier;

parent!(Node<Barrier>, "barrier", |_reader, _nodes, edge| {});

/// The barriers, in the order of the vocabulary.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Node<Barrier>>> {
    let rows = reader.ctx().reference().barriers.all().to_vec();
    let page = in_memory(rows, &list.page, |row| row.code.clone(), Node::new)?;
    reader.follow_page(page, select).await
}
