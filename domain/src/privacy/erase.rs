//! Erasure of a person (DSGVO Art. 17).
//!
//! Invariant: in one unit of work everything that the register names as theirs goes, and their access ends with it. What
//! stays is the pseudonym in the audit log, which names nobody any more, and for a day its revocation.

use super::{Person, check_power, mention, mention::Names};
use crate::{error::Result, revocation::revoke, stored_answer, work::Work};
use entity::{account, credential, id::AccountId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, ModelTrait, Set};

/// What was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Roles in tenants.
    pub roles: usize,
    /// Sign-ins with their refresh tokens.
    pub sessions: usize,
    /// Keys that no longer say who made them; they go on to work, since they belong to the tenant.
    pub keys: usize,
    /// Rows of content that named the person.
    pub mentions: usize,
}

/// Erases a person: their account, roles, sign-ins, and their name and address in the texts of the tenants that know
/// them.
///
/// # Errors
/// `FORBIDDEN` for everybody but the person, the operator and the admin of the one tenant that knows the person;
/// `NOT_FOUND`.
pub async fn erase(work: &Work<'_>, id: AccountId) -> Result<Erased> {
    let person = Person::of(work, id).await?;
    check_power(work, &person)?;
    let names = Names::of(&person.account);
    let mut erased = Erased {
        roles: person.roles.len(),
        sessions: person.sessions.len(),
        keys: person.keys.len(),
        mentions: 0,
    };
    for tenant in person.tenants() {
        work.act_for(tenant).await?;
        erased.mentions += mention::remove(work, tenant, &names).await?;
        stored_answer::forget(work, Some(tenant)).await?;
        for key in person.keys.iter().filter(|key| key.tenant_id == tenant) {
            disown(work, key).await?;
        }
    }
    stored_answer::forget(work, None).await?;
    revoke(work, id, work.ctx().now()).await?;
    // Roles, sign-ins and refresh tokens go with it, in every tenant.
    delete(work, person.account).await?;
    Ok(erased)
}

async fn disown(work: &Work<'_>, key: &credential::Model) -> Result<()> {
    let mut change = key.clone().into_active_model();
    change.created_by = Set(None);
    change.update(work.connection()).await?;
    Ok(())
}

async fn delete(work: &Work<'_>, row: account::Model) -> Result<()> {
    row.delete(work.connection()).await?;
    Ok(())
}
