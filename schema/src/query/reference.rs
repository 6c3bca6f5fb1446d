//! Roots of the reference data: networks, municipalities, organisations, vocabularies.
//!
//! Invariant: what these roots read themselves is kept in the process; only what is selected below costs statements.

use super::root::{Root, record};
use crate::{
    barrier::BarrierConnection,
    city::{City, CityConnection},
    concept::{Concept, ConceptConnection, ConceptFilter},
    error::refuse,
    indicator::{Indicator, IndicatorConnection, IndicatorFilter},
    input::{CityFilter, CityOrder},
    network::{Network, NetworkConnection},
    select::{Kind, orders},
    tenant::TenantConnection,
};
use async_graphql::{Context, Object, Result};
use domain::Ctx;
use std::sync::Arc;

/// Networks, municipalities, organisations, vocabularies.
#[derive(Default)]
pub struct ReferenceQuery;

#[Object]
impl ReferenceQuery {
    /// A network (Städtenetz) by its short name, such as `kora`.
    async fn network(&self, ctx: &Context<'_>, slug: String) -> Result<Option<Network>> {
        let found = record(ctx, "Network", |domain| {
            domain.reference().network(&slug).cloned()
        });
        Ok(found.await?.map(Network))
    }

    /// A municipality by its official key (AGS), eight digits such as 05334002 for Aachen.
    async fn city(&self, ctx: &Context<'_>, ags: String) -> Result<Option<City>> {
        domain::city::check_ags("ags", &ags).map_err(|error| refuse(ctx, &error))?;
        let found = record(ctx, "City", |domain| {
            domain.reference().cities.find(&ags).cloned()
        });
        Ok(found.await?.map(City))
    }

    /// An indicator by its code.
    async fn indicator(&self, ctx: &Context<'_>, code: String) -> Result<Option<Indicator>> {
        let found = record(ctx, "Indicator", |domain| {
            domain::indicator::by_code(domain, &code)
        });
        Ok(found.await?.map(Indicator))
    }

    /// The networks (Städtenetze).
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn networks(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<NetworkConnection> {
        let root = Root::new(
            ctx,
            Kind::Reference("Network"),
            (first, after, last, before),
        )?;
        let page = domain::network::list(&root.reader, &root.list, &root.select).await;
        Ok(NetworkConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// The organisations that take part (Mandanten).
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn tenants(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<TenantConnection> {
        let root = Root::new(ctx, Kind::Reference("Tenant"), (first, after, last, before))?;
        let page = domain::tenant::list(&root.reader, &root.list, &root.select).await;
        Ok(TenantConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// The vocabulary of instruments, problems and actors, by which projects are compared.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn concepts(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<ConceptFilter>,
    ) -> Result<ConceptConnection> {
        let root = Root::new(
            ctx,
            Kind::Reference("Concept"),
            (first, after, last, before),
        )?;
        let filter = filter.map(domain::concept::ConceptFilter::from);
        let page =
            domain::concept::list(root.reader.ctx(), &root.list, &filter.unwrap_or_default());
        Ok(ConceptConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// A concept of that vocabulary by its short name.
    async fn concept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Such as priority-list.")] notation: String,
    ) -> Result<Option<Concept>> {
        let vocabulary = &ctx.data::<Ctx>()?.reference().vocabulary;
        let concept = domain::concept::Concept::named(vocabulary, &notation);
        Ok(concept.map(Concept::of))
    }

    /// The vocabulary of barriers (Hemmnisse).
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn barriers(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<BarrierConnection> {
        let root = Root::new(
            ctx,
            Kind::Reference("Barrier"),
            (first, after, last, before),
        )?;
        let page = domain::barrier::list(&root.reader, &root.list, &root.select).await;
        Ok(BarrierConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// The definitions of indicators (Indikatoren).
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<IndicatorFilter>,
    ) -> Result<IndicatorConnection> {
        let root = Root::new(
            ctx,
            Kind::Reference("Indicator"),
            (first, after, last, before),
        )?;
        let filter = filter.map(domain::indicator::IndicatorFilter::from);
        let filter = filter.unwrap_or_default();
        let page = domain::indicator::list(&root.reader, &filter, &root.list, &root.select).await;
        Ok(IndicatorConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// Municipalities (Kommunen). Found by name they come by closeness, otherwise by AGS.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] filter: Option<CityFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] order_by: Option<Vec<CityOrder>>,
    ) -> Result<CityConnection> {
        let root = Root::new(ctx, Kind::Reference("City"), (first, after, last, before))?;
        let filter = filter
            .map(domain::city::CityFilter::from)
            .unwrap_or_default();
        let order = orders(order_by.unwrap_or_default());
        let page =
            domain::city::list(&root.reader, &filter, &order, &root.list, &root.select).await;
        Ok(CityConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }
}
