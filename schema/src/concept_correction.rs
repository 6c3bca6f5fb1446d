//! What editors say about a concept of a project.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    concept::Concept, connection::connection, direct::One, error::column, value::ConceptVerdict,
};
use async_graphql::{Context, ID, Object, Result};
use domain::Ctx;
use std::sync::Arc;

/// What an editor says about a concept of a project, against or beside what is recognised in its texts.
pub struct ConceptCorrection(pub(crate) Arc<domain::concept_correction::ConceptCorrection>);

/// What an editor says about a concept of a project, against or beside what is recognised in its texts.
#[Object(serial)]
impl ConceptCorrection {
    /// Global id, opaque.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Short name of the concept, as it was given.
    async fn notation(&self) -> &str {
        &self.0.notation
    }

    /// The concept; none where it has left the vocabulary since.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<One<Concept>>> {
        let concept = self.0.concept(ctx.data::<Ctx>()?);
        Ok(concept.map(Concept::of).map(One))
    }

    /// What is said about it.
    async fn verdict(&self) -> Result<ConceptVerdict> {
        Ok((*column(&self.0.verdict)?).into())
    }
}

connection!(
    ConceptCorrection,
    ConceptCorrectionConnection,
    ConceptCorrectionEdge,
    domain::concept_correction::ConceptCorrection
);
