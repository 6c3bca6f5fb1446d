//! The audit log (Protokoll): who did what, who was refused, and who read what others have not made public.
//!
//! Invariant: entries are only added, in one order, and each is sealed by a hash over its content and the hash of the one
//! before: whoever changes, removes or inserts an entry breaks the chain from there on. People stand in it as
//! pseudonyms: the id of their account, which names nobody once the account is erased.

use crate::{
    actor::{Actor, Principal},
    ctx::Ctx,
    error::{Error, Result},
    policy::Action,
    read::{Direction, KeyKind, ListRequest, OrderKey, Page, Reader, Series},
    work::Work,
};
use entity::{
    audit_entry::{ActiveModel, Column, Entity},
    audit_head,
    id::TenantId,
    scope::{OwnTable, ReferenceTable},
    value::AuditOutcome,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, FromQueryResult, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, Set,
};
use sha2::{Digest, Sha256};
use std::fmt::{Display, Write};

pub use entity::audit_entry::Model as AuditEntry;

/// The number of the only row of the head.
const HEAD: i32 = 1;
/// Entries that are checked at a time.
const BATCH: u64 = 1_000;
/// Longer subjects are cut: an entry says what was touched, it is no copy of it.
const LONGEST_SUBJECT: usize = 4_000;

/// Something to be kept.
pub(crate) struct Entry {
    pub(crate) tenant: Option<TenantId>,
    pub(crate) action: &'static str,
    pub(crate) subject: String,
    pub(crate) outcome: AuditOutcome,
}

impl Ctx {
    /// Does a piece of work as one unit: all of it together with its entry in the log, or nothing but the entry that it
    /// was refused.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn write<T>(
        &self,
        action: &'static str,
        subject: impl Display,
        job: impl AsyncFnOnce(&Work<'_>) -> Result<T>,
    ) -> Result<T> {
        let work = self.begin().await?;
        let subject = subject.to_string();
        match job(&work).await {
            Ok(done) => {
                work.keep(self.entry(action, subject, AuditOutcome::Done))
                    .await?;
                work.commit().await?;
                Ok(done)
            }
            Err(error) => {
                work.roll_back().await?;
                self.keep_refusal(action, subject, &error).await?;
                Err(error)
            }
        }
    }

    /// Nobody in particular is refused before anything is looked at and leaves no entry: otherwise the log could be
    /// flooded from outside. Faults of ours are in the other log.
    async fn keep_refusal(
        &self,
        action: &'static str,
        subject: String,
        error: &Error,
    ) -> Result<()> {
        let is_ours = matches!(error, Error::Internal(_) | Error::Unavailable(_));
        if is_ours || *self.actor() == Actor::Anonymous {
            return Ok(());
        }
        let work = self.begin().await?;
        work.keep(self.entry(action, subject, AuditOutcome::Refused))
            .await?;
        work.commit().await
    }

    fn entry(&self, action: &'static str, subject: String, outcome: AuditOutcome) -> Entry {
        let tenant = match self.actor() {
            Actor::Member(member) => Some(member.tenant),
            Actor::Anonymous | Actor::Operator(_) => None,
        };
        Entry {
            tenant,
            action,
            subject,
            outcome,
        }
    }

    /// Keeps what was read of other tenants that is not public: one entry for each owner, who can read it.
    ///
    /// # Errors
    /// What the database answers; then the answer must not go out.
    pub async fn keep_reads(&self) -> Result<()> {
        let reads = self.take_reads();
        if reads.is_empty() {
            return Ok(());
        }
        let work = self.begin().await?;
        for (owner, ids) in reads {
            let subject = ids
                .iter()
                .map(uuid::Uuid::to_string)
                .collect::<Vec<_>>()
                .join(" ");
            let outcome = AuditOutcome::Read;
            work.keep(Entry {
                tenant: Some(owner),
                action: "content.read",
                subject,
                outcome,
            })
            .await?;
        }
        work.commit().await
    }
}

