//! A German municipality (Kommune) of the official register.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    classification::{FederalState, RegioStar7, SizeClass},
    connection::connection,
    direct::One,
    edge::{many, one},
    input::{
        CityFilter, ObservationFilter, ObservationOrder, PlanFilter, PlanOrder, ProjectFilter,
        ProjectOrder, TransferLinkFilter, TransferLinkOrder,
    },
    observation::ObservationConnection,
    plan::PlanConnection,
    project::ProjectConnection,
    similar_city::SimilarCityConnection,
    tenant::Tenant,
    transfer_link::TransferLinkConnection,
    value::{CityKind, Day},
};
use async_graphql::{Context, ID, Object, Result};
use domain::read::Node;
use std::sync::Arc;

/// A German municipality (Kommune) of the official register.
pub struct City(pub(crate) Arc<Node<domain::city::City>>);

/// A German municipality (Kommune) of the official register.
#[Object(serial)]
impl City {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        format!("city_{}", self.0.record.ags).into()
    }

    /// Official municipality key (Amtlicher Gemeindeschlüssel), eight digits with leading zeros.
    async fn ags(&self) -> &str {
        &self.0.record.ags
    }

    /// Regional key (Amtlicher Regionalschlüssel), twelve digits, where known.
    async fn ars(&self) -> Option<&str> {
        self.0.record.ars.as_deref()
    }

    /// Name for readers, such as Aachen.
    async fn name(&self) -> &str {
        &self.0.record.display_name
    }

    /// Name as in the register, such as "Aachen, Stadt".
    async fn official_name(&self) -> &str {
        &self.0.record.name
    }

    /// What kind of place it is.
    async fn kind(&self) -> CityKind {
        self.0.record.kind.into()
    }

    /// The federal state (Land).
    async fn state(&self) -> One<FederalState> {
        One(FederalState(self.0.record.state.clone()))
    }

    /// Inhabitants.
    async fn population(&self) -> Option<i32> {
        self.0.record.population
    }

    /// The day the number of inhabitants is for.
    async fn population_on(&self) -> Option<Day> {
        self.0.record.population_on.map(Day)
    }

    /// Area in square kilometres.
    async fn area_km2(&self) -> Option<f64> {
        self.0.record.area_km2
    }

    /// Degrees north (WGS 84).
    async fn latitude(&self) -> Option<f64> {
        self.0.record.latitude
    }

    /// Degrees east (WGS 84).
    async fn longitude(&self) -> Option<f64> {
        self.0.record.longitude
    }

    /// Spatial type after RegioStaR 7 (Federal Ministry of Transport, territory of 2018).
    async fn regiostar7(&self) -> Option<One<RegioStar7>> {
        self.0.record.regiostar7.map(RegioStar7).map(One)
    }

    /// Size class by inhabitants.
    async fn size_class(&self) -> Option<One<SizeClass>> {
        self.0.record.population.map(|population| {
            One(SizeClass(domain::reference::classification::SizeClass::of(
                population,
            )))
        })
    }

    /// NUTS 3 code, where known.
    async fn nuts3(&self) -> Option<&str> {
        self.0.record.nuts3.as_deref()
    }

    /// Wikidata item, where known.
    async fn wikidata(&self) -> Option<&str> {
        self.0.record.wikidata.as_deref()
    }

    /// The tenant of this city, if it takes part in a network.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<Option<One<Tenant>>> {
        Ok(one(ctx, &self.0.edges)?.map(Tenant).map(One))
    }

    /// Cities of like structure, the most similar first, each with the reasons: type of region, size, distance, federal
    /// state, and measured indicators as far as you may read them.
    #[graphql(complexity = "1")]
    async fn similar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 where nothing is given.")] _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "Among which cities; all criteria must hold.")] _filter: Option<
            CityFilter,
        >,
    ) -> Result<One<SimilarCityConnection>> {
        Ok(One(SimilarCityConnection(many(ctx, &self.0.edges)?)))
    }

    /// Action plans of this city that you may read.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<PlanFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<Vec<PlanOrder>>,
    ) -> Result<One<PlanConnection>> {
        Ok(One(PlanConnection(many(ctx, &self.0.edges)?)))
    }

    /// Projects of this city that you may read.
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

    /// Observed values for this city that you may read.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn observations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<ObservationFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<ObservationOrder>,
        >,
    ) -> Result<One<ObservationConnection>> {
        Ok(One(ObservationConnection(many(ctx, &self.0.edges)?)))
    }

    /// Links through which this city wants to learn from others.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn transfer_links(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<
            TransferLinkFilter,
        >,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<TransferLinkOrder>,
        >,
    ) -> Result<One<TransferLinkConnection>> {
        Ok(One(TransferLinkConnection(many(ctx, &self.0.edges)?)))
    }

    /// Links through which others want to learn from this city.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn transfer_links_as_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<
            TransferLinkFilter,
        >,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<TransferLinkOrder>,
        >,
    ) -> Result<One<TransferLinkConnection>> {
        Ok(One(TransferLinkConnection(many(ctx, &self.0.edges)?)))
    }
}

connection!(City, CityConnection, CityEdge, Node<domain::city::City>);
