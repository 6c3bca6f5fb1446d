//! Similar cities with the reasons.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    city::City,
    connection::PageInfo,
    cost::{cost, weight_of},
    direct::{Many, One},
    edge::required,
    language::{Locale, chosen},
    similar_project::SimilarityComponent,
};
use async_graphql::{Context, Object, Result};
use domain::{
    read::{Item, Page},
    similar_city::SimilarCity as DomainSimilarCity,
};
use std::sync::Arc;

/// A city of like structure, with the reasons.
pub struct SimilarCity(Arc<DomainSimilarCity>);

/// A city of like structure, with the reasons.
#[Object(serial)]
impl SimilarCity {
    /// The city.
    async fn city(&self, ctx: &Context<'_>) -> Result<One<City>> {
        required(ctx, &self.0.edges).map(City).map(One)
    }

    /// How similar, 0 to 1: the sum of the contributions of all components.
    async fn score(&self) -> f64 {
        self.0.found.score
    }

    /// What the score is made of: region, size, distance, state, indicators. What is not known of one of the two cities
    /// adds nothing.
    async fn components(&self) -> Many<SimilarityComponent> {
        let components = self.0.found.components.iter().cloned();
        components.map(SimilarityComponent).collect()
    }

    /// Why, in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let language = chosen(ctx, locale);
        self.0.found.explanation.text(language).to_owned()
    }
}

/// A page of similar cities, the most similar first. A ranking reaches 200 cities.
pub struct SimilarCityConnection(pub(crate) Arc<Page<DomainSimilarCity>>);

/// A page of similar cities, the most similar first. A ranking reaches 200 cities.
#[Object(serial, directive = cost::apply(weight_of("SimilarCityConnection")))]
impl SimilarCityConnection {
    /// The cities of the page.
    async fn nodes(&self) -> Many<SimilarCity> {
        let items = self.0.items.iter();
        items
            .map(|item| SimilarCity(Arc::clone(&item.node)))
            .collect()
    }

    /// The cities of the page, each with its cursor.
    async fn edges(&self) -> Many<SimilarCityEdge> {
        let items = self.0.items.iter().cloned();
        items.map(SimilarCityEdge).collect()
    }

    /// Where the page stands in the ranking.
    async fn page_info(&self) -> One<PageInfo> {
        One(PageInfo::of(&self.0))
    }
}

/// A similar city with its cursor.
pub struct SimilarCityEdge(Item<DomainSimilarCity>);

/// A similar city with its cursor.
#[Object(serial)]
impl SimilarCityEdge {
    /// Where it stands in the ranking, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The similar city.
    async fn node(&self) -> One<SimilarCity> {
        One(SimilarCity(Arc::clone(&self.0.node)))
    }
}
