//! For whom suggestions of a network are: the offices that coordinate it see all, its cities those at whose side they stand.
//!
//! Invariant: memberships are those that the database has now, so that their end holds at once.

use crate::{
    actor::Member,
    ctx::Ctx,
    error::{Error, Result},
    membership,
    policy::Action,
    work::Work,
};
use entity::{
    id::{NetworkId, TenantId},
    value::MembershipRole,
};

/// Somebody for whom suggestions are.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// For whom they act.
    pub(super) tenant: TenantId,
    /// Their municipality, where they see only what concerns it.
    pub(super) city: Option<String>,
}

impl Side {
    /// Of somebody who reads.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for nobody in particular, `FORBIDDEN` for whoever is neither office nor city of the network.
    pub(super) async fn of_reader(ctx: &Ctx, network: NetworkId) -> Result<Self> {
        let member = ctx.member_who_may(Action::Read)?;
        let rows = membership::current(member.tenant, network, ctx.now());
        let rows = ctx.records(rows).await?;
        Self::of(ctx, member, &rows)
    }

    /// Of somebody who decides.
    ///
    /// # Errors
    /// The same.
    pub(super) async fn of_writer(work: &Work<'_>, network: NetworkId) -> Result<Self> {
        let member = work.ctx().member_who_may(Action::Write)?;
        let rows = membership::current(member.tenant, network, work.ctx().now());
        let rows = rows.all(work.connection()).await?;
        Self::of(work.ctx(), member, &rows)
    }

    fn of(ctx: &Ctx, member: &Member, rows: &[membership::Membership]) -> Result<Self> {
        let has = |role| rows.iter().any(|row| row.role == role);
        let tenant = ctx.reference().tenants.find(&member.tenant);
        let city = tenant.and_then(|tenant| tenant.city_ags.clone());
        let is_city = has(MembershipRole::ModelCity) || has(MembershipRole::NetworkCity);
        let city = match city {
            _ if has(MembershipRole::Coordinator) => None,
            Some(city) if is_city => Some(city),
            _ => return Err(Error::Forbidden),
        };
        Ok(Self {
            tenant: member.tenant,
            city,
        })
    }

    /// Whether they coordinate the network.
    pub(super) const fn is_office(&self) -> bool {
        self.city.is_none()
    }

    /// Whether a pair of cities concerns them.
    pub(super) fn is_concerned(&self, cities: [&str; 2]) -> bool {
        let own = self.city.as_deref();
        own.is_none_or(|own| cities.contains(&own))
    }
}
