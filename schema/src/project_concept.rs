//! What a project tells of.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    concept::Concept,
    cost::list_size,
    direct::{Many, One},
    excerpt::Excerpt,
};
use async_graphql::Object;
use domain::project_concept::ProjectConcept as DomainConcept;

/// A concept of the vocabulary that a project tells of: recognised in its texts, or named by its editors.
pub struct ProjectConcept(pub(crate) DomainConcept);

/// A concept of the vocabulary that a project tells of: recognised in its texts, or named by its editors.
#[Object(serial)]
impl ProjectConcept {
    /// The instrument, problem or actor.
    async fn concept(&self) -> One<Concept> {
        One(Concept::of(self.0.concept.clone()))
    }

    /// How sure that is, above 0 and at most 1; 1 where an editor says so. Title and measures count more than other texts,
    /// and each mention adds a little.
    async fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// Whether an editor of the project says so.
    async fn is_confirmed(&self) -> bool {
        self.0.is_confirmed
    }

    /// The parts of texts that tell of it, with the words to highlight, at most three; none where only an editor says so.
    #[graphql(directive = list_size::apply(3))]
    async fn evidence(&self) -> Many<Excerpt> {
        self.0.evidence.iter().map(Excerpt::of).collect()
    }
}
