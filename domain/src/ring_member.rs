//! Belonging to a ring: who is invited, and what they answer.
//!
//! Invariant: only a city's own organisation accepts for it, and only the terms as they are; who declines, leaves or is taken
//! out reads nothing of the ring from that moment on. To whoever is not asked a ring does not exist.

use crate::{
    actor::{Actor, Member},
    error::{Error, Result},
    language::Words,
    mistake::Mistakes,
    peer_group::{
        self, MOST_MEMBERS, Membership, all, check_invited, facts, held_ring, invitation,
        keep_readers, no_ring,
    },
    policy::{Action, may_at_home},
    work::{Work, check_version},
};
use entity::{
    id::{PeerGroupId, TenantId, TypedId},
    peer_group::{Column, Entity, Model},
    ring_member::ActiveModel,
    scope::{Audience, TenantTable},
    value::{ChangeAction, PeerGroupKind, RingState},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::LockType,
};

/// Invites municipalities of the network to a ring that the caller's organisation moderates; who declined or left can be
/// invited again.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `CONFLICT` for a group that is no ring, `BAD_USER_INPUT` for who cannot be
/// invited or belongs to it already.
pub async fn invite(
    work: &Work<'_>,
    id: PeerGroupId,
    expected: i32,
    tenants: &[TenantId],
) -> Result<()> {
    let row = held_ring(work, id).await?;
    check_version(expected, row.revision)?;
    let known = all(work, &row).await?;
    check(work, &row, &known, tenants)?;
    let mut new = Vec::new();
    for tenant in tenants {
        match known.iter().find(|member| member.member_id == *tenant) {
            Some(member) => invite_again(work, member.clone()).await?,
            None => new.extend(invitation(work, &row, *tenant)),
        }
    }
    work.insert_all(new).await?;
    changed(work, row).await
}

fn check(work: &Work<'_>, row: &Model, known: &[Membership], tenants: &[TenantId]) -> Result<()> {
    let mut mistakes = Mistakes::default();
    let network = row.network_id.ok_or(Error::NotFound("network"))?;
    check_invited(work.ctx(), (row.tenant_id, network), tenants, &mut mistakes);
    mistakes.finish()?;
    let is_there =
        |member: &&Membership| matches!(member.state, RingState::Invited | RingState::Accepted);
    let there: Vec<_> = known.iter().filter(is_there).collect();
    if let Some(member) = there
        .iter()
        .find(|member| tenants.contains(&member.member_id))
    {
        let city = &member.city_ags;
        return Err(Error::invalid(
            "invite",
            format!("{city} ist schon eingeladen oder Mitglied."),
            format!("{city} is invited or a member already."),
        ));
    }
    let count = there.len() + tenants.len();
    if count > MOST_MEMBERS {
        return Err(Error::invalid(
            "invite",
            format!("Der Ring hätte {count} Städte; höchstens {MOST_MEMBERS} sind möglich."),
            format!("The ring would have {count} cities; at most {MOST_MEMBERS} are possible."),
        ));
    }
    Ok(())
}

async fn invite_again(work: &Work<'_>, member: Membership) -> Result<()> {
    let now = work.ctx().now();
    let mut change = member.into_active_model();
    change.state = Set(RingState::Invited);
    change.terms_version = Set(None);
    change.invited_at = Set(now);
    change.decided_at = Set(None);
    change.update(work.connection()).await?;
    Ok(())
}

