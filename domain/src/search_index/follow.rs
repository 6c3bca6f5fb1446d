//! Follows the change feed.
//!
//! Invariant: entries are taken in in the order of their numbers, which is the order in which changes became visible; a
//! round that breaks off is done again from the last entry that was taken in whole.

use super::{
    SearchIndex,
    read::{Gathered, Part, Which, gather},
    state::State,
};
use crate::{error::Result, reference::Snapshot, store::Store};
use chrono::{DateTime, Utc};
use entity::{
    change,
    id::{ObservationId, PlanId, ProjectId, TenantId, TypedId},
    scope::ReferenceTable,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Entries that are taken in at a time.
const BATCH: u64 = 1_000;

/// The kind of entry by which all copies of the service are told to build their index anew.
pub(super) const REBUILD: &str = "searchIndex";

/// What an entry says to the index: its number, whose record it is, what kind of record, and which.
type Entry = (i64, Option<TenantId>, String, Option<Uuid>);

/// What has changed: projects as they are now, and those that are gone.
pub(super) struct Delta {
    last: i64,
    changed: Vec<Gathered>,
    gone: BTreeSet<Uuid>,
    is_outdated: bool,
    has_figures: bool,
    has_more: bool,
}

impl SearchIndex {
    /// Takes in the entries behind the last one that is known. Nobody else does at the same time.
    pub(super) async fn follow(&self, store: &Store) -> Result<()> {
        loop {
            let known = self.look(|state| state.seq).unwrap_or(0);
            let Some(delta) = delta(store, known).await? else {
                break;
            };
            let (reference, now) = (store.reference(), store.clock().now());
            let has_more = delta.has_more;
            self.change(|state| state.take_in(delta, &reference, now));
            if !has_more {
                break;
            }
        }
        let now = store.clock().now();
        if self.look(|state| state.is_due(now)) == Some(true) {
            self.change(|state| state.open_due(now));
        }
        Ok(())
    }
}

/// Lets a state that nobody sees yet catch up.
pub(super) async fn advance(store: &Store, state: &mut State) -> Result<()> {
    while let Some(delta) = delta(store, state.seq).await? {
        state.take_in(delta, &store.reference(), store.clock().now());
    }
    state.open_due(store.clock().now());
    Ok(())
}

impl State {
    fn take_in(&mut self, delta: Delta, reference: &Snapshot, now: DateTime<Utc>) {
        for project in delta.changed {
            self.put(project, reference, now);
        }
        for project in delta.gone {
            self.remove(project);
        }
        let known = self.index.vocabulary().fingerprint();
        if delta.has_figures {
            self.figure = delta.last;
        }
        self.is_outdated |= delta.is_outdated || known != reference.vocabulary.fingerprint();
        self.seq = delta.last;
    }
}

/// What the entries behind a number lead to; nothing where there are none.
async fn delta(store: &Store, known: i64) -> Result<Option<Delta>> {
    let entries = behind(store, known).await?;
    let Some((last, ..)) = entries.last() else {
        return Ok(None);
    };
    // Memberships and tenants first: they decide who may read.
    if entries.iter().any(|(_, tenant, ..)| tenant.is_none()) {
        store.refresh_reference().await?;
    }
    let is_of_register = |(_, tenant, kind, _): &Entry| {
        tenant.is_none() && ["city", "barrier", REBUILD].contains(&kind.as_str())
    };
    let mut delta = Delta {
        last: *last,
        changed: Vec::new(),
        gone: BTreeSet::new(),
        is_outdated: entries.iter().any(is_of_register),
        // Whose word counts for a city, and in which network, is reference data.
        has_figures: entries
            .iter()
            .any(|(_, tenant, kind, _)| tenant.is_none() || kind == ObservationId::PREFIX),
        has_more: entries.len() as u64 == BATCH,
    };
    for part in [Part::Project, Part::Plan] {
        for (tenant, ids) in subjects(&entries, part) {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            delta.gone.extend(&ids);
            let found = gather(store.follower(), (part, tenant), &Which::These(&ids)).await?;
            delta.changed.extend(found);
        }
    }
    for project in &delta.changed {
        delta.gone.remove(&project.id);
    }
    Ok(Some(delta))
}

/// The projects or plans that entries are about, by tenant.
fn subjects(entries: &[Entry], part: Part) -> BTreeMap<TenantId, BTreeSet<Uuid>> {
    let wanted = match part {
        Part::Project => ProjectId::PREFIX,
        Part::Plan => PlanId::PREFIX,
    };
    let mut all: BTreeMap<TenantId, BTreeSet<Uuid>> = BTreeMap::new();
    for (_, tenant, kind, subject) in entries {
        if kind == wanted
            && let (Some(tenant), Some(subject)) = (tenant, subject)
        {
            all.entry(*tenant).or_default().insert(*subject);
        }
    }
    all
}

async fn behind(store: &Store, known: i64) -> Result<Vec<Entry>> {
    let entries = change::Entity::all()
        .select_only()
        .column(change::Column::Seq)
        .column(change::Column::TenantId)
        .column(change::Column::Kind)
        .column(change::Column::SubjectId)
        .filter(change::Column::Seq.gt(known))
        .order_by_asc(change::Column::Seq)
        .limit(BATCH)
        .into_tuple::<Entry>();
    Ok(entries.all(store.follower()).await?)
}

/// The number of the last entry of the feed.
pub(super) async fn newest(store: &Store) -> Result<i64> {
    let newest = change::Entity::all()
        .select_only()
        .column(change::Column::Seq)
        .order_by_desc(change::Column::Seq)
        .limit(1)
        .into_tuple::<i64>();
    Ok(newest.one(store.follower()).await?.unwrap_or(0))
}
