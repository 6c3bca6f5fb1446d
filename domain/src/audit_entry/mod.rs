//! The audit log (Protokoll): who did what, who was refused, and who read what others have not made public.
//!
//! Invariant: entries are only added, in one order, each younger than the one before and sealed by a hash over its content
//! and the hash of the one before: whoever changes, removes or inserts an entry breaks the chain from there on. People
//! stand in it as pseudonyms: the id of their account, which names nobody once the account is erased.

mod chain;
mod journal;
mod list;

use crate::{
    actor::{Actor, Principal},
    ctx::Ctx,
    error::{Error, Result},
    stored_answer,
    text::hexadecimal,
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{audit_entry::Model, id::TenantId, value::AuditOutcome};
use sha2::{Digest, Sha256};
use std::{fmt::Display, sync::Arc};

pub use chain::{ProgressListener, Verdict, verify, whole};
pub(crate) use journal::Journal;
pub use list::{AuditFilter, MAX_EXPORT, export, list};

/// The number of the only row of the head.
const HEAD: i32 = 1;
/// Longer subjects are cut: an entry says what was touched, it is no copy of it.
const LONGEST_SUBJECT: usize = 4_000;
/// So many ids fit into one subject: what was read is named to the last one, if need be in several entries.
const IDS_PER_ENTRY: usize = 100;

/// An entry, as its readers see it: without its number in the chain, from which they could tell how much others do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose matter it is; none for the platform.
    pub owner: Option<TenantId>,
    /// Who did it, as a pseudonym.
    pub actor: String,
    /// For which tenant they acted; none for nobody in particular and for whoever runs the platform.
    pub acting_for: Option<TenantId>,
    /// What was done, such as project.edit.
    pub action: String,
    /// To what: ids or names, separated by spaces.
    pub subject: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Id of the request, empty where there was none.
    pub request: String,
    /// The hash that seals it and all before it.
    pub seal: String,
}

impl AuditEntry {
    /// Its id outside: half of its seal, which is enough that no two are the same.
    #[must_use]
    pub fn id(&self) -> String {
        format!("audit_{}", self.seal.get(..32).unwrap_or(&self.seal))
    }

    /// Name of the tenant for which somebody acted, as it is called now.
    #[must_use]
    pub fn acting_for_name(&self, ctx: &Ctx) -> Option<String> {
        let tenant = ctx.reference().tenants.find(self.acting_for.as_ref()?)?;
        Some(tenant.name.clone())
    }
}

impl From<Model> for AuditEntry {
    fn from(row: Model) -> Self {
        let (actor, acting_for) = match row.actor.split_once(' ') {
            Some((actor, tenant)) => (actor.to_owned(), tenant.parse().ok()),
            None => (row.actor, None),
        };
        Self {
            at: row.at,
            owner: row.tenant_id,
            actor,
            acting_for,
            action: row.action,
            subject: row.subject,
            outcome: row.outcome,
            request: row.request,
            seal: row.hash,
        }
    }
}

/// Something to be kept.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) tenant: Option<TenantId>,
    pub(crate) actor: String,
    pub(crate) action: &'static str,
    pub(crate) subject: String,
    pub(crate) outcome: AuditOutcome,
    pub(crate) request: Arc<str>,
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
        stored_answer::hold(&work).await?;
        let subject = subject.to_string();
        match job(&work).await {
            Ok(done) => {
                let entry = self.entry(action, subject, AuditOutcome::Done);
                work.keep(work.completed(entry)).await?;
                work.commit().await?;
                if let Some(claim) = self.claim() {
                    claim.note_effect();
                }
                Ok(done)
            }
            Err(error) => {
                work.roll_back().await?;
                self.keep_refusal(action, subject, &error).await?;
                Err(error)
            }
        }
    }

    /// What decides whether a piece of work begins at all, such as the check of a password, which takes too long for a
    /// unit. Where it is refused, that is kept as the refusal of the work.
    ///
    /// # Errors
    /// Those of the step.
    pub async fn prepare<T>(
        &self,
        action: &'static str,
        subject: impl Display,
        step: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        match step.await {
            Ok(ready) => Ok(ready),
            Err(error) => {
                self.keep_refusal(action, subject.to_string(), &error)
                    .await?;
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

    /// What this actor did, in the matters of the tenant that it acts for.
    pub(crate) fn entry(
        &self,
        action: &'static str,
        subject: String,
        outcome: AuditOutcome,
    ) -> Entry {
        let tenant = match self.actor() {
            Actor::Member(member) => Some(member.tenant),
            Actor::Anonymous | Actor::Operator(_) => None,
        };
        Entry {
            tenant,
            actor: signature(self.actor()),
            action,
            subject,
            outcome,
            request: self.request().into(),
        }
    }
}

impl Work<'_> {
    /// The entry with what came to be in this unit, and with the tenant whose matter it was where an operator did it.
    fn completed(&self, entry: Entry) -> Entry {
        let matter = self.matter();
        let named = std::iter::once(entry.subject).chain(matter.made);
        Entry {
            tenant: entry.tenant.or(matter.owner),
            subject: named.collect::<Vec<_>>().join(" "),
            ..entry
        }
    }
}

/// Who acts, and for which tenant: an owner whose content was read wants to know at least whose people looked.
pub(crate) fn signature(actor: &Actor) -> String {
    let who = pseudonym(actor);
    match actor {
        Actor::Member(member) => format!("{who} {}", member.tenant),
        Actor::Anonymous | Actor::Operator(_) => who,
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
        Principal::Service => "service".to_owned(),
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
