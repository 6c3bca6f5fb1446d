//! Messages to webhooks: the list of what is to be sent, and what became of it.
//!
//! Invariant: an attempt is claimed before it begins, so that several copies of the service do not make it twice at once;
//! a claim that nobody settles ends by itself, and the message is sent again. Of an answer nothing is kept but its status.

use crate::{
    change::Change,
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    read::{Direction, KeyKind, ListRequest, OrderKey, Page, Reader, Series},
    store::Store,
    webhook::{self, Message, Verdict, Webhook, judge, lot, steward},
    work::Work,
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{TenantId, WebhookDeliveryId, WebhookId},
    scope::{OwnTable, ServiceTable},
    value::{DeliveryFault, DeliveryState, WebhookStop},
    webhook as hook,
    webhook_delivery::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel,
    Iterable, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, OnConflict, Query},
};
use sha2::{Digest, Sha256};
use std::time::Duration;
use uuid::{Builder, Uuid};

pub use entity::webhook_delivery::Model as WebhookDelivery;

/// When an attempt that nobody settles is taken to be lost; no attempt lasts nearly as long.
const LOST_AFTER: TimeDelta = TimeDelta::minutes(2);

/// Messages in a row that are given up until the address is.
const PATIENCE: i32 = 5;

/// Which messages are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeliveryFilter {
    /// Of this webhook.
    pub webhook: Option<WebhookId>,
    /// In this state.
    pub state: Option<DeliveryState>,
}

/// What a message is called, such as `project.updated`.
#[must_use]
pub fn type_of(row: &WebhookDelivery) -> String {
    let words = format!("{}.{}", row.kind, row.action.word());
    words.to_ascii_lowercase()
}

/// The messages to the webhooks of the caller's own tenant, of the newest change first. Of the request only page and count
/// are looked at.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the tenant and read its content, `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    filter: &DeliveryFilter,
    list: &ListRequest,
) -> Result<Page<WebhookDelivery>> {
    let mut rows = Entity::of(steward(reader.ctx())?.tenant);
    if let Some(webhook) = filter.webhook {
        rows = rows.filter(Column::WebhookId.eq(webhook.0));
    }
    if let Some(state) = filter.state {
        rows = rows.filter(Column::State.eq(state));
    }
    let series = Series {
        statement: rows.into_query(),
        width: Column::iter().count(),
        keys: &[OrderKey::new(Column::Id, KeyKind::Id, Direction::Desc)],
    };
    let decode = |row: &_| Ok(WebhookDelivery::from_query_result(row, "")?);
    reader.series(series, list, decode).await
}

/// Sends a message of the caller's own tenant again, under the id that it had.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`, `CONFLICT` where its webhook is switched off.
pub async fn replay(work: &Work<'_>, id: WebhookDeliveryId) -> Result<WebhookDelivery> {
    let tenant = steward(work.ctx())?.tenant;
    let row = find(work, tenant, id).await?;
    let row = row.ok_or(Error::NotFound("delivery"))?;
    let hook = find_hook(work, tenant, row.webhook_id).await?;
    if !hook.is_some_and(|hook| hook.is_active) {
        return Err(Error::Conflict(Words::new(
            "Der Webhook ist abgeschaltet; bitte erst einschalten.",
            "The webhook is switched off; please switch it on first.",
        )));
    }
    let mut change = row.into_active_model();
    change.state = Set(DeliveryState::Pending);
    change.attempts = Set(0);
    change.next_at = Set(Some(work.ctx().now()));
    Ok(change.update(work.connection()).await?)
}

/// How many messages of a webhook wait.
pub(crate) async fn waiting(work: &Work<'_>, webhook: &Webhook) -> Result<u64> {
    let rows = Entity::of(webhook.tenant_id)
        .filter(Column::WebhookId.eq(webhook.id.0))
        .filter(Column::State.eq(DeliveryState::Pending));
    Ok(rows.count(work.connection()).await?)
}

