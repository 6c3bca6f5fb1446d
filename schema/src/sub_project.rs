//! A sub-project (Teilvorhaben).
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection, direct::One, edge::many, error::column,
    project_item::ProjectItemConnection, value::ItemKind,
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// A sub-project (Teilvorhaben).
pub struct SubProject(pub(crate) Arc<domain::sub_project::SubProject>);

/// A sub-project (Teilvorhaben).
#[Object(serial)]
impl SubProject {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Number in the project.
    async fn number(&self) -> Result<i32> {
        Ok(*column(&self.0.number)?)
    }

    /// Title.
    async fn title(&self) -> Result<&str> {
        Ok(column(&self.0.title)?.as_str())
    }

    /// Its statements.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Only items of these kinds.")] _kind: Option<Vec<ItemKind>>,
    ) -> Result<One<ProjectItemConnection>> {
        Ok(One(ProjectItemConnection(many(ctx, &self.0.edges)?)))
    }
}

connection!(
    SubProject,
    SubProjectConnection,
    SubProjectEdge,
    domain::sub_project::SubProject
);
