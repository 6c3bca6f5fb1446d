//! The history of a transfer link: its steps and changes, meetings, notes, documents, looks back.
//!
//! Invariant: entries are only added, each together with the link's next version, whose number it carries; they are for
//! the parties of the link.

use crate::{
    error::{Error, Result},
    language::Words,
    mistake::{Fault, Mistakes},
    policy::Action,
    read::{Edge, ListRequest, Page, Reader, Select, columns, parent},
    transfer_link::{Held, TransferLink, follow_up, hold, save},
    work::{Work, check_version},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::{NetworkId, TenantId, TransferEventId, TransferLinkId},
    tenant,
    transfer_event::ActiveModel,
    transfer_link::Model,
    value::{
        TransferEventKind, TransferOutcome, TransferParty, TransferReason, TransferStage,
        TransferStep,
    },
};
use sea_orm::Set;
use std::sync::Arc;

/// How long a text of an entry may be.
const LONGEST_TEXT: usize = 4_000;

columns! {
    /// An entry in the history of a transfer link.
    TransferEvent of transfer_event, parts of parties;
    keys {
        /// Key.
        id: TransferEventId = Id,
        /// The link.
        link_id: TransferLinkId = LinkId,
        /// In which network the link stands.
        network_id: NetworkId = NetworkId,
        /// Who acted.
        actor_id: TenantId = ActorId,
    }
    fields {
        /// Version of the link after it.
        number: i32 = Number / "number",
        /// What it tells.
        kind: TransferEventKind = Kind / "kind",
        /// Which step was taken.
        step: Option<TransferStep> = Step / "step",
        /// How far the link had come after it.
        stage: TransferStage = Stage / "stage",
        /// In which part somebody acted.
        party: TransferParty = Party / "party",
        /// When it was entered.
        at: DateTime<Utc> = At / "at",
        /// On which day it was.
        held_on: Option<NaiveDate> = HeldOn / "heldOn",
        /// Why.
        reason: Option<TransferReason> = Reason / "reason",
        /// What came of it.
        outcome: Option<TransferOutcome> = Outcome / "outcome",
        /// Who took part.
        participants: Option<String> = Participants / "participants",
        /// A note.
        note: Option<String> = Note / "note",
        /// Address of a document.
        document_url: Option<String> = DocumentUrl / "documentUrl",
    }
}

parent!(TransferEvent, "transferEvent", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.actor_id)),
});

/// A page of the history of a link that the caller may read.
///
/// # Errors
/// `NOT_FOUND`, `BAD_USER_INPUT` for a cursor that is none.
pub async fn of_link(
    reader: &Reader<'_>,
    link: TransferLinkId,
    list: ListRequest,
    select: Select,
) -> Result<Arc<Page<TransferEvent>>> {
    let select = Select::default().with(Edge::Events, list, select);
    let found = reader.one::<TransferLink>(link.0, &select).await?;
    let found = found.ok_or(Error::NotFound("link"))?;
    found.edges.many(Edge::Events.name())
}

/// An entry to be made.
pub(crate) struct Entry {
    pub(crate) kind: TransferEventKind,
    pub(crate) party: TransferParty,
    pub(crate) actor: TenantId,
    pub(crate) step: Option<TransferStep>,
    pub(crate) held_on: Option<NaiveDate>,
    pub(crate) reason: Option<TransferReason>,
    pub(crate) outcome: Option<TransferOutcome>,
    pub(crate) participants: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) document_url: Option<String>,
}

impl Entry {
    /// One that says no more than who did what.
    pub(crate) const fn of(kind: TransferEventKind, party: TransferParty, actor: TenantId) -> Self {
        Self {
            kind,
            party,
            actor,
            step: None,
            held_on: None,
            reason: None,
            outcome: None,
            participants: None,
            note: None,
            document_url: None,
        }
    }
}

/// Adds an entry to the history of a link as it is after it.
pub(crate) async fn enter(work: &Work<'_>, link: &Model, entry: Entry) -> Result<()> {
    work.insert(ActiveModel {
        id: Set(TransferEventId(Work::new_id())),
        tenant_id: Set(link.tenant_id),
        source_tenant_id: Set(link.source_tenant_id),
        network_id: Set(link.network_id),
        link_id: Set(link.id),
        number: Set(link.revision),
        kind: Set(entry.kind),
        step: Set(entry.step),
        stage: Set(link.stage),
        party: Set(entry.party),
        actor_id: Set(entry.actor),
        at: Set(work.ctx().now()),
        held_on: Set(entry.held_on),
        reason: Set(entry.reason),
        outcome: Set(entry.outcome),
        participants: Set(entry.participants),
        note: Set(entry.note),
        document_url: Set(entry.document_url),
    })
    .await
}

