//! Concepts of the vocabulary: instruments, problems and actors.
//!
//! Invariant: they come from the process; nothing is read for them.

use crate::{
    connection::connection,
    direct::{Many, One},
    language::{Locale, chosen},
};
use async_graphql::{Context, Enum, InputObject, Object, Result};
use domain::{
    Ctx,
    concept::{Concept as DomainConcept, ConceptFilter as DomainConceptFilter},
};
use std::sync::Arc;

/// What kind of concept of the vocabulary it is.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::concept::ConceptKind")]
pub enum ConceptKind {
    /// What is done.
    Instrument,
    /// What it is done against.
    Problem,
    /// With whom or for whom.
    Actor,
}

/// Which concepts are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct ConceptFilter {
    /// Of one of these kinds.
    pub kind: Option<Vec<ConceptKind>>,
    /// The name, the short name or one of the phrases contains this text; case and umlauts do not matter.
    pub text: Option<String>,
    /// Directly below this concept, by short name.
    pub broader: Option<String>,
    /// Added by this network, by its short name.
    pub network: Option<String>,
}

impl From<ConceptFilter> for DomainConceptFilter {
    fn from(filter: ConceptFilter) -> Self {
        Self {
            kind: filter.kind.map(crate::input::words),
            text: filter.text,
            broader: filter.broader,
            network: filter.network,
        }
    }
}

/// A concept of the vocabulary (SKOS): an instrument, a problem or an actor. Projects are recognised by it, compared by it,
/// and can be filtered by its short name.
pub struct Concept(pub(crate) Arc<DomainConcept>);

impl Concept {
    pub(crate) fn of(concept: DomainConcept) -> Self {
        Self(Arc::new(concept))
    }
}

/// A concept of the vocabulary (SKOS): an instrument, a problem or an actor. Projects are recognised by it, compared by it,
/// and can be filtered by its short name.
#[Object(serial)]
impl Concept {
    /// Stable short name, such as priority-list, for filters; that of a concept that a network has added begins with the
    /// network's short name and a colon.
    async fn notation(&self) -> &str {
        self.0.notation()
    }

    /// What kind of concept it is.
    async fn kind(&self) -> ConceptKind {
        self.0.kind().into()
    }

    /// What people call it.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> &str {
        self.0.label().text(chosen(ctx, locale))
    }

    /// What is meant.
    async fn definition(&self, ctx: &Context<'_>, locale: Option<Locale>) -> &str {
        self.0.definition().text(chosen(ctx, locale))
    }

    /// Phrases by which a text is taken to tell of it. The words of a phrase stand near each other in any order; `=` before
    /// a word excludes compounds, `*` stands for any letters.
    async fn phrases(&self, ctx: &Context<'_>, locale: Option<Locale>) -> &[String] {
        self.0.phrases(chosen(ctx, locale))
    }

    /// Short name of the network that has added it; none where it comes with the service. It is recognised in the projects
    /// of that network only.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let reference = ctx.data::<Ctx>()?.reference();
        let network = self.0.network();
        let network = network.and_then(|id| reference.networks.find(&id));
        Ok(network.map(|network| network.slug.clone()))
    }

    /// The wider concept.
    async fn broader(&self) -> Option<One<Self>> {
        self.0.broader().map(Self::of).map(One)
    }

    /// The concepts directly below it.
    async fn narrower(&self) -> Many<Self> {
        self.0.narrower().map(Self::of).collect()
    }

    /// Of an instrument: the problems that it is usually used against.
    async fn answers(&self) -> Many<Self> {
        self.0.answers().map(Self::of).collect()
    }

    /// Of a problem: the instruments that are usually used against it.
    async fn answered_by(&self) -> Many<Self> {
        self.0.answered_by().map(Self::of).collect()
    }
}

connection!(Concept, ConceptConnection, ConceptEdge, DomainConcept);
