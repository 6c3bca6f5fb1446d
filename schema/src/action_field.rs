//! An action field (Aktionsfeld) of a network's scheme.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::One,
    edge::{many, required},
    input::{ProjectFilter, ProjectOrder},
    language::{Locale, chosen},
    network::Network,
    project::ProjectConnection,
};
use async_graphql::{Context, ID, Object, Result};
use domain::{language::Words, read::Node};
use std::sync::Arc;

/// An action field (Aktionsfeld) of a network's scheme.
pub struct ActionField(pub(crate) Arc<Node<domain::action_field::ActionField>>);

/// An action field (Aktionsfeld) of a network's scheme.
#[Object(serial)]
impl ActionField {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.record.id.to_string().into()
    }

    /// Short code, such as A.
    async fn code(&self) -> &str {
        &self.0.record.code
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::maybe(
            self.0.record.label_de.clone(),
            self.0.record.label_en.clone(),
        )
        .text(chosen(ctx, locale))
        .to_owned()
    }

    /// The network whose scheme it belongs to.
    async fn network(&self, ctx: &Context<'_>) -> Result<One<Network>> {
        required(ctx, &self.0.edges).map(Network).map(One)
    }

    /// Projects of this field that you may read.
    #[graphql(complexity = "1")]
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection; the read plan takes them from the document"
    )]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, 0 to 100; 20 where neither first nor last is given."
        )]
        _first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] _after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100.")] _last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] _before: Option<String>,
        #[graphql(desc = "Which ones; all criteria must hold.")] _filter: Option<ProjectFilter>,
        #[graphql(desc = "In which order; the id breaks ties.")] _order_by: Option<
            Vec<ProjectOrder>,
        >,
    ) -> Result<One<ProjectConnection>> {
        Ok(One(ProjectConnection(many(ctx, &self.0.edges)?)))
    }
}

connection!(
    ActionField,
    ActionFieldConnection,
    ActionFieldEdge,
    Node<domain::action_field::ActionField>
);
