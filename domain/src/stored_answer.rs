//! Requests that are sent again: one effect, and the same answer (`Idempotency-Key`).
//!
//! A request with a key is claimed before it is worked on. Each unit of work of a claimed request says in its own
//! transaction that there was an effect, so what is known of it is never more or less than what was done; then the answer
//! is kept. A request that had no effect, because it was refused or only read, leaves nothing: its key is free again.
//! An attempt that broke off is waited for until its claim ends; whoever takes over has another claim, and the unit of the
//! one before is refused if it comes after all.
//!
//! Invariant: a key has one effect within a day, on all copies of the service and whenever they end. An answer is for whoever
//! asked, and only while they may do what they might then; it comes here sealed, by a key that is not in the database.

use crate::{
    actor::Actor,
    audit_entry::signature,
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    text::hexadecimal,
    work::Work,
};
use chrono::TimeDelta;
use entity::{
    id::{StoredAnswerId, TenantId},
    stored_answer::{Column, Entity, Model},
};
use sea_orm::{
    ColumnTrait, PaginatorTrait, QueryFilter,
    sea_query::{OnConflict, Query, UpdateStatement},
};
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use uuid::Uuid;

/// How long an answer is kept, and a key has its meaning.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// How long an attempt is waited for of which nothing is heard.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

/// Most keys of an organisation within that time.
const MOST: u64 = 20_000;

/// A request that is being worked on under a key.
pub(crate) struct Claim {
    id: StoredAnswerId,
    token: Uuid,
    is_applied: AtomicBool,
}

impl Claim {
    /// Notes that a unit of the request was committed.
    pub(crate) fn note_effect(&self) {
        self.is_applied.store(true, Ordering::Release);
    }

    fn is_applied(&self) -> bool {
        self.is_applied.load(Ordering::Acquire)
    }
}

/// What is to be done with a request.
pub enum Turn {
    /// To work on it, in this context.
    First(Ctx),
    /// To give the answer that was given before: under which id it was sealed, and what was.
    Again(StoredAnswerId, Vec<u8>),
}

/// Claims a request for whoever asks. `request` is a hash of what is asked.
///
/// # Errors
/// `IDEMPOTENCY_KEY_REUSED` where the key was used for another request, `CONFLICT` where the same one is being worked on,
/// or was done and its answer is not there for the caller; `RATE_LIMITED` where the organisation has used too many keys.
pub async fn claim(ctx: &Ctx, key: &str, request: &str) -> Result<Turn> {
    ctx.require_caller()?;
    let work = ctx.begin().await?;
    let turn = take(&work, id(ctx, key), request).await?;
    work.commit_log().await?;
    Ok(turn)
}

/// Whether the request of this context had an effect, and under which id its answer is kept then.
#[must_use]
pub fn effect(ctx: &Ctx) -> Option<StoredAnswerId> {
    ctx.claim()
        .filter(|claim| claim.is_applied())
        .map(|claim| claim.id)
}

/// Ends the work on a request: keeps its answer, if there is one to keep, or frees its key where it had no effect.
///
/// # Errors
/// What the database answers.
pub async fn settle(ctx: &Ctx, answer: Option<Vec<u8>>) -> Result<()> {
    let Some(claim) = ctx.claim() else {
        return Ok(());
    };
    let work = ctx.begin().await?;
    if claim.is_applied() {
        let mut update = of_claim(claim);
        update
            .value(Column::Answer, answer)
            .value(Column::ClaimedUntil, ctx.store().clock().now());
        work.execute(&update).await?;
    } else {
        let delete = Query::delete()
            .from_table(Entity)
            .and_where(Column::Id.eq(claim.id.0))
            .and_where(Column::Claim.eq(claim.token))
            .and_where(Column::AppliedAt.is_null())
            .to_owned();
        work.execute(&delete).await?;
    }
    work.commit_log().await
}

/// Says in a unit of a claimed request that it has an effect.
///
/// # Errors
/// `CONFLICT` where another attempt has taken the request over.
pub(crate) async fn hold(work: &Work<'_>) -> Result<()> {
    let Some(claim) = work.ctx().claim() else {
        return Ok(());
    };
    let mut update = of_claim(claim);
    update.value(Column::AppliedAt, work.ctx().now());
    match work.execute(&update).await? {
        1 => Ok(()),
        _ => Err(Error::Underway),
    }
}

/// Removes the answers of an owner that are older than a day; says how many.
pub(crate) async fn retire(work: &Work<'_>, owner: Option<TenantId>) -> Result<u64> {
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Entity::is_of(owner))
        .and_where(Column::CreatedAt.lte(work.ctx().now() - KEPT))
        .to_owned();
    work.execute(&delete).await
}

/// Removes what was answered to an owner, since it may name somebody; that it was done stays known.
pub(crate) async fn forget(work: &Work<'_>, owner: Option<TenantId>) -> Result<()> {
    let update = Query::update()
        .table(Entity)
        .value(Column::Answer, None::<Vec<u8>>)
        .and_where(Entity::is_of(owner))
        .to_owned();
    work.execute(&update).await?;
    Ok(())
}

