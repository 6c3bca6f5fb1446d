//! Mutations of organisations.
//!
//! Invariant: only whoever runs the service admits an organisation.

use super::{payloads, unit::Unit};
use crate::tenant::Tenant;
use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use domain::{
    Work,
    tenant::{self, NewTenant},
};

/// A new organisation (Mandant).
#[derive(InputObject)]
pub struct CreateTenantInput {
    /// What kind of organisation it is, and which one.
    pub organisation: OrganisationInput,
}

/// What kind of organisation it is, and which one.
#[derive(OneofObject)]
pub enum OrganisationInput {
    /// A municipality, by its official key (AGS); its name is that of the register.
    Municipality(String),
    /// An office that coordinates a network, by its name.
    Coordination(String),
}

impl From<CreateTenantInput> for NewTenant {
    fn from(input: CreateTenantInput) -> Self {
        match input.organisation {
            OrganisationInput::Municipality(ags) => Self::Municipality(ags),
            OrganisationInput::Coordination(name) => Self::Coordination(name),
        }
    }
}

payloads! { tenant: Tenant;
    /// The new organisation.
    CreateTenantPayload,
}

/// Organisations.
#[derive(Default)]
pub struct TenantMutation;

#[Object]
impl TenantMutation {
    /// Creates an organisation (Mandant). For whoever runs the service.
    async fn create_tenant(
        &self,
        ctx: &Context<'_>,
        input: CreateTenantInput,
    ) -> Result<CreateTenantPayload> {
        let unit = Unit::new(ctx)?;
        let new = NewTenant::from(input);
        let name = new.name().to_owned();
        let job = async |work: &Work<'_>| tenant::create(work, new).await;
        let id = unit.write("tenant.create", name, job).await?;
        let tenant = unit.record(id, "Tenant", "tenant").await?.map(Tenant);
        Ok(CreateTenantPayload { tenant })
    }
}
