//! What a link says: why, what for, until when, and what is next.
//!
//! Invariant: every mistake is noted with its place. What both sides agree to is not changed behind an agreement; only
//! what keeps the work going is, and a side names its own project.

use super::{conflict, party::Held};
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    mistake::{Fault, Mistakes},
    work::Work,
};
use chrono::NaiveDate;
use entity::{
    id::{IndicatorId, ProjectId, TenantId, TransferEffectId, TransferLinkId},
    project,
    scope::{Audience, TenantTable},
    transfer_effect,
    transfer_link::Model,
    value::{TransferKind, TransferParty},
};
use sea_orm::{ColumnTrait, QueryFilter, Set, sea_query::Query};
use std::collections::HashSet;

/// How long a text of a link may be.
pub(super) const LONGEST_TEXT: usize = 4_000;
/// How long a line may be: a contact, a next step.
const LONGEST_LINE: usize = 300;
/// Most barriers that both sides know, and most effects.
const MOST_PARTS: usize = 20;

/// An effect that was observed.
#[derive(Clone, Debug)]
pub struct NewEffect {
    /// Short name of the indicator.
    pub indicator: String,
    /// What it shows.
    pub note: Option<String>,
}

/// What a link says. What is not given stays as it is; an inner `None` takes it away.
#[derive(Clone, Debug, Default)]
pub struct TransferTerms {
    /// What kind of transfer it is.
    pub kind: Option<TransferKind>,
    /// Whether both sides learn.
    pub is_bidirectional: Option<bool>,
    /// Why these two.
    pub rationale: Option<Option<String>>,
    /// What the adopter hopes for.
    pub expected_benefit: Option<Option<String>>,
    /// Codes of the barriers that both sides know.
    pub shared_barriers: Option<Vec<String>>,
    /// Whom to ask at the adopter.
    pub adopter_contact: Option<Option<String>>,
    /// Whom to ask at the source.
    pub source_contact: Option<Option<String>>,
    /// What is to be done next.
    pub next_step: Option<Option<String>>,
    /// By when.
    pub next_step_due: Option<Option<NaiveDate>>,
    /// First day.
    pub starts_on: Option<Option<NaiveDate>>,
    /// Last day that is planned.
    pub ends_on: Option<Option<NaiveDate>>,
    /// What came of it, in words.
    pub outcome_note: Option<Option<String>>,
    /// Effects that were observed, in the place of those that are there.
    pub effects: Option<Vec<NewEffect>>,
    /// The project that wants to learn.
    pub adopter_project: Option<ProjectId>,
    /// The project to learn from.
    pub source_project: Option<ProjectId>,
}

