//! Where a project is documented.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{connection::connection, error::column};
use async_graphql::{ID, Object, Result};
use std::sync::Arc;

/// Where a project is documented.
pub struct ProjectSource(pub(crate) Arc<domain::project_source::ProjectSource>);

/// Where a project is documented.
#[Object(serial)]
impl ProjectSource {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Order: the main source is first.
    async fn position(&self) -> Result<i32> {
        Ok(*column(&self.0.position)?)
    }

    /// Address.
    async fn url(&self) -> Result<&str> {
        Ok(column(&self.0.url)?.as_str())
    }
}

connection!(
    ProjectSource,
    ProjectSourceConnection,
    ProjectSourceEdge,
    domain::project_source::ProjectSource
);
