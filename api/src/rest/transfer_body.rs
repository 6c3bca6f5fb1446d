//! A transfer link as its parties write it.
//!
//! Invariant: the members are those that the view of a link shows, under the same names and with the same codes.

use super::{
    body::{JsonBody, nullable},
    query,
    word::{
        TransferEventKind, TransferKind, TransferOutcome, TransferReason, TransferStep, Visibility,
    },
};
use chrono::NaiveDate;
use domain::{
    Ctx, Error, Result,
    id::ProjectId,
    mistake::Mistakes,
    network,
    transfer_event::NewTransferEvent,
    transfer_link::{NewEffect, NewTransferLink, TakenStep, TransferTerms},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// An effect that was observed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransferEffectBody {
    /// The indicator that shows it, by its code.
    #[schema(max_length = 100)]
    indicator: String,
    /// What it shows.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// A transfer that is proposed to both sides. At each end at least one of project and city is named.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProposeTransferLinkBody {
    /// The network, by its short name.
    #[schema(value_type = String, required = true, max_length = 40)]
    network: Option<String>,
    /// The project that wants to learn, by its global id.
    #[schema(max_length = 64)]
    adopter_project: Option<String>,
    /// The city that wants to learn (AGS), where no project of it is named.
    #[schema(max_length = 8)]
    adopter_city: Option<String>,
    /// The project to learn from, by its global id.
    #[schema(max_length = 64)]
    source_project: Option<String>,
    /// The city to learn from (AGS), where no project of it is named; it can be narrowed to a project later.
    #[schema(max_length = 8)]
    source_city: Option<String>,
    /// What kind of transfer it is; EXPERIENCE_TRANSFER if not given.
    kind: Option<TransferKind>,
    /// Whether both sides learn.
    is_bidirectional: Option<bool>,
    /// Why these two; whoever sees the link reads it.
    #[schema(min_length = 1, max_length = 4000)]
    rationale: Option<String>,
    /// What the adopter hopes for.
    #[schema(min_length = 1, max_length = 4000)]
    expected_benefit: Option<String>,
    /// Codes of the barriers (Hemmnisse) that both sides know, such as H7.
    #[schema(max_items = 20)]
    shared_barriers: Option<Vec<String>>,
    /// What is to be done next.
    #[schema(min_length = 1, max_length = 300)]
    next_step: Option<String>,
    /// By when.
    next_step_due: Option<NaiveDate>,
    /// First day.
    starts_on: Option<NaiveDate>,
    /// Last day that is planned, not before the first.
    ends_on: Option<NaiveDate>,
}

/// What is to be different about a transfer link; what is not given stays as it is. Once a side agrees, kind, direction,
/// rationale, benefit, barriers and projects stay as they are until it takes its agreement back; a side may still name its
/// own project where only its city was named.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditTransferLinkBody {
    /// The project that wants to learn, by its global id.
    #[schema(max_length = 64)]
    adopter_project: Option<String>,
    /// The project to learn from, by its global id: narrows a link that names the city only.
    #[schema(max_length = 64)]
    source_project: Option<String>,
    /// What kind of transfer it is.
    kind: Option<TransferKind>,
    /// Whether both sides learn.
    is_bidirectional: Option<bool>,
    /// Why these two; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    #[serde(default, deserialize_with = "nullable")]
    rationale: Option<Option<String>>,
    /// What the adopter hopes for; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    #[serde(default, deserialize_with = "nullable")]
    expected_benefit: Option<Option<String>>,
    /// Codes of the barriers that both sides know.
    #[schema(max_items = 20)]
    shared_barriers: Option<Vec<String>>,
    /// Whom to ask at the adopter: a role, not a person; null empties it. For the adopter and the office.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    #[serde(default, deserialize_with = "nullable")]
    adopter_contact: Option<Option<String>>,
    /// Whom to ask at the source: a role, not a person; null empties it. For the source and the office.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    #[serde(default, deserialize_with = "nullable")]
    source_contact: Option<Option<String>>,
    /// What is to be done next; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    #[serde(default, deserialize_with = "nullable")]
    next_step: Option<Option<String>>,
    /// By when; null empties it.
    #[schema(value_type = Option<NaiveDate>)]
    #[serde(default, deserialize_with = "nullable")]
    next_step_due: Option<Option<NaiveDate>>,
    /// First day; null empties it.
    #[schema(value_type = Option<NaiveDate>)]
    #[serde(default, deserialize_with = "nullable")]
    starts_on: Option<Option<NaiveDate>>,
    /// Last day that is planned, not before the first; null empties it.
    #[schema(value_type = Option<NaiveDate>)]
    #[serde(default, deserialize_with = "nullable")]
    ends_on: Option<Option<NaiveDate>>,
    /// What came of it in words; null empties it. Whoever sees the link reads it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    #[serde(default, deserialize_with = "nullable")]
    outcome_note: Option<Option<String>>,
    /// Effects that were observed; they take the place of those that are there.
    #[schema(max_items = 20)]
    effects: Option<Vec<TransferEffectBody>>,
}

