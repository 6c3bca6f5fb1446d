//! A transfer link (Erfahrungstransfer): who wants to learn from whom.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    change::Change,
    city::City,
    connection::connection,
    direct::One,
    edge::{many, one, required},
    error::{column, refuse},
    language::{Locale, chosen},
    network::Network,
    project::Project,
    transfer_effect::TransferEffectConnection,
    transfer_event::TransferEventConnection,
    value::{
        Certainty, Day, Moment, TransferKind, TransferOrigin, TransferOutcome, TransferReason,
        TransferStage, TransferStanding, TransferStep, Visibility,
    },
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    Ctx, label,
    read::Item,
    value::TransferParty::{self, Adopter, Source},
};
use std::sync::Arc;

/// A transfer link (Erfahrungstransfer): who wants to learn from whom.
#[derive(Clone)]
pub struct TransferLink(pub(crate) Arc<domain::transfer_link::TransferLink>);

/// A transfer link (Erfahrungstransfer): who wants to learn from whom.
#[Object(serial)]
impl TransferLink {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What kind of transfer it is.
    async fn kind(&self) -> Result<TransferKind> {
        Ok((*column(&self.0.kind)?).into())
    }

    /// How far it has come.
    async fn stage(&self) -> Result<TransferStage> {
        Ok((*column(&self.0.stage)?).into())
    }

