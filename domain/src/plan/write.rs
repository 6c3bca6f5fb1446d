//! Writing plans.
//!
//! Invariant: a plan is written for the caller's own tenant only.

use crate::{
    actor::Actor,
    error::{Error, Result},
    policy::{self, Action, Facts},
    release::Release,
    text::sort_key,
    work::Work,
};
use entity::{
    id::{NetworkId, PlanId, TenantId},
    plan,
    scope::TenantTable,
    value::{ChangeAction, PlanStatus, Visibility},
};
use sea_orm::{PaginatorTrait, Set};

/// A new plan.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// In which network it stands.
    pub network: NetworkId,
    /// The municipality it is for.
    pub city_ags: Option<String>,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub status: PlanStatus,
    /// How its projects were chosen.
    pub selection_method: Option<String>,
    /// Where it is published.
    pub source_url: Option<String>,
    /// Who may read it.
    pub release: Release,
}

/// What the policy needs to know of something in a network that is to be released so.
pub(crate) const fn facts(tenant: TenantId, network: NetworkId, release: Release) -> Facts {
    Facts {
        tenant,
        network: Some(network),
        visibility: release.visibility,
        embargo_until: release.embargo_until,
    }
}

/// Creates a plan of the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN` where the caller may not write, or not release it so.
pub async fn create(work: &Work<'_>, new: NewPlan) -> Result<PlanId> {
    let ctx = work.ctx();
    let Actor::Member(member) = ctx.actor() else {
        return Err(Error::Forbidden);
    };
    let action = if new.release.visibility > Visibility::Tenant {
        Action::Publish
    } else {
        Action::Write
    };
    let is_member = member.networks.contains(&new.network);
    if !is_member
        || !policy::may(
            ctx.actor(),
            action,
            &facts(member.tenant, new.network, new.release),
            ctx.now(),
        )
    {
        return Err(Error::Forbidden);
    }
    insert(work, member.tenant, new).await
}

/// Writes a plan that may be written.
pub(crate) async fn insert(work: &Work<'_>, tenant: TenantId, new: NewPlan) -> Result<PlanId> {
    let id = PlanId(Work::new_id());
    let now = work.ctx().now();
    work.insert(plan::ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        network_id: Set(new.network),
        city_ags: Set(new.city_ags),
        title_key: Set(sort_key(&new.title)),
        title: Set(new.title),
        status: Set(new.status),
        selection_method: Set(new.selection_method),
        licence: Set(None),
        source_url: Set(new.source_url),
        adopted_on: Set(None),
        visibility: Set(new.release.visibility),
        embargo_until: Set(new.release.embargo_until),
        deleted_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        revision: Set(1),
    })
    .await?;
    work.note(Some(tenant), "plan", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

/// How many plans the caller's own tenant has.
///
/// # Errors
/// `FORBIDDEN` for whoever acts for no tenant.
pub async fn count_own(work: &Work<'_>) -> Result<u64> {
    let Actor::Member(member) = work.ctx().actor() else {
        return Err(Error::Forbidden);
    };
    Ok(plan::Entity::owned_by(member.tenant)
        .count(work.connection())
        .await?)
}