/// A step of a transfer link.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TakeTransferStepBody {
    /// The step; `possibleSteps` of the link names those that you can take.
    #[schema(value_type = TransferStep, required = true)]
    step: Option<TransferStep>,
    /// Why: needed for DECLINE, PAUSE and ABANDON, possible for WITHDRAW.
    reason: Option<TransferReason>,
    /// With ACCEPT: to whom your side lets it be shown once both agree, NETWORK (if not given) or PUBLIC.
    visibility: Option<Visibility>,
    /// What came of it: needed for COMPLETE, possible for ABANDON.
    outcome: Option<TransferOutcome>,
    /// What came of it in words, with COMPLETE or ABANDON; whoever sees the link reads it.
    #[schema(min_length = 1, max_length = 4000)]
    outcome_note: Option<String>,
    /// A note for the parties.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// Something that a party tells of a transfer besides its steps.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogTransferEventBody {
    /// MEETING, NOTE, DOCUMENT or FOLLOW_UP.
    #[schema(value_type = TransferEventKind, required = true)]
    kind: Option<TransferEventKind>,
    /// On which day it was, today at the latest; needed for a MEETING.
    held_on: Option<NaiveDate>,
    /// Who took part: roles and organisations.
    #[schema(min_length = 1, max_length = 4000)]
    participants: Option<String>,
    /// A note; needed for a NOTE.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
    /// Web address of a document; needed for a DOCUMENT.
    #[schema(max_length = 2000)]
    document_url: Option<String>,
    /// What came of the transfer, seen from now; needed for a FOLLOW_UP, and with nothing else.
    outcome: Option<TransferOutcome>,
}

/// The project at an end, if one is named.
fn project(mistakes: &mut Mistakes, path: &str, id: Option<String>) -> Result<Option<ProjectId>> {
    let found = id.map(|id| mistakes.take(query::reference(path, &id)));
    Ok(found.transpose()?.flatten())
}

/// The transfer that a body proposes.
///
/// # Errors
/// `BAD_USER_INPUT` with everything that is wrong with the body.
pub fn proposal(ctx: &Ctx, body: &JsonBody) -> Result<NewTransferLink> {
    let mut mistakes = Mistakes::default();
    let body: ProposeTransferLinkBody = body.read(&mut mistakes)?;
    let slug = body.network.unwrap_or_default();
    let network = mistakes.take(network::by_slug(ctx, "network", &slug))?;
    let terms = TransferTerms {
        kind: body.kind.map(Into::into),
        is_bidirectional: body.is_bidirectional,
        rationale: body.rationale.map(Some),
        expected_benefit: body.expected_benefit.map(Some),
        shared_barriers: body.shared_barriers,
        next_step: body.next_step.map(Some),
        next_step_due: body.next_step_due.map(Some),
        starts_on: body.starts_on.map(Some),
        ends_on: body.ends_on.map(Some),
        adopter_project: project(&mut mistakes, "adopterProject", body.adopter_project)?,
        source_project: project(&mut mistakes, "sourceProject", body.source_project)?,
        ..TransferTerms::default()
    };
    terms.check(ctx, &mut mistakes);
    mistakes.finish()?;
    Ok(NewTransferLink {
        network: network.ok_or_else(lacking)?,
        adopter_city: body.adopter_city,
        source_city: body.source_city,
        origin: None,
        terms,
    })
}

/// The changes that a body describes.
///
/// # Errors
/// `BAD_USER_INPUT` with everything that is wrong with the body.
pub fn changes(ctx: &Ctx, body: &JsonBody) -> Result<TransferTerms> {
    let mut mistakes = Mistakes::default();
    let body: EditTransferLinkBody = body.read(&mut mistakes)?;
    let effect = |effect: TransferEffectBody| NewEffect {
        indicator: effect.indicator,
        note: effect.note,
    };
    let terms = TransferTerms {
        kind: body.kind.map(Into::into),
        is_bidirectional: body.is_bidirectional,
        rationale: body.rationale,
        expected_benefit: body.expected_benefit,
        shared_barriers: body.shared_barriers,
        adopter_contact: body.adopter_contact,
        source_contact: body.source_contact,
        next_step: body.next_step,
        next_step_due: body.next_step_due,
        starts_on: body.starts_on,
        ends_on: body.ends_on,
        outcome_note: body.outcome_note,
        effects: body
            .effects
            .map(|effects| effects.into_iter().map(effect).collect()),
        adopter_project: project(&mut mistakes, "adopterProject", body.adopter_project)?,
        source_project: project(&mut mistakes, "sourceProject", body.source_project)?,
    };
    terms.check(ctx, &mut mistakes);
    mistakes.finish().map(|()| terms)
}

/// The step that a body names.
///
/// # Errors
/// `BAD_USER_INPUT` with everything that is wrong with the body.
pub fn step(body: &JsonBody) -> Result<TakenStep> {
    let mut mistakes = Mistakes::default();
    let body: TakeTransferStepBody = body.read(&mut mistakes)?;
    let taken = body.step.map(|step| TakenStep {
        step: step.into(),
        reason: body.reason.map(Into::into),
        visibility: body.visibility.map(Into::into),
        outcome: body.outcome.map(Into::into),
        outcome_note: body.outcome_note,
        note: body.note,
    });
    if let Some(taken) = &taken {
        taken.check(&mut mistakes);
    }
    mistakes.finish()?;
    taken.ok_or_else(lacking)
}

/// What a body tells.
///
/// # Errors
/// `BAD_USER_INPUT` with everything that is wrong with the body.
pub fn event(ctx: &Ctx, body: &JsonBody) -> Result<NewTransferEvent> {
    let mut mistakes = Mistakes::default();
    let body: LogTransferEventBody = body.read(&mut mistakes)?;
    let event = body.kind.map(|kind| NewTransferEvent {
        kind: kind.into(),
        held_on: body.held_on,
        participants: body.participants,
        note: body.note,
        document_url: body.document_url,
        outcome: body.outcome.map(Into::into),
    });
    if let Some(event) = &event {
        event.check(ctx.now().date_naive(), &mut mistakes);
    }
    mistakes.finish()?;
    event.ok_or_else(lacking)
}

fn lacking() -> Error {
    Error::Internal("a body without mistakes lacks a member".to_owned())
}
