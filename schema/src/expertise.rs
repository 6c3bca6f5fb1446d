//! Offers (Angebote) and requests (Gesuche) of expertise, and which of them fit.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    barrier::Barrier,
    city::City,
    connection::connection,
    cost::list_size,
    direct::{Many, One},
    edge::{one, required},
    error::{column, refuse},
    language::{Locale, chosen},
    network::Network,
    project::Project,
    similar_project::SimilarityComponent,
    tenant::Tenant,
    value::{Day, ExpertiseCapacity, ExpertiseKind, Moment, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    Ctx,
    expertise::{ExpertiseMatch as DomainMatch, ExpertiseMatches},
    expertise_barrier::Barriers,
    label,
    read::Node,
};
use std::sync::Arc;

/// An offer (Angebot) of expertise, or a request (Gesuch) for it, of an organisation in a network.
pub struct Expertise(pub(crate) Arc<domain::expertise::Expertise>);

/// An offer (Angebot) of expertise, or a request (Gesuch) for it, of an organisation in a network.
#[Object(serial)]
impl Expertise {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Whether expertise is offered or looked for.
    async fn kind(&self) -> ExpertiseKind {
        self.0.kind.into()
    }

    /// Whether expertise is offered or looked for, in words.
    async fn kind_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::expertise_kind(self.0.kind);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// What about, in short.
    async fn topic(&self) -> Result<&str> {
        Ok(column(&self.0.topic)?.as_str())
    }

    /// What about, in detail.
    async fn description(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.description)?.as_deref())
    }

    /// How much time is offered or looked for.
    async fn capacity(&self) -> Result<ExpertiseCapacity> {
        Ok((*column(&self.0.capacity)?).into())
    }

    /// How much time is offered or looked for, in words.
    async fn capacity_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        let label = label::expertise_capacity(*column(&self.0.capacity)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// Whom to ask: the address of a role, not of a person. Who sees it: `contactVisibility`, and never more readers than
    /// the offer or request has; to everybody else there is none.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let contact = self.0.contact(ctx.data::<Ctx>()?);
        contact.map_err(|error| refuse(ctx, &error))
    }

    /// Who sees the contact, if there is one: TENANT (your own organisation), NETWORK (members of the network) or PUBLIC
    /// (whoever can read the offer or request).
    async fn contact_visibility(&self) -> Visibility {
        self.0.contact_visibility.into()
    }

    /// The last day on which it is open.
    async fn until(&self) -> Day {
        Day(self.0.until)
    }

    /// Whether its last day has not passed.
    async fn is_open(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_open(ctx.data::<Ctx>()?))
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

    /// In which network it stands.
    async fn network(&self, ctx: &Context<'_>) -> Result<One<Network>> {
        required(ctx, &self.0.edges).map(Network).map(One)
    }

    /// Who owns it.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<One<Tenant>> {
        required(ctx, &self.0.edges).map(Tenant).map(One)
    }

    /// The municipality of its owner; none where a coordinating office owns it.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<One<City>>> {
        Ok(one(ctx, &self.0.edges)?.map(City).map(One))
    }

    /// The project in which the experience was gained, or for which it is looked for, if you may read it.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<One<Project>>> {
        Ok(one(ctx, &self.0.edges)?.map(Project).map(One))
    }

    /// The barriers (Hemmnisse) that it is about, five at most.
    #[graphql(directive = list_size::apply(5))]
    async fn barriers(&self, ctx: &Context<'_>) -> Result<Many<Barrier>> {
        let barriers = required::<Barriers>(ctx, &self.0.edges)?;
        let barriers = barriers.iter().cloned();
        Ok(barriers
            .map(|one| Barrier(Arc::new(Node::new(one))))
            .collect())
    }

    /// Of a request the open offers of other organisations of the network that fit it, of an offer the requests that it
    /// fits, the best first, each with the reasons. Only what you may read takes part, and of each network the 500 offers
    /// and 500 requests that were entered last. What is no longer open has none.
    async fn matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 20.", default = 5)] _first: i32,
    ) -> Result<Many<ExpertiseMatch>> {
        let matches = required::<ExpertiseMatches>(ctx, &self.0.edges)?;
        Ok(matches.iter().cloned().map(ExpertiseMatch).collect())
    }
}

connection!(
    Expertise,
    ExpertiseConnection,
    ExpertiseEdge,
    domain::expertise::Expertise
);

/// An offer that fits a request, or the other way round, with the reasons.
pub struct ExpertiseMatch(Arc<DomainMatch>);

/// An offer that fits a request, or the other way round, with the reasons.
#[Object(serial)]
impl ExpertiseMatch {
    /// The other one.
    async fn expertise(&self, ctx: &Context<'_>) -> Result<One<Expertise>> {
        required(ctx, &self.0.edges).map(Expertise).map(One)
    }

    /// How well it fits, 0 to 1: the sum of the contributions of all components.
    async fn score(&self) -> f64 {
        self.0.found.score
    }

    /// What the score is made of: barriers, instruments, problems, words.
    async fn components(&self) -> Many<SimilarityComponent> {
        let components = self.0.found.components.iter().cloned();
        components.map(SimilarityComponent).collect()
    }

    /// Why, in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let explanation = &self.0.found.explanation;
        explanation.text(chosen(ctx, locale)).to_owned()
    }

    /// The barriers that both are about.
    #[graphql(directive = list_size::apply(5))]
    async fn shared_barriers(&self, ctx: &Context<'_>) -> Result<Many<Barrier>> {
        let reference = ctx.data::<Ctx>()?.reference();
        let ids = self.0.found.barriers.iter();
        let found = ids.filter_map(|id| reference.barriers.find(id).cloned());
        Ok(found.map(|one| Barrier(Arc::new(Node::new(one)))).collect())
    }
}