/// Puts changes on the list. One that was told before is told again under the same id.
pub(crate) async fn put(work: &Work<'_>, webhook: &Webhook, changes: &[&Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let now = work.ctx().now();
    let rows = changes.iter().map(|change| ActiveModel {
        id: Set(id_of(webhook.id, change)),
        tenant_id: Set(webhook.tenant_id),
        webhook_id: Set(webhook.id),
        kind: Set(change.kind.word().to_owned()),
        subject: Set(change.subject.clone()),
        action: Set(change.action),
        changed_at: Set(change.at),
        state: Set(DeliveryState::Pending),
        attempts: Set(0),
        next_at: Set(Some(now)),
        tried_at: Set(None),
        status: Set(None),
        fault: Set(None),
        took_ms: Set(None),
        created_at: Set(now),
    });
    let mut again = OnConflict::column(Column::Id);
    again.update_columns([Column::State, Column::Attempts, Column::NextAt]);
    Entity::insert_many(rows)
        .on_conflict(again)
        .exec_without_returning(work.connection())
        .await?;
    Ok(())
}

/// The same for the same change and address, and in the order of the changes. The number of a change cannot be read from
/// it: it would tell how much others do.
fn id_of(webhook: WebhookId, change: &Change) -> WebhookDeliveryId {
    let seed = [webhook.0.as_bytes().as_slice(), &change.seq.to_be_bytes()];
    let digest: [u8; 32] = Sha256::digest(seed.concat()).into();
    let (random, _) = digest.split_first_chunk::<10>().unwrap_or((&[0; 10], &[]));
    let moment = u64::try_from(change.at.timestamp_millis()).unwrap_or_default();
    WebhookDeliveryId(Builder::from_unix_timestamp_millis(moment, random).into_uuid())
}

/// What is due, whosever it is, but for some webhooks.
pub(crate) async fn due(
    store: &Store,
    but_for: &[WebhookId],
    most: usize,
) -> Result<Vec<WebhookDelivery>> {
    let active = hook::Entity::of_everybody()
        .select_only()
        .column(hook::Column::Id)
        .filter(hook::Column::IsActive.eq(true))
        .into_query();
    let mut rows = Entity::of_everybody()
        .filter(Column::State.eq(DeliveryState::Pending))
        .filter(Column::NextAt.lte(store.clock().now()))
        .filter(Column::WebhookId.in_subquery(active));
    if !but_for.is_empty() {
        let ids: Vec<Uuid> = but_for.iter().map(|id| id.0).collect();
        rows = rows.filter(Column::WebhookId.is_not_in(ids));
    }
    let rows = rows.order_by_asc(Column::NextAt).limit(most as u64);
    Ok(rows.all(store.follower()).await?)
}

/// An attempt that nobody else makes.
pub(crate) struct Claim {
    pub(crate) tenant: TenantId,
    pub(crate) attempts: i32,
    pub(crate) message: Message,
}

/// Claims the next attempt at a message; `None` where somebody else has, or its webhook is switched off.
pub(crate) async fn claim(ctx: &Ctx, row: &WebhookDelivery) -> Result<Option<Claim>> {
    let (now, attempts) = (ctx.now(), row.attempts + 1);
    let work = ctx.begin().await?;
    let take = Query::update()
        .table(Entity)
        .value(Column::Attempts, attempts)
        .value(Column::TriedAt, now)
        .value(Column::NextAt, now + LOST_AFTER)
        .and_where(Column::Id.eq(row.id.0))
        .and_where(Column::Attempts.eq(row.attempts))
        .and_where(Column::State.eq(DeliveryState::Pending))
        .and_where(Column::NextAt.lte(now))
        .to_owned();
    let is_taken = work.execute(&take).await? > 0;
    let hook = find_hook(&work, row.tenant_id, row.webhook_id).await?;
    let Some(hook) = hook.filter(|hook| is_taken && hook.is_active) else {
        work.roll_back().await?;
        return Ok(None);
    };
    work.commit_log().await?;
    Ok(Some(Claim {
        tenant: row.tenant_id,
        attempts,
        message: message(row, hook, now),
    }))
}

fn message(row: &WebhookDelivery, hook: Webhook, now: DateTime<Utc>) -> Message {
    let is_over = hook.former_until.is_none_or(|until| until <= now);
    let former = hook.former_secret.filter(|_| !is_over);
    Message {
        id: row.id,
        webhook: hook.id,
        url: hook.url,
        secrets: std::iter::once(hook.secret).chain(former).collect(),
        kind: type_of(row),
        record: row.kind.clone(),
        subject: row.subject.clone(),
        action: row.action,
        changed_at: row.changed_at,
        at: now,
    }
}

