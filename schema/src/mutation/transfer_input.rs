//! A transfer link as its parties write it.
//!
//! Invariant: codes are those that the graph shows; what must fit together is checked by the domain, for REST as well.

use super::id;
use crate::value::{
    Day, TransferEventKind, TransferKind, TransferOutcome, TransferReason, TransferStep, Visibility,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use domain::{
    transfer_event::NewTransferEvent,
    transfer_link::{NewEffect, TakenStep, TransferTerms},
};

/// An effect that was observed.
#[derive(InputObject)]
pub struct TransferEffectInput {
    /// The indicator that shows it, by its code.
    pub indicator: String,
    /// What it shows, 1 to 4,000 characters.
    pub note: Option<String>,
}

impl From<TransferEffectInput> for NewEffect {
    fn from(input: TransferEffectInput) -> Self {
        Self {
            indicator: input.indicator,
            note: input.note,
        }
    }
}

/// A transfer that is proposed to both sides. Name at least one of project and city at each end.
#[derive(InputObject)]
pub struct ProposeTransferLinkInput {
    /// The network, by its slug.
    pub network: String,
    /// The project that wants to learn.
    pub adopter_project: Option<ID>,
    /// The city that wants to learn, by AGS, where no project of it is named.
    pub adopter_city: Option<String>,
    /// The project to learn from.
    pub source_project: Option<ID>,
    /// The city to learn from, by AGS, where no project of it is named; it can be narrowed to a project later.
    pub source_city: Option<String>,
    /// What kind of transfer it is; EXPERIENCE_TRANSFER if not given.
    pub kind: Option<TransferKind>,
    /// Whether both sides learn.
    pub is_bidirectional: Option<bool>,
    /// Why these two, 1 to 4,000 characters; whoever sees the link reads it.
    pub rationale: Option<String>,
    /// What the adopter hopes for, 1 to 4,000 characters.
    pub expected_benefit: Option<String>,
    /// Codes of the barriers (Hemmnisse) that both sides know, such as H7; at most 20.
    pub shared_barriers: Option<Vec<String>>,
    /// What is to be done next, 1 to 300 characters.
    pub next_step: Option<String>,
    /// By when.
    pub next_step_due: Option<Day>,
    /// First day.
    pub starts_on: Option<Day>,
    /// Last day that is planned, not before the first.
    pub ends_on: Option<Day>,
}

impl ProposeTransferLinkInput {
    pub(super) fn terms(self, ctx: &Context<'_>) -> Result<TransferTerms> {
        Ok(TransferTerms {
            kind: self.kind.map(Into::into),
            is_bidirectional: self.is_bidirectional,
            rationale: self.rationale.map(Some),
            expected_benefit: self.expected_benefit.map(Some),
            shared_barriers: self.shared_barriers,
            next_step: self.next_step.map(Some),
            next_step_due: self.next_step_due.map(|day| Some(day.0)),
            starts_on: self.starts_on.map(|day| Some(day.0)),
            ends_on: self.ends_on.map(|day| Some(day.0)),
            adopter_project: self.adopter_project.map(|one| id(ctx, &one)).transpose()?,
            source_project: self.source_project.map(|one| id(ctx, &one)).transpose()?,
            ..TransferTerms::default()
        })
    }
}

/// What is to be different about a transfer link; what is not given stays as it is. Once a side agrees, kind, direction,
/// rationale, benefit, barriers and projects stay as they are until it takes its agreement back; a side may still name its
/// own project where only its city was named.
#[derive(InputObject)]
pub struct EditTransferLinkInput {
    /// The link.
    pub transfer_link: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// The project that wants to learn.
    pub adopter_project: Option<ID>,
    /// The project to learn from: narrows a link that names the city only.
    pub source_project: Option<ID>,
    /// What kind of transfer it is.
    pub kind: Option<TransferKind>,
    /// Whether both sides learn.
    pub is_bidirectional: Option<bool>,
    /// Why these two, 1 to 4,000 characters; null empties it.
    pub rationale: MaybeUndefined<String>,
    /// What the adopter hopes for, 1 to 4,000 characters; null empties it.
    pub expected_benefit: MaybeUndefined<String>,
    /// Codes of the barriers that both sides know, at most 20.
    pub shared_barriers: Option<Vec<String>>,
    /// Whom to ask at the adopter, 1 to 300 characters: a role, not a person; null empties it. For the adopter and the office.
    pub adopter_contact: MaybeUndefined<String>,
    /// Whom to ask at the source, 1 to 300 characters: a role, not a person; null empties it. For the source and the office.
    pub source_contact: MaybeUndefined<String>,
    /// What is to be done next, 1 to 300 characters; null empties it.
    pub next_step: MaybeUndefined<String>,
    /// By when; null empties it.
    pub next_step_due: MaybeUndefined<Day>,
    /// First day; null empties it.
    pub starts_on: MaybeUndefined<Day>,
    /// Last day that is planned, not before the first; null empties it.
    pub ends_on: MaybeUndefined<Day>,
    /// What came of it in words, 1 to 4,000 characters; null empties it. Whoever sees the link reads it.
    pub outcome_note: MaybeUndefined<String>,
    /// Effects that were observed, at most 20; they take the place of those that are there.
    pub effects: Option<Vec<TransferEffectInput>>,
}

impl EditTransferLinkInput {
    pub(super) fn terms(self, ctx: &Context<'_>) -> Result<TransferTerms> {
        let effects = |all: Vec<TransferEffectInput>| all.into_iter().map(Into::into).collect();
        Ok(TransferTerms {
            kind: self.kind.map(Into::into),
            is_bidirectional: self.is_bidirectional,
            rationale: self.rationale.into(),
            expected_benefit: self.expected_benefit.into(),
            shared_barriers: self.shared_barriers,
            adopter_contact: self.adopter_contact.into(),
            source_contact: self.source_contact.into(),
            next_step: self.next_step.into(),
            next_step_due: self.next_step_due.map_value(|day| day.0).into(),
            starts_on: self.starts_on.map_value(|day| day.0).into(),
            ends_on: self.ends_on.map_value(|day| day.0).into(),
            outcome_note: self.outcome_note.into(),
            effects: self.effects.map(effects),
            adopter_project: self.adopter_project.map(|one| id(ctx, &one)).transpose()?,
            source_project: self.source_project.map(|one| id(ctx, &one)).transpose()?,
        })
    }
}

/// A step of a transfer link.
#[derive(InputObject)]
pub struct TakeTransferStepInput {
    /// The link.
    pub transfer_link: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// The step; `possibleSteps` of the link names those that you can take.
    pub step: TransferStep,
    /// Why: needed for DECLINE, PAUSE and ABANDON, possible for WITHDRAW.
    pub reason: Option<TransferReason>,
    /// With ACCEPT: to whom your side lets it be shown once both agree, NETWORK (if not given) or PUBLIC. The narrower of
    /// both sides' words holds, and never more than both projects.
    pub visibility: Option<Visibility>,
    /// What came of it: needed for COMPLETE, possible for ABANDON.
    pub outcome: Option<TransferOutcome>,
    /// What came of it in words, with COMPLETE or ABANDON, 1 to 4,000 characters; whoever sees the link reads it.
    pub outcome_note: Option<String>,
    /// A note for the parties, 1 to 4,000 characters.
    pub note: Option<String>,
}

impl TakeTransferStepInput {
    pub(super) fn taken(self) -> TakenStep {
        TakenStep {
            step: self.step.into(),
            reason: self.reason.map(Into::into),
            visibility: self.visibility.map(Into::into),
            outcome: self.outcome.map(Into::into),
            outcome_note: self.outcome_note,
            note: self.note,
        }
    }
}

/// Something that a party tells of a transfer besides its steps.
#[derive(InputObject)]
pub struct LogTransferEventInput {
    /// The link.
    pub transfer_link: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// MEETING, NOTE, DOCUMENT or FOLLOW_UP.
    pub kind: TransferEventKind,
    /// On which day it was, today at the latest; needed for a MEETING.
    pub held_on: Option<Day>,
    /// Who took part: roles and organisations, 1 to 4,000 characters.
    pub participants: Option<String>,
    /// A note, 1 to 4,000 characters; needed for a NOTE.
    pub note: Option<String>,
    /// Web address of a document; needed for a DOCUMENT.
    pub document_url: Option<String>,
    /// What came of the transfer, seen from now; needed for a FOLLOW_UP, and with nothing else.
    pub outcome: Option<TransferOutcome>,
}

impl LogTransferEventInput {
    pub(super) fn event(self) -> NewTransferEvent {
        NewTransferEvent {
            kind: self.kind.into(),
            held_on: self.held_on.map(|day| day.0),
            participants: self.participants,
            note: self.note,
            document_url: self.document_url,
            outcome: self.outcome.map(Into::into),
        }
    }
}
