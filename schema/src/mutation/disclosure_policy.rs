//! The mutation by which a network changes its rules for confidential values.
//!
//! Invariant: a root hands its input to one use case; it contains no rule.

use super::{payloads, unit::Unit};
use crate::{disclosure_policy::DisclosurePolicyInput, network::Network};
use async_graphql::{Context, InputObject, Object, Result};
use domain::{Work, disclosure};

/// Other rules of a network for figures over confidential values.
#[derive(InputObject)]
pub struct ChangeDisclosurePolicyInput {
    /// The network, by its short name.
    pub network: String,
    /// The version of the network that you have seen.
    pub expected_version: i32,
    /// The rules.
    pub policy: DisclosurePolicyInput,
}

payloads! { network: Network;
    /// The network with its rules.
    ChangeDisclosurePolicyPayload,
}

/// Rules for confidential values.
#[derive(Default)]
pub struct DisclosurePolicyMutation;

#[Object]
impl DisclosurePolicyMutation {
    /// Changes what must hold before a figure over confidential values of a network's cities is shown, within bounds that
    /// still protect a city. It holds for what is published from then on. For administrators of an organisation that
    /// coordinates the network.
    async fn change_disclosure_policy(
        &self,
        ctx: &Context<'_>,
        input: ChangeDisclosurePolicyInput,
    ) -> Result<ChangeDisclosurePolicyPayload> {
        let unit = Unit::new(ctx)?;
        let (slug, version, policy) = (input.network, input.expected_version, input.policy.into());
        let job =
            async |work: &Work<'_>| disclosure::change_policy(work, &slug, version, policy).await;
        let id = unit.write("network.disclosure", &slug, job).await?;
        let network = unit.record(id, "Network", "network").await?.map(Network);
        Ok(ChangeDisclosurePolicyPayload { network })
    }
}
