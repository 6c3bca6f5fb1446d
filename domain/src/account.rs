//! Accounts (Konten): people who sign in with a password.
//!
//! Invariant: an account belongs to no tenant; what a person may do in a tenant is an [`account_role`] of that tenant,
//! and whoever closes an account shuts the person out of all of them.

use crate::{
    account_role::{self, empowered},
    actor::{Actor, Principal, Role},
    ctx::Ctx,
    error::{Error, Result},
    policy::Action,
    revocation::revoke,
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    account::{ActiveModel, Column, Entity},
    id::AccountId,
    scope::{OwnTable, ReferenceTable},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};
use std::collections::HashMap;

pub use entity::account::Model as Account;

/// A new account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Key.
    pub id: AccountId,
    /// Address by which the person signs in.
    pub email: String,
    /// Name for colleagues.
    pub name: String,
}

impl NewAccount {
    /// With a new key.
    pub fn new(email: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: AccountId(Work::new_id()),
            email: email.into(),
            name: name.into(),
        }
    }
}

/// A person with a role in the caller's own tenant.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// The account.
    pub id: AccountId,
    /// Address by which the person signs in.
    pub email: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether the account was closed.
    pub is_closed: bool,
    /// Since when they have the role.
    pub since: DateTime<Utc>,
}

/// Creates an account with a role in the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN` for whoever may not, `BAD_USER_INPUT` for an address that is none, `CONFLICT` where it has an account.
pub async fn create(
    work: &Work<'_>,
    new: NewAccount,
    password_hash: String,
    role: Role,
) -> Result<()> {
    let tenant = empowered(work.ctx())?.tenant;
    let id = new.id;
    insert(work, new, password_hash, false).await?;
    account_role::insert(work, tenant, id, role).await
}

/// Creates an account of somebody who runs the platform.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT`, `CONFLICT`.
pub async fn create_operator(
    work: &Work<'_>,
    new: NewAccount,
    password_hash: String,
) -> Result<()> {
    work.ctx().require_operator()?;
    insert(work, new, password_hash, true).await
}

async fn insert(
    work: &Work<'_>,
    new: NewAccount,
    password_hash: String,
    is_operator: bool,
) -> Result<()> {
    let email = folded(&new.email);
    check_email(&email)?;
    check_name("name", &new.name)?;
    if by_email(work, &email).await?.is_some() {
        return Err(taken());
    }
    work.insert(ActiveModel {
        id: Set(new.id),
        email: Set(email),
        name: Set(new.name.trim().to_owned()),
        password_hash: Set(password_hash),
        is_operator: Set(is_operator),
        disabled_at: Set(None),
        created_at: Set(work.ctx().now()),
        updated_at: Set(work.ctx().now()),
        revision: Set(1),
    })
    .await
}

async fn by_email(work: &Work<'_>, email: &str) -> Result<Option<Account>> {
    let rows = Entity::all().filter(Column::Email.eq(email));
    Ok(rows.one(work.connection()).await?)
}

fn taken() -> Error {
    Error::invalid(
        "email",
        "hat schon ein Konto. Wer den Dienst betreibt, kann der Person auch hier eine Rolle geben.",
        "has an account already. Whoever runs the service can give the person a role here too.",
    )
}

/// Addresses are compared without regard to case.
fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

fn check_email(email: &str) -> Result<()> {
    let (name, host) = email.rsplit_once('@').unwrap_or_default();
    let is_good = email.len() <= 254
        && !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !email.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_good {
        return Ok(());
    }
    Err(Error::invalid(
        "email",
        "ist keine E-Mail-Adresse.",
        "is no e-mail address.",
    ))
}

/// Names of people and keys are shown in lists.
///
/// # Errors
/// `BAD_USER_INPUT` for one that is empty or too long.
pub(crate) fn check_name(field: &str, name: &str) -> Result<()> {
    let length = name.trim().chars().count();
    if (1..=100).contains(&length) && !name.contains(char::is_control) {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        "muss 1 bis 100 Zeichen haben.",
        "must have 1 to 100 characters.",
    ))
}

/// The account of an address, to check its password.
///
/// # Errors
/// What the database answers.
pub async fn find(ctx: &Ctx, email: &str) -> Result<Option<Account>> {
    let rows = Entity::all().filter(Column::Email.eq(folded(email)));
    Ok(rows.one(ctx.store().reader()).await?)
}

