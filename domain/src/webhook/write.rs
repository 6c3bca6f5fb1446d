//! Registering, changing and removing webhooks.
//!
//! Invariant: a tenant has a bounded number of them; a secret is shown once, when it is made; one that was replaced signs
//! along until the overlap is over.

use super::{Dispatch, LOG_KEPT, Webhook, steward};
use crate::{
    change::ChangeKind,
    error::{Error, Result},
    language::Words,
    mistake::{Fault, Mistakes},
    work::{Work, check_version},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::WebhookId,
    scope::OwnTable,
    value::WebhookStop,
    webhook::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, ModelTrait, PaginatorTrait, QueryFilter,
    QuerySelect, Set, sea_query::LockType,
};

/// Most webhooks of a tenant.
const MOST: u64 = 20;

/// How long two secrets may both sign.
const LONGEST_OVERLAP: TimeDelta = TimeDelta::days(30);

/// A new webhook.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Where messages are sent.
    pub url: String,
    /// Kinds of records that it wants to hear of; none for all.
    pub kinds: Vec<ChangeKind>,
    /// What it is for, in words.
    pub description: String,
    /// Whether it is told of changes from now on.
    pub is_active: bool,
}

/// What is to be different; nothing of what is not there.
#[derive(Clone, Debug, Default)]
pub struct WebhookChange {
    /// Where messages are sent.
    pub url: Option<String>,
    /// Kinds of records that it wants to hear of; none for all.
    pub kinds: Option<Vec<ChangeKind>>,
    /// What it is for, in words.
    pub description: Option<String>,
    /// Whether it is told of changes.
    pub is_active: Option<bool>,
}

/// Registers an address of the caller's own tenant; gives its secret.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the tenant and read its content, `BAD_USER_INPUT`, `CONFLICT` where there are
/// too many already or the installation has no key for secrets.
pub async fn create(
    work: &Work<'_>,
    dispatch: &dyn Dispatch,
    id: WebhookId,
    new: NewWebhook,
) -> Result<String> {
    let tenant = steward(work.ctx())?.tenant;
    let mut mistakes = Mistakes::default();
    check_url(dispatch, &new.url, &mut mistakes)?;
    check_description(&new.description, &mut mistakes);
    mistakes.finish()?;
    if Entity::of(tenant).count(work.connection()).await? >= MOST {
        return Err(Error::Conflict(Words::new(
            "Es gibt schon 20 Webhooks; bitte erst einen entfernen.",
            "There are 20 webhooks already; please remove one first.",
        )));
    }
    let (now, secret) = (work.ctx().now(), dispatch.secret(id)?);
    work.insert(ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        url: Set(new.url),
        kinds: Set(words(&new.kinds)),
        description: Set(new.description.trim().to_owned()),
        is_active: Set(new.is_active),
        stopped_for: Set(None),
        secret: Set(secret.sealed),
        former_secret: Set(None),
        former_until: Set(None),
        since: Set(now),
        cursor: Set(None),
        is_behind: Set(true),
        failures: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
        revision: Set(1),
    })
    .await?;
    Ok(secret.text)
}

/// Changes a webhook of the caller's own tenant. One that the service had stopped goes on where it was when it is switched
/// on again.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`, `STALE_VERSION`, `BAD_USER_INPUT`.
pub async fn change(
    work: &Work<'_>,
    dispatch: &dyn Dispatch,
    (id, expected): (WebhookId, i32),
    wanted: WebhookChange,
) -> Result<()> {
    let row = find_own(work, id).await?;
    check_version(expected, row.revision)?;
    let mut mistakes = Mistakes::default();
    if let Some(url) = &wanted.url {
        check_url(dispatch, url, &mut mistakes)?;
    }
    if let Some(description) = &wanted.description {
        check_description(description, &mut mistakes);
    }
    mistakes.finish()?;
    let (now, was_active) = (work.ctx().now(), row.is_active);
    let mut change = row.into_active_model();
    if let Some(url) = wanted.url {
        change.url = Set(url);
    }
    if let Some(kinds) = wanted.kinds {
        change.kinds = Set(words(&kinds));
    }
    if let Some(description) = wanted.description {
        change.description = Set(description.trim().to_owned());
    }
    if let Some(is_active) = wanted.is_active {
        change.is_active = Set(is_active);
    }
    if wanted.is_active == Some(true) && !was_active {
        change.stopped_for = Set(None);
        change.failures = Set(0);
        change.is_behind = Set(true);
    }
    change.updated_at = Set(now);
    change.revision = Set(expected + 1);
    change.update(work.connection()).await?;
    Ok(())
}

