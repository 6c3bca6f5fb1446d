//! Proposing a transfer to both sides.
//!
//! Invariant: a link that is open between the same ends is not made twice; what a plan names already is taken up, so that
//! its history begins with the plan.

use super::{
    conflict,
    filter::is_open,
    party::{Held, hold, is_office, member_of},
    release::{facts, name_source},
    step::{TakenStep, save, take},
    terms::{TransferTerms, end, ends},
};
use crate::{
    error::{Error, Result},
    mistake::Mistakes,
    policy::Action,
    transfer_event::{Entry, enter},
    work::Work,
};
use entity::{
    id::{NetworkId, ProjectId, TenantId, TransferLinkId},
    membership,
    scope::{Holding, TenantTable},
    transfer_link::{Column, Entity, Model},
    value::{
        Certainty, ChangeAction, TransferEventKind, TransferKind, TransferOrigin, TransferParty,
        TransferStage, TransferStep, Visibility,
    },
};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::LockType};

/// A transfer that is proposed to both sides.
#[derive(Clone, Debug)]
pub struct NewTransferLink {
    /// In which network.
    pub network: NetworkId,
    /// The city that wants to learn, where no project of it is named.
    pub adopter_city: Option<String>,
    /// The city to learn from, where no project of it is named.
    pub source_city: Option<String>,
    /// Who brought it up, where it was not the caller.
    pub origin: Option<TransferOrigin>,
    /// What it says, with the projects at its ends.
    pub terms: TransferTerms,
}

/// Both ends of a new link.
struct Ends {
    actor: TenantId,
    adopter: TenantId,
    source: TenantId,
    adopter_city: String,
    source_city: String,
    party: TransferParty,
}

/// Proposes a transfer; takes up what a plan names already of it.
///
/// # Errors
/// `FORBIDDEN` for who is neither a side nor coordinates the network, `NOT_FOUND` for projects that the caller may not read,
/// `CONFLICT` where there is an open link between these ends, `BAD_USER_INPUT` for a link to oneself and for all else that
/// is wrong.
pub async fn propose(work: &Work<'_>, new: NewTransferLink) -> Result<TransferLinkId> {
    let mut mistakes = Mistakes::default();
    new.terms.check(work.ctx(), &mut mistakes);
    mistakes.finish()?;
    let found = find_ends(work, &new).await?;
    work.act_for(found.adopter).await?;
    let known = known(work, &new, &found).await?;
    if known
        .iter()
        .any(|link| is_same(link, &new.terms) && is_open(link.stage))
    {
        return Err(conflict(
            "Zwischen diesen Enden gibt es schon eine offene Verknüpfung.",
            "There is an open link between these ends already.",
        ));
    }
    let named = known
        .into_iter()
        .find(|link| is_only_named(link, &new.terms));
    work.act_for(found.actor).await?;
    match named {
        Some(link) => take_up(work, link, new.terms).await,
        None => add(work, new, found).await,
    }
}

/// Who stands at the ends, and in which part the caller proposes it.
async fn find_ends(work: &Work<'_>, new: &NewTransferLink) -> Result<Ends> {
    let actor = work.ctx().member_who_may(Action::Write)?.tenant;
    let adopter_city = city_of(
        work,
        actor,
        new,
        ("adopterProject", new.terms.adopter_project),
        &new.adopter_city,
    )
    .await?;
    let source_city = city_of(
        work,
        actor,
        new,
        ("sourceProject", new.terms.source_project),
        &new.source_city,
    )
    .await?;
    if adopter_city == source_city {
        return Err(Error::invalid(
            "sourceCity",
            "ist die Kommune, die selbst lernen will; ein Transfer verbindet zwei Kommunen.",
            "is the city that wants to learn itself; a transfer connects two cities.",
        ));
    }
    let adopter = tenant_of(work, new.network, "adopterCity", &adopter_city)?;
    let source = tenant_of(work, new.network, "sourceCity", &source_city)?;
    let party = if actor == adopter {
        TransferParty::Adopter
    } else if actor == source {
        TransferParty::Source
    } else if is_office(work, new.network, Action::Write).await? {
        TransferParty::Coordinator
    } else {
        return Err(Error::Forbidden);
    };
    Ok(Ends {
        actor,
        adopter,
        source,
        adopter_city,
        source_city,
        party,
    })
}

