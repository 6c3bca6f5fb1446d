//! Mutations by which coordinators of a network say which projects are alike, and by which its weights follow them.
//!
//! Invariant: a root hands its input to one use case; it contains no rule.

use super::{id, payloads, unit::Unit};
use crate::{network::Network, similarity_weights::SimilarityRefit};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    Work,
    id::NetworkId,
    network,
    similarity_decision::{self, NewDecision},
    similarity_weights,
};

/// A coordinator's decision about a pair of projects.
#[derive(InputObject)]
pub struct DecideSimilarityInput {
    /// The network in which both projects stand, by its slug; your organisation coordinates it.
    pub network: String,
    /// The project for which a similar one was looked for.
    pub project: ID,
    /// The project that was found.
    pub other: ID,
    /// Whether the pair is worth bringing together (accepted), or is not (declined).
    pub accepted: bool,
}

/// How many pairs your organisation has decided about in the network. From 30 on, with at least 8 of either kind, the
/// weights can be fitted.
#[derive(SimpleObject)]
pub struct DecideSimilarityPayload {
    /// Accepted pairs.
    pub accepted: u64,
    /// Declined pairs.
    pub declined: u64,
}

/// The weights of a network are to be fitted again.
#[derive(InputObject)]
pub struct RefitSimilarityWeightsInput {
    /// The network, by its slug; your organisation coordinates it.
    pub network: String,
    /// Whether only to say what would change.
    #[graphql(default = true)]
    pub dry_run: bool,
}

/// What came of fitting the weights again.
#[derive(SimpleObject)]
pub struct RefitSimilarityWeightsPayload {
    /// What came of it, or would come of it.
    report: SimilarityRefit,
    /// The network as it is now.
    network: Option<Network>,
}

/// A version of the weights of a network is to be in use again.
#[derive(InputObject)]
pub struct RestoreSimilarityWeightsInput {
    /// The network, by its slug; your organisation coordinates it.
    pub network: String,
    /// Number of the version; 0 is the one that is shipped with the service.
    pub number: i32,
}

payloads! { network: Network;
    /// The network with the weights that are in use now.
    RestoreSimilarityWeightsPayload,
}

/// The network after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: NetworkId) -> Result<Option<Network>> {
    let record = unit.record(id, "Network", "network").await?;
    Ok(record.map(Network))
}

/// Decisions and weights.
#[derive(Default)]
pub struct SimilarityWeightsMutation;

#[Object]
impl SimilarityWeightsMutation {
    /// Says whether two projects of a network are worth bringing together; deciding again replaces what was said. Only your
    /// organisation sees its decisions. For organisations that coordinate the network.
    async fn decide_similarity(
        &self,
        ctx: &Context<'_>,
        input: DecideSimilarityInput,
    ) -> Result<DecideSimilarityPayload> {
        let unit = Unit::new(ctx)?;
        let new = NewDecision {
            network: unit.accept(network::by_slug(unit.domain(), "network", &input.network))?,
            project: id(ctx, &input.project)?,
            other: id(ctx, &input.other)?,
            is_accepted: input.accepted,
        };
        let job = async |work: &Work<'_>| similarity_decision::decide(work, new).await;
        let subject = format!("{} {}", new.project, new.other);
        let tally = unit.write("similarity.decide", subject, job).await?;
        Ok(DecideSimilarityPayload {
            accepted: tally.accepted,
            declined: tally.declined,
        })
    }

    /// Fits the weights by which projects of a network are compared to the decisions of your organisation, and takes them
    /// into use where they are better; the shipped weights hold them, so that few decisions change little. For admins of
    /// organisations that coordinate the network.
    async fn refit_similarity_weights(
        &self,
        ctx: &Context<'_>,
        input: RefitSimilarityWeightsInput,
    ) -> Result<RefitSimilarityWeightsPayload> {
        let unit = Unit::new(ctx)?;
        let id = unit.accept(network::by_slug(unit.domain(), "network", &input.network))?;
        let refit = similarity_weights::refit(unit.domain(), id, input.dry_run).await;
        let report = SimilarityRefit(unit.accept(refit)?);
        let network = now(&unit, id).await?;
        Ok(RefitSimilarityWeightsPayload { report, network })
    }

    /// Takes a version of the weights into use again that the network had before, or the one that is shipped. For admins of
    /// organisations that coordinate the network.
    async fn restore_similarity_weights(
        &self,
        ctx: &Context<'_>,
        input: RestoreSimilarityWeightsInput,
    ) -> Result<RestoreSimilarityWeightsPayload> {
        let unit = Unit::new(ctx)?;
        let id = unit.accept(network::by_slug(unit.domain(), "network", &input.network))?;
        let number = input.number;
        let job = async |work: &Work<'_>| similarity_weights::restore(work, id, number).await;
        unit.write("similarity.restore", id, job).await?;
        let network = now(&unit, id).await?;
        Ok(RestoreSimilarityWeightsPayload { network })
    }
}
