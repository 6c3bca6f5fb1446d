//! Taking a step of a link's life.
//!
//! Invariant: the state machine decides; whoever may not take a step is told which ones they may. Nothing of a link
//! changes without an entry of its history in the same unit of work.

use super::{
    conflict,
    machine::State,
    party::{Held, hold, member_of},
    release::{facts, name_source, of},
    terms::LONGEST_TEXT,
};
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    mistake::{Fault, Mistakes},
    policy::{Action, may_at_home},
    transfer_event::{Entry, enter},
    work::{Work, check_version},
};
use chrono::{Months, NaiveDate};
use entity::{
    id::{TenantId, TransferLinkId},
    transfer_link::{ActiveModel, Model},
    value::{
        ChangeAction, TransferEventKind, TransferOutcome, TransferParty, TransferReason,
        TransferStage, TransferStep, Visibility,
    },
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

/// After so many months a completed transfer is looked back at.
const FOLLOW_UPS: [u32; 3] = [6, 12, 24];

/// A step that somebody wants to take.
#[derive(Clone, Debug)]
pub struct TakenStep {
    /// The step.
    pub step: TransferStep,
    /// Why, where a step ends or interrupts something.
    pub reason: Option<TransferReason>,
    /// To whom the side that agrees lets it be shown.
    pub visibility: Option<Visibility>,
    /// What came of it.
    pub outcome: Option<TransferOutcome>,
    /// What came of it, in words; readers of the link see it.
    pub outcome_note: Option<String>,
    /// A note for the parties.
    pub note: Option<String>,
}

impl TakenStep {
    /// A step without anything to say about it.
    #[must_use]
    pub const fn plain(step: TransferStep) -> Self {
        Self {
            step,
            reason: None,
            visibility: None,
            outcome: None,
            outcome_note: None,
            note: None,
        }
    }

    /// Notes what the step needs and is not there, and what does not belong to it.
    pub fn check(&self, mistakes: &mut Mistakes) {
        use TransferStep::{Abandon, Accept, Complete, Decline, Pause, Withdraw};
        let step = self.step;
        let needs_reason = matches!(step, Decline | Pause | Abandon);
        let rules = [
            (
                "reason",
                self.reason.is_some(),
                needs_reason,
                needs_reason || step == Withdraw,
            ),
            (
                "visibility",
                self.visibility.is_some(),
                false,
                step == Accept,
            ),
            (
                "outcome",
                self.outcome.is_some(),
                step == Complete,
                matches!(step, Complete | Abandon),
            ),
            (
                "outcomeNote",
                self.outcome_note.is_some(),
                false,
                matches!(step, Complete | Abandon),
            ),
        ];
        for (path, is_given, is_needed, is_possible) in rules {
            if is_needed && !is_given {
                mistakes.required(path);
            } else if is_given && !is_possible {
                let word = step.word();
                let reason = Words::new(
                    format!("gehört nicht zum Schritt {word}."),
                    format!("does not belong to the step {word}."),
                );
                mistakes.note(path, Fault::Invalid, reason);
            }
        }
        if self
            .visibility
            .is_some_and(|shown| shown < Visibility::Network)
        {
            let reason = Words::new(
                "ist NETWORK oder PUBLIC: wem die Verknüpfung gezeigt werden darf, sobald beide Seiten einverstanden sind.",
                "is NETWORK or PUBLIC: to whom the link may be shown once both sides agree.",
            );
            mistakes.note("visibility", Fault::Invalid, reason);
        }
        for (path, text) in [("note", &self.note), ("outcomeNote", &self.outcome_note)] {
            if let Some(text) = text {
                mistakes.text(path, text, LONGEST_TEXT);
            }
        }
    }
}

/// What a member must be allowed at home for a step: to agree is to release.
const fn action(step: TransferStep) -> Action {
    match step {
        TransferStep::Accept | TransferStep::Withdraw => Action::Publish,
        _ => Action::Write,
    }
}

/// The steps that a reader can take in its parts.
pub(super) fn open_to(ctx: &Ctx, state: &State, parties: &[TransferParty]) -> Vec<TransferStep> {
    let crate::actor::Actor::Member(member) = ctx.actor() else {
        return Vec::new();
    };
    let steps = state.steps(parties).into_iter();
    steps
        .filter(|step| may_at_home(member, action(*step)))
        .collect()
}

/// Takes a step.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for who is no party, `STALE_VERSION`, `CONFLICT` naming the steps that can be taken,
/// `BAD_USER_INPUT` for what the step needs.
pub async fn take(
    work: &Work<'_>,
    id: TransferLinkId,
    expected: i32,
    taken: TakenStep,
) -> Result<()> {
    let mut held = hold(work, id, action(taken.step)).await?;
    check_version(expected, held.row.revision)?;
    let mut mistakes = Mistakes::default();
    taken.check(&mut mistakes);
    mistakes.finish()?;
    let before = held.row.clone();
    let party = advance(work, &mut held, &taken)?;
    let is_new = before.source_tenant_id.is_none() && held.row.source_tenant_id.is_some();
    if is_new {
        name_source(work, &held.row).await?;
    }
    let entry = Entry {
        step: Some(taken.step),
        reason: taken.reason,
        outcome: taken.outcome,
        note: taken.note,
        ..Entry::of(TransferEventKind::Step, party, held.actor)
    };
    save(work, &before, held.row, entry).await
}

pub(super) const fn state(row: &Model) -> State {
    State {
        stage: row.stage,
        adopter_agrees: row.adopter_agrees.is_some(),
        source_agrees: row.source_agrees.is_some(),
        paused_at: row.paused_at_stage,
    }
}

/// The row as it is after the step; in which part it was taken.
fn advance(work: &Work<'_>, held: &mut Held, taken: &TakenStep) -> Result<TransferParty> {
    let state = state(&held.row);
    let found = state.party_for(taken.step, &held.parties);
    let next = found.and_then(|party| Some((party, state.after(taken.step, party)?)));
    let (party, next) =
        next.ok_or_else(|| refused(work.ctx(), taken.step, (&state, &held.parties)))?;
    let row = &mut held.row;
    row.stage = next.stage;
    row.paused_at_stage = next.paused_at;
    let shown = taken.visibility.unwrap_or(Visibility::Network);
    row.adopter_agrees = next
        .adopter_agrees
        .then(|| row.adopter_agrees.unwrap_or(shown));
    row.source_agrees = next
        .source_agrees
        .then(|| row.source_agrees.unwrap_or(shown));
    // To whom what was given up is shown does not change why it was.
    let is_about_showing = matches!(taken.step, TransferStep::Accept | TransferStep::Withdraw);
    if !(is_about_showing && next.stage == TransferStage::Abandoned) {
        row.reason = taken.reason;
    }
    if let Some(outcome) = taken.outcome {
        row.outcome = Some(outcome);
    }
    if let Some(note) = &taken.outcome_note {
        row.outcome_note = Some(note.clone());
    }
    match taken.step {
        TransferStep::Propose | TransferStep::Decline if row.source_tenant_id.is_none() => {
            row.source_tenant_id = Some(source_of(work.ctx(), row)?);
        }
        TransferStep::Complete => {
            let today = work.ctx().now().date_naive();
            row.completed_on = Some(today);
            row.follow_up_due = follow_up(today, None);
        }
        TransferStep::Reopen => {
            row.outcome = None;
            row.completed_on = None;
            row.follow_up_due = None;
        }
        _ => {}
    }
    Ok(party)
}

/// The tenant of the city to learn from; without one there is nobody who could agree.
fn source_of(ctx: &Ctx, row: &Model) -> Result<TenantId> {
    member_of(ctx, row.network_id, &row.source_city_ags).ok_or_else(|| {
        conflict(
            "Die Kommune, von der gelernt werden soll, nimmt nicht am Netz teil; sie kann nicht einverstanden sein.",
            "The city to learn from does not take part in the network; it cannot agree.",
        )
    })
}

fn refused(ctx: &Ctx, step: TransferStep, (state, parties): (&State, &[TransferParty])) -> Error {
    let words = |steps: Vec<TransferStep>| {
        let words: Vec<_> = steps.iter().map(|step| step.word()).collect();
        words.join(", ")
    };
    let (step, stage, possible) = (
        step.word(),
        state.stage.word(),
        words(open_to(ctx, state, parties)),
    );
    match possible.is_empty() {
        true => conflict(
            format!(
                "Der Schritt {step} ist bei Stand {stage} für Sie nicht möglich; zurzeit ist es kein anderer."
            ),
            format!(
                "The step {step} cannot be taken by you at stage {stage}; none can at the moment."
            ),
        ),
        false => conflict(
            format!(
                "Der Schritt {step} ist bei Stand {stage} für Sie nicht möglich. Möglich sind: {possible}."
            ),
            format!(
                "The step {step} cannot be taken by you at stage {stage}. Possible are: {possible}."
            ),
        ),
    }
}

/// The day of the next look back after a day, or the first.
pub(crate) fn follow_up(completed: NaiveDate, after: Option<NaiveDate>) -> Option<NaiveDate> {
    let days = FOLLOW_UPS.iter();
    let mut days = days.filter_map(|months| completed.checked_add_months(Months::new(*months)));
    days.find(|day| after.is_none_or(|after| *day > after))
}

/// Writes a changed link as its next version, with the entry in its history.
pub(crate) async fn save(
    work: &Work<'_>,
    before: &Model,
    mut row: Model,
    entry: Entry,
) -> Result<()> {
    let now = work.ctx().now();
    let shown = of(work, &row).await?;
    row.visibility = shown.visibility;
    row.embargo_until = shown.embargo_until;
    row.last_event_at = Some(now);
    row.updated_at = now;
    row.revision += 1;
    enter(work, &row, entry).await?;
    let (was, is) = (facts(before), facts(&row));
    let id = row.id;
    let change: ActiveModel = row.into_active_model().reset_all();
    let change = ActiveModel {
        created_at: Set(before.created_at),
        ..change
    };
    change.update(work.connection()).await?;
    work.note_content(id, ChangeAction::Updated, Some(&was), Some(&is))
        .await
}