/// Gives a webhook of the caller's own tenant another secret; messages are signed with both for the overlap.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`, `BAD_USER_INPUT` for too long an overlap, `CONFLICT` where the installation has no key for
/// secrets.
pub async fn rotate(
    work: &Work<'_>,
    dispatch: &dyn Dispatch,
    id: WebhookId,
    overlap: TimeDelta,
) -> Result<String> {
    let row = find_own(work, id).await?;
    if overlap < TimeDelta::zero() || overlap > LONGEST_OVERLAP {
        return Err(Error::invalid(
            "overlapHours",
            "ist nicht zwischen 0 und 720.",
            "is not between 0 and 720.",
        ));
    }
    let (now, made) = (work.ctx().now(), dispatch.secret(id)?);
    let (former, revision) = (row.secret.clone(), row.revision);
    let mut change = row.into_active_model();
    change.secret = Set(made.sealed);
    change.former_secret = Set((!overlap.is_zero()).then_some(former));
    change.former_until = Set((!overlap.is_zero()).then_some(now + overlap));
    change.updated_at = Set(now);
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    Ok(made.text)
}

/// Removes a webhook of the caller's own tenant, with its list of messages; gives what it was.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`.
pub async fn remove(work: &Work<'_>, id: WebhookId) -> Result<Webhook> {
    let row = find_own(work, id).await?;
    row.clone().delete(work.connection()).await?;
    Ok(row)
}

/// Tells a webhook of the caller's own tenant all changes again since a moment; messages have the ids that they had.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`, `BAD_USER_INPUT` for a moment that is to come or too long ago.
pub async fn resend(work: &Work<'_>, id: WebhookId, since: DateTime<Utc>) -> Result<()> {
    let row = find_own(work, id).await?;
    let now = work.ctx().now();
    if since > now || since < now - LOG_KEPT {
        return Err(Error::invalid(
            "since",
            "liegt nicht in den letzten 30 Tagen.",
            "is not within the last 30 days.",
        ));
    }
    let mut change = row.into_active_model();
    change.since = Set(since);
    change.cursor = Set(None);
    change.is_behind = Set(true);
    change.update(work.connection()).await?;
    Ok(())
}

/// The service tells a webhook no more, until somebody switches it on again.
pub(crate) async fn stop(work: &Work<'_>, row: Webhook, reason: WebhookStop) -> Result<()> {
    let revision = row.revision;
    let mut change = row.into_active_model();
    change.is_active = Set(false);
    change.stopped_for = Set(Some(reason));
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    Ok(())
}

async fn find_own(work: &Work<'_>, id: WebhookId) -> Result<Webhook> {
    let rows = Entity::of(steward(work.ctx())?.tenant)
        .filter(Column::Id.eq(id.0))
        .lock(LockType::NoKeyUpdate);
    let found = rows.one(work.connection()).await?;
    found.ok_or(Error::NotFound("webhook"))
}

fn words(kinds: &[ChangeKind]) -> String {
    let all = ChangeKind::ALL.iter().filter(|kind| kinds.contains(kind));
    all.map(|kind| kind.word()).collect::<Vec<_>>().join(" ")
}

/// Whether it may be asked is asked of the process, which knows the settings.
fn check_url(dispatch: &dyn Dispatch, url: &str, mistakes: &mut Mistakes) -> Result<()> {
    mistakes.url("url", url);
    if url.contains('#') {
        let reason = Words::new("enthält ein #.", "has a # in it.");
        mistakes.note("url", Fault::Invalid, reason);
    }
    mistakes.take(dispatch.check(url)).map(|_| ())
}

/// It may be empty.
fn check_description(description: &str, mistakes: &mut Mistakes) {
    if !description.trim().is_empty() {
        mistakes.text("description", description, 200);
    }
}
