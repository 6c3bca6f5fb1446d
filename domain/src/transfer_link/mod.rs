//! Transfer links (Erfahrungstransfer): who learns from whom, from a name in a plan to what came of it.
//!
//! A link that only a plan names is a part of that plan and as visible. As soon as it is proposed it has parties: the two
//! sides, and the offices that coordinate the network. They read it at any time and take its steps ([`machine`]); others
//! see it once both sides agree, as far as both let them and both projects are visible (`release`).
//!
//! Invariant: a link always names both cities; the projects at its ends may still be unknown. Whoever changes a link is a
//! party to it, and every change is an entry of its history.

mod edit;
mod filter;
pub mod machine;
mod party;
mod propose;
mod release;
mod step;
mod terms;

use crate::{
    ctx::Ctx,
    error::Result,
    language::Words,
    project::Project,
    read::{Edge, Fields, ListRequest, Page, PageRequest, Reader, Row, Select, columns, parent},
    transfer_effect::TransferEffect,
    transfer_event::TransferEvent,
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    city,
    id::{NetworkId, ProjectId, TenantId, TransferLinkId},
    transfer_effect, transfer_event,
    value::{
        Certainty, TransferKind, TransferOrigin, TransferOutcome, TransferParty, TransferReason,
        TransferStage, TransferStep, Visibility,
    },
};
use std::sync::Arc;

pub use edit::edit;
pub use filter::{TransferLinkFilter, TransferLinkOrder, is_open, order};
pub(crate) use party::{Held, hold};
pub use propose::{NewTransferLink, propose};
pub(crate) use release::{facts, follow_project};
pub use step::{TakenStep, take};
pub(crate) use step::{follow_up, save};
pub use terms::{NewEffect, TransferTerms};

columns! {
    /// A transfer link from a source to an adopter.
    TransferLink of transfer_link, tenant rows;
    keys {
        /// Key.
        id: TransferLinkId = Id,
        /// Who owns it.
        tenant_id: TenantId = TenantId,
        /// In which network it stands.
        network_id: NetworkId = NetworkId,
        /// The project that wants to learn.
        adopter_project_id: Option<ProjectId> = AdopterProjectId,
        /// The city that wants to learn.
        adopter_city_ags: String = AdopterCityAgs,
        /// The project to learn from.
        source_project_id: Option<ProjectId> = SourceProjectId,
        /// The city to learn from.
        source_city_ags: String = SourceCityAgs,
        /// The source's tenant, from the moment at which it is proposed to both sides.
        source_tenant_id: Option<TenantId> = SourceTenantId,
    }
    fields {
        /// What kind of transfer it is.
        kind: TransferKind = Kind / "kind",
        /// How far it has come.
        stage: TransferStage = Stage / "stage",
        /// Who brought it up.
        origin: TransferOrigin = Origin / "origin",
        /// Whether both sides learn.
        is_bidirectional: bool = IsBidirectional / "isBidirectional",
        /// Why.
        rationale: Option<String> = Rationale / "rationale",
        /// How sure the importer was of the city.
        certainty: Certainty = Certainty / "certainty",
        /// Why it was refused, rests or was given up.
        reason: Option<TransferReason> = Reason / "reason",
        /// What the adopter hopes for.
        expected_benefit: Option<String> = ExpectedBenefit / "expectedBenefit",
        /// Codes of the barriers that both sides know, one a line: read them with [`TransferLink::shared_barriers`].
        barriers_column: Option<String> = SharedBarriers / "sharedBarriers",
        /// First day.
        starts_on: Option<NaiveDate> = StartsOn / "startsOn",
        /// Last day that is planned.
        ends_on: Option<NaiveDate> = EndsOn / "endsOn",
        /// What came of it.
        outcome: Option<TransferOutcome> = Outcome / "outcome",
        /// What came of it, in words.
        outcome_note: Option<String> = OutcomeNote / "outcomeNote",
        /// When it was completed.
        completed_on: Option<NaiveDate> = CompletedOn / "completedOn",
        /// To whom the adopter lets it be shown: for the parties.
        adopter_column: Option<Visibility> = AdopterAgrees / "adopterAgrees",
        /// To whom the source lets it be shown: for the parties.
        source_column: Option<Visibility> = SourceAgrees / "sourceAgrees",
        /// Where it goes on after a pause: for the parties.
        paused_column: Option<TransferStage> = PausedAtStage / "pausedAtStage",
        /// Whom to ask at the adopter: for the parties.
        adopter_contact_column: Option<String> = AdopterContact / "adopterContact",
        /// Whom to ask at the source: for the parties.
        source_contact_column: Option<String> = SourceContact / "sourceContact",
        /// What is to be done next: for the parties.
        next_step_column: Option<String> = NextStep / "nextStep",
        /// By when: for the parties.
        due_column: Option<NaiveDate> = NextStepDue / "nextStepDue",
        /// When to look back next: for the parties.
        follow_up_column: Option<NaiveDate> = FollowUpDue / "followUpDue",
        /// When something last happened to it.
        last_event_at: Option<DateTime<Utc>> = LastEventAt / "lastEventAt",
        /// Who may read it besides its parties.
        visibility: Visibility = Visibility / "visibility",
        /// When it was created.
        created_at: DateTime<Utc> = CreatedAt / "createdAt",
        /// When it was last changed.
        updated_at: DateTime<Utc> = UpdatedAt / "updatedAt",
        /// Counts changes.
        version: i32 = Revision / "version",
    }
}