impl TransferTerms {
    /// Notes everything that is wrong with it, but for days that depend on what is there.
    pub fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        for (path, text, longest) in [
            ("rationale", &self.rationale, LONGEST_TEXT),
            ("expectedBenefit", &self.expected_benefit, LONGEST_TEXT),
            ("outcomeNote", &self.outcome_note, LONGEST_TEXT),
            ("adopterContact", &self.adopter_contact, LONGEST_LINE),
            ("sourceContact", &self.source_contact, LONGEST_LINE),
            ("nextStep", &self.next_step, LONGEST_LINE),
        ] {
            if let Some(Some(text)) = text {
                mistakes.text(path, text, longest);
            }
        }
        self.check_barriers(ctx, mistakes);
        self.check_effects(ctx, mistakes);
    }

    fn check_barriers(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        let Some(codes) = &self.shared_barriers else {
            return;
        };
        mistakes.list("sharedBarriers", codes, MOST_PARTS);
        let known: HashSet<&str> = barriers(ctx).collect();
        let mut own = HashSet::new();
        for (at, code) in codes.iter().enumerate() {
            if !known.contains(code.as_str()) || !own.insert(code) {
                let reason = Words::new(
                    format!(
                        "{code:?} ist kein Hemmnis des Vokabulars oder kommt mehrmals vor; die Liste barriers nennt alle."
                    ),
                    format!(
                        "{code:?} is no barrier of the vocabulary or is there several times; the list barriers names all."
                    ),
                );
                mistakes.note(format!("sharedBarriers[{at}]"), Fault::UnknownValue, reason);
            }
        }
    }

    fn check_effects(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        let Some(effects) = &self.effects else { return };
        mistakes.list("effects", effects, MOST_PARTS);
        let mut own = HashSet::new();
        for (at, effect) in effects.iter().enumerate() {
            if indicator(ctx, &effect.indicator).is_none() || !own.insert(&effect.indicator) {
                let name = &effect.indicator;
                let reason = Words::new(
                    format!(
                        "{name:?} ist kein Indikator oder kommt mehrmals vor; die Liste indicators nennt alle."
                    ),
                    format!(
                        "{name:?} is no indicator or is there several times; the list indicators names all."
                    ),
                );
                let path = format!("effects[{at}].indicator");
                mistakes.note(path, Fault::UnknownValue, reason);
            }
            if let Some(note) = &effect.note {
                mistakes.text(&format!("effects[{at}].note"), note, LONGEST_TEXT);
            }
        }
    }

    /// Whether it changes what the sides agree to.
    const fn touches_agreement(&self) -> bool {
        self.kind.is_some()
            || self.is_bidirectional.is_some()
            || self.rationale.is_some()
            || self.expected_benefit.is_some()
            || self.shared_barriers.is_some()
    }

    /// Refuses what would change an agreement that somebody has given.
    pub(super) fn respect(&self, held: &Held) -> Result<()> {
        let row = &held.row;
        let is_agreed = row.adopter_agrees.is_some() || row.source_agrees.is_some();
        let names = |side, given: Option<ProjectId>, known: Option<ProjectId>| {
            given.is_some_and(|given| Some(given) != known && (known.is_some() || !held.is(side)))
        };
        let renames = names(
            TransferParty::Adopter,
            self.adopter_project,
            row.adopter_project_id,
        ) || names(
            TransferParty::Source,
            self.source_project,
            row.source_project_id,
        );
        if is_agreed && (self.touches_agreement() || renames) {
            return Err(conflict(
                "Darin ist eine Seite schon einverstanden; was vereinbart ist, lässt sich erst ändern, wenn sie ihr Einverständnis zurücknimmt (WITHDRAW). Termine, Ansprechstellen, nächster Schritt und Wirkungen lassen sich weiter ändern.",
                "A side agrees to that already; what is agreed can be changed only when it takes its agreement back (WITHDRAW). Dates, contacts, next step and effects can be changed all the same.",
            ));
        }
        let foreign = (self.adopter_contact.is_some() && !held.is(TransferParty::Adopter))
            || (self.source_contact.is_some() && !held.is(TransferParty::Source));
        match foreign && !held.is(TransferParty::Coordinator) {
            true => Err(Error::Forbidden),
            false => Ok(()),
        }
    }

    /// The row as it is to be; the projects at its ends are set by [`ends`].
    pub(super) fn apply(&self, row: &mut Model) -> Result<()> {
        macro_rules! set {
            ($($field:ident)*) => {$(
                if let Some(value) = &self.$field {
                    row.$field = value.clone();
                }
            )*};
        }
        set!(kind is_bidirectional rationale expected_benefit adopter_contact source_contact next_step
            next_step_due starts_on ends_on outcome_note);
        if let Some(codes) = &self.shared_barriers {
            row.shared_barriers = (!codes.is_empty()).then(|| codes.join("\n"));
        }
        match (row.starts_on, row.ends_on) {
            (Some(start), Some(end)) if end < start => Err(Error::invalid(
                "endsOn",
                format!("{end} liegt vor dem Beginn ({start})."),
                format!("{end} is before the beginning ({start})."),
            )),
            _ => Ok(()),
        }
    }

    /// Writes the effects, if they are given.
    pub(super) async fn write_effects(
        &self,
        work: &Work<'_>,
        (tenant, link): (TenantId, TransferLinkId),
    ) -> Result<()> {
        let Some(effects) = &self.effects else {
            return Ok(());
        };
        let delete = Query::delete()
            .from_table(transfer_effect::Entity)
            .and_where(transfer_effect::Column::LinkId.eq(link.0))
            .to_owned();
        work.execute(&delete).await?;
        let rows = effects.iter().filter_map(|effect| {
            Some(transfer_effect::ActiveModel {
                id: Set(TransferEffectId(Work::new_id())),
                tenant_id: Set(tenant),
                link_id: Set(link),
                indicator_id: Set(indicator(work.ctx(), &effect.indicator)?),
                note: Set(effect.note.clone()),
            })
        });
        work.insert_all(rows.collect()).await
    }
}

fn barriers(ctx: &Ctx) -> impl Iterator<Item = &str> {
    let all = ctx.reference().barriers.all().iter();
    all.map(|barrier| barrier.code.as_str())
}

fn indicator(ctx: &Ctx, code: &str) -> Option<IndicatorId> {
    let mut all = ctx.reference().indicators.all().iter();
    all.find(|one| one.code == code).map(|one| one.id)
}

/// A project that the caller may read, for an end of a link.
pub(super) async fn end(
    work: &Work<'_>,
    reader: TenantId,
    id: ProjectId,
) -> Result<project::Model> {
    let audience = Audience {
        tenant: Some(reader),
        now: work.ctx().now(),
    };
    let rows = project::Entity::visible_to(&audience).filter(project::Column::Id.eq(id.0));
    let row = rows.one(work.connection()).await?;
    row.ok_or(Error::NotFound("project"))
}

/// Sets the projects at the ends of a link; each is one that the caller may read, of the city that the link names. The unit
/// acts for the link's owner afterwards.
pub(super) async fn ends(work: &Work<'_>, held: &mut Held, terms: &TransferTerms) -> Result<()> {
    let (actor, owner) = (held.actor, held.row.tenant_id);
    for (path, given, is_adopter) in [
        ("adopterProject", terms.adopter_project, true),
        ("sourceProject", terms.source_project, false),
    ] {
        let Some(id) = given else { continue };
        work.act_for(actor).await?;
        let project = end(work, actor, id).await?;
        work.act_for(owner).await?;
        let row = &mut held.row;
        let (city, place) = if is_adopter {
            (&row.adopter_city_ags, &mut row.adopter_project_id)
        } else {
            (&row.source_city_ags, &mut row.source_project_id)
        };
        if project.network_id != row.network_id || project.city_ags.as_ref() != Some(city) {
            return Err(Error::invalid(
                path,
                "ist kein Vorhaben der Kommune, die an diesem Ende steht, in diesem Netz.",
                "is no project of the city at this end, in this network.",
            ));
        }
        *place = Some(id);
    }
    Ok(())
}
