//! A statement of a project: an idea, milestone, success factor, indicator, measure or lesson.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::One,
    edge::one,
    error::column,
    language::{Locale, chosen},
    sub_project::SubProject,
    value::{Certainty, ItemKind, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use domain::label;
use std::sync::Arc;

/// A statement of a project: an idea, milestone, success factor, indicator, measure or lesson.
pub struct ProjectItem(pub(crate) Arc<domain::project_item::ProjectItem>);

/// A statement of a project: an idea, milestone, success factor, indicator, measure or lesson.
#[Object(serial)]
impl ProjectItem {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it says.
    async fn kind(&self) -> Result<ItemKind> {
        Ok((*column(&self.0.kind)?).into())
    }

    /// What it says, in words.
    async fn kind_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        Ok(label::kind(*column(&self.0.kind)?)
            .text(chosen(ctx, locale))
            .to_owned())
    }

    /// Order in the project.
    async fn position(&self) -> Result<i32> {
        Ok(*column(&self.0.position)?)
    }

    /// The statement.
    async fn text(&self) -> Result<&str> {
        Ok(column(&self.0.text)?.as_str())
    }

    /// How often it was named in the workshop.
    async fn mention_count(&self) -> Result<Option<i32>> {
        Ok(*column(&self.0.mention_count)?)
    }

    /// How sure the importer was of reading it right.
    async fn certainty(&self) -> Result<Certainty> {
        Ok((*column(&self.0.certainty)?).into())
    }

    /// Who may read it, where that is narrower than the project: TENANT (your own organisation), NETWORK (members of the
    /// network) or PUBLIC (whoever can read the project, as without a value).
    async fn visibility(&self) -> Result<Option<Visibility>> {
        Ok(column(&self.0.visibility)?.map(Into::into))
    }

    /// The sub-project it belongs to, if it belongs to one.
    async fn sub_project(&self, ctx: &Context<'_>) -> Result<Option<One<SubProject>>> {
        Ok(one(ctx, &self.0.edges)?.map(SubProject).map(One))
    }
}

connection!(
    ProjectItem,
    ProjectItemConnection,
    ProjectItemEdge,
    domain::project_item::ProjectItem
);