    /// How far it has come, in words.
    async fn stage_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        Ok(label::stage(*column(&self.0.stage)?)
            .text(chosen(ctx, locale))
            .to_owned())
    }

    /// How much is known of it: only the city to learn from, its project, or what came of it.
    async fn standing(&self, ctx: &Context<'_>) -> Result<TransferStanding> {
        let standing = self.0.standing().map_err(|error| refuse(ctx, &error))?;
        Ok(standing.into())
    }

    /// The steps that you can take now: for its sides and for offices that coordinate the network; empty for everybody else.
    async fn possible_steps(&self, ctx: &Context<'_>) -> Result<Vec<TransferStep>> {
        let domain = ctx.data::<Ctx>()?;
        let steps = self.0.steps(domain);
        let steps = steps.map_err(|error| refuse(ctx, &error))?;
        Ok(steps.into_iter().map(Into::into).collect())
    }

    /// Why it was refused, rests or was given up.
    async fn reason(&self) -> Result<Option<TransferReason>> {
        Ok(column(&self.0.reason)?.map(Into::into))
    }

    /// What came of it for the adopter.
    async fn outcome(&self) -> Result<Option<TransferOutcome>> {
        Ok(column(&self.0.outcome)?.map(Into::into))
    }

    /// What came of it for the adopter, in words of the interface.
    async fn outcome_label(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
    ) -> Result<Option<String>> {
        let outcome = column(&self.0.outcome)?.map(label::outcome);
        Ok(outcome.map(|words| words.text(chosen(ctx, locale)).to_owned()))
    }

    /// What came of it, in words of the sides; also where it failed.
    async fn outcome_note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.outcome_note)?.as_deref())
    }

    /// When it was completed.
    async fn completed_on(&self) -> Result<Option<Day>> {
        Ok(column(&self.0.completed_on)?.map(Day))
    }

    /// First day of the transfer.
    async fn starts_on(&self) -> Result<Option<Day>> {
        Ok(column(&self.0.starts_on)?.map(Day))
    }

    /// Last day that is planned for it.
    async fn ends_on(&self) -> Result<Option<Day>> {
        Ok(column(&self.0.ends_on)?.map(Day))
    }

    /// To whom the adopter lets it be shown, once it agrees. For the parties.
    async fn adopter_agrees(&self, ctx: &Context<'_>) -> Result<Option<Visibility>> {
        self.agreement(ctx, Adopter)
    }

    /// To whom the source lets it be shown, once it agrees. For the parties.
    async fn source_agrees(&self, ctx: &Context<'_>) -> Result<Option<Visibility>> {
        self.agreement(ctx, Source)
    }

    /// Whom to ask at the adopter: a role, not a person. For the parties.
    async fn adopter_contact(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let contact = self.0.contact(ctx.data::<Ctx>()?, Adopter);
        contact.map_err(|error| refuse(ctx, &error))
    }

    /// Whom to ask at the source: a role, not a person. For the parties.
    async fn source_contact(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let contact = self.0.contact(ctx.data::<Ctx>()?, Source);
        contact.map_err(|error| refuse(ctx, &error))
    }

    /// What is to be done next. For the parties.
    async fn next_step(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let next = self.0.next_step(ctx.data::<Ctx>()?);
        next.map_err(|error| refuse(ctx, &error))
    }

    /// By when it is to be done. For the parties.
    async fn next_step_due(&self, ctx: &Context<'_>) -> Result<Option<Day>> {
        let due = self.0.next_step_due(ctx.data::<Ctx>()?);
        due.map(|due| due.map(Day))
            .map_err(|error| refuse(ctx, &error))
    }

    /// When to look back next: 6, 12 and 24 months after its end. For the parties.
    async fn follow_up_due(&self, ctx: &Context<'_>) -> Result<Option<Day>> {
        let due = self.0.follow_up_due(ctx.data::<Ctx>()?);
        due.map(|due| due.map(Day))
            .map_err(|error| refuse(ctx, &error))
    }

    /// When something last happened to it; null while a plan only names it.
    async fn last_event_at(&self) -> Result<Option<Moment>> {
        Ok(column(&self.0.last_event_at)?.map(Moment))
    }

    /// Who brought it up.
    async fn origin(&self) -> Result<TransferOrigin> {
        Ok((*column(&self.0.origin)?).into())
    }

    /// Whether both sides learn.
    async fn is_bidirectional(&self) -> Result<bool> {
        Ok(*column(&self.0.is_bidirectional)?)
    }

    /// Why these two.
    async fn rationale(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.rationale)?.as_deref())
    }

    /// What the adopter hopes for.
    async fn expected_benefit(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.expected_benefit)?.as_deref())
    }

    /// Codes of the barriers (Hemmnisse) that both sides know; the list `barriers` names them.
    async fn shared_barriers(&self, ctx: &Context<'_>) -> Result<Vec<&str>> {
        let barriers = self.0.shared_barriers();
        barriers.map_err(|error| refuse(ctx, &error))
    }

    /// How sure the importer was of the city.
    async fn certainty(&self) -> Result<Certainty> {
        Ok((*column(&self.0.certainty)?).into())
    }

    /// Who may read it besides its parties: SHARED means nobody else.
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

    /// The city that wants to learn.
    async fn adopter_city(&self, ctx: &Context<'_>) -> Result<One<City>> {
        required(ctx, &self.0.edges).map(City).map(One)
    }

    /// The project that wants to learn, if you may read it.
    async fn adopter_project(&self, ctx: &Context<'_>) -> Result<Option<One<Project>>> {
        Ok(one(ctx, &self.0.edges)?.map(Project).map(One))
    }

    /// The city to learn from.
    async fn source_city(&self, ctx: &Context<'_>) -> Result<One<City>> {
        required(ctx, &self.0.edges).map(City).map(One)
    }

    /// The project to learn from, once it is known and if you may read it.
    async fn source_project(&self, ctx: &Context<'_>) -> Result<Option<One<Project>>> {
        Ok(one(ctx, &self.0.edges)?.map(Project).map(One))
    }

    /// Effects that were observed, each by an indicator.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn effects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<TransferEffectConnection>> {
        Ok(One(TransferEffectConnection(many(ctx, &self.0.edges)?)))
    }

    /// Its history, the oldest entry first. For its sides and for offices that coordinate the network; empty for everybody
    /// else.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
    ) -> Result<One<TransferEventConnection>> {
        Ok(One(TransferEventConnection(many(ctx, &self.0.edges)?)))
    }
}

impl TransferLink {
    fn agreement(&self, ctx: &Context<'_>, side: TransferParty) -> Result<Option<Visibility>> {
        let agreement = self.0.agreement(ctx.data::<Ctx>()?, side);
        let agreement = agreement.map_err(|error| refuse(ctx, &error))?;
        Ok(agreement.map(Into::into))
    }
}

connection!(
    TransferLink,
    TransferLinkConnection,
    TransferLinkEdge,
    domain::transfer_link::TransferLink
);

/// A change of a transfer link that a subscription tells of.
pub struct TransferLinkEvent(
    pub(crate) Item<domain::change::Change>,
    pub(crate) Option<TransferLink>,
);

/// A change of a transfer link that a subscription tells of.
#[Object(serial)]
impl TransferLinkEvent {
    /// Where the change stands in the feed, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The change.
    async fn change(&self) -> One<Change> {
        One(Change(Arc::clone(&self.0.node)))
    }

    /// The link as it is now; null where it is gone, or no longer visible to you.
    async fn node(&self) -> Option<One<TransferLink>> {
        self.1.clone().map(One)
    }
}
