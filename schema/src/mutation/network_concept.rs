//! Mutations of the concepts that networks add to the vocabulary.
//!
//! Invariant: a network's vocabulary is written as a whole.

use super::{payloads, unit::Unit};
use crate::{concept::ConceptKind, network::Network};
use async_graphql::{Context, InputObject, Object, Result};
use domain::{
    Work,
    network_concept::{self, NewConcept},
};

/// A concept that a network adds to the vocabulary.
#[derive(InputObject)]
pub struct NetworkConceptInput {
    /// Short name, unique in the network: 1 to 40 lower-case letters, digits and hyphens.
    pub notation: String,
    /// Instrument, problem or actor.
    pub kind: ConceptKind,
    /// The wider concept: short name of one that is given here too, or of one that comes with the service.
    pub broader: Option<String>,
    /// Of an instrument: short names of the problems that it is usually used against, at most 30.
    #[graphql(default)]
    pub answers: Vec<String>,
    /// Name in German, 1 to 200 characters.
    pub label_de: String,
    /// Name in English, 1 to 200 characters.
    pub label_en: Option<String>,
    /// What is meant, in German, 1 to 2,000 characters.
    pub definition_de: String,
    /// What is meant, in English, 1 to 2,000 characters.
    pub definition_en: Option<String>,
    /// Phrases by which a German text is taken to tell of it, at most 30. The words of a phrase stand near each other in any
    /// order; `=` before a word excludes compounds, `*` stands for any letters.
    #[graphql(default)]
    pub phrases_de: Vec<String>,
    /// The same for English texts.
    #[graphql(default)]
    pub phrases_en: Vec<String>,
}

impl From<NetworkConceptInput> for NewConcept {
    fn from(input: NetworkConceptInput) -> Self {
        Self {
            notation: input.notation,
            kind: input.kind.into(),
            broader: input.broader,
            answers: input.answers,
            label: (input.label_de, input.label_en),
            definition: (input.definition_de, input.definition_en),
            phrases: [input.phrases_de, input.phrases_en],
        }
    }
}

/// The concepts of a network that take the place of those that it has added before.
#[derive(InputObject)]
pub struct ReplaceNetworkConceptsInput {
    /// The network, by its short name.
    pub network: String,
    /// The version of the network that you have seen.
    pub expected_version: i32,
    /// All of them, at most 200; what is not named is gone.
    pub concepts: Vec<NetworkConceptInput>,
}

payloads! { network: Network;
    /// The network with its concepts.
    ReplaceNetworkConceptsPayload,
}

/// Concepts of networks.
#[derive(Default)]
pub struct NetworkConceptMutation;

#[Object]
impl NetworkConceptMutation {
    /// Writes the concepts that a network adds to the vocabulary; they are recognised in the projects of that network. For
    /// administrators of an organisation that coordinates the network. Searches know them when the index has been built
    /// anew, which begins by itself.
    async fn replace_network_concepts(
        &self,
        ctx: &Context<'_>,
        input: ReplaceNetworkConceptsInput,
    ) -> Result<ReplaceNetworkConceptsPayload> {
        let unit = Unit::new(ctx)?;
        let concepts = input.concepts.into_iter().map(Into::into).collect();
        let (slug, version) = (input.network, input.expected_version);
        let job =
            async |work: &Work<'_>| network_concept::replace(work, &slug, version, concepts).await;
        let id = unit.write("network.concepts", &slug, job).await?;
        let network = unit.record(id, "Network", "network").await?.map(Network);
        Ok(ReplaceNetworkConceptsPayload { network })
    }
}
