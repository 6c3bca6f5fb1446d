//! What an import and a removal mean to readers: each record of a tenant's content appears, or is gone.
//!
//! Invariant: a tombstone holds an id and who could read it, and no content.

use crate::{
    benchmark, error::Result, expertise, observation, peer_group, plan, policy::Facts, project,
    transfer_link, work::Work,
};
use entity::{
    id::{TenantId, TypedId},
    named_reader,
    scope::{OwnTable, TenantTable},
    value::ChangeAction,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};
use uuid::Uuid;

/// Who could read records by name.
type Readers = BTreeMap<Uuid, BTreeSet<TenantId>>;

/// Notes each living record of a tenant, for which the unit acts, as new.
pub(super) async fn appear(work: &Work<'_>, tenant: TenantId) -> Result<()> {
    note_all(work, tenant, None).await
}

/// Notes each living record of a tenant, for which the unit acts, as gone: for those too who could read it by name.
pub(super) async fn vanish(work: &Work<'_>, tenant: TenantId) -> Result<()> {
    let mut readers = Readers::new();
    let named = named_reader::Entity::of(tenant);
    for row in named.all(work.connection()).await? {
        if row.is_effective {
            let of = readers.entry(row.subject_id).or_default();
            of.insert(row.reader_id);
        }
    }
    note_all(work, tenant, Some(&readers)).await
}

async fn note_all(work: &Work<'_>, tenant: TenantId, going: Option<&Readers>) -> Result<()> {
    let plans = entity::plan::Entity::owned_by(tenant);
    for row in plans.all(work.connection()).await? {
        let facts = plan::release(&row).facts(tenant, Some(row.network_id));
        note(work, row.id, &facts, going).await?;
    }
    let projects = entity::project::Entity::owned_by(tenant);
    for row in projects.all(work.connection()).await? {
        let facts = project::effective(&row).facts(tenant, Some(row.network_id));
        note(work, row.id, &facts, going).await?;
    }
    let links = entity::transfer_link::Entity::owned_by(tenant);
    for row in links.all(work.connection()).await? {
        let facts = transfer_link::facts(&row);
        note(work, row.id, &facts, going).await?;
    }
    let expertise = entity::expertise::Entity::owned_by(tenant);
    for row in expertise.all(work.connection()).await? {
        let facts = expertise::release(&row).facts(tenant, Some(row.network_id));
        note(work, row.id, &facts, going).await?;
    }
    let groups = entity::peer_group::Entity::owned_by(tenant);
    for row in groups.all(work.connection()).await? {
        note(work, row.id, &peer_group::facts(&row), going).await?;
    }
    let releases = entity::benchmark_release::Entity::owned_by(tenant);
    for row in releases.all(work.connection()).await? {
        note(work, row.id, &benchmark::facts(&row), going).await?;
    }
    let observations = entity::observation::Entity::owned_by(tenant);
    for row in observations.all(work.connection()).await? {
        let facts = observation::release(&row).facts(tenant, row.network_id);
        note(work, row.id, &facts, going).await?;
    }
    Ok(())
}

async fn note<I: TypedId + Display>(
    work: &Work<'_>,
    id: I,
    facts: &Facts,
    going: Option<&Readers>,
) -> Result<()> {
    let Some(readers) = going else {
        let appeared = work.note_content(id, ChangeAction::Created, None, Some(facts));
        return appeared.await;
    };
    if let Some(readers) = readers.get(&id.uuid()) {
        work.note_lost(id, facts, readers).await?;
    }
    work.note_content(id, ChangeAction::Deleted, Some(facts), None)
        .await
}