/// Keeps what became of an attempt, and stops a webhook that is gone or takes nothing.
pub(crate) async fn settle(
    ctx: &Ctx,
    claim: &Claim,
    answer: std::result::Result<u16, DeliveryFault>,
    took: Duration,
) -> Result<()> {
    let (id, webhook) = (claim.message.id, claim.message.webhook);
    let verdict = judge(answer, claim.attempts, lot(id, claim.attempts));
    let work = ctx.begin().await?;
    if !note(&work, claim, (answer, verdict), took).await? {
        // Somebody has asked for it anew meanwhile.
        return work.roll_back().await;
    }
    let failures: Option<Expr> = match verdict {
        Verdict::Delivered => Some(Expr::val(0)),
        Verdict::GivenUp => Some(Expr::col(hook::Column::Failures).add(1)),
        Verdict::Again(_) | Verdict::Gone => None,
    };
    if let Some(failures) = failures {
        let update = Query::update()
            .table(hook::Entity)
            .value(hook::Column::Failures, failures)
            .and_where(hook::Column::Id.eq(webhook.0))
            .to_owned();
        work.execute(&update).await?;
    }
    let hook = find_hook(&work, claim.tenant, webhook).await?;
    work.commit_log().await?;
    let reason = hook.and_then(|hook| reason_to_stop(verdict, &hook));
    match reason {
        Some(reason) => stop(ctx, claim, reason).await,
        None => Ok(()),
    }
}

fn reason_to_stop(verdict: Verdict, hook: &Webhook) -> Option<WebhookStop> {
    let reason = match verdict {
        Verdict::Gone => Some(WebhookStop::Gone),
        Verdict::GivenUp if hook.failures >= PATIENCE => Some(WebhookStop::Failing),
        _ => None,
    };
    reason.filter(|_| hook.is_active)
}

async fn stop(ctx: &Ctx, claim: &Claim, reason: WebhookStop) -> Result<()> {
    let id = claim.message.webhook;
    tracing::info!(webhook = %id, reason = reason.word(), "a webhook was switched off");
    ctx.write("webhook.stop", id, async |work| {
        match find_hook(work, claim.tenant, id).await? {
            Some(row) => webhook::stop(work, row, reason).await,
            None => Ok(()),
        }
    })
    .await
}

/// Says whether the attempt was still the one that is waited for.
async fn note(
    work: &Work<'_>,
    claim: &Claim,
    (answer, verdict): (std::result::Result<u16, DeliveryFault>, Verdict),
    took: Duration,
) -> Result<bool> {
    let (state, next) = match verdict {
        Verdict::Delivered => (DeliveryState::Delivered, None),
        Verdict::Again(wait) => (DeliveryState::Pending, Some(work.ctx().now() + wait)),
        Verdict::GivenUp | Verdict::Gone => (DeliveryState::Failed, None),
    };
    let took = i32::try_from(took.as_millis()).unwrap_or(i32::MAX);
    let update = Query::update()
        .table(Entity)
        .value(Column::State, state)
        .value(Column::NextAt, next)
        .value(Column::Status, answer.ok().map(i32::from))
        .value(Column::Fault, answer.err())
        .value(Column::TookMs, took)
        .and_where(Column::Id.eq(claim.message.id.0))
        .and_where(Column::Attempts.eq(claim.attempts))
        .and_where(Column::State.eq(DeliveryState::Pending))
        .to_owned();
    Ok(work.execute(&update).await? > 0)
}

async fn find(
    work: &Work<'_>,
    tenant: TenantId,
    id: WebhookDeliveryId,
) -> Result<Option<WebhookDelivery>> {
    let rows = Entity::of(tenant).filter(Column::Id.eq(id.0));
    Ok(rows.one(work.connection()).await?)
}

async fn find_hook(work: &Work<'_>, tenant: TenantId, id: WebhookId) -> Result<Option<Webhook>> {
    let rows = hook::Entity::of(tenant).filter(hook::Column::Id.eq(id.0));
    Ok(rows.one(work.connection()).await?)
}
