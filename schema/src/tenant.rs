//! An organisation that owns content (Mandant): a municipality or a coordination office.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    city::City,
    connection::connection,
    direct::One,
    edge::{many, one},
    input::{PlanFilter, PlanOrder, ProjectFilter, ProjectOrder},
    membership::MembershipConnection,
    plan::PlanConnection,
    project::ProjectConnection,
    value::TenantKind,
};
use async_graphql::{Context, ID, Object, Result};
use domain::read::Node;
use std::sync::Arc;

/// An organisation that owns content (Mandant): a municipality or a coordination office.
pub struct Tenant(pub(crate) Arc<Node<domain::tenant::Tenant>>);

/// An organisation that owns content (Mandant): a municipality or a coordination office.
#[Object(serial)]
impl Tenant {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.record.id.to_string().into()
    }

    /// What kind of organisation it is.
    async fn kind(&self) -> TenantKind {
        self.0.record.kind.into()
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.record.name
    }

    /// The municipality it is, if it is one.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<One<City>>> {
        Ok(one(ctx, &self.0.edges)?.map(City).map(One))
    }

    /// The networks in which it takes part.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<MembershipConnection>> {
        Ok(One(MembershipConnection(many(ctx, &self.0.edges)?)))
    }

    /// Its action plans that you may read.
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

    /// Its projects that you may read.
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
}

connection!(
    Tenant,
    TenantConnection,
    TenantEdge,
    Node<domain::tenant::Tenant>
);
