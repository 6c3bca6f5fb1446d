//! Sets up what a first import needs: the network with its scheme, the municipality's tenant, its membership.
//!
//! Invariant: only the operator sets up, nothing that exists is changed, and nothing is set up for a file that cannot be
//! imported.

use super::{Request, prepare::Prepared};
use crate::{
    action_field::{self, NewActionField},
    error::Result,
    membership,
    network::{self, NewNetwork},
    tenant,
    work::Work,
};
use entity::{id::NetworkId, value::MembershipRole};

/// What was set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetUp {
    /// Whether the network is new.
    pub network: bool,
    /// Whether the municipality's tenant is new.
    pub tenant: bool,
    /// Whether its membership is new.
    pub membership: bool,
    /// Action fields that the scheme of the network was given.
    pub action_fields: Vec<String>,
}

/// Sets up what is missing for an import.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT` for a file that cannot be imported.
pub async fn set_up(work: &Work<'_>, request: &Request<'_>) -> Result<SetUp> {
    work.ctx().require_operator()?;
    let prepared = Prepared::of(work.ctx(), request)?;
    let reference = work.ctx().reference();
    let mut done = SetUp::default();
    let known_network = reference.network(request.network).map(|network| network.id);
    let network = match known_network {
        Some(id) => id,
        None => {
            done.network = true;
            network::create(work, NewNetwork::named(request.network)).await?
        }
    };
    let known_tenant = reference
        .tenant_of_city(request.city)
        .map(|tenant| tenant.id);
    let tenant = match known_tenant {
        Some(id) => id,
        None => {
            done.tenant = true;
            tenant::create_municipality(work, request.city).await?
        }
    };
    if !reference
        .members_of(network)
        .any(|member| member.tenant_id == tenant)
    {
        done.membership = true;
        let today = work.ctx().now().date_naive();
        membership::create(work, network, tenant, MembershipRole::NetworkCity, today).await?;
    }
    if prepared.scheme_is_empty {
        done.action_fields = scheme(work, network, &prepared).await?;
    }
    Ok(done)
}

/// The first plan of a network gives it its scheme.
async fn scheme(work: &Work<'_>, network: NetworkId, prepared: &Prepared) -> Result<Vec<String>> {
    let mut fields: Vec<NewActionField> = Vec::new();
    for (position, named) in (1..).zip(&prepared.draft.fields) {
        let code = named.code.clone().unwrap_or_else(|| position.to_string());
        if fields.iter().any(|field| field.code == code) {
            continue;
        }
        fields.push(NewActionField {
            label_de: named.label.clone().unwrap_or_else(|| code.clone()),
            label_en: None,
            code,
            position,
        });
    }
    let shown = fields
        .iter()
        .map(|field| format!("{} {}", field.code, field.label_de))
        .collect();
    action_field::create_scheme(work, network, fields).await?;
    Ok(shown)
}
