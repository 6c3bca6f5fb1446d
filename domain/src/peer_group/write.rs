//! Writing peer groups and rings.
//!
//! Invariant: they are written for the caller's own tenant only; who may write what is shared with others may also release
//! it. Whatever changes what the members of a ring agreed to asks them again.

use super::{
    agreement,
    draft::{ChangePeerGroup, NewPeerGroup, NewRing, PeerDefinition, check_network},
    kept::of_rule,
};
use crate::{
    error::{Error, Result},
    language::Words,
    mistake::Mistakes,
    named_reader::{self, Subject},
    policy::{Action, may_at_home},
    release::Release,
    work::{Work, check_version},
};
use chrono::{DateTime, Utc};
use entity::{
    id::{PeerGroupCityId, PeerGroupId, TenantId},
    peer_group::{ActiveModel, Entity, Model},
    peer_group_city,
    value::{ChangeAction, PeerGroupKind, Visibility},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, Set, sea_query::Query};

/// To whom a group is released.
pub(crate) const fn release(row: &Model) -> Release {
    Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    }
}

/// Creates a group of the caller's own tenant, or a ring that it moderates.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write, or not release it so, or does not belong to the network;
/// `BAD_USER_INPUT` for what cannot be.
pub async fn create(work: &Work<'_>, new: NewPeerGroup) -> Result<PeerGroupId> {
    let ctx = work.ctx();
    let release = match &new.definition {
        PeerDefinition::Ring(_) => Release {
            visibility: Visibility::Shared,
            embargo_until: None,
        },
        _ => new.release,
    };
    let member = release.author(ctx)?;
    if new
        .network
        .is_some_and(|network| !member.networks.contains(&network))
    {
        return Err(Error::Forbidden);
    }
    let mut mistakes = Mistakes::default();
    new.check(ctx, member.tenant, &mut mistakes);
    mistakes.finish()?;
    if let Some(rule) = new.definition.stored() {
        of_rule(work, &rule, None).await?;
    }
    let row = insert(work, member.tenant, (&new, release)).await?;
    match &new.definition {
        PeerDefinition::Cities(cities) => replace_cities(work, &row, cities).await?,
        PeerDefinition::Ring(ring) => agreement::found(work, &row, ring).await?,
        PeerDefinition::Rule(_) | PeerDefinition::Neighbours(_) => {}
    }
    work.made(row.id);
    let facts = release.facts(row.tenant_id, row.network_id);
    work.note_content(row.id, ChangeAction::Created, None, Some(&facts))
        .await?;
    Ok(row.id)
}

async fn insert(
    work: &Work<'_>,
    tenant: TenantId,
    (new, release): (&NewPeerGroup, Release),
) -> Result<Model> {
    let now = work.ctx().now();
    let agreed = match &new.definition {
        PeerDefinition::Ring(ring) => ring.clone(),
        _ => NewRing::default(),
    };
    let row = Model {
        id: PeerGroupId(Work::new_id()),
        tenant_id: tenant,
        network_id: new.network,
        kind: new.definition.kind(),
        name: new.name.clone(),
        description: new.description.clone(),
        rule: new.definition.stored().map(|rule| rule.write()),
        terms: agreed.terms,
        terms_version: 1,
        results_visibility: agreed.results_visibility.unwrap_or(Visibility::Shared),
        visibility: release.visibility,
        embargo_until: release.embargo_until,
        deleted_at: None,
        created_at: now,
        updated_at: now,
        revision: 1,
    };
    work.insert(row.clone().into_active_model()).await?;
    Ok(row)
}

/// Puts a list in the place of the one that is there; years that were frozen stay.
async fn replace_cities(work: &Work<'_>, row: &Model, cities: &[String]) -> Result<()> {
    use peer_group_city::{ActiveModel, Column, Entity};
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::GroupId.eq(row.id.0))
        .and_where(Column::Year.is_null())
        .to_owned();
    work.execute(&delete).await?;
    let now = work.ctx().now();
    let rows = cities.iter().map(|ags| ActiveModel {
        id: Set(PeerGroupCityId(Work::new_id())),
        tenant_id: Set(row.tenant_id),
        group_id: Set(row.id),
        year: Set(None),
        city_ags: Set(ags.clone()),
        distance: Set(None),
        frozen_at: Set(now),
    });
    work.insert_all(rows.collect()).await
}

/// A group of the caller's own tenant for a change: what others read too is changed by who may release it.
pub(super) async fn held(work: &Work<'_>, id: PeerGroupId, expected: i32) -> Result<Model> {
    let row = work.own_row::<Entity>(id, Action::Write, false).await?;
    let member = work.ctx().member_who_may(Action::Write)?;
    if row.visibility > Visibility::Tenant && !may_at_home(member, Action::Publish) {
        return Err(Error::Forbidden);
    }
    check_version(expected, row.revision)?;
    Ok(row)
}

