//! What editors say about a concept of a project: that it is meant, or that it is not.
//!
//! Invariant: it is a part of its project, read through it only, and as visible as that.

use crate::{
    concept::Concept,
    ctx::Ctx,
    error::Result,
    read::{columns, parent},
};
use entity::{
    id::{ConceptCorrectionId, ProjectId},
    value::ConceptVerdict,
};

columns! {
    /// What editors say about a concept of a project.
    ConceptCorrection of concept_correction, parts;
    keys {
        /// Key.
        id: ConceptCorrectionId = Id,
        /// The project.
        project_id: ProjectId = ProjectId,
        /// Short name of the concept.
        notation: String = Notation,
    }
    fields {
        /// What is said about it.
        verdict: ConceptVerdict = Verdict / "verdict",
    }
}

parent!(
    ConceptCorrection,
    "conceptCorrection",
    |_reader, _nodes, edge| {}
);

impl ConceptCorrection {
    /// The concept; none where it has left the vocabulary since.
    #[must_use]
    pub fn concept(&self, ctx: &Ctx) -> Option<Concept> {
        Concept::named(&ctx.reference().vocabulary, &self.notation)
    }

    /// Whether the project is about it.
    ///
    /// # Errors
    /// `INTERNAL` where the verdict was not selected.
    pub(crate) fn is_meant(&self) -> Result<bool> {
        Ok(*self.verdict.get()? == ConceptVerdict::Confirmed)
    }
}