/// The city at an end: that of its project, or the one that is named.
async fn city_of(
    work: &Work<'_>,
    actor: TenantId,
    new: &NewTransferLink,
    (path, project): (&'static str, Option<ProjectId>),
    named: &Option<String>,
) -> Result<String> {
    let field = if path == "adopterProject" {
        "adopterCity"
    } else {
        "sourceCity"
    };
    let city = match project {
        Some(id) => {
            let row = end(work, actor, id).await?;
            let city = row.city_ags.filter(|_| row.network_id == new.network);
            let is_of = |city: &String| named.as_ref().is_none_or(|named| named == city);
            city.filter(is_of).ok_or_else(|| {
                Error::invalid(
                    path,
                    "ist kein Vorhaben dieser Kommune in diesem Netz.",
                    "is no project of this city in this network.",
                )
            })?
        }
        None => named.clone().ok_or_else(|| {
            Error::invalid(
                field,
                "fehlt: bitte ein Vorhaben oder wenigstens die Kommune nennen.",
                "is missing: please name a project, or at least the city.",
            )
        })?,
    };
    crate::city::check_ags(field, &city)?;
    Ok(city)
}

fn tenant_of(
    work: &Work<'_>,
    network: NetworkId,
    path: &'static str,
    city: &str,
) -> Result<TenantId> {
    member_of(work.ctx(), network, city).ok_or_else(|| {
        Error::invalid(
            path,
            format!("{city} nimmt nicht am Netz teil; einverstanden sein kann nur, wer teilnimmt."),
            format!("{city} does not take part in the network; only who takes part can agree."),
        )
    })
}

/// The links that are there between the two cities, while nobody else can add one.
async fn known(work: &Work<'_>, new: &NewTransferLink, ends: &Ends) -> Result<Vec<Model>> {
    let turn = membership::Entity::held_for(ends.adopter)
        .filter(membership::Column::NetworkId.eq(new.network.0))
        .lock(LockType::NoKeyUpdate);
    turn.all(work.connection()).await?;
    let rows = Entity::owned_by(ends.adopter)
        .filter(Column::NetworkId.eq(new.network.0))
        .filter(Column::SourceCityAgs.eq(ends.source_city.as_str()))
        .filter(match new.terms.adopter_project {
            Some(project) => Column::AdopterProjectId.eq(project.0),
            None => Column::AdopterProjectId.is_null(),
        });
    Ok(rows.all(work.connection()).await?)
}

/// Whether a link has the ends of a new one.
fn is_same(link: &Model, terms: &TransferTerms) -> bool {
    link.source_project_id == terms.source_project
}

/// Whether a link is what a plan only names of a new one.
fn is_only_named(link: &Model, terms: &TransferTerms) -> bool {
    link.stage == TransferStage::Suggested
        && (link.source_project_id.is_none() || is_same(link, terms))
}

async fn take_up(work: &Work<'_>, link: Model, terms: TransferTerms) -> Result<TransferLinkId> {
    let (id, version) = (link.id, link.revision);
    take(work, id, version, TakenStep::plain(TransferStep::Propose)).await?;
    let mut held = hold(work, id, Action::Write).await?;
    let before = held.row.clone();
    terms.apply(&mut held.row)?;
    ends(work, &mut held, &terms).await?;
    let owner = (held.row.tenant_id, id);
    let entry = Entry::of(TransferEventKind::Change, held.party(), held.actor);
    save(work, &before, held.row, entry).await?;
    terms.write_effects(work, owner).await?;
    work.made(id);
    Ok(id)
}

async fn add(work: &Work<'_>, new: NewTransferLink, found: Ends) -> Result<TransferLinkId> {
    let mut row = blank(work, &new, &found);
    new.terms.apply(&mut row)?;
    let mut held = Held {
        row,
        parties: vec![found.party],
        actor: found.actor,
    };
    ends(work, &mut held, &new.terms).await?;
    let row = held.row;
    work.act_for(row.tenant_id).await?;
    work.insert(row.clone().into_active_model()).await?;
    name_source(work, &row).await?;
    let entry = Entry {
        step: Some(TransferStep::Propose),
        ..Entry::of(TransferEventKind::Step, found.party, found.actor)
    };
    enter(work, &row, entry).await?;
    new.terms
        .write_effects(work, (row.tenant_id, row.id))
        .await?;
    work.made(row.id);
    work.note_content(row.id, ChangeAction::Created, None, Some(&facts(&row)))
        .await?;
    Ok(row.id)
}

fn blank(work: &Work<'_>, new: &NewTransferLink, found: &Ends) -> Model {
    let now = work.ctx().now();
    let own = match found.party {
        TransferParty::Coordinator => TransferOrigin::Coordinator,
        TransferParty::Adopter | TransferParty::Source => TransferOrigin::City,
    };
    Model {
        id: TransferLinkId(Work::new_id()),
        tenant_id: found.adopter,
        network_id: new.network,
        kind: TransferKind::ExperienceTransfer,
        stage: TransferStage::Proposed,
        origin: new.origin.unwrap_or(own),
        adopter_project_id: None,
        adopter_city_ags: found.adopter_city.clone(),
        source_project_id: None,
        source_city_ags: found.source_city.clone(),
        is_bidirectional: false,
        rationale: None,
        certainty: Certainty::Recognised,
        source_tenant_id: Some(found.source),
        adopter_agrees: None,
        source_agrees: None,
        paused_at_stage: None,
        reason: None,
        expected_benefit: None,
        shared_barriers: None,
        adopter_contact: None,
        source_contact: None,
        next_step: None,
        next_step_due: None,
        starts_on: None,
        ends_on: None,
        outcome: None,
        outcome_note: None,
        completed_on: None,
        follow_up_due: None,
        last_event_at: Some(now),
        visibility: Visibility::Shared,
        embargo_until: None,
        created_at: now,
        updated_at: now,
        deleted_at: None,
        revision: 1,
    }
}
