//! The roots of the graph.
//!
//! Invariant: a root turns its selection into a read plan and hands it to the domain; it contains no rule.

use crate::{
    barrier::BarrierConnection,
    city::{City, CityConnection},
    error::refuse,
    indicator::{Indicator, IndicatorConnection},
    input::{
        CityFilter, CityOrder, ObservationFilter, ObservationOrder, PlanFilter, PlanOrder,
        ProjectFilter, ProjectOrder, TransferLinkFilter, TransferLinkOrder,
    },
    network::{Network, NetworkConnection},
    node::{self, Node},
    observation::ObservationConnection,
    plan::{Plan, PlanConnection},
    project::{Project, ProjectConnection},
    select::{Kind, Plans, orders},
    tenant::TenantConnection,
    transfer_link::{TransferLink, TransferLinkConnection},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    Ctx,
    read::{Filter, ListRequest, PageRequest, Reader, Select},
};
use std::sync::Arc;

/// The most ids that one request may name.
const MAX_IDS: usize = 100;

/// A root that answers a connection: where to read, what, and which part.
struct Root<'c> {
    domain: &'c Ctx,
    reader: Reader<'c>,
    select: Select,
    list: ListRequest,
}

type PageArguments = (Option<i32>, Option<String>, Option<i32>, Option<String>);

impl<'c> Root<'c> {
    fn new(
        ctx: &'c Context<'c>,
        kind: Kind,
        (first, after, last, before): PageArguments,
    ) -> Result<Self> {
        let domain = ctx.data::<Ctx>()?;
        let page =
            PageRequest::relay(first, after, last, before).map_err(|error| refuse(ctx, &error))?;
        let (select, total) = Plans::new(ctx, domain)
            .connection(kind)
            .map_err(|error| refuse(ctx, &error))?;
        Ok(Self {
            domain,
            reader: Reader::new(domain),
            select,
            list: ListRequest {
                page,
                total,
                ..ListRequest::default()
            },
        })
    }

    /// Takes over a filter.
    fn filter<F: Filter>(
        &mut self,
        ctx: &Context<'_>,
        filter: Option<domain::Result<F>>,
    ) -> Result<()> {
        let condition = filter.transpose().and_then(|filter| {
            filter
                .map(|filter| filter.condition(self.domain))
                .transpose()
        });
        self.list.condition = condition.map_err(|error| refuse(ctx, &error))?;
        Ok(())
    }
}

/// What can be asked.
pub struct Query;

