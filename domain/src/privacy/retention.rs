//! How long things stay, and the removal of what is older (DSGVO Art. 5 (1) e).
//!
//! Invariant: nothing is removed that still gives or denies access: a revocation goes only when there can be nothing left
//! that it shuts out. The unit acts for one tenant after the other, as their people would.

use crate::{
    ctx::Ctx, embedding, error::Result, stored_answer, transfer_link::facts, webhook::LOG_KEPT,
    work::Work,
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    credential, expertise,
    id::TenantId,
    named_reader, peer_group, plan, project, refresh_token, revocation,
    scope::{Holding, TenantTable},
    session, transfer_link,
    value::{AuditOutcome, ChangeAction, DeliveryState},
    webhook_delivery,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

/// How long what has ended is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Sign-ins that ended, and refresh tokens that were used.
    pub sign_ins: TimeDelta,
    /// Keys that ended.
    pub keys: TimeDelta,
    /// Content that was taken out of use; it can be restored until then.
    pub retired: TimeDelta,
    /// Whether a language model is in use; without one its vectors go at once.
    pub has_embeddings: bool,
}

/// How many rows were older than that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// Sign-ins.
    pub sign_ins: u64,
    /// Refresh tokens of sign-ins that go on.
    pub refresh_tokens: u64,
    /// Revocations that shut out nothing any more.
    pub revocations: u64,
    /// Keys.
    pub keys: u64,
    /// Plans, projects, transfer links, offers and requests of expertise, peer groups.
    pub contents: u64,
    /// Vectors of a language model that is no longer in use.
    pub embeddings: u64,
    /// Messages to webhooks.
    pub deliveries: u64,
    /// Answers to requests with an idempotency key.
    pub answers: u64,
}

impl Retired {
    /// All of them together.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.sign_ins
            + self.refresh_tokens
            + self.revocations
            + self.keys
            + self.contents
            + self.embeddings
            + self.deliveries
            + self.answers
    }
}

/// Removes what is older than it may be, or only says how much that would be. An entry of the audit log is made where
/// something was removed.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn retain(ctx: &Ctx, retention: &Retention, is_dry_run: bool) -> Result<Retired> {
    ctx.require_operator()?;
    let work = ctx.begin().await?;
    let retired = remove_all(&work, retention).await?;
    if is_dry_run || retired.total() == 0 {
        work.roll_back().await?;
        return Ok(retired);
    }
    let rows = retired.total().to_string();
    work.keep(ctx.entry("privacy.retain", rows, AuditOutcome::Done))
        .await?;
    work.commit().await?;
    Ok(retired)
}

async fn remove_all(work: &Work<'_>, retention: &Retention) -> Result<Retired> {
    let now = work.ctx().now();
    let mut retired = Retired::default();
    for tenant in work.ctx().reference().tenants.all() {
        let tenant = tenant.id;
        work.act_for(tenant).await?;
        let before = now - retention.sign_ins;
        let ended = ended(
            session::Column::ExpiresAt,
            session::Column::RevokedAt,
            before,
        );
        retired.sign_ins += remove::<session::Entity>(work, tenant, ended).await?;
        let used = Condition::all().add(refresh_token::Column::UsedAt.lt(before));
        retired.refresh_tokens += remove::<refresh_token::Entity>(work, tenant, used).await?;
        retired.keys += keys(work, tenant, now - retention.keys).await?;
        retired.contents += contents(work, tenant, now - retention.retired).await?;
        retired.deliveries += deliveries(work, tenant, now - LOG_KEPT).await?;
        retired.answers += stored_answer::retire(work, Some(tenant)).await?;
    }
    retired.answers += stored_answer::retire(work, None).await?;
    let spent = Query::delete()
        .from_table(revocation::Entity)
        .and_where(revocation::Column::NeededUntil.lt(now))
        .to_owned();
    retired.revocations = work.execute(&spent).await?;
    if !retention.has_embeddings {
        retired.embeddings = embedding::forget_all(work).await?;
    }
    Ok(retired)
}

fn ended(expires: impl ColumnTrait, revoked: impl ColumnTrait, before: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(expires.lt(before))
        .add(revoked.lt(before))
}

async fn keys(work: &Work<'_>, tenant: TenantId, before: DateTime<Utc>) -> Result<u64> {
    use credential::{Column, Entity};
    remove::<Entity>(
        work,
        tenant,
        ended(Column::ExpiresAt, Column::RevokedAt, before),
    )
    .await
}

