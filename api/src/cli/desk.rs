//! Where the operator's commands work: an installation, as the operator or in the name of a tenant.
//!
//! Invariant: whoever sits at the machine may do everything, so what is done in a tenant's name is asked for by naming it.

use super::{Failure, open};
use crate::{config::Config, identity::Identity};
use clap::Args;
use domain::{
    Ctx, Error,
    actor::{Actor, Member, Principal, Role, Scopes},
    id::{NetworkId, TenantId},
    language::Language,
    store::Store,
};

/// A tenant, by its municipality or its id.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct Place {
    /// Municipality by its official key, such as 05334002.
    #[arg(long, value_name = "AGS")]
    pub city: Option<String>,
    /// Tenant by its id, such as tenant_01h…
    #[arg(long, value_name = "ID")]
    pub tenant: Option<String>,
}

/// An opened installation.
pub struct Desk {
    store: Store,
    /// Makes secrets.
    pub identity: Identity,
}

impl Desk {
    /// Opens an installation.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let store = open(config).await?;
        let identity = Identity::new(config, store.clone())?;
        Ok(Self { store, identity })
    }

    /// To work as the operator.
    pub fn operator(&self) -> Ctx {
        let actor = Actor::Operator(Principal::CommandLine);
        Ctx::new(&self.store, actor, Language::De)
    }

    /// To work in the name of a tenant.
    pub fn acting_for(&self, place: &Place) -> Result<Ctx, Failure> {
        let tenant = self.tenant(place)?;
        let actor = Actor::Member(Member {
            tenant,
            role: Role::Admin,
            scopes: Scopes::all(),
            networks: Vec::new(),
            principal: Principal::CommandLine,
        });
        Ok(Ctx::new(&self.store, actor, Language::De))
    }

    /// The id of a tenant.
    pub fn tenant(&self, place: &Place) -> Result<TenantId, Failure> {
        let reference = self.store.reference();
        let by_city = place
            .city
            .as_deref()
            .and_then(|ags| reference.tenant_of_city(ags));
        let id = place
            .tenant
            .as_deref()
            .and_then(|id| id.parse::<TenantId>().ok());
        let by_id = id.and_then(|id| reference.tenants.find(&id));
        by_city.or(by_id).map(|tenant| tenant.id).ok_or_else(|| {
            Failure::usage(
                "Diesen Mandanten gibt es nicht. `staedtenetz tenant create` legt ihn an.",
            )
        })
    }

    /// The id of a network.
    pub fn network(&self, slug: &str) -> Result<NetworkId, Failure> {
        let reference = self.store.reference();
        let network = reference.network(slug);
        network.map(|network| network.id).ok_or_else(|| {
            Failure::usage(format!(
                "Das Städtenetz {slug} gibt es nicht. `staedtenetz network create` legt es an."
            ))
        })
    }
}

/// An id that the caller typed.
pub fn parse<T: std::str::FromStr>(text: &str, kind: &'static str) -> Result<T, Failure> {
    text.parse().map_err(|_| Error::NotFound(kind).into())
}
