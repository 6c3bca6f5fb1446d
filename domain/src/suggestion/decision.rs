//! Deciding about suggestions: accepting, declining, putting off.
//!
//! All suggestions of one decision are decided, or none. What an organisation decides is its own matter; where it
//! coordinates the network, what it accepts and declines is also what the weights of similarity are learnt from.
//!
//! Invariant: whoever decides about a pair coordinates the network or stands at one of its sides, and may read both
//! projects.

use super::{
    expertise::fitting,
    id::{SuggestionId, place},
    material::Material,
    mention::Mention,
    ranking::{Reasons, reasons},
    side::Side,
    view::View,
};
use crate::{
    error::{Error, Result},
    language::{Language, Words},
    mistake::{Fault, Mistakes},
    read::in_uuids,
    similarity_decision::{self, NewDecision},
    transfer_link::{NewTransferLink, TransferTerms, propose},
    work::Work,
};
use chrono::{Days, NaiveDate};
use entity::{
    id::{BarrierId, NetworkId, SuggestionDecisionId, TransferLinkId},
    project,
    scope::TenantTable,
    suggestion_decision::{ActiveModel, Column, Entity},
    transfer_link,
    value::{SuggestionVerdict, TransferOrigin, TransferReason, TransferStage},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, ExprTrait, QueryFilter, Set,
    sea_query::{Expr, Query},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A suggestion can be put off for so many days at most; what is not wanted at all is declined.
const LONGEST_SNOOZE: u64 = 2 * 366;

/// What is decided about a suggestion.
#[derive(Clone, Copy)]
struct Verdict {
    word: SuggestionVerdict,
    reason: Option<TransferReason>,
    until: Option<NaiveDate>,
}

impl Verdict {
    const fn plain(word: SuggestionVerdict) -> Self {
        Self {
            word,
            reason: None,
            until: None,
        }
    }
}

/// Makes a proposed transfer of each suggestion, in their order; what a plan names of one is taken up. Where nothing else is
/// said, the reason of the suggestion is that of the transfer.
///
/// # Errors
/// `FORBIDDEN` for who is neither office nor city of the network, `CONFLICT` and `BAD_USER_INPUT` with the place of the
/// suggestion that cannot be accepted and why.
pub async fn accept(
    work: &Work<'_>,
    network: NetworkId,
    ids: &[SuggestionId],
    rationale: Option<String>,
) -> Result<Vec<TransferLinkId>> {
    let side = Side::of_writer(work, network).await?;
    check(work, &side, network, ids).await?;
    let mut reasons = told(work, network, ids).await?;
    let mut links = Vec::with_capacity(ids.len());
    for (at, id) in ids.iter().enumerate() {
        work.act_for(side.tenant).await?;
        let terms = terms(work, *id, rationale.as_ref(), reasons.remove(id));
        let new = NewTransferLink {
            network,
            adopter_city: None,
            source_city: None,
            origin: Some(TransferOrigin::Algorithm),
            terms,
        };
        let link = propose(work, new).await;
        links.push(link.map_err(|error| at_place(at, error))?);
    }
    work.act_for(side.tenant).await?;
    let verdict = Verdict::plain(SuggestionVerdict::Accepted);
    keep(work, &side, (network, ids), verdict).await?;
    Ok(links)
}

/// Declines suggestions: they are not made again for a time.
///
/// # Errors
/// `FORBIDDEN` for who is neither office nor city of the network, `BAD_USER_INPUT` with the place of what is no pair.
pub async fn decline(
    work: &Work<'_>,
    network: NetworkId,
    ids: &[SuggestionId],
    reason: TransferReason,
) -> Result<()> {
    let side = Side::of_writer(work, network).await?;
    check(work, &side, network, ids).await?;
    let verdict = Verdict {
        reason: Some(reason),
        ..Verdict::plain(SuggestionVerdict::Declined)
    };
    keep(work, &side, (network, ids), verdict).await
}

/// Puts suggestions off until a day.
///
/// # Errors
/// `FORBIDDEN` for who is neither office nor city of the network, `BAD_USER_INPUT` with the place of what is no pair, and
/// for a day that is not ahead or too far.
pub async fn snooze(
    work: &Work<'_>,
    network: NetworkId,
    ids: &[SuggestionId],
    until: NaiveDate,
) -> Result<()> {
    let side = Side::of_writer(work, network).await?;
    check_until(work, until)?;
    check(work, &side, network, ids).await?;
    let verdict = Verdict {
        until: Some(until),
        ..Verdict::plain(SuggestionVerdict::Snoozed)
    };
    keep(work, &side, (network, ids), verdict).await
}

fn check_until(work: &Work<'_>, until: NaiveDate) -> Result<()> {
    let today = work.ctx().now().date_naive();
    let last = today.checked_add_days(Days::new(LONGEST_SNOOZE));
    if until > today && last.is_some_and(|last| until <= last) {
        return Ok(());
    }
    Err(Error::invalid(
        "until",
        format!(
            "{until} liegt nicht in den nächsten zwei Jahren; was gar nicht gewünscht ist, bitte ablehnen."
        ),
        format!(
            "{until} is not within the next two years; please decline what is not wanted at all."
        ),
    ))
}

/// Each is a pair of two cities of the network whose projects the caller may read, and concerns the caller.
async fn check(
    work: &Work<'_>,
    side: &Side,
    network: NetworkId,
    ids: &[SuggestionId],
) -> Result<()> {
    let projects: Vec<Uuid> = ids
        .iter()
        .flat_map(|id| [id.adopter.0, id.source.0])
        .collect();
    let connection = work.connection();
    let column = Expr::col((project::Entity, project::Column::Id));
    let rows = project::Entity::visible_to(&work.ctx().audience())
        .filter(project::Column::NetworkId.eq(network.0))
        .filter(in_uuids(
            connection.get_database_backend(),
            column,
            &projects,
        ));
    let rows = rows.all(connection).await?.into_iter();
    let cities: HashMap<_, _> = rows
        .filter_map(|row| Some((row.id, row.city_ags?)))
        .collect();
    let mut mistakes = Mistakes::default();
    for (at, id) in ids.iter().enumerate() {
        let ends = (cities.get(&id.adopter), cities.get(&id.source));
        let is_pair = match ends {
            (Some(adopter), Some(source)) => {
                adopter != source && side.is_concerned([adopter, source])
            }
            _ => false,
        };
        if !is_pair {
            mistakes.note(place(at), Fault::Invalid, no_pair());
        }
    }
    mistakes.finish()
}

fn no_pair() -> Words {
    Words::new(
        "ist kein Paar von Vorhaben zweier Kommunen dieses Netzes, die Sie lesen dürfen und von denen, wenn Sie für eine Kommune handeln, eines Ihres ist.",
        "is no pair of projects of two cities of this network that you may read and of which, if you act for a city, one is yours.",
    )
}

/// What speaks for suggestions.
async fn told(
    work: &Work<'_>,
    network: NetworkId,
    ids: &[SuggestionId],
) -> Result<HashMap<SuggestionId, Reasons>> {
    let mut material = Material::new(work.ctx(), network);
    material.mentions = mentions(work, network, ids).await?;
    material.fitting = fitting(work.ctx(), network).await?;
    let asked = ids.to_vec();
    let searcher = work.ctx().searcher().await?;
    let told = searcher.ask(move |state, eyes| {
        let view = View {
            state,
            eyes,
            material: &material,
        };
        reasons(&view, &asked)
    });
    let told = told.await?.into_iter();
    Ok(told.map(|one| (one.id, one)).collect())
}

/// What plans name for the projects that want to learn.
async fn mentions(
    work: &Work<'_>,
    network: NetworkId,
    ids: &[SuggestionId],
) -> Result<Vec<Mention>> {
    use transfer_link::Column;
    let adopters: Vec<Uuid> = ids.iter().map(|id| id.adopter.0).collect();
    let connection = work.connection();
    let column = Expr::col(Column::AdopterProjectId);
    let rows = transfer_link::Entity::visible_to(&work.ctx().audience())
        .filter(Column::NetworkId.eq(network.0))
        .filter(Column::Stage.eq(TransferStage::Suggested))
        .filter(in_uuids(
            connection.get_database_backend(),
            column,
            &adopters,
        ));
    let rows = rows.all(connection).await?;
    Ok(rows.iter().filter_map(Mention::of).collect())
}

/// What a transfer says that comes of a suggestion.
fn terms(
    work: &Work<'_>,
    id: SuggestionId,
    rationale: Option<&String>,
    reasons: Option<Reasons>,
) -> TransferTerms {
    let reasons = reasons.as_ref();
    let own = reasons.filter(|reasons| !reasons.is_explained);
    let own = own.map(|reasons| reasons.explanation.text(Language::De).to_owned());
    let barriers = reasons.map(|reasons| codes(work, &reasons.barriers));
    TransferTerms {
        rationale: rationale.cloned().or(own).map(Some),
        shared_barriers: barriers.filter(|codes| !codes.is_empty()),
        adopter_project: Some(id.adopter),
        source_project: Some(id.source),
        ..TransferTerms::default()
    }
}

fn codes(work: &Work<'_>, barriers: &[BarrierId]) -> Vec<String> {
    let known = &work.ctx().reference().barriers;
    let codes = barriers.iter().filter_map(|id| known.find(id));
    codes.map(|barrier| barrier.code.clone()).collect()
}

/// Why a suggestion cannot be accepted, with its place.
fn at_place(at: usize, error: Error) -> Error {
    let place = place(at);
    match error {
        Error::Invalid { reason, .. } => Error::Invalid {
            field: place,
            reason,
        },
        Error::NotFound(_) => Error::Invalid {
            field: place,
            reason: no_pair(),
        },
        Error::Conflict(words) => {
            let told = |text: &str| format!("{place}: {text}");
            Error::Conflict(words.map(told, told))
        }
        other => other,
    }
}

/// Keeps what was decided in the place of what was decided before, whichever way round.
async fn keep(
    work: &Work<'_>,
    side: &Side,
    (network, ids): (NetworkId, &[SuggestionId]),
    verdict: Verdict,
) -> Result<()> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        forget(work, side, *id).await?;
        rows.push(ActiveModel {
            id: Set(SuggestionDecisionId(Work::new_id())),
            tenant_id: Set(side.tenant),
            network_id: Set(network),
            adopter_project_id: Set(id.adopter),
            source_project_id: Set(id.source),
            verdict: Set(verdict.word),
            reason: Set(verdict.reason),
            until: Set(verdict.until),
            decided_at: Set(work.ctx().now()),
        });
    }
    work.insert_all(rows).await?;
    let is_accepted = verdict.word == SuggestionVerdict::Accepted;
    if !side.is_office() || verdict.word == SuggestionVerdict::Snoozed {
        return Ok(());
    }
    for id in ids {
        let decision = NewDecision {
            network,
            project: id.adopter,
            other: id.source,
            is_accepted,
        };
        similarity_decision::decide(work, decision).await?;
    }
    Ok(())
}

async fn forget(work: &Work<'_>, side: &Side, id: SuggestionId) -> Result<()> {
    let from_to = |adopter: Uuid, source: Uuid| {
        Column::AdopterProjectId
            .eq(adopter)
            .and(Column::SourceProjectId.eq(source))
    };
    let either = Condition::any()
        .add(from_to(id.adopter.0, id.source.0))
        .add(from_to(id.source.0, id.adopter.0));
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::TenantId.eq(side.tenant.0))
        .cond_where(either)
        .to_owned();
    work.execute(&delete).await?;
    Ok(())
}