/// A ring that the caller's organisation moderates, for a step that concerns its members.
pub(crate) async fn held_ring(work: &Work<'_>, id: PeerGroupId) -> Result<Model> {
    let row = work.own_row::<Entity>(id, Action::Publish, false).await?;
    match row.kind {
        PeerGroupKind::Ring => Ok(row),
        _ => Err(agreement::no_ring()),
    }
}

/// Changes a group of the caller's own tenant, or a ring that it moderates. Where that changes what the members of a ring
/// agreed to, they are asked again.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for what cannot be.
pub async fn change(
    work: &Work<'_>,
    id: PeerGroupId,
    expected: i32,
    change: ChangePeerGroup,
) -> Result<()> {
    let row = held(work, id, expected).await?;
    let ctx = work.ctx();
    let mut mistakes = Mistakes::default();
    change.check(ctx, row.kind, &mut mistakes);
    mistakes.finish()?;
    let facts = release(&row).facts(row.tenant_id, row.network_id);
    let mut next = row.clone().into_active_model();
    if let Some(name) = change.name {
        next.name = Set(name);
    }
    if let Some(description) = change.description {
        next.description = Set(description);
    }
    match &change.definition {
        Some(PeerDefinition::Cities(cities)) => replace_cities(work, &row, cities).await?,
        Some(PeerDefinition::Ring(agreed)) => {
            agreement::agree_anew(work, (&row, &mut next), agreed).await?
        }
        Some(PeerDefinition::Rule(_) | PeerDefinition::Neighbours(_)) | None => {}
    }
    if let Some(rule) = change.definition.and_then(|definition| definition.stored()) {
        of_rule(work, &rule, None).await?;
        next.rule = Set(Some(rule.write()));
    }
    save(work, next, expected).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// Writes a changed row as its next version.
pub(crate) async fn save(work: &Work<'_>, mut change: ActiveModel, expected: i32) -> Result<Model> {
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(expected + 1);
    Ok(change.update(work.connection()).await?)
}

/// Changes who may read a group of the caller's own tenant.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for readers that are none, `CONFLICT` for a ring.
pub async fn publish(
    work: &Work<'_>,
    id: PeerGroupId,
    expected: i32,
    new: Release,
    readers: &[TenantId],
) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Publish, false).await?;
    check_version(expected, row.revision)?;
    if row.kind == PeerGroupKind::Ring {
        return Err(Error::Conflict(Words::new(
            "Ein Vergleichsring bleibt unter seinen Mitgliedern; wem seine Vergleiche gezeigt werden, sagen seine Regeln.",
            "A ring stays among its members; to whom its comparisons are shown is in its terms.",
        )));
    }
    let mut mistakes = Mistakes::default();
    check_network(&mut mistakes, row.network_id, new);
    mistakes.finish()?;
    let named = named_reader::check(work, row.tenant_id, new, readers)?;
    let before = release(&row).facts(row.tenant_id, row.network_id);
    let after = new.facts(row.tenant_id, row.network_id);
    let subject = Subject {
        tenant: row.tenant_id,
        id: id.0,
        release: new,
    };
    let mut change = row.into_active_model();
    change.visibility = Set(new.visibility);
    change.embargo_until = Set(new.embargo_until);
    save(work, change, expected).await?;
    let lost = named_reader::keep(work, &subject, &named, None).await?;
    work.note_lost(id, &before, &lost).await?;
    work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
        .await
}

/// Takes a group of the caller's own tenant out of use; it can be restored at the version that is returned.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn retire(work: &Work<'_>, id: PeerGroupId, expected: i32) -> Result<i32> {
    let row = held(work, id, expected).await?;
    set_retired(work, row, Some(work.ctx().now())).await?;
    Ok(expected + 1)
}

/// Brings a retired group of the caller's own tenant back.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`.
pub async fn restore(work: &Work<'_>, id: PeerGroupId, expected: i32) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Write, true).await?;
    check_version(expected, row.revision)?;
    // It comes back as visible as it was.
    release(&row).author(work.ctx())?;
    if row.deleted_at.is_none() {
        return Ok(());
    }
    set_retired(work, row, None).await
}

async fn set_retired(work: &Work<'_>, row: Model, at: Option<DateTime<Utc>>) -> Result<()> {
    let (id, expected) = (row.id, row.revision);
    let facts = release(&row).facts(row.tenant_id, row.network_id);
    let mut change = row.into_active_model();
    change.deleted_at = Set(at);
    save(work, change, expected).await?;
    let (action, before, after) = match at {
        Some(_) => (ChangeAction::Deleted, Some(&facts), None),
        None => (ChangeAction::Created, None, Some(&facts)),
    };
    work.note_content(id, action, before, after).await
}
