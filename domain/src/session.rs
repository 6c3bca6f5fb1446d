//! Sign-ins (Sitzungen): kept alive by refresh tokens, each of which is good for one use.
//!
//! Invariant: a refresh token that is used a second time has been copied, so it ends its sign-in; whatever ends a sign-in
//! also revokes it, in the same unit of work.

use crate::{
    account::{self, Account},
    account_role,
    actor::{Actor, Principal, Role},
    error::{Error, Result},
    revocation::revoke,
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, RefreshTokenId, SessionId, TenantId, TypedId},
    refresh_token,
    scope::OwnTable,
    session::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, Set, sea_query::Query};

/// A new refresh token: the process has made it and keeps its text from us.
#[derive(Clone, Debug)]
pub struct NewRefresh {
    /// Under which it is stored.
    pub id: RefreshTokenId,
    /// SHA-256 of its secret.
    pub hash: String,
}

/// As what a person acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// Runs the platform.
    Operator,
    /// Acts for a tenant.
    Member {
        /// The tenant.
        tenant: TenantId,
        /// What they may do there.
        role: Role,
    },
}

/// A sign-in that holds.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// The sign-in.
    pub id: SessionId,
    /// The person.
    pub account: AccountId,
    /// As what they act.
    pub capacity: Capacity,
}

/// Begins a sign-in of a person who has proved to be one. Whoever runs the platform gets one that cannot be kept alive:
/// the mightiest has to prove it most often.
///
/// # Errors
/// `UNAUTHENTICATED` where the person has no role, `BAD_USER_INPUT` where they have several and name none.
pub async fn begin(
    work: &Work<'_>,
    person: &Account,
    tenant: Option<TenantId>,
    until: DateTime<Utc>,
    first: NewRefresh,
) -> Result<Session> {
    let id = SessionId(Work::new_id());
    let capacity = match tenant {
        None if person.is_operator => Capacity::Operator,
        _ => choose(work, person.id, tenant).await?,
    };
    if let Capacity::Member { tenant, .. } = capacity {
        work.act_for(tenant).await?;
        work.insert(ActiveModel {
            id: Set(id),
            tenant_id: Set(tenant),
            account_id: Set(person.id),
            created_at: Set(work.ctx().now()),
            expires_at: Set(until),
            revoked_at: Set(None),
        })
        .await?;
        hand_out(work, tenant, id, first).await?;
    }
    Ok(Session {
        id,
        account: person.id,
        capacity,
    })
}

async fn choose(work: &Work<'_>, id: AccountId, wanted: Option<TenantId>) -> Result<Capacity> {
    let roles = work.held::<entity::account_role::Entity>(id.uuid()).await?;
    let fits =
        |role: &&entity::account_role::Model| wanted.is_none_or(|wanted| role.tenant_id == wanted);
    let fitting: Vec<_> = roles.iter().filter(fits).collect();
    match fitting.as_slice() {
        [] => Err(Error::Unauthenticated),
        [one] => Ok(Capacity::Member {
            tenant: one.tenant_id,
            role: one.role,
        }),
        several => Err(undecided(work, several)),
    }
}

fn undecided(work: &Work<'_>, roles: &[&entity::account_role::Model]) -> Error {
    let tenants = &work.ctx().reference().tenants;
    let name = |role: &&entity::account_role::Model| {
        let tenant = tenants.find(&role.tenant_id);
        let name = tenant.map_or("?", |tenant| tenant.name.as_str());
        format!("{} ({name})", role.tenant_id)
    };
    let list = roles.iter().map(name).collect::<Vec<_>>().join(", ");
    Error::invalid(
        "tenant",
        format!("fehlt; Sie haben eine Rolle bei {list}."),
        format!("is missing; you have a role with {list}."),
    )
}

async fn hand_out(
    work: &Work<'_>,
    tenant: TenantId,
    session: SessionId,
    new: NewRefresh,
) -> Result<()> {
    work.insert(refresh_token::ActiveModel {
        id: Set(new.id),
        tenant_id: Set(tenant),
        session_id: Set(session),
        secret_hash: Set(new.hash),
        created_at: Set(work.ctx().now()),
        used_at: Set(None),
    })
    .await
}

