//! What a full-text search found.
//!
//! Invariant: resolvers return what the root has read; none of them reads anything itself.

use crate::{
    barrier::Barrier,
    city::City,
    connection::PageInfo,
    cost::{cost, list_size, weight_of},
    direct::{Many, One},
    edge::required,
    excerpt::{Excerpt, Mark, number},
    language::{Locale, chosen},
    plan::Plan,
    project::Project,
};
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::{
    read::{Item, Node},
    search::{Answer, Facet, FacetValue, SearchHit as DomainHit},
};
use std::sync::Arc;

/// A project that was found.
pub struct SearchHit(Arc<DomainHit>);

/// A project that was found.
#[Object(serial)]
impl SearchHit {
    /// The project.
    async fn project(&self, ctx: &Context<'_>) -> Result<One<Project>> {
        required(ctx, &self.0.edges).map(Project).map(One)
    }

    /// How well it answers, 0 to 1.
    async fn score(&self) -> f64 {
        self.0.found.score
    }

    /// The parts of its texts that answer, with what to highlight; at most three.
    #[graphql(directive = list_size::apply(3))]
    async fn excerpts(&self) -> Many<Excerpt> {
        self.0.found.excerpts.iter().map(Excerpt::of).collect()
    }
}

/// What projects are counted by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::search::FacetKind")]
pub enum SearchFacetKind {
    /// Action field.
    ActionField,
    /// Status.
    Status,
    /// Phase.
    Phase,
    /// Federal state.
    State,
    /// City.
    City,
}

/// How the projects found are spread. Only projects that you may read are counted.
pub struct SearchFacet(Facet);

/// How the projects found are spread. Only projects that you may read are counted.
#[Object(serial)]
impl SearchFacet {
    /// By what.
    async fn kind(&self) -> SearchFacetKind {
        self.0.kind.into()
    }

    /// The values, the most frequent first; at most twenty.
    #[graphql(directive = list_size::apply(20))]
    async fn values(&self) -> Many<SearchFacetValue> {
        self.0
            .values
            .iter()
            .cloned()
            .map(SearchFacetValue)
            .collect()
    }
}

/// How many of the projects found have a value.
pub struct SearchFacetValue(FacetValue);

/// How many of the projects found have a value.
#[Object(serial)]
impl SearchFacetValue {
    /// The value, as filters take it.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The value for readers.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label.text(chosen(ctx, locale)).to_owned()
    }

    /// How many projects.
    async fn count(&self) -> i32 {
        i32::try_from(self.0.count).unwrap_or(i32::MAX)
    }
}

/// A word that was taken for another.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct SearchCorrection {
    /// Where it stands in the text that you typed.
    place: One<Mark>,
    /// What was probably meant.
    instead: String,
}

/// What a search found: a page of projects, the best first, and what stands beside them. Among them, mostly
/// far down, are projects that hold none of the words, only parts that look alike; they are not counted.
pub struct SearchConnection {
    pub(crate) answer: Answer,
    pub(crate) plans: Vec<Arc<domain::plan::Plan>>,
    pub(crate) cities: Vec<Arc<Node<domain::city::City>>>,
}

/// What a search found: a page of projects, the best first, and what stands beside them. Among them, mostly
/// far down, are projects that hold none of the words, only parts that look alike; they are not counted.
#[Object(serial, directive = cost::apply(weight_of("SearchConnection")))]
impl SearchConnection {
    /// The projects of the page.
    async fn nodes(&self) -> Many<SearchHit> {
        let items = self.answer.page.items.iter();
        items
            .map(|item| SearchHit(Arc::clone(&item.node)))
            .collect()
    }

    /// The projects of the page, each with its cursor.
    async fn edges(&self) -> Many<SearchHitEdge> {
        let items = self.answer.page.items.iter().cloned();
        items.map(SearchHitEdge).collect()
    }

    /// Where the page stands in the ranking, which reaches 400 projects.
    async fn page_info(&self) -> One<PageInfo> {
        One(PageInfo::of(&self.answer.page))
    }

    /// How many projects that you may read hold at least one of the words.
    async fn total_found(&self) -> i32 {
        number(self.answer.total)
    }

    /// Whether all were counted: a question of very common words is not followed to the end.
    async fn is_exact(&self) -> bool {
        self.answer.is_exact
    }

    /// How the projects found are spread over action fields, states, phases, federal states and cities.
    #[graphql(directive = list_size::apply(5))]
    async fn facets(&self) -> Many<SearchFacet> {
        self.answer
            .facets
            .iter()
            .cloned()
            .map(SearchFacet)
            .collect()
    }

    /// How the word that you are typing could go on.
    async fn suggestions(&self) -> &[String] {
        &self.answer.suggestions
    }

    /// Words that no project holds that you may read, with what was probably meant and looked for in their place.
    async fn corrections(&self) -> Many<SearchCorrection> {
        let corrections = self.answer.corrections.iter();
        corrections
            .map(|one| SearchCorrection {
                place: One(Mark::of(&one.place)),
                instead: one.instead.clone(),
            })
            .collect()
    }

    /// Action plans that answer, at most five.
    #[graphql(directive = list_size::apply(5))]
    async fn plans(&self) -> Many<Plan> {
        self.plans.iter().cloned().map(Plan).collect()
    }

    /// Barriers that answer, at most five.
    #[graphql(directive = list_size::apply(5))]
    async fn barriers(&self) -> Many<Barrier> {
        let barriers = self.answer.barriers.iter().cloned();
        barriers
            .map(|record| Barrier(Arc::new(Node::new(record))))
            .collect()
    }

    /// Municipalities whose name begins with the text, at most five.
    #[graphql(directive = list_size::apply(5))]
    async fn cities(&self) -> Many<City> {
        self.cities.iter().cloned().map(City).collect()
    }
}

/// A project that was found, with its cursor.
pub struct SearchHitEdge(Item<DomainHit>);

/// A project that was found, with its cursor.
#[Object(serial)]
impl SearchHitEdge {
    /// Where it stands in the ranking, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The project that was found.
    async fn node(&self) -> One<SearchHit> {
        One(SearchHit(Arc::clone(&self.0.node)))
    }
}
