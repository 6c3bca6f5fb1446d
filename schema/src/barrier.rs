//! A barrier (Hemmnis): what holds projects up.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    language::{Locale, chosen},
};
use async_graphql::{Context, ID, Object};
use domain::{language::Words, read::Node};
use std::sync::Arc;

/// A barrier (Hemmnis): what holds projects up.
pub struct Barrier(pub(crate) Arc<Node<domain::barrier::Barrier>>);

/// A barrier (Hemmnis): what holds projects up.
#[Object(serial)]
impl Barrier {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.record.id.to_string().into()
    }

    /// Notation in the vocabulary, such as H7.
    async fn code(&self) -> &str {
        &self.0.record.code
    }

    /// Version of the vocabulary; version 0 is a reconstruction from public sources.
    async fn version(&self) -> i32 {
        self.0.record.version
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::new(&self.0.record.label_de, &self.0.record.label_en)
            .text(chosen(ctx, locale))
            .to_owned()
    }

    /// Definition.
    async fn definition(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        Words::new(&self.0.record.definition_de, &self.0.record.definition_en)
            .text(chosen(ctx, locale))
            .to_owned()
    }
}

connection!(
    Barrier,
    BarrierConnection,
    BarrierEdge,
    Node<domain::barrier::Barrier>
);
