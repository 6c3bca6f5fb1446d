//! A network of cities (Städtenetz) with a common scheme of action fields.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    action_field::ActionFieldConnection,
    connection::connection,
    direct::{Many, One},
    disclosure_policy::DisclosurePolicy,
    edge::{many, required},
    expertise::ExpertiseConnection,
    expertise_filter::{ExpertiseFilter, ExpertiseOrder},
    input::{
        PlanFilter, PlanOrder, ProjectFilter, ProjectOrder, TransferLinkFilter, TransferLinkOrder,
    },
    language::{Locale, chosen},
    membership::MembershipConnection,
    peer_group::PeerGroupConnection,
    peer_input::{PeerGroupFilter, PeerGroupOrder},
    plan::PlanConnection,
    project::ProjectConnection,
    similarity_weights::SimilarityWeights,
    transfer_link::TransferLinkConnection,
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    disclosure::DisclosurePolicy as DomainPolicy, language::Words, read::Node,
    similarity_weights::SimilarityWeights as DomainWeights,
};
use std::sync::Arc;

/// A network of cities (Städtenetz) with a common scheme of action fields.
pub struct Network(pub(crate) Arc<Node<domain::network::Network>>);

/// A network of cities (Städtenetz) with a common scheme of action fields.
#[Object(serial)]
impl Network {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.record.id.to_string().into()
    }

    /// Short name in addresses, such as `kora`.
    async fn slug(&self) -> &str {
        &self.0.record.slug
    }

    /// Name of the network.
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::maybe(self.0.record.name_de.clone(), self.0.record.name_en.clone())
            .text(chosen(ctx, locale))
            .to_owned()
    }

    /// What the network is for.
    async fn purpose(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        let de = self.0.record.purpose_de.clone()?;
        Some(
            Words::maybe(de, self.0.record.purpose_en.clone())
                .text(chosen(ctx, locale))
                .to_owned(),
        )
    }

    /// Funding programme or project it began with.
    async fn programme(&self) -> Option<&str> {
        self.0.record.programme.as_deref()
    }

    /// Where this is documented.
    async fn source_url(&self) -> Option<&str> {
        self.0.record.source_url.as_deref()
    }

    /// What must hold before a figure over confidential values of its cities is shown.
    async fn disclosure_policy(&self) -> One<DisclosurePolicy> {
        One(DomainPolicy::of(&self.0.record).into())
    }

    /// Counts changes; send it back with a change.
    async fn version(&self) -> i32 {
        self.0.record.revision
    }

    /// The scheme of action fields (Aktionsfelder).
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn action_fields(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<ActionFieldConnection>> {
        Ok(One(ActionFieldConnection(many(ctx, &self.0.edges)?)))
    }

    /// The organisations that take part.
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

    /// Action plans of its members that you may read.
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

    /// Projects of its members that you may read.
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

    /// Offers and requests of expertise of its members that you may read.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn expertise(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<ExpertiseFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<ExpertiseOrder>,
        >,
    ) -> Result<One<ExpertiseConnection>> {
        Ok(One(ExpertiseConnection(many(ctx, &self.0.edges)?)))
    }

    /// Peer groups (Vergleichsgruppen) and rings (Vergleichsringe) in this network that you may read.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn peer_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<PeerGroupFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<PeerGroupOrder>,
        >,
    ) -> Result<One<PeerGroupConnection>> {
        Ok(One(PeerGroupConnection(many(ctx, &self.0.edges)?)))
    }

    /// What counts how much where projects of this network are compared: the weights that are shipped with the service,
    /// until its coordinators' decisions taught better ones.
    async fn similarity_weights(&self, ctx: &Context<'_>) -> Result<One<SimilarityWeights>> {
        let weights = required::<DomainWeights>(ctx, &self.0.edges)?;
        Ok(One(SimilarityWeights((*weights).clone())))
    }

    /// All versions of these weights that there were, the newest first; the last is the one that is shipped.
    async fn similarity_weights_versions(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Many<SimilarityWeights>> {
        let versions = required::<Vec<DomainWeights>>(ctx, &self.0.edges)?;
        Ok(versions.iter().cloned().map(SimilarityWeights).collect())
    }

    /// Transfer links between its members that you may read.
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
}

connection!(
    Network,
    NetworkConnection,
    NetworkEdge,
    Node<domain::network::Network>
);