parent!(TransferLink, "transferLink", |reader, nodes, edge| {
    Edge::Network => reader.to_reference::<_, entity::network::Model>(nodes, edge, |node| Some(node.network_id)),
    Edge::AdopterCity => reader.to_reference::<_, city::Model>(nodes, edge, |node| Some(node.adopter_city_ags.clone())),
    Edge::SourceCity => reader.to_reference::<_, city::Model>(nodes, edge, |node| Some(node.source_city_ags.clone())),
    Edge::AdopterProject => reader.to_one::<_, Project>(nodes, edge, |node| node.adopter_project_id.map(|id| id.0)),
    Edge::Events => reader.to_many::<_, TransferEvent, _>(nodes, edge, transfer_event::Column::LinkId, |node| node.id.0),
    Edge::Effects => reader.to_many::<_, TransferEffect, _>(nodes, edge, transfer_effect::Column::LinkId, |node| node.id.0),
    Edge::SourceProject => reader.to_one::<_, Project>(nodes, edge, |node| node.source_project_id.map(|id| id.0)),
});

impl TransferLink {
    /// The columns behind a field of the graph: some are worked out of several.
    #[must_use]
    pub fn columns_of(name: &str) -> Option<Fields> {
        let columns: &[&str] = match name {
            "possibleSteps" => &["stage", "adopterAgrees", "sourceAgrees", "pausedAtStage"],
            "standing" => &["outcome"],
            _ => return Self::field(name),
        };
        let columns = columns.iter().filter_map(|column| Self::field(column));
        Some(columns.fold(Fields::NONE, Fields::and))
    }

    /// In which parts the caller reads its details, as far as the caller is known when the request begins.
    #[must_use]
    pub fn parties(&self, ctx: &Ctx) -> Vec<TransferParty> {
        party::of_reader(ctx, self.network_id, self.tenants())
    }

    const fn tenants(&self) -> party::Tenants {
        (self.tenant_id, self.source_tenant_id)
    }

    /// A detail that is for the parties of a link only.
    fn for_parties<T: Copy>(&self, ctx: &Ctx, detail: T) -> Option<T> {
        let is_party = !self.parties(ctx).is_empty();
        is_party.then_some(detail)
    }