impl Work<'_> {
    /// Adds an entry to the log.
    pub(crate) async fn keep(&self, entry: Entry) -> Result<()> {
        let head = audit_head::Entity::all()
            .filter(audit_head::Column::Id.eq(HEAD))
            .lock_exclusive();
        let head = head.one(self.connection()).await?;
        let head = head.ok_or_else(|| Error::Internal("the audit log has no head".to_owned()))?;
        let mut row = AuditEntry {
            seq: head.seq + 1,
            at: self.ctx().now(),
            tenant_id: entry.tenant,
            actor: pseudonym(self.ctx().actor()),
            action: entry.action.to_owned(),
            subject: entry.subject.chars().take(LONGEST_SUBJECT).collect(),
            outcome: entry.outcome,
            request: self.ctx().request().to_owned(),
            previous: head.hash.clone(),
            hash: String::new(),
        };
        row.hash = seal(&row);
        let mut head = head.into_active_model();
        head.seq = Set(row.seq);
        head.hash = Set(row.hash.clone());
        head.update(self.connection()).await?;
        self.insert(ActiveModel::from(row)).await
    }
}

/// Who acts, without a name.
fn pseudonym(actor: &Actor) -> String {
    let principal = match actor {
        Actor::Anonymous => return "anonymous".to_owned(),
        Actor::Member(member) => &member.principal,
        Actor::Operator(principal) => principal,
    };
    match principal {
        Principal::CommandLine => "command-line".to_owned(),
        Principal::Account(account, _) => account.to_string(),
        Principal::Credential(credential) => credential.to_string(),
        Principal::Foreign(issuer, subject) => {
            format!(
                "{issuer}#{}",
                hexadecimal(&Sha256::digest(format!("{issuer} {subject}")))
            )
        }
    }
}

/// The hash over an entry and the one before. Lengths stand before the texts, so that no two entries share an input.
fn seal(row: &AuditEntry) -> String {
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

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The log of the caller's own tenant, the newest entry first. Of the request only page and count are looked at.
///
/// # Errors
/// `FORBIDDEN` for whoever may not read it, `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(reader: &Reader<'_>, list: &ListRequest) -> Result<Page<AuditEntry>> {
    let member = reader.ctx().member_who_may(Action::Audit)?;
    let keys = [OrderKey::new(Column::Seq, KeyKind::Long, Direction::Desc)];
    let series = Series {
        statement: Entity::of(member.tenant).into_query(),
        width: Column::iter().count(),
        keys: &keys,
    };
    let decode = |row: &QueryResult| Ok(AuditEntry::from_query_result(row, "")?);
    reader.series(series, list, decode).await
}

/// What a check of the whole log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is as it was written; so many there are.
    Intact(i64),
    /// From this entry on the chain is broken.
    BrokenAt(i64),
}

/// Checks every entry against the one before, and the last one against the head; says after every so many entries how
/// far it is.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn verify(work: &Work<'_>, progress: impl Fn(i64)) -> Result<Verdict> {
    work.ctx().require_operator()?;
    let (mut seq, mut hash) = (0, String::new());
    loop {
        let batch = Entity::all()
            .filter(Column::Seq.gt(seq))
            .order_by_asc(Column::Seq)
            .limit(BATCH);
        let batch = batch.all(work.connection()).await?;
        if batch.is_empty() {
            break;
        }
        for row in batch {
            if row.seq != seq + 1 || row.previous != hash || seal(&row) != row.hash {
                return Ok(Verdict::BrokenAt(seq + 1));
            }
            (seq, hash) = (row.seq, row.hash);
        }
        progress(seq);
    }
    let head = audit_head::Entity::all().one(work.connection()).await?;
    let is_whole = head.is_some_and(|head| head.seq == seq && head.hash == hash);
    Ok(if is_whole {
        Verdict::Intact(seq)
    } else {
        Verdict::BrokenAt(seq + 1)
    })
}