/// Messages that were taken or given up; what waits for its webhook to be switched on stays.
async fn deliveries(work: &Work<'_>, tenant: TenantId, before: DateTime<Utc>) -> Result<u64> {
    use webhook_delivery::{Column, Entity};
    let done = Condition::all()
        .add(Column::State.ne(DeliveryState::Pending))
        .add(Column::CreatedAt.lt(before));
    remove::<Entity>(work, tenant, done).await
}

/// Removes rows of a tenant.
pub(crate) async fn remove<E: Holding>(
    work: &Work<'_>,
    tenant: TenantId,
    which: Condition,
) -> Result<u64> {
    let delete = Query::delete()
        .from_table(E::default())
        .and_where(E::OWNER.eq(tenant.0))
        .cond_where(which)
        .to_owned();
    work.execute(&delete).await
}

/// Retired content, with its parts and who it was shared with. Its tombstone in the change feed stays.
async fn contents(work: &Work<'_>, tenant: TenantId, before: DateTime<Utc>) -> Result<u64> {
    let plans = retired::<plan::Entity>(work, tenant, before).await?;
    let plans: Vec<Uuid> = plans.into_iter().map(|row| row.id.0).collect();
    let projects = retired::<project::Entity>(work, tenant, before).await?;
    let projects: Vec<Uuid> = projects.into_iter().map(|row| row.id.0).collect();
    bid_farewell(work, tenant, &projects).await?;
    let gone = transfer_link::Entity::ever_owned_by(tenant).filter(
        Condition::any()
            .add(transfer_link::Column::DeletedAt.lt(before))
            .add(transfer_link::Column::AdopterProjectId.is_in(projects.iter().copied())),
    );
    let gone = gone.all(work.connection()).await?;
    let gone: Vec<Uuid> = gone.into_iter().map(|row| row.id.0).collect();
    let expertise = retired::<expertise::Entity>(work, tenant, before).await?;
    let expertise: Vec<Uuid> = expertise.into_iter().map(|row| row.id.0).collect();
    let groups = retired::<peer_group::Entity>(work, tenant, before).await?;
    let groups: Vec<Uuid> = groups.into_iter().map(|row| row.id.0).collect();
    let others = expertise.iter().chain(&groups);
    let of_projects = projects.iter().chain(&gone).chain(others);
    let all = plans.iter().chain(of_projects).copied();
    let shared = Condition::all().add(named_reader::Column::SubjectId.is_in(all));
    remove::<named_reader::Entity>(work, tenant, shared).await?;
    let links = Condition::all().add(transfer_link::Column::DeletedAt.lt(before));
    let links = remove::<transfer_link::Entity>(work, tenant, links).await?;
    let which = Condition::all().add(expertise::Column::Id.is_in(expertise));
    let expertise = remove::<expertise::Entity>(work, tenant, which).await?;
    let which = Condition::all().add(peer_group::Column::Id.is_in(groups));
    let groups = remove::<peer_group::Entity>(work, tenant, which).await?;
    let which = Condition::all().add(project::Column::Id.is_in(projects));
    let projects = remove::<project::Entity>(work, tenant, which).await?;
    let which = Condition::all().add(plan::Column::Id.is_in(plans));
    let others = links + expertise + groups;
    Ok(others + projects + remove::<plan::Entity>(work, tenant, which).await?)
}

async fn retired<E: TenantTable>(
    work: &Work<'_>,
    tenant: TenantId,
    before: DateTime<Utc>,
) -> Result<Vec<E::Model>> {
    let Some(deleted) = E::DELETED else {
        return Ok(Vec::new());
    };
    let rows = E::ever_owned_by(tenant).filter(Expr::col((E::default(), deleted)).lt(before));
    Ok(rows.all(work.connection()).await?)
}

/// A transfer link goes with the project that wanted to learn; its readers hear of it.
async fn bid_farewell(work: &Work<'_>, tenant: TenantId, projects: &[Uuid]) -> Result<()> {
    use transfer_link::{Column, Entity};
    let going =
        Entity::owned_by(tenant).filter(Column::AdopterProjectId.is_in(projects.iter().copied()));
    for row in going.all(work.connection()).await? {
        let facts = facts(&row);
        work.note_content(row.id, ChangeAction::Deleted, Some(&facts), None)
            .await?;
    }
    Ok(())
}
