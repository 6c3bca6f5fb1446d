//! Similar projects with the reasons.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    concept::ConceptKind,
    connection::PageInfo,
    cost::{cost, weight_of},
    direct::{Many, One},
    edge::required,
    language::{Locale, chosen},
    project::Project,
};
use async_graphql::{Context, Object, Result};
use domain::{
    read::{Item, Page},
    similar_project::{
        Component, SharedConcept as DomainConcept, SimilarProject as DomainSimilarProject,
    },
};
use std::sync::Arc;

/// A project that is similar, with the reasons.
pub struct SimilarProject(Arc<DomainSimilarProject>);

/// A project that is similar, with the reasons.
#[Object(serial)]
impl SimilarProject {
    /// The project.
    async fn project(&self, ctx: &Context<'_>) -> Result<One<Project>> {
        required(ctx, &self.0.edges).map(Project).map(One)
    }

    /// How similar, 0 to 1: the sum of the contributions of all components.
    async fn score(&self) -> f64 {
        self.0.found.score
    }

    /// What the score is made of.
    async fn components(&self) -> Many<SimilarityComponent> {
        let components = self.0.found.components.iter().cloned();
        components.map(SimilarityComponent).collect()
    }

    /// Telling words that both use, as the question writes them.
    async fn shared_terms(&self) -> &[String] {
        &self.0.found.shared_terms
    }

    /// Instruments, problems and actors that both tell of.
    async fn shared_concepts(&self) -> Many<SharedConcept> {
        let concepts = self.0.found.shared_concepts.iter().cloned();
        concepts.map(SharedConcept).collect()
    }

    /// Why, in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let language = chosen(ctx, locale);
        self.0.found.explanation.text(language).to_owned()
    }

    /// How many nearly equal projects stand behind this one and are not listed.
    async fn duplicates(&self) -> i32 {
        i32::try_from(self.0.found.duplicates).unwrap_or(i32::MAX)
    }
}

/// One component of a similarity.
pub struct SimilarityComponent(pub(crate) Component);

/// One component of a similarity.
#[Object(serial)]
impl SimilarityComponent {
    /// A stable name, such as instruments.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// The name for readers.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label.text(chosen(ctx, locale)).to_owned()
    }

    /// What it weighs in the score.
    async fn weight(&self) -> f64 {
        self.0.weight
    }

    /// How alike the two are by it, 0 to 1.
    async fn value(&self) -> f64 {
        self.0.value
    }

    /// Its part of the score: weight times value.
    async fn contribution(&self) -> f64 {
        self.0.contribution
    }

    /// What was compared, and what was seen on both sides.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.explanation.text(chosen(ctx, locale)).to_owned()
    }
}

/// An instrument, problem or actor that both tell of.
pub struct SharedConcept(DomainConcept);

/// An instrument, problem or actor that both tell of.
#[Object(serial)]
impl SharedConcept {
    /// Short name in the vocabulary, for filters.
    async fn notation(&self) -> &str {
        &self.0.notation
    }

    /// What kind of concept it is.
    async fn kind(&self) -> ConceptKind {
        self.0.kind.into()
    }

    /// What people call it.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label.text(chosen(ctx, locale)).to_owned()
    }

    /// The words by which the question tells of it.
    async fn own_words(&self) -> &[String] {
        &self.0.own_words
    }

    /// The words by which the project found tells of it.
    async fn other_words(&self) -> &[String] {
        &self.0.other_words
    }
}

/// A page of similar projects, the most similar first. A ranking reaches 256 projects, and some more where a language model
/// takes part.
pub struct SimilarProjectConnection(pub(crate) Arc<Page<DomainSimilarProject>>);

/// A page of similar projects, the most similar first. A ranking reaches 256 projects, and some more where a language model
/// takes part.
#[Object(serial, directive = cost::apply(weight_of("SimilarProjectConnection")))]
impl SimilarProjectConnection {
    /// The projects of the page.
    async fn nodes(&self) -> Many<SimilarProject> {
        let items = self.0.items.iter();
        items
            .map(|item| SimilarProject(Arc::clone(&item.node)))
            .collect()
    }

    /// The projects of the page, each with its cursor.
    async fn edges(&self) -> Many<SimilarProjectEdge> {
        let items = self.0.items.iter().cloned();
        items.map(SimilarProjectEdge).collect()
    }

    /// Where the page stands in the ranking.
    async fn page_info(&self) -> One<PageInfo> {
        One(PageInfo::of(&self.0))
    }
}

/// A similar project with its cursor.
pub struct SimilarProjectEdge(Item<DomainSimilarProject>);

/// A similar project with its cursor.
#[Object(serial)]
impl SimilarProjectEdge {
    /// Where it stands in the ranking, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The similar project.
    async fn node(&self) -> One<SimilarProject> {
        One(SimilarProject(Arc::clone(&self.0.node)))
    }
}
