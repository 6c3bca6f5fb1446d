//! What a unit of work notes for the change feed, and how it is entered when the unit ends.
//!
//! Entries are numbered and dated at the very end of the unit, by one writer at a time, so that the order of the feed is
//! the order in which changes became visible: a reader who has come to an entry has missed none before it. An embargo
//! that opens changes what others can read without anybody writing; its entry is made when the embargo is set, dated with
//! the moment at which it opens, and taken back when the embargo is changed before that.
//!
//! Invariant: nothing is entered for a unit that is undone, and no entry is dated before one that others could read.

use crate::{error::Result, policy::Facts, work::Work};
use chrono::{DateTime, Utc};
use entity::{
    change::{ActiveModel, Column, Entity},
    id::{TenantId, TypedId},
    value::{ChangeAction, Visibility},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, Set,
    sea_query::{Alias, Func, Query},
};
use std::{collections::BTreeMap, fmt::Display};
use uuid::Uuid;

/// The number of the lock under which entries are numbered; any number that nothing else uses.
const TURN: i64 = 0x5354_4e5a;

/// One change, as it is known before it is dated.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// Of reference data.
    Reference {
        kind: String,
        id: String,
        action: ChangeAction,
    },
    /// Of a tenant's content: who could read it before, and who can now.
    Content {
        record: Record,
        action: ChangeAction,
        before: Option<Facts>,
        after: Option<Facts>,
    },
    /// A named reader has lost a record that was shared so before.
    Lost {
        record: Record,
        before: Facts,
        reader: TenantId,
    },
}

/// A record of a tenant's content.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    kind: &'static str,
    id: String,
    subject: Uuid,
}

impl Record {
    pub(crate) fn of<I: TypedId + Display>(id: I) -> Self {
        Self {
            kind: I::PREFIX,
            id: id.to_string(),
            subject: id.uuid(),
        }
    }
}

impl Note {
    /// Whether everybody has to read reference data again.
    pub(crate) const fn is_of_reference(&self) -> bool {
        matches!(self, Self::Reference { .. })
    }

    /// The entry, if there is anything to tell at this moment.
    fn entry(&self, at: DateTime<Utc>) -> Option<ActiveModel> {
        match self {
            Self::Reference { kind, id, action } => Some(ActiveModel {
                at: Set(at),
                tenant_id: Set(None),
                kind: Set(kind.clone()),
                entity_id: Set(id.clone()),
                action: Set(*action),
                ..Default::default()
            }),
            Self::Content {
                record,
                action,
                before,
                after,
            } => {
                let facts = after.as_ref().or(before.as_ref())?;
                let seen = [before, after]
                    .map(|facts| facts.as_ref().map(|facts| facts.visibility_at(at)));
                Some(record.entry(facts, (at, *action), seen))
            }
            Self::Lost {
                record,
                before,
                reader,
            } => {
                // While it was held back they could not read it, so they have lost nothing.
                let was_shared = before.visibility_at(at) == Visibility::Shared;
                let seen = [Some(Visibility::Shared), None];
                was_shared.then(|| ActiveModel {
                    widest: Set(None),
                    reader_id: Set(Some(*reader)),
                    ..record.entry(before, (at, ChangeAction::Deleted), seen)
                })
            }
        }
    }

    /// The record whose embargo this change touches, and the entry for its opening, if it is to open.
    fn opening(&self, at: DateTime<Utc>) -> Option<(TenantId, Uuid, Option<ActiveModel>)> {
        let Self::Content {
            record,
            before,
            after,
            ..
        } = self
        else {
            return None;
        };
        let held = |facts: &&Facts| facts.embargo_until.is_some_and(|until| until > at);
        let (before, after) = (before.as_ref().filter(held), after.as_ref().filter(held));
        let tenant = after.or(before)?.tenant;
        let opening = after
            .filter(|facts| facts.visibility > facts.while_held_back())
            .and_then(|facts| {
                let seen = [Some(facts.while_held_back()), Some(facts.visibility)];
                let moment = (facts.embargo_until?, ChangeAction::Updated);
                Some(record.entry(facts, moment, seen))
            });
        Some((tenant, record.subject, opening))
    }
}

impl Record {
    fn entry(
        &self,
        facts: &Facts,
        (at, action): (DateTime<Utc>, ChangeAction),
        [before, after]: [Option<Visibility>; 2],
    ) -> ActiveModel {
        ActiveModel {
            at: Set(at),
            tenant_id: Set(Some(facts.tenant)),
            kind: Set(self.kind.to_owned()),
            entity_id: Set(self.id.clone()),
            action: Set(action),
            network_id: Set(facts.network),
            before: Set(before),
            after: Set(after),
            widest: Set(before.max(after)),
            subject_id: Set(Some(self.subject)),
            reader_id: Set(None),
            ..Default::default()
        }
    }
}

/// Enters what a unit of work has noted; the unit is committed right after it.
pub(crate) async fn enter(work: &Work<'_>, notes: &[Note]) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    take_turn(work).await?;
    let at = work.ctx().store().clock().now();
    let openings: BTreeMap<Uuid, _> = notes
        .iter()
        .filter_map(|note| note.opening(at))
        .map(|(tenant, subject, opening)| (subject, (tenant, opening)))
        .collect();
    for (subject, (tenant, _)) in &openings {
        work.act_for(*tenant).await?;
        take_back(work, *subject, at).await?;
    }
    let entries = notes.iter().filter_map(|note| note.entry(at));
    let openings = openings.into_values().filter_map(|(_, opening)| opening);
    let entries: Vec<ActiveModel> = entries.chain(openings).collect();
    for entries in entries.chunk_by(|one, next| one.tenant_id == next.tenant_id) {
        if let Some(Set(Some(tenant))) = entries.first().map(|entry| &entry.tenant_id) {
            work.act_for(*tenant).await?;
        }
        work.insert_all(entries.to_vec()).await?;
    }
    Ok(())
}

/// On PostgreSQL units of work end side by side; here they wait for each other. SQLite has one writer anyway.
async fn take_turn(work: &Work<'_>) -> Result<()> {
    if work.connection().get_database_backend() == DbBackend::Postgres {
        let lock = Func::cust(Alias::new("pg_advisory_xact_lock")).arg(TURN);
        work.execute(&Query::select().expr(lock).to_owned()).await?;
    }
    Ok(())
}

/// Removes the entry for an opening that has not come.
async fn take_back(work: &Work<'_>, subject: Uuid, now: DateTime<Utc>) -> Result<()> {
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::SubjectId.eq(subject))
        .and_where(Column::At.gt(now))
        .to_owned();
    work.execute(&delete).await?;
    Ok(())
}
