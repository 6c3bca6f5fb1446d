//! Suggestions (Vorschläge) of transfers, with the reasons.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    barrier::Barrier,
    connection::PageInfo,
    cost::{cost, weight_of},
    direct::{Many, One},
    edge::required,
    language::{Locale, chosen},
    project::Project,
    similar_project::SimilarityComponent,
};
use async_graphql::{Context, Enum, ID, Object, Result};
use domain::{
    Ctx,
    read::{Item, Node, Page},
    suggestion::Suggestion as DomainSuggestion,
};
use std::sync::Arc;

/// Where a suggestion comes from.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::suggestion::SuggestionSource")]
pub enum SuggestionSource {
    /// The action plan of the one names the city of the other.
    Mention,
    /// The one is faced with a barrier (Hemmnis) that the other has overcome.
    Barrier,
    /// The one looks for what the other offers (Gesuch, Angebot).
    Expertise,
    /// The two are alike in what they do, or against what.
    Similarity,
}

/// Two projects of two cities that might learn from each other, with the reasons. It is worked out when you ask; nothing of
/// it is kept but what you decide.
pub struct Suggestion(Arc<DomainSuggestion>);

/// Two projects of two cities that might learn from each other, with the reasons. It is worked out when you ask; nothing of
/// it is kept but what you decide.
#[Object(serial)]
impl Suggestion {
    /// By which you accept, decline or put off the suggestion. The same two projects have the same id whenever they are
    /// suggested in this direction.
    async fn id(&self) -> ID {
        ID(self.0.found.id.to_string())
    }

    /// The project that could learn.
    async fn adopter_project(&self, ctx: &Context<'_>) -> Result<One<Project>> {
        required(ctx, &self.0.edges).map(Project).map(One)
    }

    /// The project to learn from.
    async fn source_project(&self, ctx: &Context<'_>) -> Result<One<Project>> {
        required(ctx, &self.0.edges).map(Project).map(One)
    }

    /// How much speaks for it, 0 to 1: the sum of the contributions of all components.
    async fn score(&self) -> f64 {
        self.0.found.score
    }

    /// What the score is made of: whether the plan names the city, barriers, and each feature by which the two are alike.
    async fn components(&self) -> Many<SimilarityComponent> {
        let components = self.0.found.components.iter().cloned();
        components.map(SimilarityComponent).collect()
    }

    /// Why, in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let language = chosen(ctx, locale);
        self.0.found.explanation.text(language).to_owned()
    }

    /// Where it comes from: each source that gives a reason.
    async fn sources(&self) -> Vec<SuggestionSource> {
        let sources = self.0.found.sources.iter().copied();
        sources.map(Into::into).collect()
    }

    /// The barriers that the one project has overcome and the other is faced with.
    async fn shared_barriers(&self, ctx: &Context<'_>) -> Result<Many<Barrier>> {
        let barriers = self.0.barriers(ctx.data::<Ctx>()?).into_iter();
        Ok(barriers
            .map(|record| Barrier(Arc::new(Node::new(record))))
            .collect())
    }

    /// Where the plan names the city already: id of the transfer link that is taken up when you accept the suggestion.
    async fn mention(&self) -> Option<ID> {
        let link = self.0.found.mention.as_ref();
        link.map(|id| ID(id.to_string()))
    }
}

/// A page of suggestions, the best first.
pub struct SuggestionConnection(pub(crate) Page<DomainSuggestion>);

/// A page of suggestions, the best first.
#[Object(serial, directive = cost::apply(weight_of("SuggestionConnection")))]
impl SuggestionConnection {
    /// The suggestions of the page.
    async fn nodes(&self) -> Many<Suggestion> {
        let items = self.0.items.iter();
        items
            .map(|item| Suggestion(Arc::clone(&item.node)))
            .collect()
    }

    /// The suggestions of the page, each with its cursor.
    async fn edges(&self) -> Many<SuggestionEdge> {
        let items = self.0.items.iter().cloned();
        items.map(SuggestionEdge).collect()
    }

    /// Where the page stands in the ranking.
    async fn page_info(&self) -> One<PageInfo> {
        One(PageInfo::of(&self.0))
    }
}

/// A suggestion with its cursor.
pub struct SuggestionEdge(Item<DomainSuggestion>);

/// A suggestion with its cursor.
#[Object(serial)]
impl SuggestionEdge {
    /// Where it stands in the ranking, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The suggestion.
    async fn node(&self) -> One<Suggestion> {
        One(Suggestion(Arc::clone(&self.0.node)))
    }
}
