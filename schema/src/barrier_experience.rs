//! Projects that have dealt with a barrier.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    barrier::Barrier,
    connection::PageInfo,
    cost::{cost, list_size, weight_of},
    direct::{Many, One},
    edge::required,
    language::{Locale, chosen},
    project::Project,
    similar_project::SimilarityComponent,
    value::BarrierRole,
};
use async_graphql::{Context, Object, Result, SimpleObject};
use domain::{
    Ctx,
    barrier_experience::{Answer, BarrierExperience as DomainExperience},
    read::{Item, Node},
};
use std::sync::Arc;

/// A project that has dealt with a barrier. Its lessons are `project.items(kind: LESSON)`, whom to ask is
/// `project.contact`, both as far as you may see them.
pub struct BarrierExperience(Arc<DomainExperience>);

/// A barrier that a project deals with, and how.
#[derive(SimpleObject)]
pub struct BarrierDealing {
    /// The barrier.
    pub barrier: One<Barrier>,
    /// Whether the project addresses it or has overcome it.
    pub role: BarrierRole,
}

/// A project that has dealt with a barrier. Its lessons are `project.items(kind: LESSON)`, whom to ask is
/// `project.contact`, both as far as you may see them.
#[Object(serial)]
impl BarrierExperience {
    /// The project.
    async fn project(&self, ctx: &Context<'_>) -> Result<One<Project>> {
        required(ctx, &self.0.edges).map(Project).map(One)
    }

    /// How near it is, 0 to 1: the sum of the contributions of all components.
    async fn score(&self) -> f64 {
        self.0.found.score
    }

    /// What the score is made of: what came of the barrier, type of city, content, progress.
    async fn components(&self) -> Many<SimilarityComponent> {
        let components = self.0.found.components.iter().cloned();
        components.map(SimilarityComponent).collect()
    }

    /// Why it stands here, in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let language = chosen(ctx, locale);
        self.0.found.explanation.text(language).to_owned()
    }

    /// The barriers in question that it deals with, and how.
    #[graphql(directive = list_size::apply(3))]
    async fn dealings(&self, ctx: &Context<'_>) -> Result<Many<BarrierDealing>> {
        let reference = ctx.data::<Ctx>()?.reference();
        let dealings = self.0.found.barriers.iter();
        Ok(dealings
            .filter_map(|(id, role)| {
                let record = reference.barriers.find(id).cloned()?;
                Some(BarrierDealing {
                    barrier: One(Barrier(Arc::new(Node::new(record)))),
                    role: (*role).into(),
                })
            })
            .collect())
    }
}

/// A page of projects that have dealt with a barrier, the nearest first.
pub struct BarrierExperienceConnection(pub(crate) Answer);

/// A page of projects that have dealt with a barrier, the nearest first.
#[Object(serial, directive = cost::apply(weight_of("BarrierExperienceConnection")))]
impl BarrierExperienceConnection {
    /// The projects of the page.
    async fn nodes(&self) -> Many<BarrierExperience> {
        let items = self.0.page.items.iter();
        items
            .map(|item| BarrierExperience(Arc::clone(&item.node)))
            .collect()
    }

    /// The projects of the page, each with its cursor.
    async fn edges(&self) -> Many<BarrierExperienceEdge> {
        let items = self.0.page.items.iter().cloned();
        items.map(BarrierExperienceEdge).collect()
    }

    /// Where the page stands in the ranking.
    async fn page_info(&self) -> One<PageInfo> {
        One(PageInfo::of(&self.0.page))
    }

    /// The barriers in question: those named, or those that your text speaks of.
    async fn meant(&self) -> Many<Barrier> {
        let barriers = self.0.barriers.iter().cloned();
        barriers
            .map(|record| Barrier(Arc::new(Node::new(record))))
            .collect()
    }
}

/// A project that has dealt with a barrier, with its cursor.
pub struct BarrierExperienceEdge(Item<DomainExperience>);

/// A project that has dealt with a barrier, with its cursor.
#[Object(serial)]
impl BarrierExperienceEdge {
    /// Where it stands in the ranking, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The project.
    async fn node(&self) -> One<BarrierExperience> {
        One(BarrierExperience(Arc::clone(&self.0.node)))
    }
}
