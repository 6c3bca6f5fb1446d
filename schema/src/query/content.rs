//! Roots of what tenants own: plans, projects, links, offers and requests, observations.
//!
//! Invariant: only what the caller may read is there, for everybody else it does not exist.

use super::root::{Root, row};
use crate::{
    direct::One,
    error::refuse,
    expertise::ExpertiseConnection,
    expertise_filter::{ExpertiseFilter, ExpertiseOrder},
    input::{
        ObservationFilter, ObservationOrder, PlanFilter, PlanOrder, ProjectFilter, ProjectOrder,
        TransferLinkFilter, TransferLinkOrder,
    },
    observation::ObservationConnection,
    plan::{Plan, PlanConnection},
    project::{Project, ProjectConnection},
    select::{Kind, orders},
    transfer_link::{TransferLink, TransferLinkConnection},
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// Plans, projects, links, offers and requests, observations.
#[derive(Default)]
pub struct ContentQuery;

#[Object]
impl ContentQuery {
    /// A plan by its id.
    async fn plan(&self, ctx: &Context<'_>, id: ID) -> Result<Option<One<Plan>>> {
        Ok(row(ctx, Kind::Plan, "plan", &id).await?.map(Plan).map(One))
    }

    /// A project by its id.
    async fn project(&self, ctx: &Context<'_>, id: ID) -> Result<Option<One<Project>>> {
        Ok(row(ctx, Kind::Project, "project", &id)
            .await?
            .map(Project)
            .map(One))
    }

    /// A transfer link by its id.
    async fn transfer_link(&self, ctx: &Context<'_>, id: ID) -> Result<Option<One<TransferLink>>> {
        Ok(row(ctx, Kind::TransferLink, "link", &id)
            .await?
            .map(TransferLink)
            .map(One))
    }

    /// Action plans (Aktionspläne) that you may read.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<PlanFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<Vec<PlanOrder>>,
    ) -> Result<One<PlanConnection>> {
        let mut root = Root::new(ctx, Kind::Plan, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::plan::PlanFilter::from(filter))),
        )?;
        root.list.order = domain::plan::order(&orders(order_by.unwrap_or_default()));
        let page = domain::plan::list(&root.reader, &root.list, &root.select).await;
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(PlanConnection(Arc::new(page))))
    }

    /// Projects (Vorhaben) that you may read.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<
            Vec<ProjectOrder>,
        >,
    ) -> Result<One<ProjectConnection>> {
        let mut root = Root::new(ctx, Kind::Project, (first, after, last, before))?;
        root.filter(ctx, filter.map(domain::project::ProjectFilter::try_from))?;
        root.list.order = domain::project::order(&orders(order_by.unwrap_or_default()), false);
        let page = domain::project::list(&root.reader, &root.list, &root.select).await;
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(ProjectConnection(Arc::new(page))))
    }

    /// Transfer links (Erfahrungstransfers) that you may read.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn transfer_links(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<TransferLinkFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<
            Vec<TransferLinkOrder>,
        >,
    ) -> Result<One<TransferLinkConnection>> {
        let mut root = Root::new(ctx, Kind::TransferLink, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::transfer_link::TransferLinkFilter::from(filter))),
        )?;
        root.list.order = domain::transfer_link::order(&orders(order_by.unwrap_or_default()));
        let page = domain::transfer_link::list(&root.reader, &root.list, &root.select).await;
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(TransferLinkConnection(Arc::new(page))))
    }

    /// Offers (Angebote) and requests (Gesuche) of expertise that you may read.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn expertise(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<ExpertiseFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<
            Vec<ExpertiseOrder>,
        >,
    ) -> Result<One<ExpertiseConnection>> {
        let mut root = Root::new(ctx, Kind::Expertise, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::expertise::ExpertiseFilter::from(filter))),
        )?;
        root.list.order = domain::expertise::order(&orders(order_by.unwrap_or_default()));
        let page = domain::expertise::list(&root.reader, &root.list, &root.select).await;
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(ExpertiseConnection(Arc::new(page))))
    }

    /// Observed, planned and targeted values (Messwerte) that you may read, by year.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn observations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<ObservationFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<
            Vec<ObservationOrder>,
        >,
    ) -> Result<One<ObservationConnection>> {
        let mut root = Root::new(ctx, Kind::Observation, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::observation::ObservationFilter::from(filter))),
        )?;
        root.list.order = domain::observation::order(&orders(order_by.unwrap_or_default()));
        let page = domain::observation::list(&root.reader, &root.list, &root.select).await;
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(ObservationConnection(Arc::new(page))))
    }
}