    /// The steps that the caller can take now.
    ///
    /// # Errors
    /// `INTERNAL` where the columns were not selected.
    pub fn steps(&self, ctx: &Ctx) -> Result<Vec<TransferStep>> {
        let state = machine::State {
            stage: *self.stage.get()?,
            adopter_agrees: self.adopter_column.get()?.is_some(),
            source_agrees: self.source_column.get()?.is_some(),
            paused_at: *self.paused_column.get()?,
        };
        let city = &self.source_city_ags;
        let parties = party::of_actor(ctx, self.network_id, self.tenants(), city);
        Ok(step::open_to(ctx, &state, &parties))
    }

    /// Codes of the barriers that both sides know.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn shared_barriers(&self) -> Result<Vec<&str>> {
        let codes = self.barriers_column.get()?.as_deref().unwrap_or_default();
        Ok(codes.lines().collect())
    }

    /// To whom a side lets it be shown; for the parties.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn agreement(&self, ctx: &Ctx, side: TransferParty) -> Result<Option<Visibility>> {
        let column = match side {
            TransferParty::Adopter => &self.adopter_column,
            TransferParty::Source => &self.source_column,
            TransferParty::Coordinator => return Ok(None),
        };
        Ok(self.for_parties(ctx, *column.get()?).flatten())
    }

    /// Whom to ask at a side; for the parties.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn contact(&self, ctx: &Ctx, side: TransferParty) -> Result<Option<&str>> {
        let column = match side {
            TransferParty::Adopter => &self.adopter_contact_column,
            TransferParty::Source => &self.source_contact_column,
            TransferParty::Coordinator => return Ok(None),
        };
        Ok(self.for_parties(ctx, column.get()?.as_deref()).flatten())
    }

    /// What is to be done next; for the parties.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn next_step(&self, ctx: &Ctx) -> Result<Option<&str>> {
        let next = self.next_step_column.get()?.as_deref();
        Ok(self.for_parties(ctx, next).flatten())
    }

    /// By when it is to be done; for the parties.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn next_step_due(&self, ctx: &Ctx) -> Result<Option<NaiveDate>> {
        Ok(self.for_parties(ctx, *self.due_column.get()?).flatten())
    }

    /// When to look back next; for the parties.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn follow_up_due(&self, ctx: &Ctx) -> Result<Option<NaiveDate>> {
        Ok(self
            .for_parties(ctx, *self.follow_up_column.get()?)
            .flatten())
    }

    /// How much is known: only the city to learn from, its project, or already what came of it.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn standing(&self) -> Result<Standing> {
        Ok(Standing::of(*self.outcome.get()?, self.source_project_id))
    }
}

/// How much is known of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Only the city to learn from.
    CityOnly,
    /// The project to learn from.
    Narrowed,
    /// What came of it.
    HasOutcome,
}

impl Standing {
    pub(crate) fn of(outcome: Option<TransferOutcome>, source: Option<ProjectId>) -> Self {
        match (outcome, source) {
            (Some(_), _) => Self::HasOutcome,
            (None, Some(_)) => Self::Narrowed,
            (None, None) => Self::CityOnly,
        }
    }

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CityOnly => "CITY_ONLY",
            Self::Narrowed => "NARROWED",
            Self::HasOutcome => "HAS_OUTCOME",
        }
    }
}

/// A conflict with what a link is, in words.
fn conflict(de: impl Into<String>, en: impl Into<String>) -> crate::Error {
    crate::Error::Conflict(Words::new(de, en))
}

/// Links that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<TransferLink>> {
    reader.page(list, select).await
}

/// The links at one end of a project that the caller may read.
///
/// # Errors
/// `NOT_FOUND`, `BAD_USER_INPUT` for a cursor that is none.
pub async fn of_project(
    reader: &Reader<'_>,
    id: ProjectId,
    (edge, page): (Edge, PageRequest),
    select: Select,
) -> Result<Arc<Page<TransferLink>>> {
    let list = ListRequest {
        page,
        ..ListRequest::default()
    };
    let select = Select::default().with(edge, list, select);
    let project = reader.one::<Project>(id.0, &select).await?;
    let project = project.ok_or(crate::Error::NotFound("project"))?;
    project.edges.many(edge.name())
}