/// What can be asked.
#[Object]
impl Query {
    /// Any object by its id; null where it is absent or you may not see it.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        Ok(node::fetch(ctx, &[id]).await?.into_iter().next().flatten())
    }

    /// Objects by their ids, at most 100, in the order of the ids; null where one is absent or you may not see it.
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_IDS {
            let error = domain::Error::invalid(
                "ids",
                format!(
                    "nennt {} Kennungen; höchstens {MAX_IDS} sind möglich.",
                    ids.len()
                ),
                format!("names {} ids; at most {MAX_IDS} are possible.", ids.len()),
            );
            return Err(refuse(ctx, &error));
        }
        node::fetch(ctx, &ids).await
    }

    /// A network (Städtenetz) by its short name, such as `kora`.
    async fn network(&self, ctx: &Context<'_>, slug: String) -> Result<Option<Network>> {
        let found = self::record(ctx, "Network", |domain| {
            domain.reference().network(&slug).cloned()
        });
        Ok(found.await?.map(Network))
    }

    /// A municipality by its official key (AGS), eight digits such as 05334002 for Aachen.
    async fn city(&self, ctx: &Context<'_>, ags: String) -> Result<Option<City>> {
        domain::city::check_ags("ags", &ags).map_err(|error| refuse(ctx, &error))?;
        let found = self::record(ctx, "City", |domain| {
            domain.reference().cities.find(&ags).cloned()
        });
        Ok(found.await?.map(City))
    }

    /// An indicator by its code.
    async fn indicator(&self, ctx: &Context<'_>, code: String) -> Result<Option<Indicator>> {
        let found = self::record(ctx, "Indicator", |domain| {
            domain
                .reference()
                .indicators
                .all()
                .iter()
                .find(|indicator| indicator.code == code)
                .cloned()
        });
        Ok(found.await?.map(Indicator))
    }

    /// A plan by its id.
    async fn plan(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Plan>> {
        Ok(self::row(ctx, Kind::Plan, "plan", &id).await?.map(Plan))
    }

    /// A project by its id.
    async fn project(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Project>> {
        Ok(self::row(ctx, Kind::Project, "project", &id)
            .await?
            .map(Project))
    }

    /// A transfer link by its id.
    async fn transfer_link(&self, ctx: &Context<'_>, id: ID) -> Result<Option<TransferLink>> {
        Ok(self::row(ctx, Kind::TransferLink, "link", &id)
            .await?
            .map(TransferLink))
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
    ) -> Result<IndicatorConnection> {
        let root = Root::new(
            ctx,
            Kind::Reference("Indicator"),
            (first, after, last, before),
        )?;
        let page = domain::indicator::list(&root.reader, &root.list, &root.select).await;
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
    ) -> Result<PlanConnection> {
        let mut root = Root::new(ctx, Kind::Plan, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::plan::PlanFilter::from(filter))),
        )?;
        root.list.order = domain::plan::order(&orders(order_by.unwrap_or_default()));
        let page = domain::plan::list(&root.reader, &root.list, &root.select).await;
        Ok(PlanConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
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
    ) -> Result<ProjectConnection> {
        let mut root = Root::new(ctx, Kind::Project, (first, after, last, before))?;
        root.filter(ctx, filter.map(domain::project::ProjectFilter::try_from))?;
        root.list.order = domain::project::order(&orders(order_by.unwrap_or_default()), false);
        let page = domain::project::list(&root.reader, &root.list, &root.select).await;
        Ok(ProjectConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
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
    ) -> Result<TransferLinkConnection> {
        let mut root = Root::new(ctx, Kind::TransferLink, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::transfer_link::TransferLinkFilter::from(filter))),
        )?;
        root.list.order = domain::transfer_link::order(&orders(order_by.unwrap_or_default()));
        let page = domain::transfer_link::list(&root.reader, &root.list, &root.select).await;
        Ok(TransferLinkConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
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
    ) -> Result<ObservationConnection> {
        let mut root = Root::new(ctx, Kind::Observation, (first, after, last, before))?;
        root.filter(
            ctx,
            filter.map(|filter| Ok(domain::observation::ObservationFilter::from(filter))),
        )?;
        root.list.order = domain::observation::order(&orders(order_by.unwrap_or_default()));
        let page = domain::observation::list(&root.reader, &root.list, &root.select).await;
        Ok(ObservationConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }
}

/// A record of the reference data, with what is selected below it.
async fn record<T: Send + Sync + 'static>(
    ctx: &Context<'_>,
    name: &'static str,
    find: impl Fn(&Ctx) -> Option<Arc<T>>,
) -> Result<Option<Arc<domain::read::Node<T>>>>
where
    domain::read::Node<T>: domain::read::Parent,
{
    let domain = ctx.data::<Ctx>()?;
    let select = Plans::new(ctx, domain)
        .node(Kind::Reference(name))
        .map_err(|error| refuse(ctx, &error))?;
    let mut found: Vec<_> = find(domain)
        .map(domain::read::Node::new)
        .into_iter()
        .collect();
    Reader::new(domain)
        .follow(&mut found, &select)
        .await
        .map_err(|error| refuse(ctx, &error))?;
    Ok(found.pop().map(Arc::new))
}

/// A row by its id: one of another kind is refused, one that is absent or invisible is null.
async fn row<R: domain::read::Row>(
    ctx: &Context<'_>,
    kind: Kind,
    prefix: &'static str,
    id: &str,
) -> Result<Option<Arc<R>>> {
    let domain = ctx.data::<Ctx>()?;
    let uuid = match domain::id::split(id) {
        Some((found, uuid)) if found == prefix => uuid,
        _ => {
            let error = domain::Error::invalid(
                "id",
                format!("{id:?} ist keine Kennung dieser Art; erwartet wird {prefix}_…"),
                format!("{id:?} is no id of this kind; expected is {prefix}_…"),
            );
            return Err(refuse(ctx, &error));
        }
    };
    let select = Plans::new(ctx, domain)
        .node(kind)
        .map_err(|error| refuse(ctx, &error))?;
    Reader::new(domain)
        .one::<R>(uuid, &select)
        .await
        .map_err(|error| refuse(ctx, &error))
}
