//! Data protection (Datenschutz): what is kept of a person, their copy of it, their erasure, and how long things stay.
//!
//! Invariant: all of it follows the register in [`entity::privacy`]; whoever may erase a person may do it in one unit of
//! work, after which only the pseudonym in the audit log is left.

mod column;
mod erase;
mod export;
mod mention;
mod retention;

use crate::{
    account::is_own,
    account_role::empowered,
    actor::Actor,
    error::{Error, Result},
    work::Work,
};
use entity::{
    account, account_role, audit_entry, credential,
    id::{AccountId, TenantId, TypedId},
    scope::{PersonTable, ReferenceTable},
    session,
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::ExprTrait};
use std::collections::BTreeSet;

pub use entity::privacy::{Nature, PERSONAL, Personal};
pub use erase::{Erased, erase};
pub use export::{PERSON_FORMAT, describe, export};
pub use retention::{Retention, Retired, retain};

/// A person, with the rows of other tables that say of which tenants they are known.
struct Person {
    account: account::Model,
    roles: Vec<account_role::Model>,
    sessions: Vec<session::Model>,
    keys: Vec<credential::Model>,
    entries: Vec<audit_entry::Model>,
}

impl Person {
    /// A person, for somebody who may have power over their data.
    async fn of(work: &Work<'_>, id: AccountId) -> Result<Self> {
        check_caller(work, id)?;
        let rows = account::Entity::all().filter(account::Column::Id.eq(id.0));
        let found = rows.one(work.connection()).await?;
        work.act_as_holder(id.uuid()).await?;
        Ok(Self {
            account: found.ok_or(Error::NotFound("account"))?,
            roles: rows_of::<account_role::Entity>(work, id).await?,
            sessions: rows_of::<session::Entity>(work, id).await?,
            keys: rows_of::<credential::Entity>(work, id).await?,
            entries: entries_of(work, id).await?,
        })
    }

    /// The tenants that know the person: their texts may name them.
    fn tenants(&self) -> BTreeSet<TenantId> {
        let roles = self.roles.iter().map(|row| row.tenant_id);
        let sessions = self.sessions.iter().map(|row| row.tenant_id);
        let keys = self.keys.iter().map(|row| row.tenant_id);
        let entries = self.entries.iter().filter_map(|row| row.tenant_id);
        roles.chain(sessions).chain(keys).chain(entries).collect()
    }
}

async fn rows_of<E: PersonTable>(work: &Work<'_>, id: AccountId) -> Result<Vec<E::Model>> {
    Ok(E::of_person(id).all(work.connection()).await?)
}

/// The entries of a person's pseudonym, and those about it, whoever's log they are in.
async fn entries_of(work: &Work<'_>, id: AccountId) -> Result<Vec<audit_entry::Model>> {
    use audit_entry::Column;
    work.open_log().await?;
    let pseudonym = id.to_string();
    let own = Column::Actor
        .eq(pseudonym.as_str())
        .or(Column::Subject.eq(pseudonym));
    let rows = audit_entry::Entity::all().filter(own);
    Ok(rows.all(work.connection()).await?)
}

/// Who could not do it with anybody's data does not learn who is there.
fn check_caller(work: &Work<'_>, id: AccountId) -> Result<()> {
    match work.ctx().actor() {
        actor if is_own(actor, id) => Ok(()),
        Actor::Member(_) => empowered(work.ctx()).map(|_| ()),
        Actor::Anonymous | Actor::Operator(_) => work.ctx().require_operator(),
    }
}

/// The person themselves and whoever runs the platform may do everything with their data; the admin of a tenant where
/// nobody else knows them too.
fn check_power(work: &Work<'_>, person: &Person) -> Result<()> {
    let actor = work.ctx().actor();
    if is_own(actor, person.account.id) {
        return Ok(());
    }
    let Actor::Member(_) = actor else {
        return work.ctx().require_operator();
    };
    let tenant = empowered(work.ctx())?.tenant;
    let mut roles = person.roles.iter();
    if !roles.any(|role| role.tenant_id == tenant) {
        return Err(Error::NotFound("account"));
    }
    let is_elsewhere = person.roles.iter().any(|role| role.tenant_id != tenant);
    if is_elsewhere || person.account.is_operator {
        return Err(Error::Forbidden);
    }
    Ok(())
}
