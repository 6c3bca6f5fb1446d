//! Mutations of networks.
//!
//! Invariant: only whoever runs the service founds a network.

use super::{payloads, unit::Unit};
use crate::{network::Network, value::Visibility};
use async_graphql::{Context, InputObject, Object, Result};
use domain::{
    Work,
    network::{self, NewNetwork},
};

/// A new network (Städtenetz).
#[derive(InputObject)]
pub struct CreateNetworkInput {
    /// Short name in addresses, unique: 2 to 40 lower-case letters, digits and hyphens.
    pub slug: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// What it is for, in German.
    pub purpose_de: Option<String>,
    /// What it is for, in English.
    pub purpose_en: Option<String>,
    /// Funding programme or project it began with.
    pub programme: Option<String>,
    /// Where it is documented: a web address.
    pub source_url: Option<String>,
    /// Who may read imported content unless its owner says otherwise.
    #[graphql(default_with = "Visibility::Tenant")]
    pub default_visibility: Visibility,
}

impl From<CreateNetworkInput> for NewNetwork {
    fn from(input: CreateNetworkInput) -> Self {
        Self {
            slug: input.slug,
            name_de: input.name_de,
            name_en: input.name_en,
            purpose_de: input.purpose_de,
            purpose_en: input.purpose_en,
            programme: input.programme,
            source_url: input.source_url,
            default_visibility: input.default_visibility.into(),
        }
    }
}

payloads! { network: Network;
    /// The new network.
    CreateNetworkPayload,
}

/// Networks.
#[derive(Default)]
pub struct NetworkMutation;

#[Object]
impl NetworkMutation {
    /// Creates a network (Städtenetz). For whoever runs the service.
    async fn create_network(
        &self,
        ctx: &Context<'_>,
        input: CreateNetworkInput,
    ) -> Result<CreateNetworkPayload> {
        let unit = Unit::new(ctx)?;
        let new = NewNetwork::from(input);
        let slug = new.slug.clone();
        let job = async |work: &Work<'_>| network::create(work, new).await;
        let id = unit.write("network.create", slug, job).await?;
        let network = unit.record(id, "Network", "network").await?.map(Network);
        Ok(CreateNetworkPayload { network })
    }
}
