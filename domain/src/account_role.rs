//! Roles (Rollen): what a person may do in a tenant.
//!
//! Invariant: a role that was changed or withdrawn holds no longer from that moment: the sign-ins that carry it end.

use crate::{
    account,
    actor::{Member, Principal, Role, Scopes},
    ctx::Ctx,
    error::{Error, Result},
    policy::Action,
    session,
    work::Work,
};
use entity::{
    account_role::{ActiveModel, Column, Entity, Model},
    id::{AccountId, AccountRoleId, TenantId},
    scope::OwnTable,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, ModelTrait, QueryFilter, Set};

/// The member who acts, if it may make others as powerful as people are: a key of few scopes must not make itself a
/// person of all.
pub(crate) fn empowered(ctx: &Ctx) -> Result<&Member> {
    let member = ctx.member_who_may(Action::Manage)?;
    if member.scopes.covers(Scopes::all()) {
        Ok(member)
    } else {
        Err(Error::Forbidden)
    }
}

/// Gives a person a role in the caller's own tenant, instead of the one that they have there. A first role somebody of
/// another tenant gets from the command line only: a role shows name and address, and an id is no proof that they agree.
///
/// # Errors
/// `FORBIDDEN` for whoever may not, and for one's own role; `NOT_FOUND` where the person has no role there.
pub async fn give(work: &Work<'_>, id: AccountId, role: Role) -> Result<()> {
    let tenant = manager_of(work, id)?;
    match of(work, tenant, id).await? {
        Some(row) if row.role == role => Ok(()),
        Some(row) => {
            let mut change = row.into_active_model();
            change.role = Set(role);
            change.update(work.connection()).await?;
            session::end_all(work, tenant, id).await
        }
        None if is_by_operator(work) => {
            account::open(work, id).await?;
            insert(work, tenant, id, role).await
        }
        None => Err(Error::NotFound("account")),
    }
}

fn is_by_operator(work: &Work<'_>) -> bool {
    work.ctx().actor().principal() == Some(&Principal::CommandLine)
}

/// A first role.
pub(crate) async fn insert(
    work: &Work<'_>,
    tenant: TenantId,
    id: AccountId,
    role: Role,
) -> Result<()> {
    work.insert(ActiveModel {
        id: Set(AccountRoleId(Work::new_id())),
        tenant_id: Set(tenant),
        account_id: Set(id),
        role: Set(role),
        created_at: Set(work.ctx().now()),
    })
    .await
}

/// Withdraws the role of a person in the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN` for whoever may not, and for one's own role; `NOT_FOUND` where the person has none.
pub async fn withdraw(work: &Work<'_>, id: AccountId) -> Result<()> {
    let tenant = manager_of(work, id)?;
    let row = of(work, tenant, id).await?;
    let row = row.ok_or(Error::NotFound("account"))?;
    row.delete(work.connection()).await?;
    session::end_all(work, tenant, id).await
}

/// Nobody changes their own role, so that a tenant always keeps somebody who manages it.
fn manager_of(work: &Work<'_>, id: AccountId) -> Result<TenantId> {
    let member = empowered(work.ctx())?;
    if account::is_own(work.ctx().actor(), id) {
        return Err(Error::Forbidden);
    }
    Ok(member.tenant)
}

/// The role of a person in a tenant.
pub(crate) async fn of(work: &Work<'_>, tenant: TenantId, id: AccountId) -> Result<Option<Model>> {
    let rows = Entity::of(tenant).filter(Column::AccountId.eq(id.0));
    Ok(rows.one(work.connection()).await?)
}