/// Goes on with a sign-in: uses a refresh token and hands out the next. `None` where the token does not hold; commit in
/// any case, since a token that was used before ends its sign-in by that.
///
/// # Errors
/// What the database answers.
pub async fn refresh(
    work: &Work<'_>,
    used: &NewRefresh,
    next: NewRefresh,
) -> Result<Option<Session>> {
    let Some((token, session)) = holding(work, used).await? else {
        return Ok(None);
    };
    if !use_up(work, token.id).await? {
        end(work, session.id).await?;
        return Ok(None);
    }
    let role = account_role::of(work, session.tenant_id, session.account_id).await?;
    let is_open = account::open(work, session.account_id).await.is_ok();
    let Some(role) = role.filter(|_| is_open) else {
        return Ok(None);
    };
    hand_out(work, session.tenant_id, session.id, next).await?;
    Ok(Some(Session {
        id: session.id,
        account: session.account_id,
        capacity: Capacity::Member {
            tenant: session.tenant_id,
            role: role.role,
        },
    }))
}

/// A refresh token whose secret is right, and its sign-in, which has not ended; the unit acts for its tenant from now on.
async fn holding(
    work: &Work<'_>,
    shown: &NewRefresh,
) -> Result<Option<(refresh_token::Model, Model)>> {
    let held = work.held::<refresh_token::Entity>(shown.id.uuid()).await?;
    // Hashes of unpredictable secrets: nothing can be learnt from how long the comparison takes.
    let right = held.into_iter().find(|row| row.secret_hash == shown.hash);
    let Some(token) = right else {
        return Ok(None);
    };
    work.act_for(token.tenant_id).await?;
    let rows = Entity::of(token.tenant_id)
        .filter(Column::Id.eq(token.session_id.0))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(work.ctx().now()));
    let session = rows.one(work.connection()).await?;
    Ok(session.map(|session| (token, session)))
}

/// Whether nobody has used it before: two who come at once cannot both be the first.
async fn use_up(work: &Work<'_>, id: RefreshTokenId) -> Result<bool> {
    use refresh_token::Column;
    let update = Query::update()
        .table(refresh_token::Entity)
        .value(Column::UsedAt, work.ctx().now())
        .and_where(Column::Id.eq(id.0))
        .and_where(Column::UsedAt.is_null())
        .to_owned();
    Ok(work.execute(&update).await? == 1)
}

/// Ends the sign-in of whoever shows one of its refresh tokens, used or not.
///
/// # Errors
/// What the database answers.
pub async fn give_back(work: &Work<'_>, shown: &NewRefresh) -> Result<()> {
    match holding(work, shown).await? {
        Some((_, session)) => end(work, session.id).await,
        None => Ok(()),
    }
}

/// Signs out whoever is asking.
///
/// # Errors
/// `UNAUTHENTICATED` for nobody in particular, `FORBIDDEN` for whoever did not sign in here.
pub async fn sign_out(work: &Work<'_>) -> Result<()> {
    match work.ctx().actor() {
        Actor::Member(member) => match member.principal {
            Principal::Account(_, session) => end(work, session).await,
            _ => Err(Error::Forbidden),
        },
        Actor::Operator(Principal::Account(_, session)) => {
            revoke(work, *session, work.ctx().now()).await
        }
        Actor::Operator(_) => Err(Error::Forbidden),
        Actor::Anonymous => Err(Error::Unauthenticated),
    }
}

async fn end(work: &Work<'_>, id: SessionId) -> Result<()> {
    let now = work.ctx().now();
    let update = Query::update()
        .table(Entity)
        .value(Column::RevokedAt, now)
        .and_where(Column::Id.eq(id.0))
        .to_owned();
    work.execute(&update).await?;
    revoke(work, id, now).await
}

/// Ends every sign-in of a person for a tenant.
pub(crate) async fn end_all(work: &Work<'_>, tenant: TenantId, person: AccountId) -> Result<()> {
    let rows = Entity::of(tenant)
        .filter(Column::AccountId.eq(person.0))
        .filter(Column::RevokedAt.is_null());
    for session in rows.all(work.connection()).await? {
        end(work, session.id).await?;
    }
    Ok(())
}
