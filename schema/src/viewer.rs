//! Whoever is asking, as the service sees them.
//!
//! Invariant: it shows what was proved by the credential of this very request.

use crate::{
    network::Network,
    query::records,
    tenant::Tenant,
    value::{Scope, TenantRole, scopes},
};
use async_graphql::{Context, Enum, ID, Object, Result};
use domain::{
    Ctx,
    actor::{Actor, Member, Principal},
};
use std::sync::Arc;

/// What kind of caller somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum ViewerKind {
    /// Nobody in particular: reads what is public.
    Anonymous,
    /// Somebody who acts for an organisation.
    Member,
    /// Somebody who runs the platform.
    Operator,
}

/// Whoever is asking, as the service sees them.
pub struct Viewer(Actor);

impl Viewer {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        Self(ctx.actor().clone())
    }

    const fn member(&self) -> Option<&Member> {
        match &self.0 {
            Actor::Member(member) => Some(member),
            Actor::Anonymous | Actor::Operator(_) => None,
        }
    }
}

/// Whoever is asking, as the service sees them.
#[Object(serial)]
impl Viewer {
    /// What kind of caller you are.
    async fn kind(&self) -> ViewerKind {
        match self.0 {
            Actor::Anonymous => ViewerKind::Anonymous,
            Actor::Member(_) => ViewerKind::Member,
            Actor::Operator(_) => ViewerKind::Operator,
        }
    }

    /// Id of your account or API key, if you act by one of this service.
    async fn id(&self) -> Option<ID> {
        match self.0.principal()? {
            Principal::Account(id, _) => Some(id.to_string().into()),
            Principal::Credential(id) => Some(id.to_string().into()),
            Principal::Foreign(..) | Principal::CommandLine | Principal::Service => None,
        }
    }

    /// The organisation for which you act.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<Option<Tenant>> {
        let reference = ctx.data::<Ctx>()?.reference();
        let own = self
            .member()
            .and_then(|member| reference.tenants.find(&member.tenant));
        let found = records(ctx, "Tenant", own.cloned().into_iter().collect()).await?;
        Ok(found.into_iter().next().map(|node| Tenant(Arc::new(node))))
    }

    /// What you may do there.
    async fn role(&self) -> Option<TenantRole> {
        self.member().map(|member| member.role.into())
    }

    /// What your token or key is good for.
    async fn scopes(&self) -> Vec<Scope> {
        self.member()
            .map(|member| scopes(member.scopes))
            .unwrap_or_default()
    }

    /// The networks to which your organisation belongs today.
    async fn networks(&self, ctx: &Context<'_>) -> Result<Vec<Network>> {
        let reference = ctx.data::<Ctx>()?.reference();
        let own = self
            .member()
            .map(|member| member.networks.as_slice())
            .unwrap_or_default();
        let own = own
            .iter()
            .filter_map(|id| reference.networks.find(id).cloned());
        let found = records(ctx, "Network", own.collect()).await?;
        Ok(found
            .into_iter()
            .map(|node| Network(Arc::new(node)))
            .collect())
    }
}