/// What a party tells of a transfer besides its steps.
#[derive(Clone, Debug)]
pub struct NewTransferEvent {
    /// Meeting, note, document or look back.
    pub kind: TransferEventKind,
    /// On which day it was.
    pub held_on: Option<NaiveDate>,
    /// Who took part: roles and organisations.
    pub participants: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// Address of a document.
    pub document_url: Option<String>,
    /// What came of the transfer, seen from now; with a look back only.
    pub outcome: Option<TransferOutcome>,
}

impl NewTransferEvent {
    /// Notes everything that is wrong with it.
    pub fn check(&self, today: NaiveDate, mistakes: &mut Mistakes) {
        use TransferEventKind::{Change, Document, FollowUp, Meeting, Note, Step};
        for (path, text) in [("participants", &self.participants), ("note", &self.note)] {
            if let Some(text) = text {
                mistakes.text(path, text, LONGEST_TEXT);
            }
        }
        if let Some(url) = &self.document_url {
            mistakes.url("documentUrl", url);
        }
        if self.held_on.is_some_and(|day| day > today) {
            let reason = Words::new(
                "liegt in der Zukunft; was bevorsteht, ist der nächste Schritt (nextStep) der Verknüpfung.",
                "is in the future; what is ahead is the next step (nextStep) of the link.",
            );
            mistakes.note("heldOn", Fault::Invalid, reason);
        }
        match self.kind {
            Step | Change => {
                let reason = Words::new(
                    "wird vom Dienst selbst eingetragen; erwartet wird MEETING, NOTE, DOCUMENT oder FOLLOW_UP.",
                    "is entered by the service itself; expected is MEETING, NOTE, DOCUMENT or FOLLOW_UP.",
                );
                mistakes.note("kind", Fault::UnknownValue, reason);
            }
            Meeting if self.held_on.is_none() => mistakes.required("heldOn"),
            Note if self.note.is_none() => mistakes.required("note"),
            Document if self.document_url.is_none() => mistakes.required("documentUrl"),
            FollowUp if self.outcome.is_none() => mistakes.required("outcome"),
            Meeting | Note | Document | FollowUp => {}
        }
        if self.outcome.is_some() && self.kind != FollowUp {
            let reason = Words::new(
                "gehört zum Rückblick (FOLLOW_UP) oder zum Schritt COMPLETE.",
                "belongs to a look back (FOLLOW_UP) or to the step COMPLETE.",
            );
            mistakes.note("outcome", Fault::Invalid, reason);
        }
    }
}

/// Adds to the history of a link what a party tells.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for who is no party, `STALE_VERSION`, `CONFLICT` for a look back at what is not completed,
/// `BAD_USER_INPUT` with everything that is wrong.
pub async fn log(
    work: &Work<'_>,
    link: TransferLinkId,
    expected: i32,
    new: NewTransferEvent,
) -> Result<()> {
    let mut held = hold(work, link, Action::Write).await?;
    check_version(expected, held.row.revision)?;
    let mut mistakes = Mistakes::default();
    new.check(work.ctx().now().date_naive(), &mut mistakes);
    mistakes.finish()?;
    let before = held.row.clone();
    if new.kind == TransferEventKind::FollowUp {
        look_back(&mut held, new.outcome)?;
    }
    let entry = Entry {
        held_on: new.held_on,
        outcome: new.outcome,
        participants: new.participants,
        note: new.note,
        document_url: new.document_url,
        ..Entry::of(new.kind, held.party(), held.actor)
    };
    save(work, &before, held.row, entry).await
}

/// A look back moves the day of the next one, and what came of the transfer is what it says now.
fn look_back(held: &mut Held, outcome: Option<TransferOutcome>) -> Result<()> {
    let row = &mut held.row;
    let Some(completed) = row
        .completed_on
        .filter(|_| row.stage == TransferStage::Completed)
    else {
        return Err(Error::Conflict(Words::new(
            "Zurückblicken lässt sich erst auf einen abgeschlossenen Transfer.",
            "Only a completed transfer can be looked back at.",
        )));
    };
    row.outcome = outcome.or(row.outcome);
    row.follow_up_due = row
        .follow_up_due
        .and_then(|due| follow_up(completed, Some(due)));
    Ok(())
}
