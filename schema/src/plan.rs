//! An action plan (Aktionsplan) of a city in a network.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    city::City,
    connection::connection,
    direct::One,
    edge::{many, one, required},
    error::column,
    input::{ProjectFilter, ProjectOrder},
    network::Network,
    plan_resolution::ResolutionConnection,
    project::ProjectConnection,
    tenant::Tenant,
    value::{Day, Moment, PlanStatus, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// An action plan (Aktionsplan) of a city in a network.
pub struct Plan(pub(crate) Arc<domain::plan::Plan>);

/// An action plan (Aktionsplan) of a city in a network.
#[Object(serial)]
impl Plan {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Title.
    async fn title(&self) -> Result<&str> {
        Ok(column(&self.0.title)?.as_str())
    }

    /// Where it stands.
    async fn status(&self) -> Result<PlanStatus> {
        Ok((*column(&self.0.status)?).into())
    }

    /// How its projects were chosen.
    async fn selection_method(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.selection_method)?.as_deref())
    }

    /// Licence of its texts.
    async fn licence(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.licence)?.as_deref())
    }

    /// Where it is published.
    async fn source_url(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.source_url)?.as_deref())
    }

    /// When it was adopted.
    async fn adopted_on(&self) -> Result<Option<Day>> {
        Ok(column(&self.0.adopted_on)?.map(Day))
    }

    /// Who may read it.
    async fn visibility(&self) -> Result<Visibility> {
        Ok((*column(&self.0.visibility)?).into())
    }

    /// When it was entered.
    async fn created_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.created_at)?))
    }

    /// When it was last changed.
    async fn updated_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.updated_at)?))
    }

    /// Counts changes; send it back with a change.
    async fn version(&self) -> Result<i32> {
        Ok(*column(&self.0.version)?)
    }

    /// The municipality it is for.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<One<City>>> {
        Ok(one(ctx, &self.0.edges)?.map(City).map(One))
    }

    /// Who owns it.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<One<Tenant>> {
        required(ctx, &self.0.edges).map(Tenant).map(One)
    }

    /// In which network it stands.
    async fn network(&self, ctx: &Context<'_>) -> Result<One<Network>> {
        required(ctx, &self.0.edges).map(Network).map(One)
    }

    /// Its projects (Vorhaben) that you may read, by number.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<ProjectFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<ProjectOrder>,
        >,
    ) -> Result<One<ProjectConnection>> {
        Ok(One(ProjectConnection(many(ctx, &self.0.edges)?)))
    }

    /// Its resolutions across projects (Vorsätze).
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn resolutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<ResolutionConnection>> {
        Ok(One(ResolutionConnection(many(ctx, &self.0.edges)?)))
    }
}

connection!(Plan, PlanConnection, PlanEdge, domain::plan::Plan);