/// Writes a ring whose members changed as its next version, and lets those read it who belong to it now.
async fn changed(work: &Work<'_>, row: Model) -> Result<()> {
    let (id, facts, revision) = (row.id, facts(&row), row.revision);
    let row = peer_group::save(work, row.into_active_model(), revision).await?;
    keep_readers(work, &row).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// Takes a municipality out of a ring that the caller's organisation moderates, or takes its invitation back.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `CONFLICT` for a group that is no ring, `BAD_USER_INPUT` for who does not
/// belong to it.
pub async fn remove(
    work: &Work<'_>,
    id: PeerGroupId,
    expected: i32,
    tenant: TenantId,
) -> Result<()> {
    let row = held_ring(work, id).await?;
    check_version(expected, row.revision)?;
    let known = all(work, &row).await?.into_iter();
    let mut known = known.filter(|member| member.member_id == tenant && tenant != row.tenant_id);
    let member = known.next().filter(|member| is_asked(member.state));
    let member = member.ok_or_else(|| {
        Error::invalid(
            "member",
            "gehört nicht zu diesem Ring.",
            "does not belong to this ring.",
        )
    })?;
    answer(work, member, (RingState::Left, None)).await?;
    changed(work, row).await
}

const fn is_asked(state: RingState) -> bool {
    matches!(state, RingState::Invited | RingState::Accepted)
}

/// Accepts the terms of a ring for the caller's own city, as it has seen them.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for whoever may not release anything for its city or is not asked, `STALE_VERSION`, `CONFLICT` where the terms
/// changed meanwhile or the city no longer belongs to the network.
pub async fn accept(
    work: &Work<'_>,
    id: PeerGroupId,
    expected: i32,
    terms_version: i32,
) -> Result<()> {
    let (row, member) = hold(work, id, expected).await?;
    if terms_version != row.terms_version {
        let now = row.terms_version;
        return Err(Error::Conflict(Words::new(
            format!("Die Regeln liegen inzwischen in Fassung {now} vor. Bitte neu lesen."),
            format!("The terms are at version {now} meanwhile. Please read them again."),
        )));
    }
    let reference = work.ctx().reference();
    let takes_part = |network| reference.takes_part(member.member_id, network, work.ctx().now());
    if !row.network_id.is_some_and(takes_part) {
        return Err(Error::Conflict(Words::new(
            "Ihre Stadt gehört dem Städtenetz des Rings nicht mehr an.",
            "Your city does not belong to the network of the ring any more.",
        )));
    }
    if member.state == RingState::Accepted {
        return Ok(());
    }
    answer(work, member, (RingState::Accepted, Some(terms_version))).await?;
    tell(work, &row).await
}

/// Declines the invitation to a ring for the caller's own city.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for whoever may not release anything for its city or is not asked, `STALE_VERSION`, `CONFLICT`
/// for who accepted before.
pub async fn decline(work: &Work<'_>, id: PeerGroupId, expected: i32) -> Result<()> {
    part(
        work,
        (id, expected),
        RingState::Invited,
        RingState::Declined,
    )
    .await
}

/// Leaves a ring for the caller's own city. What was published while it belonged to it stays.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for whoever may not release anything for its city or does not belong to it, `STALE_VERSION`,
/// `CONFLICT` for who was only invited.
pub async fn leave(work: &Work<'_>, id: PeerGroupId, expected: i32) -> Result<()> {
    part(work, (id, expected), RingState::Accepted, RingState::Left).await
}

async fn part(
    work: &Work<'_>,
    (id, expected): (PeerGroupId, i32),
    from: RingState,
    to: RingState,
) -> Result<()> {
    let (row, member) = hold(work, id, expected).await?;
    if member.state != from {
        return Err(Error::Conflict(Words::new(
            "Eine Einladung wird abgelehnt, eine Mitgliedschaft wird beendet; hier ist es das andere.",
            "An invitation is declined, a membership is left; here it is the other one.",
        )));
    }
    let terms = member.terms_version;
    answer(work, member, (to, terms)).await?;
    keep_readers(work, &row).await?;
    tell(work, &row).await
}

async fn answer(
    work: &Work<'_>,
    member: Membership,
    (state, terms): (RingState, Option<i32>),
) -> Result<()> {
    let before = member.terms_version;
    let mut change: ActiveModel = member.into_active_model();
    change.state = Set(state);
    change.terms_version = Set(terms.or(before));
    change.decided_at = Set(Some(work.ctx().now()));
    change.update(work.connection()).await?;
    Ok(())
}

/// The others hear of an answer; the version of the ring is that of what its moderator says.
async fn tell(work: &Work<'_>, row: &Model) -> Result<()> {
    let facts = facts(row);
    work.note_content(row.id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// Locks a ring for the answer of a city that is asked. From there on the unit acts for the moderator, since answers are
/// kept with the ring.
async fn hold(work: &Work<'_>, id: PeerGroupId, expected: i32) -> Result<(Model, Membership)> {
    let (member, seen) = seen(work, id).await?;
    if seen.kind != PeerGroupKind::Ring {
        return Err(no_ring());
    }
    work.act_for(seen.tenant_id).await?;
    let row = Entity::owned_by(seen.tenant_id)
        .filter(Column::Id.eq(id.0))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let row = row.await?.ok_or(Error::NotFound(PeerGroupId::PREFIX))?;
    let mut asked = all(work, &row).await?.into_iter();
    let asked = asked.find(|one| one.member_id == member.tenant && is_asked(one.state));
    // Who moderates a ring belongs to it as long as it moderates.
    let asked = asked.filter(|one| one.member_id != row.tenant_id);
    let asked = asked.ok_or(Error::Forbidden)?;
    check_version(expected, row.revision)?;
    Ok((row, asked))
}

/// The member who acts and the ring as it sees it; who may not commit its city learns no more than a reader.
async fn seen<'w>(work: &'w Work<'_>, id: PeerGroupId) -> Result<(&'w Member, Model)> {
    let ctx = work.ctx();
    let writer = match ctx.actor() {
        Actor::Anonymous => return Err(Error::Unauthenticated),
        Actor::Member(member) => Some(member).filter(|member| may_at_home(member, Action::Publish)),
        Actor::Operator(_) => None,
    };
    let audience = match writer {
        Some(member) => Audience {
            tenant: Some(member.tenant),
            now: ctx.now(),
        },
        None => ctx.audience(),
    };
    let rows = Entity::visible_to(&audience).filter(Column::Id.eq(id.0));
    let row = rows.one(work.connection()).await?;
    let row = row.ok_or(Error::NotFound(PeerGroupId::PREFIX))?;
    writer.map(|member| (member, row)).ok_or(Error::Forbidden)
}