async fn take(work: &Work<'_>, id: StoredAnswerId, request: &str) -> Result<Turn> {
    let (ctx, owner) = (work.ctx(), owner(work.ctx()));
    retire(work, owner).await?;
    let claim = Claim {
        id,
        token: Work::new_id(),
        is_applied: AtomicBool::new(false),
    };
    if insert(work, &claim, request).await? {
        let all = PaginatorTrait::count(Entity::of_owner(owner), work.connection()).await?;
        return match all <= MOST {
            true => Ok(Turn::First(ctx.claiming(Arc::new(claim)))),
            false => Err(Error::RateLimited { seconds: 3_600 }),
        };
    }
    let row = Entity::of_owner(owner).filter(Column::Id.eq(id.0));
    match row.one(work.connection()).await? {
        // It ended without an effect just now.
        None => Err(Error::Underway),
        Some(row) if row.request != request => Err(Error::KeyReused),
        Some(row) if row.applied_at.is_none() => take_over(work, claim).await,
        Some(row) => again(ctx, row),
    }
}

async fn insert(work: &Work<'_>, claim: &Claim, request: &str) -> Result<bool> {
    let (ctx, now) = (work.ctx(), work.ctx().now());
    let insert = Query::insert()
        .into_table(Entity)
        .columns([
            Column::Id,
            Column::TenantId,
            Column::Request,
            Column::Rights,
            Column::Claim,
            Column::ClaimedUntil,
            Column::CreatedAt,
        ])
        .values_panic([
            claim.id.0.into(),
            owner(ctx).map(|tenant| tenant.0).into(),
            request.into(),
            rights(ctx).into(),
            claim.token.into(),
            (now + PATIENCE).into(),
            now.into(),
        ])
        .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
        .to_owned();
    Ok(work.execute(&insert).await? == 1)
}

/// An attempt of which nothing was heard for too long is given up.
async fn take_over(work: &Work<'_>, claim: Claim) -> Result<Turn> {
    let (ctx, now) = (work.ctx(), work.ctx().now());
    let update = Query::update()
        .table(Entity)
        .value(Column::Claim, claim.token)
        .value(Column::ClaimedUntil, now + PATIENCE)
        .value(Column::Rights, rights(ctx))
        .and_where(Column::Id.eq(claim.id.0))
        .and_where(Column::AppliedAt.is_null())
        .and_where(Column::ClaimedUntil.lte(now))
        .to_owned();
    match work.execute(&update).await? {
        1 => Ok(Turn::First(ctx.claiming(Arc::new(claim)))),
        _ => Err(Error::Underway),
    }
}

fn again(ctx: &Ctx, row: Model) -> Result<Turn> {
    match row.answer {
        _ if row.rights != rights(ctx) => Err(Error::Conflict(Words::new(
            "Diese Anfrage wurde ausgeführt. Seither haben sich Ihre Rechte geändert, darum wird ihre Antwort nicht noch einmal gegeben; bitte den Datensatz lesen.",
            "This request was carried out. Your rights have changed since, so its answer is not given again; please read the record.",
        ))),
        Some(answer) => Ok(Turn::Again(row.id, answer)),
        None if row.claimed_until > ctx.now() => Err(Error::Underway),
        None => Err(answer_is_lost()),
    }
}

/// The refusal of a request that was done and whose answer nobody has any more.
#[must_use]
pub fn answer_is_lost() -> Error {
    Error::Conflict(Words::new(
        "Diese Anfrage wurde ausgeführt, ihre Antwort ist aber nicht aufgehoben; bitte den Datensatz lesen.",
        "This request was carried out, but its answer was not kept; please read the record.",
    ))
}

fn of_claim(claim: &Claim) -> UpdateStatement {
    Query::update()
        .table(Entity)
        .and_where(Column::Id.eq(claim.id.0))
        .and_where(Column::Claim.eq(claim.token))
        .to_owned()
}

/// Whoever asks, with the key that they chose: two who choose the same one have nothing to do with each other.
fn id(ctx: &Ctx, key: &str) -> StoredAnswerId {
    let digest = Sha256::digest(format!("{}\n{key}", signature(ctx.actor())));
    let bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
    StoredAnswerId(Uuid::from_bytes(bytes))
}

/// A hash of what is asked, for comparing.
#[must_use]
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With its length before it, so that two parts are never another's one.
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}

const fn owner(ctx: &Ctx) -> Option<TenantId> {
    match ctx.actor() {
        Actor::Member(member) => Some(member.tenant),
        Actor::Anonymous | Actor::Operator(_) => None,
    }
}

fn rights(ctx: &Ctx) -> String {
    match ctx.actor() {
        Actor::Member(member) => format!("{} {}", member.role.word(), member.scopes.words()),
        Actor::Anonymous | Actor::Operator(_) => "OPERATOR".to_owned(),
    }
}
