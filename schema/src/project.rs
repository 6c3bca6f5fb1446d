//! A project (Vorhaben) of an action plan.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    action_field::ActionField,
    city::City,
    concept_correction::ConceptCorrectionConnection,
    connection::connection,
    direct::{Many, One},
    edge::{many, one, required},
    error::{column, refuse},
    input::{TransferLinkFilter, TransferLinkOrder},
    language::{Locale, chosen},
    match_filter::MatchFilter,
    network::Network,
    plan::Plan,
    project_barrier::ProjectBarrierConnection,
    project_concept::ProjectConcept,
    project_item::ProjectItemConnection,
    project_source::ProjectSourceConnection,
    similar_project::SimilarProjectConnection,
    sub_project::SubProjectConnection,
    tenant::Tenant,
    transfer_link::TransferLinkConnection,
    value::{CostBand, ItemKind, Moment, ProjectPhase, ProjectStatus, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{Ctx, label, project_concept::ProjectConcepts};
use std::sync::Arc;

/// A project (Vorhaben) of an action plan.
pub struct Project(pub(crate) Arc<domain::project::Project>);

/// A project (Vorhaben) of an action plan.
#[Object(serial)]
impl Project {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Stable public code, unique in the network.
    async fn code(&self) -> Result<&str> {
        Ok(column(&self.0.code)?.as_str())
    }

    /// Number in the plan.
    async fn sequence_no(&self) -> Result<i32> {
        Ok(*column(&self.0.sequence_no)?)
    }

    /// Working title (Arbeitstitel).
    async fn working_title(&self) -> Result<&str> {
        Ok(column(&self.0.working_title)?.as_str())
    }

    /// What it is about.
    async fn summary(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.summary)?.as_deref())
    }

    /// Overall goal (Übergeordnete Zielsetzung).
    async fn overall_goal(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.overall_goal)?.as_deref())
    }

    /// Where it stands.
    async fn status(&self) -> Result<ProjectStatus> {
        Ok((*column(&self.0.status)?).into())
    }

    /// Where it stands, in words.
    async fn status_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        Ok(label::status(*column(&self.0.status)?)
            .text(chosen(ctx, locale))
            .to_owned())
    }

    /// The status in the words of the source.
    async fn status_note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.status_note)?.as_deref())
    }

    /// Whether it is behind its plan.
    async fn is_delayed(&self) -> Result<bool> {
        Ok(*column(&self.0.is_delayed)?)
    }

    /// How mature it is.
    async fn phase(&self) -> Result<Option<ProjectPhase>> {
        Ok(column(&self.0.phase)?.map(Into::into))
    }

    /// How mature it is, in words.
    async fn phase_label(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
    ) -> Result<Option<String>> {
        let phase = *column(&self.0.phase)?;
        Ok(phase.map(|phase| label::phase(phase).text(chosen(ctx, locale)).to_owned()))
    }

    /// Year in which it began.
    async fn start_year(&self) -> Result<Option<i32>> {
        Ok(*column(&self.0.start_year)?)
    }

    /// Year in which it ended or is to end.
    async fn end_year(&self) -> Result<Option<i32>> {
        Ok(*column(&self.0.end_year)?)
    }

    /// Responsible unit, as the source names it.
    async fn responsible(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.responsible)?.as_deref())
    }

    /// Whom to ask: the address of a role, not of a person. Who sees it: `contactVisibility`, and never more readers than
    /// the project has; to everybody else there is none.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let contact = self.0.contact(ctx.data::<Ctx>()?);
        contact.map_err(|error| refuse(ctx, &error))
    }

    /// Who sees the contact, if there is one: TENANT (your own organisation), NETWORK (members of the network) or PUBLIC
    /// (whoever can read the project).
    async fn contact_visibility(&self) -> Visibility {
        self.0.contact_visibility.into()
    }

    /// What it costs over its whole time, as a band. Who sees it: `costVisibility`, and never more readers than the
    /// project has; to everybody else there is none.
    async fn cost_band(&self, ctx: &Context<'_>) -> Result<Option<CostBand>> {
        let band = self.0.cost_band(ctx.data::<Ctx>()?);
        Ok(band.map_err(|error| refuse(ctx, &error))?.map(Into::into))
    }

    /// Who sees the cost, if it is told: TENANT, NETWORK or PUBLIC, as with the contact.
    async fn cost_visibility(&self) -> Visibility {
        self.0.cost_visibility.into()
    }

    /// A note for colleagues. Only the organisation that owns the project sees it; to everybody else there is none.
    async fn own_note(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let note = self.0.own_note(ctx.data::<Ctx>()?);
        note.map_err(|error| refuse(ctx, &error))
    }

    /// Who may read it: the narrower of its own and its plan's visibility.
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

    /// Its action plan.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Option<One<Plan>>> {
        Ok(one(ctx, &self.0.edges)?.map(Plan).map(One))
    }

    /// Its action field (Aktionsfeld).
    async fn action_field(&self, ctx: &Context<'_>) -> Result<Option<One<ActionField>>> {
        Ok(one(ctx, &self.0.edges)?.map(ActionField).map(One))
    }

    /// The municipality it is carried out in.
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

    /// Ideas, milestones, success factors, indicator statements, measures and lessons, in their order.
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

    /// Projects of other cities that are similar, the most similar first, each with the reasons: the same instruments,
    /// problems, people involved, words, and how like the cities are. Only what you may read takes part.
    #[graphql(complexity = "1")]
    async fn similar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 where nothing is given.")] _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "Among which projects; all criteria must hold.")] _filter: Option<
            MatchFilter,
        >,
    ) -> Result<One<SimilarProjectConnection>> {
        Ok(One(SimilarProjectConnection(many(ctx, &self.0.edges)?)))
    }

    /// Its sub-projects (Teilvorhaben).
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn sub_projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<SubProjectConnection>> {
        Ok(One(SubProjectConnection(many(ctx, &self.0.edges)?)))
    }

    /// The barriers (Hemmnisse) it addresses, is held up by, or has resolved.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn barriers(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<ProjectBarrierConnection>> {
        Ok(One(ProjectBarrierConnection(many(ctx, &self.0.edges)?)))
    }

    /// Instruments, problems and actors that its texts tell of, or that its editors have named, the surest first: by these
    /// it is compared with others. Only texts take part that everybody reads who reads the project.
    async fn concepts(&self, ctx: &Context<'_>) -> Result<Many<ProjectConcept>> {
        let concepts = required::<ProjectConcepts>(ctx, &self.0.edges)?;
        Ok(concepts.iter().cloned().map(ProjectConcept).collect())
    }

    /// What its editors say about its concepts, against or beside what is recognised in its texts.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn concept_corrections(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<ConceptCorrectionConnection>> {
        Ok(One(ConceptCorrectionConnection(many(ctx, &self.0.edges)?)))
    }

    /// Where it is documented.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<ProjectSourceConnection>> {
        Ok(One(ProjectSourceConnection(many(ctx, &self.0.edges)?)))
    }

    /// Links through which it wants to learn from others.
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

    /// Links through which others want to learn from it.
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

connection!(
    Project,
    ProjectConnection,
    ProjectEdge,
    domain::project::Project
);
