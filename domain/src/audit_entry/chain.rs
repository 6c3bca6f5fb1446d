//! The chain that seals the audit log, and the check of all of it.
//!
//! Invariant: the check takes a part at a time and holds up nobody who writes meanwhile; entries that are added while it
//! runs are checked too.

use super::{AuditEntry, Entry, HEAD, LONGEST_SUBJECT};
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    text::hexadecimal,
    work::Work,
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    audit_entry::{ActiveModel, Column, Entity, Model},
    audit_head,
    scope::ReferenceTable,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};

/// Entries that are read at a time.
const BATCH: u64 = 1_000;

/// Hears how many entries of how many were checked.
pub type ProgressListener<'a> = dyn Fn(i64, i64) + Send + Sync + 'a;

/// The hash over an entry and the one before. Lengths stand before the texts, so that no two entries share an input.
pub(super) fn seal(row: &Model) -> String {
    let tenant = row
        .tenant_id
        .map(|tenant| tenant.to_string())
        .unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [
        row.previous.as_str(),
        &row.seq.to_string(),
        &row.at.timestamp_micros().to_string(),
        &tenant,
        &row.actor,
        &row.action,
        &row.subject,
        row.outcome.word(),
        &row.request,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hexadecimal(&hash.finalize())
}

impl Work<'_> {
    /// Adds an entry to the log.
    pub(crate) async fn keep(&self, entry: Entry) -> Result<()> {
        self.keep_all(vec![entry]).await
    }

    /// Adds entries to the log, one after the other.
    pub(crate) async fn keep_all(&self, entries: Vec<Entry>) -> Result<()> {
        let head = audit_head::Entity::all()
            .filter(audit_head::Column::Id.eq(HEAD))
            .lock_exclusive();
        let head = head.one(self.connection()).await?;
        let mut head =
            head.ok_or_else(|| Error::Internal("the audit log has no head".to_owned()))?;
        let now = self.ctx().store().clock().now();
        let rows = entries
            .into_iter()
            .map(|entry| append(&mut head, entry, now));
        let rows: Vec<_> = rows.map(ActiveModel::from).collect();
        head.into_active_model()
            .reset_all()
            .update(self.connection())
            .await?;
        self.insert_all(rows).await
    }
}

/// The row that follows the head, which becomes the head.
fn append(head: &mut audit_head::Model, entry: Entry, now: DateTime<Utc>) -> Model {
    let mut row = Model {
        seq: head.seq + 1,
        at: now.max(head.at + TimeDelta::microseconds(1)),
        tenant_id: entry.tenant,
        actor: entry.actor,
        action: entry.action.to_owned(),
        subject: entry.subject.chars().take(LONGEST_SUBJECT).collect(),
        outcome: entry.outcome,
        request: entry.request.to_string(),
        previous: head.hash.clone(),
        hash: String::new(),
    };
    row.hash = seal(&row);
    head.seq = row.seq;
    head.at = row.at;
    head.hash.clone_from(&row.hash);
    row
}

/// What a check of the whole log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is as it was written.
    Intact {
        /// So many there are.
        entries: i64,
        /// The hash of the newest one, which stands for all of them; empty where there is none.
        seal: String,
    },
    /// From this entry on the chain is broken.
    BrokenAt(i64),
}

/// Where a check stands.
#[derive(Default)]
struct Stand {
    seq: i64,
    hash: String,
}

impl Stand {
    /// Goes on by one entry; says whether it continues the chain.
    fn follow(&mut self, row: Model) -> bool {
        let is_next =
            row.seq == self.seq + 1 && row.previous == self.hash && seal(&row) == row.hash;
        if is_next {
            (self.seq, self.hash) = (row.seq, row.hash);
        }
        is_next
    }
}

/// Checks every entry against the one before, and the last one against the head.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn verify(ctx: &Ctx, progress: Option<&ProgressListener<'_>>) -> Result<Verdict> {
    ctx.require_operator()?;
    let mut stand = Stand::default();
    loop {
        let (head, batch) = part(ctx, stand.seq).await?;
        if batch.is_empty() {
            let is_whole =
                head.is_some_and(|head| (head.seq, &head.hash) == (stand.seq, &stand.hash));
            return Ok(if is_whole {
                Verdict::Intact {
                    entries: stand.seq,
                    seal: stand.hash,
                }
            } else {
                Verdict::BrokenAt(stand.seq + 1)
            });
        }
        for row in batch {
            if !stand.follow(row) {
                return Ok(Verdict::BrokenAt(stand.seq + 1));
            }
        }
        if let Some(progress) = progress {
            progress(stand.seq, head.map_or(stand.seq, |head| head.seq));
        }
    }
}

/// The head, and the entries after a number. The head is read first: entries that are added in between follow it, so a
/// part without entries means that the log ends where the head says, or should.
async fn part(ctx: &Ctx, after: i64) -> Result<(Option<audit_head::Model>, Vec<Model>)> {
    let work = ctx.begin().await?;
    let head = audit_head::Entity::all().filter(audit_head::Column::Id.eq(HEAD));
    let head = head.one(work.connection()).await?;
    let rows = Entity::all()
        .filter(Column::Seq.gt(after))
        .order_by_asc(Column::Seq)
        .limit(BATCH);
    let rows = rows.all(work.connection()).await?;
    work.roll_back().await?;
    Ok((head, rows))
}

/// A part of the log of all tenants and the platform, the oldest entry first, behind the one with a number, and the number
/// of its last entry; none where it ends.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn whole(ctx: &Ctx, after: i64) -> Result<Option<(i64, Vec<AuditEntry>)>> {
    ctx.require_operator()?;
    let (_, rows) = part(ctx, after).await?;
    let last = rows.last().map(|row| row.seq);
    Ok(last.map(|last| (last, rows.into_iter().map(Into::into).collect())))
}