/// The account of whoever is asking.
///
/// # Errors
/// `FORBIDDEN` for whoever has none here.
pub async fn own(ctx: &Ctx) -> Result<Account> {
    let id = own_id(ctx)?;
    let rows = Entity::all().filter(Column::Id.eq(id.0));
    let found = rows.one(ctx.store().reader()).await?;
    found.ok_or(Error::Unauthenticated)
}

fn own_id(ctx: &Ctx) -> Result<AccountId> {
    match ctx.actor().principal() {
        Some(Principal::Account(id, _)) => Ok(*id),
        Some(_) => Err(Error::Forbidden),
        None => Err(Error::Unauthenticated),
    }
}

/// Changes the password of whoever is asking; the old one was checked before. All other sign-ins of the person go on.
///
/// # Errors
/// `FORBIDDEN` for whoever has no account here.
pub async fn change_password(work: &Work<'_>, hash: String) -> Result<()> {
    let id = own_id(work.ctx())?;
    let row = open(work, id).await?;
    save(work, row, |change| change.password_hash = Set(hash)).await
}

/// Stores a stronger hash of the same password, when the person has just proved to know it.
///
/// # Errors
/// `NOT_FOUND` where the account is closed.
pub async fn renew_hash(work: &Work<'_>, id: AccountId, hash: String) -> Result<()> {
    let row = open(work, id).await?;
    save(work, row, |change| change.password_hash = Set(hash)).await
}

/// Closes an account: every sign-in of it ends at once.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator and the person, `NOT_FOUND` where there is none or it is closed.
pub async fn close(work: &Work<'_>, id: AccountId) -> Result<()> {
    if !is_own(work.ctx().actor(), id) {
        work.ctx().require_operator()?;
    }
    let row = open(work, id).await?;
    let now = work.ctx().now();
    save(work, row, |change| change.disabled_at = Set(Some(now))).await?;
    revoke(work, id, now).await
}

/// An account that is not closed.
pub(crate) async fn open(work: &Work<'_>, id: AccountId) -> Result<Account> {
    let rows = Entity::all()
        .filter(Column::Id.eq(id.0))
        .filter(Column::DisabledAt.is_null());
    let found = rows.one(work.connection()).await?;
    found.ok_or(Error::NotFound("account"))
}

async fn save(work: &Work<'_>, row: Account, set: impl FnOnce(&mut ActiveModel)) -> Result<()> {
    let revision = row.revision;
    let mut change = row.into_active_model();
    set(&mut change);
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(revision + 1);
    change.update(work.connection()).await?;
    Ok(())
}

/// The people with a role in the caller's own tenant, by name.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage it.
pub async fn list(ctx: &Ctx) -> Result<Vec<Colleague>> {
    let tenant = ctx.member_who_may(Action::Manage)?.tenant;
    let roles = ctx
        .records(entity::account_role::Entity::of(tenant))
        .await?;
    let ids: Vec<_> = roles.iter().map(|row| row.account_id.0).collect();
    let rows = Entity::all().filter(Column::Id.is_in(ids));
    let accounts = rows.all(ctx.store().reader()).await?;
    let mut accounts: HashMap<_, _> = accounts.into_iter().map(|row| (row.id, row)).collect();
    let colleague = |role: entity::account_role::Model| {
        let account = accounts.remove(&role.account_id)?;
        Some(Colleague {
            id: account.id,
            email: account.email,
            name: account.name,
            role: role.role,
            is_closed: account.disabled_at.is_some(),
            since: role.created_at,
        })
    };
    let mut colleagues: Vec<_> = roles.into_iter().filter_map(colleague).collect();
    colleagues.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(colleagues)
}

/// One of them.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the tenant, `NOT_FOUND`.
pub async fn colleague(ctx: &Ctx, id: AccountId) -> Result<Colleague> {
    let mut all = list(ctx).await?.into_iter();
    all.find(|colleague| colleague.id == id)
        .ok_or(Error::NotFound("account"))
}

/// Whether somebody asks for themselves.
pub(crate) fn is_own(actor: &Actor, id: AccountId) -> bool {
    matches!(actor.principal(), Some(Principal::Account(own, _)) if *own == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for good in ["a@b.de", "radverkehr@stadt.example", "ä.ö@stadt-münchen.de"] {
            assert!(check_email(good).is_ok(), "{good}");
        }
        for bad in [
            "", "a", "@b.de", "a@b", "a@.de", "a@b.", "a b@c.de", "a@b.de\n",
        ] {
            assert!(check_email(bad).is_err(), "{bad}");
        }
    }
}
